"""What no free text of activity may hold: anything that tells who a patient is.

Counts name nobody, so what holds them hosts no health data (Code de la santé publique, article
L1111-8). A text is read for what gives a person away: the number of article R1111-8-1 (NIR, which
is also the INS), a telephone number, an address, a date of birth, a civility and a name.
"""

from __future__ import annotations

import re
import unicodedata

_ADVICE = "n’écrivez jamais rien d’un patient, et effacez cela."
NATIONAL_NUMBER = f"Ce texte porte un numéro de sécurité sociale\u00a0: {_ADVICE}"
PHONE = f"Ce texte porte un numéro de téléphone\u00a0: {_ADVICE}"
EMAIL = f"Ce texte porte une adresse électronique\u00a0: {_ADVICE}"
BIRTH = (
    "Ce texte porte une date de naissance\u00a0: n’écrivez jamais rien d’un patient, retirez-la."
)
NAME = f"Ce texte porte le nom d’une personne\u00a0: {_ADVICE}"

_GAP = r"[\s.\-/_]{0,2}"
# Sex, year, month (or the codes used when it is not known), department with Corsica, commune, rank,
# and the key if it was written, whole or not.
_NATIONAL = re.compile(
    rf"(?<!\d)[1-478]{_GAP}\d{{2}}{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d{{2}}|2[abAB]){_GAP}"
    rf"\d{{3}}{_GAP}\d{{3}}(?:{_GAP}\d{{1,2}})?(?!\d)"
)
_SIRET_DIGITS = 14
_PHONES = (
    # A day written before a number (« 01/02/2026 12 personnes ») is no telephone number.
    re.compile(
        r"(?<!\d)(?<!\d[./\-])(?!\d{2}[\s./\-]\d{2}[\s./\-](?:19|20)\d{2}(?!\d))"
        r"0[\s.\-]?[1-9](?:[\s.\-/_]{0,2}\d){8}(?!\d)"
    ),
    re.compile(r"(?<!\d)(?:\+|00|)\s?33\s?(?:\(0\)\s?)?[1-9](?:[\s.\-]{0,2}\d){8}(?!\d)"),
    re.compile(r"\+\d(?:[\s.\-()]{0,2}\d){8,13}(?!\d)"),
)
_EMAIL = re.compile(
    r"\S@\S|(?<![\w.+-])[\w.+-]+\s*(?:\(at\)|\[at\]|\barobase\b|\(arobase\))\s*[\w-]+",
    re.IGNORECASE,
)
_MONTHS = (
    r"(?:janv(?:ier)?|f[ée]vr(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|"
    r"sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?)\.?"
)
_DAY = (
    rf"(?:\d{{1,2}}[\s./\-]\d{{1,2}}[\s./\-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}(?:er)?\s+{_MONTHS}\s+\d{{2,4}})"
)
_BIRTHS = (
    re.compile(
        rf"\b(?:n[ée](?:e|\(e\)|·e)?s?|naissance|d\.?d\.?n\.?)[\s:,]*(?:(?:le|du|en date du)\s+)?"
        rf"{_DAY}",
        re.IGNORECASE,
    ),
    # The year alone is enough for one person; « élèves nés en 2014 » are many.
    re.compile(r"\bné(?:e|\(e\)|·e)?\s+en\s+(?:19|20)\d{2}\b", re.IGNORECASE),
    # Nothing that is counted here happened in the last century.
    re.compile(r"(?<!\d)\d{1,2}[./\-]\d{1,2}[./\-]19\d{2}(?!\d)"),
)
_OFFICE = (
    r"(?!(?:Le|La|L['’])\s?(?:Maire|Adjointe?|Président|Présidente|Directeur|Directrice|"
    r"Préfète?|Député|Députée|Sénateur|Sénatrice)\b)"
)
_PARTICLE = r"(?:(?:de\s+la|de|du|des|van|von|ben|el)\s+|d['’]\s?)?"
_CAPITAL = rf"{_OFFICE}{_PARTICLE}[^\W\d_a-zà-öø-ÿœ]"
_LETTER, _SMALL = r"[^\W\d_]", r"[a-zà-öø-ÿœ]"
_CUT = r"(?:\.\s*|\s+)"
_NAMES = (
    re.compile(rf"(?<![\w.])(?:M\.|MM\.)\s+{_CAPITAL}"),
    # « M.Dupont », « M DUPONT », but neither « M.J.C. » nor « MArdi ».
    re.compile(rf"(?<![\w.])M{_CUT}{_OFFICE}(?!{_SMALL}){_LETTER}(?:{_SMALL}|{_LETTER}{{2}})"),
    re.compile(
        rf"\b(?i:mmes?|mlles?|mr|mrs|monsieur|messieurs|madame|mesdames|mademoiselle){_CUT}{_CAPITAL}"
    ),
    re.compile(rf"\b(?:Mme|Mlle|Mr)(?!{_SMALL}){_LETTER}"),
    # « mme dupont »: after an abbreviation, whatever is no article is a name.
    re.compile(
        rf"\b(?:mme|mlle|mr){_CUT}(?!(?:la|le|les|l|et|ou|est|a|qui|en|de|du|des)\b){_LETTER}{{2,}}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?i:patiente?)\s+(?!{_SMALL}){_LETTER}(?:\.|{_SMALL})"),
)


def refused_comment(text: str) -> str:
    """Return in French why a free text may not be kept; empty when it names nobody.

    What gave the person away is not repeated in the reason, which may end up in a log.
    """
    read = _plain(text)
    if any(_is_national(found.group()) for found in _NATIONAL.finditer(read)):
        return NATIONAL_NUMBER
    for reason, patterns in (
        (EMAIL, (_EMAIL,)),
        (BIRTH, _BIRTHS),
        (PHONE, _PHONES),
        (NAME, _NAMES),
    ):
        if any(pattern.search(read) for pattern in patterns):
            return reason
    return ""


def _plain(text: str) -> str:
    """Return the text with the digits of any script as ours, and nothing invisible in it."""
    shown = "".join(one for one in text if unicodedata.category(one) != "Cf")
    read = unicodedata.normalize("NFKC", shown)
    return "".join(
        str(unicodedata.digit(one)) if one.isdigit() and not one.isascii() else one for one in read
    )


def _is_national(found: str) -> bool:
    """Tell a national number from the SIRET of an establishment, whose Luhn sum is right."""
    if re.search("[abAB]", found):
        return True
    digits = [int(one) for one in found if one.isdigit()]
    return len(digits) != _SIRET_DIGITS or not _passes_luhn(digits)


def _passes_luhn(digits: list[int]) -> bool:
    doubled = (
        digit if rank % 2 == 0 else digit * 2 - 9 * (digit > 4)
        for rank, digit in enumerate(reversed(digits))
    )
    return sum(doubled) % 10 == 0
