"""The exchange file that travels inside each document of the register, taken out of its PDF.

Frozen documents and their signed copies carry it as `acte.json`. Only that file is read, in the
limited process of `csipa.pdf.checking`.
"""

from __future__ import annotations

from conventions.exchange.faults import ExchangeError, Fault
from conventions.rules.redaction import REMOVED
from csipa.pdf.checking import FileRefused, NothingCarried, carried_file

CARRIED = "acte.json"
# How a public copy ends its title: the places of what was taken away are not always marked.
PUBLIC_TITLE = "(copie publique)"

_SIGNATURE = b"%PDF-"


def exchange_bytes(content: bytes) -> bytes:
    """Return the exchange file of what somebody gives: the file itself, or the PDF carrying it.

    Raises ExchangeError for a PDF that carries none. A public copy from which words were taken
    away is refused: what it carries is not the act.
    """
    if not content.startswith(_SIGNATURE):
        return content
    try:
        found = carried_file(content, CARRIED)
    except NothingCarried:
        fault = (
            f"ce PDF ne porte pas de fichier « {CARRIED} » : importez le document figé tel que le "
            "programme l’a donné, sa copie signée électroniquement, ou le fichier d’échange "
            "lui-même. Un PDF numérisé, imprimé ou réenregistré a perdu ces données."
        )
        raise _refused(fault) from None
    except FileRefused as error:
        raise _refused(str(error)) from None
    if found.title.endswith(PUBLIC_TITLE) or REMOVED.encode() in found.content:
        fault = (
            "ce PDF est une copie publique dont des passages ont été retirés : l’acte ne peut pas "
            "en être repris. Importez le document d’origine."
        )
        raise _refused(fault)
    return found.content


def _refused(fault: str) -> ExchangeError:
    return ExchangeError([Fault("(fichier)", fault)])
