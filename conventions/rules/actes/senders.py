"""Who sends acts, as the envelope says it, and what a package may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from conventions.rules.actes.codes import SENDER_NATURES
from conventions.rules.actes.remarks import Remark

LARGEST_PACKAGE = 150 * 1024 * 1024
"""Bytes of an act and its annexes together."""

EMAIL_FORM = r"[_a-zA-Z0-9-]+(\.[_a-zA-Z0-9-]+)*@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,6}"
DEPARTMENT_FORM = r"0[0-9]{2}|02[AB]|9[0-9]{2}"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """A community that sends acts: what the envelope of its packages says of it.

    `emails` receive what the prefecture answers; `operator` is the trigram of the platform.
    """

    siren: str
    department: str
    arrondissement: str
    nature: str
    operator: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    emails: tuple[str, ...] = field(default=())


def is_email(text: str) -> bool:
    """Tell whether the exchange takes this address: its form is narrower than that of mail."""
    return re.fullmatch(EMAIL_FORM, text) is not None


def sender_faults(sender: Sender) -> Iterator[Remark]:
    """Yield what forbids to write an envelope."""
    if not re.fullmatch("[0-9]{9}", sender.siren):
        yield Remark(
            "Le SIREN de l’autorité n’est pas connu.",
            "Écrivez-le sur sa fiche, dans les organismes.",
        )
    if not re.fullmatch(DEPARTMENT_FORM, sender.department):
        yield Remark(
            f"Le département « {sender.department} » n’a pas la forme attendue.",
            "Donnez la commune du siège sur la fiche de l’autorité, ou faites régler "
            "ACTES_DEPARTMENT : trois signes, par exemple 062.",
        )
    if not re.fullmatch("[0-9]", sender.arrondissement):
        yield Remark(
            f"L’arrondissement « {sender.arrondissement} » n’a pas la forme attendue.",
            "Faites régler ACTES_ARRONDISSEMENT : un chiffre, celui de l’arrondissement dans le "
            "département.",
        )
    if sender.nature not in SENDER_NATURES:
        usual = " ; ".join(f"{code} {name}" for code, name in SENDER_NATURES.items())
        yield Remark(
            f"La nature de collectivité « {sender.nature} » n’est pas connue.",
            f"Faites régler ACTES_COLLECTIVITY_NATURE : {usual}.",
        )
    if sender.operator and not re.fullmatch("[A-Z0-9]{3}", sender.operator):
        yield Remark(
            f"Le trigramme « {sender.operator} » n’a pas la forme attendue.",
            "Faites régler ACTES_OPERATOR : trois capitales ou chiffres, donnés par l’opérateur.",
        )
    for email in (*sender.emails, *filter(None, [sender.contact_email])):
        if not is_email(email):
            yield Remark(
                f"L’adresse « {email} » n’est pas de celles que l’échange accepte.",
                "Corrigez ACTES_RETURN_EMAILS ou ACTES_CONTACT_EMAIL.",
            )


def sender_warnings(sender: Sender) -> Iterator[Remark]:
    """Yield what can wait until the package is sent."""
    if not sender.operator:
        yield Remark(
            "Le trigramme de l’opérateur de transmission n’est pas réglé.",
            "Le nom de l’archive commence sans lui : faites régler ACTES_OPERATOR si vous déposez "
            "l’archive entière.",
        )
    if not (sender.contact_name and sender.contact_phone):
        yield Remark(
            "Le nom ou le téléphone du référent manque.",
            "Faites régler ACTES_CONTACT_NAME et ACTES_CONTACT_PHONE : la préfecture "
            "saura qui appeler.",
        )
