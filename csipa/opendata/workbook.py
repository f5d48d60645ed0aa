"""An open table as a workbook: typed cells, and the same bytes for the same rows."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable

from csipa.opendata.columns import Value
from csipa.opendata.datasets import Dataset
from csipa.spreadsheets import Sheet, to_xlsx

_DECIMALS = "General"
_LONGEST_TITLE = 31
# Workbooks keep the moment at which they were made, twice in a text and once for each part.
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_OLDEST = (1980, 1, 1, 0, 0, 0)


def workbook(dataset: Dataset, rows: Iterable[list[Value]]) -> bytes:
    """Return the rows of a table as a workbook of one sheet, under the names of its columns."""
    headings = [column.name for column in dataset.columns]
    sheet = Sheet(dataset.name[:_LONGEST_TITLE], headings, list(rows), decimals=_DECIMALS)
    return settled(to_xlsx([sheet]), dataset.created)


def settled(content: bytes, day: dt.date) -> bytes:
    """Return a workbook that tells nothing of the moment at which it was made."""
    out = io.BytesIO()
    moment = rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode() + rb"\g<2>"
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            kept = zipfile.ZipInfo(part.filename, _OLDEST)
            kept.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(kept, _MOMENT.sub(moment, source.read(part)))
    return out.getvalue()
