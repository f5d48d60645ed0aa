"""Agreements that drafts get wrong: « Représente par », « accord expresse », « les … prévu ».

Sources: Grevisse, *Le Bon Usage*; circular of 21 November 2017 on gender in public acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csipa.french.grammar import Gender, agree
from csipa.french.lint.rules import SPACE, Remark

_REPRESENTED = re.compile(
    rf"\b(?P<word>[Rr]epr[ée]sente|REPR[ÉE]SENTE){SPACE}par{SPACE}"
    r"(?=son\b|sa\b|ses\b|le\b|la\b|l[’']|M\.|Mme\b|Monsieur\b|Madame\b|Docteur\b|délégation\b)"
)
_FEMININE_SUBJECT = re.compile(
    r"\b(?:commune|communauté|association|agence|région|société|caisse|ville|fondation|CPTS|ARS"
    r"|métropole|mutuelle|coopérative|maison|université)\b",
    re.IGNORECASE,
)
_MASCULINE_SUBJECT = re.compile(
    r"\b(?:département|centre|hôpital|État|syndicat|comité|groupement|établissement|conseil|"
    r"CCAS|CIAS|rectorat|institut)\b",
    re.IGNORECASE,
)
_NEAR = 160

_MASCULINE_EXPRESS = re.compile(
    r"\b(?P<noun>(?P<many>accords|avis|consentements|refus|engagements)|accord|consentement"
    rf"|refus|engagement|ordre|mandat|avenant)(?P<between>(?:{SPACE}[\w’'-]+){{0,2}}?)"
    rf"(?P<gap>{SPACE})(?P<word>expresses?)\b",
    re.IGNORECASE,
)
_FEMININE_EXPRESS = re.compile(
    r"\b(?P<noun>autorisation|demande|reconduction|mention|décision|délégation|clause"
    rf"|stipulation|disposition|acceptation|dérogation|renonciation)(?P<gap>{SPACE})"
    r"(?P<word>exprès)\b",
    re.IGNORECASE,
)

_MASCULINE_NOUNS = (
    "procès-verbaux locaux biens équipements engagements articles délais crédits documents travaux "
    "horaires montants matériels moyens avenants accords actes arrêtés tarifs frais soins objectifs"
)
_FEMININE_NOUNS = (
    "conditions modalités dispositions obligations mesures actions dépenses parties charges "
    "missions sommes pièces annexes clauses conventions décisions délibérations prestations "
    "compétences stipulations prescriptions autorisations"
)
_PARTICIPLES = (
    "prévu visé mentionné défini fixé indiqué énoncé précité cité annexé désigné autorisé "
    "approuvé signé concerné susvisé stipulé réuni"
)
_SINGULAR_FEMININE = (
    "convention délibération décision annexe mesure action somme dépense partie clause condition "
    "mission pièce délégation autorisation compétence prestation commune association"
)


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in words.split())


_PLURAL = re.compile(
    rf"\b(?P<determiner>les|des|ces|ses|leurs|aux|nos){SPACE}(?:(?P<m>{_any(_MASCULINE_NOUNS)})|"
    rf"(?P<f>{_any(_FEMININE_NOUNS)})){SPACE}(?P<word>(?:{_any(_PARTICIPLES)})(?:e|s|es)?)(?!\w)",
    re.IGNORECASE,
)
_SINGULAR = re.compile(
    rf"\b(?:la|une|cette|sa|leur|présente){SPACE}(?:{_any(_SINGULAR_FEMININE)}){SPACE}"
    rf"(?P<word>(?:{_any(_PARTICIPLES)})s?)(?!\w)",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"(?<!\w)[^\W\d_]{2,}(?:[·•‧∙]|\.)(?:e|ne|le|se|te|rice|euse|ère|ve)(?:[·•‧∙.]s|s)?(?![\w.·])"
)
_BRACKETS = re.compile(r"(?<!\w)[^\W\d_]{2,}\((?:e|ne|le|se|rice|trice|ère|ve)s?\)(?:s|\(s\))?")
_ADDRESS = re.compile(r"[@/]|www|\.(?:fr|com|org|eu|net)$", re.IGNORECASE)


def check(text: str) -> Iterator[Remark]:
    """Give a remark for each wrong agreement of a short list, and for inclusive spellings."""
    yield from _express(text)
    yield from _participles(text)
    yield from _inclusive(text)


def represented(text: str, subject: Gender | None) -> Iterator[Remark]:
    """Give a remark for « représente par son maire »: the participle agrees with the party.

    `subject` is the gender of the party where the text does not name it.
    """
    for found in _REPRESENTED.finditer(text):
        gender = subject or _subject(text[max(0, found.start() - _NEAR) : found.start()])
        word, message = found["word"], "Écrivez « représenté » ou « représentée », selon la partie."
        written = None
        if gender is not None:
            written = _repaired(word, agree(gender, "é", "ée"))
            message = f"Le participe s’accorde avec la partie : « {written} par »."
        yield Remark("participle", found.start("word"), found.end("word"), message, written)


def _repaired(word: str, ending: str) -> str:
    ending = ending.upper() if word.isupper() else ending
    accent = "É" if word.isupper() else "é"
    return f"{word[:4]}{accent}{word[5:-1]}{ending}"


def _subject(before: str) -> Gender | None:
    """Return the gender of the last party named in the sentence, None when none is."""
    sentence = re.split(r"[.;\n]", before)[-1]
    last = {
        gender: max((found.start() for found in pattern.finditer(sentence)), default=-1)
        for gender, pattern in (
            (Gender.FEMININE, _FEMININE_SUBJECT),
            (Gender.MASCULINE, _MASCULINE_SUBJECT),
        )
    }
    best = max(last, key=lambda gender: last[gender])
    return best if last[best] >= 0 else None


def _express(text: str) -> Iterator[Remark]:
    for found in _MASCULINE_EXPRESS.finditer(text):
        message = f"« {found['noun'].capitalize()} » est masculin : « exprès »."
        yield Remark("agreement", found.start(), found.end(), message, _with_word(found, "exprès"))
    for found in _FEMININE_EXPRESS.finditer(text):
        message = f"« {found['noun'].capitalize()} » est féminin : « expresse »."
        written = _with_word(found, "expresse")
        yield Remark("agreement", found.start(), found.end(), message, written)


def _with_word(found: re.Match[str], word: str) -> str:
    return found[0][: found.start("word") - found.start()] + word


def _participles(text: str) -> Iterator[Remark]:
    for found in _PLURAL.finditer(text):
        ending = "s" if found["m"] else "es"
        yield from _agreed(found, ending)
    for found in _SINGULAR.finditer(text):
        yield from _agreed(found, "e")


def _agreed(found: re.Match[str], ending: str) -> Iterator[Remark]:
    written = found["word"]
    stem = next(p for p in sorted(_PARTICIPLES.split(), key=len, reverse=True)
                if written.lower().startswith(p))  # fmt: skip
    right = written[: len(stem)] + (ending.upper() if written.isupper() else ending)
    if right.lower() != written.lower():
        message = f"Le participe s’accorde avec le nom qui précède : « {right} »."
        yield Remark("agreement", found.start("word"), found.end("word"), message, right)


def _inclusive(text: str) -> Iterator[Remark]:
    message = "Dans un acte, écrivez le masculin, ou les deux genres en entier."
    for pattern in (_POINT, _BRACKETS):
        for found in pattern.finditer(text):
            around = text[max(0, found.start() - 8) : found.end() + 4]
            if not _ADDRESS.search(around):
                yield Remark("inclusive", found.start(), found.end(), message)
