"""Members of a CPTS as a table, CSV or workbook: the same columns are read and written."""

from __future__ import annotations

from typing import Any

from csipa.carried import signed, unsigned
from csipa.tables import Format, Row, Table
from csipa.tables import read_table as read_any
from sites.rules.names import search_key

HEADINGS = {
    "title": "Titre",
    "last_name": "Nom",
    "first_name": "Prénom",
    "profession": "Profession",
    "rpps": "RPPS",
    "commune": "Commune",
    "role": "Rôle",
    "founder": "Membre fondateur",
    "start": "Adhésion le",
    "listed": "À l’annuaire",
    "contacts_listed": "Coordonnées à l’annuaire",
    "consent_on": "Accord donné le",
    "email": "Courriel",
    "phone": "Téléphone",
}
"""What each column is called, in the order of the file."""
CONTACTS = ("email", "phone")
LARGEST_FILE = 5_000_000
MOST_LINES = 2000
_ALSO = {
    "last_name": ("nom de famille", "nom d’exercice"),
    "rpps": ("numéro RPPS", "n° RPPS"),
    "commune": ("commune d’exercice", "ville"),
    "start": ("adhésion", "date d’adhésion", "depuis le"),
    "listed": ("annuaire",),
    "contacts_listed": ("coordonnées",),
    "consent_on": ("accord", "date de l’accord"),
    "founder": ("fondateur",),
    "email": ("mail", "adresse électronique", "e-mail"),
    "phone": ("tél.", "téléphone professionnel"),
}
_KNOWN = {search_key(heading): name for name, heading in HEADINGS.items()}
_KNOWN |= {search_key(said): name for name, others in _ALSO.items() for said in others}
_FORMAT = Format(_KNOWN, ("last_name",), search_key, LARGEST_FILE, MOST_LINES, 60_000_000, HEADINGS)
_SALT = "staffing.exchange.members_table"


def read_members(content: bytes) -> Table:
    """Return the lines of a file of members. Raises FileRefused."""
    return read_any(content, _FORMAT)


def carried(table: Table, *, community: int, digest: str, person: int) -> str:
    """Return the text that a page carries from the preview to the confirmation."""
    rows = [[row.number, row.texts, list(row.faults)] for row in table.rows]
    content = {"rows": rows, "notes": table.notes, "community": community, "digest": digest}
    return signed(content, salt=_SALT, person=person)


def taken_back(text: str, *, person: int) -> tuple[Table, int, str]:
    """Return the table, the key of its CPTS and the digest of its plan. Raises NotCarried."""
    content: dict[str, Any] = unsigned(text, salt=_SALT, person=person)
    rows = [
        Row(number, texts, tuple((column, why) for column, why in faults))
        for number, texts, faults in content["rows"]
    ]
    return Table(rows, content["notes"]), content["community"], content["digest"]
