"""The usual words of an amendment and of the act that authorises it, before anybody edits them.

Sources: Code civil art. 1193 (a contract is changed by mutual consent) and 1213 (a contract is
prolonged if its parties say so before it ends).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from conventions.rules.amendments import amendment_name, amendment_title
from csipa.french.dates import MONTHS, long_date
from csipa.french.grammar import enumeration, upper_first

OBJECT, EFFECT, REST = "Objet", "Prise d’effet", "Autres stipulations"
TERM = "Terme de la convention"

_SPACE = "[ \u00a0\u202f]"
_DURATION = re.compile(r"\b(?:durée|période|terme|prolongation|prise d[’']effet)\b", re.IGNORECASE)
_CITED = {
    "decision": ("la décision", "laquelle"),
    "deliberation": ("la délibération", "laquelle"),
    "arrete": ("l’arrêté", "lequel"),
}
_PRESENT = {"decision": "la présente décision", "arrete": "le présent arrêté"}


@dataclass(frozen=True, kw_only=True)
class AmendedConvention:
    """What an amendment tells of the convention that it changes.

    `reference` names it; `others` are the parties that sign beside the author of the act, after
    their articles (« la commune de Robecq »); `amended` the amendments it already had, named and
    dated.
    """

    reference: str
    title: str
    signed_on: dt.date | None
    end: dt.date | None
    others: Sequence[str]
    amended: Sequence[str] = ()

    @property
    def name(self) -> str:
        """Return « la convention n° C-1, signée le 20 janvier 2026 »."""
        signed = f", signée le {long_date(self.signed_on)}" if self.signed_on else ""
        return f"la convention n° {self.reference}{signed}"


@dataclass(frozen=True, kw_only=True)
class Amending:
    """What an amendment does: its rank, the new last day if it moves it, whether it changes more.

    `start` is the day on which it takes effect, None for that of the last signature.
    """

    rank: int
    end: dt.date | None = None
    start: dt.date | None = None
    rewords: bool = False

    def extends(self, end: dt.date | None) -> bool:
        """Tell whether all it does is to put off the last day."""
        return not self.rewords and self.end is not None and end is not None and self.end > end


def usual_articles(told: AmendedConvention, amending: Amending) -> tuple[tuple[str, str], ...]:
    """Return title and body (HTML) of the articles around those that change the convention."""
    already = enumeration(f"l’{name}" for name in told.amended)
    convention = f"{told.name}, déjà modifiée par {already}" if already else told.name
    comma = "," if "," in convention else ""
    changed = f"modifie {convention}{comma} dans les conditions fixées ci-après"
    if amending.extends(told.end):
        assert amending.end is not None  # it extends to a day
        changed = f"prolonge jusqu’au {long_date(amending.end)} inclus {convention}"
    effect = "le jour où la dernière des parties le signe"
    if amending.start:
        effect = f"le {long_date(amending.start)}"
    rest = "Les stipulations de la convention que le présent avenant ne modifie pas demeurent"
    return (
        (OBJECT, f"<p>Le présent avenant {changed}.</p>"),
        (EFFECT, f"<p>Le présent avenant prend effet {effect}.</p>"),
        (REST, f"<p>{rest} inchangées.</p>"),
    )


def term_article(old: dt.date | None, new: dt.date) -> tuple[str, str]:
    """Return title and body (HTML) of an article that moves the last day by itself."""
    last = f"{long_date(new)} inclus"
    if old is None:
        return TERM, f"<p>La convention, conclue sans terme, prend fin le {last}.</p>"
    moved = "reporté" if new > old else "avancé"
    words = f"Le terme de la convention, fixé au {long_date(old)}, est {moved} au {last}."
    return TERM, f"<p>{words}</p>"


def with_new_end(body: str, old: dt.date, new: dt.date) -> str:
    """Return a text in which the old last day, written in full, is the new one.

    >>> with_new_end("jusqu’au 28 avril 2026 inclus", dt.date(2026, 4, 28), dt.date(2026, 6, 30))
    'jusqu’au 30\\xa0juin\\xa02026 inclus'
    """
    day = "(?:1er|1)" if old.day == 1 else str(old.day)
    written = rf"(?<!\d){day}{_SPACE}+{MONTHS[old.month - 1]}{_SPACE}+{old.year}(?!\d)"
    return re.sub(written, long_date(new), body, flags=re.IGNORECASE)


def tells_duration(title: str) -> bool:
    """Tell whether an article is, by its title, the one on duration."""
    return bool(_DURATION.search(title))


def decision_title(told: AmendedConvention, rank: int) -> str:
    """Return the object of the act: « Avenant n° 1 à la convention … – Autorisation de signer »."""
    return f"{amendment_title(rank, told.title)} – Autorisation de signer"


def decision_recitals(told: AmendedConvention, amending: Amending) -> tuple[str, str]:
    """Return why the act is taken, in two recitals."""
    partners = f" avec {enumeration(told.others)}," if told.others else ""
    signed = f", signée le {long_date(told.signed_on)}{partners}" if told.signed_on else ""
    if not signed and told.others:
        signed = f", conclue{partners}"
    ends = f" prend fin le {long_date(told.end)}" if told.end else " est en vigueur"
    first = f"Considérant que la convention n° {told.reference}{signed}{ends} ;"
    return first, f"Considérant que les parties {_wish(told, amending)},"


def _wish(told: AmendedConvention, amending: Amending) -> str:
    if amending.extends(told.end):
        assert amending.end is not None  # it extends to a day
        return f"souhaitent la poursuivre jusqu’au {long_date(amending.end)}"
    if amending.end is None:
        return "sont convenues d’en modifier certaines stipulations"
    wish = f"sont convenues d’en fixer le terme au {long_date(amending.end)}"
    return f"{wish} et d’en modifier certaines stipulations" if amending.rewords else wish


def decision_provision(told: AmendedConvention, amending: Amending, nature: str) -> str:
    """Return what the act decides, after « DÉCIDE »."""
    present = _PRESENT.get(nature, "la présente délibération")
    partners = f", avec {enumeration(told.others)}," if told.others else ""
    what = "modifie"
    if amending.end:
        moved = "prolonge" if amending.extends(told.end) else "modifie"
        until = f" jusqu’au {long_date(amending.end)}" if moved == "prolonge" else ""
        what = f"{moved}{until}"
    return (
        f"d’autoriser la signature{partners} de l’{amendment_name(amending.rank)} annexé à "
        f"{present}, qui {what} la convention n° {told.reference}."
    )


def annex_title(rank: int) -> str:
    """Return « Avenant n° 1 »."""
    return upper_first(amendment_name(rank))


def authorising_visa(nature: str, number: str, date: dt.date | None) -> str:
    """Return the visa of the act that authorised the convention, when only its number is known."""
    noun, which = _CITED.get(nature, ("l’acte", "lequel"))
    dated = f" du {long_date(date)}" if date else ""
    return f"Vu {noun} n° {number}{dated}, par {which} la convention a été autorisée ;"
