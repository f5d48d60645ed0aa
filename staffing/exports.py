"""What leaves the house of posts and people: workbooks and tables that an import takes back."""

from __future__ import annotations

import datetime as dt

from csipa.spreadsheets import Cell, Sheet, to_csv, to_xlsx
from sites.models import Community
from sites.rules.care_professions import name_of
from staffing.exchange.members_table import CONTACTS, HEADINGS
from staffing.exchange.state import read_state
from staffing.exchange.workbook import to_workbook
from staffing.models import Membership
from staffing.review.members import members_on


def staffing_workbook() -> bytes:
    """Return the workbook (.xlsx) of posts, people and assignments; eight queries."""
    return to_workbook(read_state().rows())


def workbook_name(today: dt.date) -> str:
    """Return the name of the file, dated."""
    return f"effectifs-{today.isoformat()}.xlsx"


def members_csv(community: Community, day: dt.date, *, whole: bool) -> bytes:
    """Return the members of `day` as CSV, in the columns that the import reads; one query.

    Only those who agreed to be listed, with the contacts they agreed to show, unless `whole`.
    """
    return to_csv(_members_sheet(community, day, whole=whole))


def members_xlsx(community: Community, day: dt.date, *, whole: bool) -> bytes:
    """Return the same as a workbook, with real dates."""
    return to_xlsx([_members_sheet(community, day, whole=whole)])


def _members_sheet(community: Community, day: dt.date, *, whole: bool) -> Sheet:
    members = members_on(community, day).filter(organisation__isnull=True)
    if not whole:
        members = members.filter(listed=True)
    rows = [
        [_cell(row, name, whole=whole) for name in HEADINGS]
        for row in members.order_by("last_name", "first_name", "pk")
    ]
    return Sheet("Adhérents", list(HEADINGS.values()), rows)


def _cell(row: Membership, name: str, *, whole: bool) -> Cell:
    if name in CONTACTS and not (whole or row.contacts_listed):
        return ""
    if name == "profession":
        return name_of(row.profession) if row.profession else ""
    if name == "role":
        return str(row.get_role_display())
    if name == "commune":
        # The code as well: two communes may have one name.
        return f"{row.commune.name} ({row.commune_id})" if row.commune else ""
    value = getattr(row, name)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value
