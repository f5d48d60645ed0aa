"""The terms of acts and conventions: numbers, annexes, sums, notice, premises lent twice.

Sources: @CTES protocol (number and object), Code civil art. 1103 and 1717, CGPPP L. 2122-1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conventions.rules.finance import finance_of
from conventions.rules.finance_checks import sum_gaps
from conventions.rules.finding import Finding, Severity, found_at
from conventions.rules.lint.reading import Data, Reading
from conventions.rules.numbering import NumberError, transmissible

LONGEST_OBJECT = 500
_ANNEX = re.compile(r"\bannex|\bci-joint|\bjoint(?:e|s|es)?\b", re.IGNORECASE)
_LENT = re.compile(r"mise? à (?:la )?disposition\b[^.;]*\blocaux\b", re.IGNORECASE)
_LENDING = re.compile(
    r"\bmet(?:tre|tent)?\b[^.;]{0,60}\bdisposition\b[^.;]{0,120}\blocaux\b", re.IGNORECASE
)
_AGREED = re.compile(
    r"sous-(?:occupation|location)|(?:accord|agrément|autorisation|consent\w*)\b[^.;]{0,80}"
    r"\b(?:propriétaire|bailleur)|propriétaire[^.;]{0,80}\b(?:accepte|autorise|consent|d[’']accord)",
    re.IGNORECASE,
)


def term_findings(reading: Reading) -> Iterator[Finding]:
    """Point out numbers, annexes, sums and notices that are missing or do not agree."""
    if reading.is_act:
        yield from _identity(reading.data)
        yield from _annexes(reading)
        yield from _blanks(reading)
        yield from _premises(reading)
    for prefix, convention in reading.conventions:
        yield from _reference(prefix, convention)
        yield from _sums(prefix, convention)
        yield from _notice(prefix, convention)


def _identity(act: Data) -> Iterator[Finding]:
    """Check what the transmission to the State accepts: number and length of the object."""
    if number := act.get("number"):
        try:
            transmissible(str(number))
        except NumberError as error:
            yield Finding("number-form", Severity.FAULT, "number", str(number), str(error))
    length = len(act.get("title") or "")
    if length > LONGEST_OBJECT:
        message = f"L’objet compte {length} signes ; la transmission en admet {LONGEST_OBJECT}."
        yield Finding("object-length", Severity.FAULT, "title", "", message)


def _annexes(reading: Reading) -> Iterator[Finding]:
    """Compare the annexes with what the act says of them."""
    annexes = reading.data.get("annexes") or []
    texts = [one for one in reading.fields_of("") if not one.path.startswith("annexes[")]
    announced = [one for one in texts if "visas" not in one.path and _ANNEX.search(one.source)]
    if annexes and not announced:
        message = "Rien dans l’acte n’annonce ses annexes : écrivez « annexée à la présente … »."
        yield Finding("annex-announced", Severity.DOUBT, "annexes", "", message)
    if announced and not annexes:
        one = announced[0]
        found = _ANNEX.search(one.source)
        assert found is not None  # the field was chosen because it matches
        message = "L’acte annonce une annexe, et il n’en a pas."
        place = one.place(one.blocks[0], *found.span())
        yield found_at("annex-announced", Severity.DOUBT, [place], message)
    if reading.facts.drafted_here:
        return  # the program numbers and labels the annexes of its own acts
    for rank, annex in enumerate(annexes):
        if annex.get("number") in (None, ""):
            message = (
                "L’annexe ne porte ni numéro ni renvoi : écrivez « Annexe 1 à la décision n° … »."
            )
            title = str(annex.get("title") or "")
            yield Finding("annex-number", Severity.ADVICE, f"annexes[{rank}].title", title, message)


def _blanks(reading: Reading) -> Iterator[Finding]:
    """Point out a signed act without place or date; a draft has neither yet."""
    signature = reading.data.get("signature") or {}
    if not reading.facts.signed:
        return
    for key, what in (("place", "le lieu"), ("date", "la date")):
        if not signature.get(key):
            message = f"L’acte est signé sans que {what} de la signature soit connu."
            message = message if key == "place" else message.replace("connu.", "connue.")
            yield Finding("signed-blank", Severity.DOUBT, f"signature.{key}", "", message)
    if reading.facts.drafted_here:
        return
    for prefix, convention in reading.conventions:
        blank = not (convention.get("signature") or {}).get("date")
        if blank and prefix not in reading.facts.concluded:
            message = (
                "La convention n’est pas datée : rien ne montre qu’elle est signée après que "
                "l’acte est devenu exécutoire."
            )
            path = f"{prefix}signature.date"
            yield Finding("signed-blank", Severity.ADVICE, path, "", message)


def _premises(reading: Reading) -> Iterator[Finding]:
    """Doubt premises lent to a third party when a visa says that they are already lent."""
    visa = next(
        (
            one
            for one in reading.fields
            if one.path.startswith("visas[") and _LENT.search(one.source)
        ),
        None,
    )
    if visa is None or any(_AGREED.search(one.text) for one in reading.fields):
        return
    for prefix, _ in reading.conventions:
        for one in reading.fields_of(prefix):
            for block in one.blocks:
                if found := _LENDING.search(block.text):
                    place = one.place(block, *found.span())
                    message = (
                        "Ces locaux sont déjà mis à disposition par la convention que l’acte "
                        "vise : dites que la sous-occupation a l’accord du propriétaire."
                    )
                    yield found_at("premises-lent", Severity.DOUBT, [place], message)
                    return


def _reference(prefix: str, convention: Data) -> Iterator[Finding]:
    if not convention.get("reference"):
        message = (
            "La convention n’a pas de numéro : un avenant ou une résiliation ne pourra pas la "
            "désigner sans ambiguïté."
        )
        yield Finding("convention-number", Severity.DOUBT, f"{prefix}reference", "", message)


def _sums(prefix: str, convention: Data) -> Iterator[Finding]:
    """Check that instalments and payers make the amount, and their parts one hundred."""
    for gap in sum_gaps(finance_of(convention.get("finance"))):
        yield Finding("sums", Severity.FAULT, f"{prefix}finance.{gap.key}", "", gap.message)


def _notice(prefix: str, convention: Data) -> Iterator[Finding]:
    """Check that a notice says its form and to whom it is given."""
    notice = convention.get("notice") or {}
    if notice.get("value") is None and notice.get("days") is None:
        return
    missing = [] if notice.get("form") else ["sa forme (par écrit, par lettre recommandée)"]
    if not notice.get("to"):
        missing.append("à qui il est donné")
    if missing:
        message = f"Le préavis est enregistré sans dire {' ni '.join(missing)}."
        yield Finding("notice", Severity.ADVICE, f"{prefix}notice", "", message)
