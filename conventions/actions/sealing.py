"""Closes the text of conventions: the words of the records are copied into it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from conventions.exchange.wording import convention_words, party_words
from conventions.models import Convention


def fix_words(conventions: Iterable[Convention], by: AbstractBaseUser | None) -> None:
    """Copy into each convention the words that came from records until now.

    Whoever calls it seals the conventions next, in the same transaction.
    """
    for convention in conventions:
        for party in convention.parties.select_related("organisation", "representative"):
            _take(party, party_words(party), by)
        _take(convention, convention_words(convention), by)


def _take(row: models.Model, words: dict[str, object], by: AbstractBaseUser | None) -> None:
    for column, value in words.items():
        setattr(row, column, value)
    row.as_written = True
    row._history_user = by
    row._change_reason = "Signature"
    row.save()
