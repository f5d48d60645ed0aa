"""The standard of open deliberations (SCDL 2.1.5), written again apart from the program."""

import datetime as dt
import re
import unicodedata

from stdnum import luhn

ORDER = [
    "COLL_NOM",
    "COLL_SIRET",
    "DELIB_ID",
    "DELIB_DATE",
    "DELIB_MATIERE_CODE",
    "DELIB_MATIERE_NOM",
    "DELIB_OBJET",
    "BUDGET_ANNEE",
    "BUDGET_NOM",
    "PREF_ID",
    "PREF_DATE",
    "VOTE_EFFECTIF",
    "VOTE_REEL",
    "VOTE_POUR",
    "VOTE_CONTRE",
    "VOTE_ABSTENTION",
    "DELIB_URL",
]
HEADINGS = {
    "commande publique",
    "urbanisme",
    "domaine et patrimoine",
    "fonction publique",
    "institutions et vie politique",
    "libertes publiques et pouvoirs de police",
    "finances locales",
    "domaines de competences par themes",
    "autres domaines de competences",
}
VOTES = ORDER[11:16]


def breaches(row):
    """Return the names of the columns by which a row of texts breaks the standard."""
    found = [name for name in ORDER[:7] if not row[name]]
    found += [name for name in ("DELIB_DATE", "PREF_DATE") if not _is_day(row[name])]
    patterns = {
        "COLL_SIRET": r"\d{14}",
        "DELIB_MATIERE_CODE": r"\d\.\d{1,2}",
        "BUDGET_ANNEE": r"(\d{4}(/\d{4})?)?",
        "PREF_ID": r"(PREF\d{3}|SPREF\d{3}\d|SGAR\d{3})?",
        "DELIB_URL": r"(https?://\S+)?",
    }
    found += [name for name, one in patterns.items() if not re.fullmatch(one, row[name])]
    if not luhn.is_valid(row["COLL_SIRET"]):
        found.append("COLL_SIRET")
    if not _is_matter(row["DELIB_MATIERE_NOM"]):
        found.append("DELIB_MATIERE_NOM")
    if row["BUDGET_NOM"] and not row["BUDGET_ANNEE"]:
        found.append("BUDGET_NOM")
    if row["PREF_DATE"] and row["PREF_DATE"] < row["DELIB_DATE"]:
        found.append("PREF_DATE")
    return found + _votes(row)


def _is_day(text):
    if not text:
        return True
    try:
        return len(text) == 10 and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _is_matter(text):
    first, slash, second = text.partition("/")
    plain = unicodedata.normalize("NFD", first.lower())
    heading = "".join(sign for sign in plain if not unicodedata.combining(sign))
    tidy = first == first.rstrip() and second == second.lstrip() and text == text.lower()
    return bool(slash and second and tidy) and heading in HEADINGS and not set(",()") & set(text)


def _votes(row):
    cells = [row[name] for name in VOTES]
    if not any(cells):
        return []
    if not all(cell.isdigit() for cell in cells):
        return ["VOTE"]
    members, voted, *voices = map(int, cells)
    return [] if members >= voted >= max(voices) and voted == sum(voices) else ["VOTE"]
