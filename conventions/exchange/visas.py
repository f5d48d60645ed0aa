"""Visas as they are read: their words from what they cite, in the order in which they print."""

from __future__ import annotations

from collections.abc import Iterable

from conventions.exchange.wording import visa_words
from conventions.models import Act, Visa
from conventions.rules.visas import Place, in_legal_order, visa_date, visa_kind

# What `visa_words` and `place_of` read beside the line; load it with the lines.
VISA_RELATIONS = ("legal_text", "cited_act__authority")


def follows_legal_order(act: Act) -> bool:
    """Tell whether the program orders the visas of `act`: an open act, written here, that asks."""
    return act.visas_in_order and act.drafted_here and not act.is_signed


def place_of(visa: Visa) -> Place:
    """Return the rank and the date of a visa: those of what it cites, else those its words tell."""
    if text := visa.legal_text:
        return text.kind, text.date
    if act := visa.cited_act:
        return visa_kind("", act.nature), act.signature_date
    return visa_kind(visa.text, visa.cited_nature), visa.cited_date or visa_date(visa.text)


def read_visas(visas: Iterable[Visa], *, in_order: bool = False) -> list[Visa]:
    """Return `visas` with their words filled in (in memory only), in legal order if asked."""
    lines = list(visas)
    for visa in lines:
        for column, words in visa_words(visa).items():
            setattr(visa, column, words)
    return in_legal_order(lines, place_of) if in_order else lines
