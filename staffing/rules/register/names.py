"""The day of an extraction, which only the name of its file tells."""

from __future__ import annotations

import datetime as dt
import re

ACTIVITIES, SKILLS = "ps_libreacces_personne_activite", "ps_libreacces_savoirfaire"
_STAMP = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?:\d{4}(?:\d{2})?)?(?!\d)")


def extracted_on(name: str) -> dt.date | None:
    """Return the day that a file name ends with (…_202609230000.txt), None without a real one."""
    for found in reversed(list(_STAMP.finditer(name))):
        year, month, day = (int(part) for part in found.groups())
        try:
            return dt.date(year, month, day)
        except ValueError:
            continue
    return None
