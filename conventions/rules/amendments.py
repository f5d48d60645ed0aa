"""What an amendment says of the articles that it changes, and how the articles are then numbered.

Sources: Code civil art. 1193 (a contract is changed by the agreement of its parties); *Guide de
légistique*, « Textes modificatifs » (an article put between two others takes « bis », so that the
others keep their number; one added at the end takes the next number).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from csipa.french.numbers import ordinal
from csipa.french.typography import NBSP

REPLACE, INSERT, REPEAL = "replace", "insert", "repeal"

_SUFFIXES = (
    *("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies"),
    *("undecies", "duodecies", "terdecies", "quaterdecies", "quindecies"),
)
_SUFFIXED = re.compile(rf"^(?P<base>.+?)[ {NBSP}](?P<suffix>{'|'.join(_SUFFIXES)}|n\d+)$")
_LAST_FIGURES = re.compile(r"^(?P<before>(?:.*\.)?)(?P<figures>\d{1,6})$")
_TITLED = re.compile(
    r"^article\s+(?P<number>1er|[\w.]+(?:\s(?:bis|ter|quater))?)\s*[–—:.-]*\s*(?P<title>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_TITLE = 200
_JOINTS = {"convention": "à la ", "contrat": "au ", "accord": "à l’", "protocole": "au "}


def printed_numbers(articles: Sequence[tuple[str, int]]) -> list[str]:
    """Return the number under which each article prints, from its own number and its depth.

    Without a number of its own an article takes its rank among those of its level: « 2 », « 2.1 ».

    >>> printed_numbers([("", 0), ("", 1), ("", 1), ("4", 0)])
    ['1', '1.1', '1.2', '4']
    """
    numbers: list[str] = []
    above: list[str] = []
    counts: list[int] = [0]
    for own, wanted in articles:
        depth = min(wanted, len(counts) - 1)
        del counts[depth + 1 :], above[depth:]
        counts[depth] += 1
        rank = str(counts[depth])
        number = own or (f"{above[-1]}.{rank}" if above else rank)
        numbers.append(number)
        above.append(number)
        counts.append(0)
    return numbers


def split_title(number: str, title: str) -> tuple[str, str]:
    """Return number and title apart when an imported title holds both.

    >>> split_title("3", "Article 4 – Durée")
    ('4', 'Durée')
    """
    found = _TITLED.match(title)
    if found is None:
        return number, title
    written = "1" if found["number"].lower() == "1er" else found["number"]
    return written, found["title"].strip()


def next_number(before: str, taken: Sequence[str], *, last: bool) -> str:
    """Return the number of an article added after the one numbered `before`.

    `last` tells that nothing of its level follows: it takes the next number, where there is one.
    `taken` are the numbers that it cannot take, those of repealed articles too.

    >>> next_number("9", ["8", "9", "10"], last=False)
    '9\\xa0bis'
    """
    figures = _LAST_FIGURES.match(before)
    if last and figures:
        following = int(figures["figures"]) + 1
        while f"{figures['before']}{following}" in taken:
            following += 1
        return f"{figures['before']}{following}"
    base = base_number(before)
    for suffix in _SUFFIXES:
        if (number := f"{base}{NBSP}{suffix}") not in taken:
            return number
    rank = len(_SUFFIXES) + 2
    while f"{base}{NBSP}n{rank}" in taken:
        rank += 1
    return f"{base}{NBSP}n{rank}"


def base_number(number: str) -> str:
    """Return « 9 » for « 9 bis »; any other number as it is."""
    found = _SUFFIXED.match(number)
    return found["base"] if found else number


def article_name(number: str) -> str:
    """Return « article 1er », « article 9 bis »."""
    return f"article{NBSP}{ordinal(1) if number == '1' else number}"


def article_heading(number: str, title: str) -> str:
    """Return « Article 2 – Durée », or « 2.1 – Reconduction » for a sub-article."""
    name = number if "." in number else f"A{article_name(number)[1:]}"
    return f"{name} – {title}" if title else name


def change_heading(change: str, number: str, title: str) -> str:
    """Return the title of an article of an amendment: « Modification de l’article 2 (« Durée ») ».

    A long title is cut.
    """
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0]}…"
    titled = f" (« {title} »)" if title else ""
    name = article_name(number)
    if change == INSERT:
        return f"Ajout d’un {name}{titled}"
    noun = "Suppression" if change == REPEAL else "Modification"
    return f"{noun} de l’{name}{titled}"


def change_sentence(change: str, number: str, *, after: str = "", followed: bool = False) -> str:
    """Return what an amendment says of an article before its new words.

    `after` is the number of the article that an added one follows, empty for the first of all;
    `followed` tells that others stand after it, whose numbers do not change.
    """
    name = article_name(number)
    unmoved = ", sans que les articles suivants changent de numéro" if followed else ""
    if change == REPEAL:
        return f"L’{name} de la convention est supprimé{unmoved}."
    if change == INSERT:
        place = f"Après l’{article_name(after)} de la convention" if after else "À la convention"
        return f"{place}, il est ajouté un {name} ainsi rédigé{unmoved} :"
    return f"L’{name} de la convention est remplacé par les stipulations suivantes :"


def amendment_name(rank: int | None) -> str:
    """Return « avenant n° 1 », or « avenant » when its rank is not known."""
    return f"avenant n° {rank}" if rank else "avenant"


def amendment_title(rank: int, title: str) -> str:
    """Return « Avenant n° 1 à la convention tripartite relative à … » from the convention's title.

    A title that does not begin with a word for an agreement is quoted.
    """
    first = title.split(maxsplit=1)[0].lower() if title.strip() else ""
    joint = {"convention": "à la ", "contrat": "au ", "accord": "à l’", "protocole": "au "}.get(
        first
    )
    if joint is None:
        return f"Avenant n° {rank} à la convention « {title} »"
    return f"Avenant n° {rank} {joint}{title[:1].lower()}{title[1:]}"
