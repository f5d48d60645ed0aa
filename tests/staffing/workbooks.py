"""Workbooks for the tests: changed, or made from nothing, cell by cell."""

import io

from openpyxl import Workbook, load_workbook

from staffing.actions.importing import apply_import
from staffing.exchange.reading import read_workbook
from staffing.exchange.state import read_state
from staffing.exports import staffing_workbook
from staffing.review.import_plan import plan_import


def book_of(**sheets):
    """Return the bytes of a workbook; each sheet is its headings, then its rows."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title.replace("_", " "))
        for row in rows:
            page.append(row)
    return saved(book)


def exported():
    """Return the export of the database, opened."""
    return load_workbook(io.BytesIO(staffing_workbook()))


def saved(book):
    """Return the bytes of an open workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def planned(content):
    """Return what the bytes of a workbook would change."""
    return plan_import(read_workbook(content), read_state())


def imported(content, by=None):
    """Import the bytes of a workbook and return what was done."""
    book = read_workbook(content)
    return apply_import(book=book, digest=read_state().digest(), by=by)


def faults(content):
    """Return the faults of a workbook, as people read them, with plain spaces."""
    return [str(fault).replace("\xa0", " ") for fault in planned(content).faults]
