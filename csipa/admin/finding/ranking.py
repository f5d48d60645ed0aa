"""How well a row answers, as a column: by its number, its name, its beginning, its words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Replace, Upper

from csipa.admin.finding.words import Asked
from csipa.admin.searching import is_key
from csipa.french.keys import WORD_SIGNS, letters_pattern

EXACT_CODE, EXACT_NAME, BEGINNING, WORDS, INSIDE = range(5)
# Signs that people leave out of a number, or write otherwise.
_SIGNS = (" ", "\u00a0", "\u202f", "-", "_", "/", ".")
_CODE = "found_code_%d"


def ranked(rows, asked: Asked, *, names: tuple[str, ...], codes: tuple[str, ...]):
    """Add `found_rank` to `rows`: from EXACT_CODE to INSIDE, lower is better."""
    typed = sorted(asked.codes)
    places = [_CODE % rank for rank, _ in enumerate(codes)] if typed else []
    rows = rows.alias(**{place: _bare(path) for place, path in zip(places, codes, strict=False)})
    steps = [
        (_any(Q(**{f"{place}__in": typed}) for place in places), EXACT_CODE),
        (_any(_is(path, asked) for path in names), EXACT_NAME),
        (
            _any(
                [
                    *(Q(**{f"{place}__startswith": code}) for place in places for code in typed),
                    *(_begins(path, asked) for path in names),
                ]
            ),
            BEGINNING,
        ),
        (reduce(and_, (_any(_word(path, word) for path in names) for word in asked.words)), WORDS),
    ]
    whens = [When(condition, then=Value(rank)) for condition, rank in steps if condition]
    ranks = Case(*whens, default=Value(INSIDE), output_field=IntegerField())
    return rows.annotate(found_rank=ranks)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q())


def _bare(path: str) -> Upper:
    """Return a number without its signs, in capitals."""
    bare = F(path)
    for sign in _SIGNS:
        bare = Replace(bare, Value(sign), Value(""))
    return Upper(bare)


def _spellings(asked: Asked) -> list[tuple[str, ...]]:
    """Return the phrase, with the links before its first word and without."""
    return list(dict.fromkeys((asked.every, asked.phrase)))


def _keys(asked: Asked) -> list[str]:
    return [" ".join(words) for words in _spellings(asked)]


def _pattern(asked: Asked) -> str:
    gap = f"[^{WORD_SIGNS}]+"
    said = (gap.join(map(letters_pattern, words)) for words in _spellings(asked))
    return f"^(?:{'|'.join(said)})"


def _is(path: str, asked: Asked) -> Q:
    if is_key(path):
        return Q(**{f"{path}__in": _keys(asked)})
    return Q(**{f"{path}__iregex": f"{_pattern(asked)}$"})


def _begins(path: str, asked: Asked) -> Q:
    if is_key(path):
        return _any(Q(**{f"{path}__startswith": text}) for text in _keys(asked))
    return Q(**{f"{path}__iregex": _pattern(asked)})


def _word(path: str, word: str) -> Q:
    """Match a column one of whose words begins with `word`."""
    if is_key(path):
        return Q(**{f"{path}__startswith": word}) | Q(**{f"{path}__contains": f" {word}"})
    return Q(**{f"{path}__iregex": f"(?:^|[^{WORD_SIGNS}]){letters_pattern(word)}"})
