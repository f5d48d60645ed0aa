"""How long what is known of a candidate who was not hired may be kept.

Source: CNIL, guide du recrutement (janvier 2023) and délibération n° 02-017 du 21 mars 2002: two
years after the last contact with the candidate, unless they agreed to longer; RGPD art. 5, 1, e.
À vérifier with the data protection officer of the centre.
"""

from __future__ import annotations

import datetime as dt

from csipa.french.dates import add_months

RETENTION_MONTHS = 24
"""Months after the last contact at the end of which names and addresses are erased."""

WARNING_DAYS = 30
"""Days before the erasure from which lists say that it is near."""


def erased_from(last_contact_on: dt.date) -> dt.date:
    """Return the day from which the data of a candidate who was not hired is to be erased."""
    return add_months(last_contact_on, RETENTION_MONTHS)


def is_due(last_contact_on: dt.date, *, today: dt.date) -> bool:
    """Tell whether the data may not be kept any longer."""
    return erased_from(last_contact_on) <= today


def is_near(last_contact_on: dt.date, *, today: dt.date) -> bool:
    """Tell whether the data will have to be erased within `WARNING_DAYS`, and not yet."""
    left = (erased_from(last_contact_on) - today).days
    return 0 < left <= WARNING_DAYS
