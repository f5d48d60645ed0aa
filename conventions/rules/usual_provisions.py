"""What nearly every act of an authority says, whatever it decides: its opening and its close.

Sources: CGCT L. 5211-10 and L. 2122-23 (a decision taken by delegation is reported to the
council), CJA R. 421-1 and R. 421-5 (remedies and their delay).
"""

from __future__ import annotations

from conventions.rules.delegation_wording import office
from csipa.french.grammar import Gender, definite, upper_first

HEADING = "Santé et action sociale"
"""The service under which the acts on a health centre are filed."""

_COLLEGIAL = {
    "council": "Le conseil communautaire",
    "municipal_council": "Le conseil municipal",
    "bureau": "Le bureau",
    "board": "Le conseil d’administration",
}
_REPORTED = {
    "council": "",
    "municipal_council": "",
    "board": "",
    "bureau": "qu’il est rendu compte de la présente délibération au conseil communautaire lors "
    "de sa prochaine réunion.",
    "mayor": "qu’il est rendu compte de la présente décision au conseil municipal lors de sa "
    "prochaine réunion.",
}
_TOLD = (
    "que la présente décision est portée à la connaissance du conseil communautaire lors de sa "
    "prochaine réunion."
)


def nature_of(body: str) -> str:
    """Return the nature of what a body decides: collegial bodies deliberate."""
    return "deliberation" if body in _COLLEGIAL else "decision"


def enacting_words(body: str, holder: Gender) -> str:
    """Return what precedes what an act decides: « La présidente, », « Le bureau, après … »."""
    if body in _COLLEGIAL:
        return f"{_COLLEGIAL[body]}, après en avoir délibéré,"
    return f"{upper_first(definite(holder, office(body, holder)))},"


def closing_provisions(body: str, *, court: str) -> list[tuple[str, str]]:
    """Return the blocks that close nearly every act of a body: its report, then its remedies."""
    told = _REPORTED.get(body, _TOLD)
    remedies = (
        "qu’elle peut être contestée, dans les deux mois qui suivent sa publication, par un "
        "recours gracieux adressé à son auteur ou par un recours contentieux porté devant le "
        f"{court}."
    )
    return [*([("PRÉCISE", told)] if told else []), ("INFORME", remedies)]
