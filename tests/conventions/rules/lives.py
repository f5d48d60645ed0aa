"""Acts and conventions as bare dates of 2026, for the tests of what follows from them."""

import dataclasses
import datetime as dt

from hypothesis import strategies as st

from conventions.rules.act_dates import ActDates, ConventionDates
from conventions.rules.timeline import timeline


def day(text):
    """Return the day of 2026 written « 16/01 »."""
    number, month = map(int, text.split("/"))
    return dt.date(2026, month, number)


def dates(**days):
    """Return the dates of an act of 2026, written « 16/01 »."""
    return ActDates(**{k: day(v) if isinstance(v, str) else v for k, v in days.items()})


def agreement(**days):
    """Return the dates of a convention of 2026; what is not a day stays as it is."""
    return ConventionDates(
        **{k: day(v) if k in ("concluded", "start", "end") else v for k, v in days.items()}
    )


SEED = dates(signed="15/01", received="16/01", published="16/01")
PERMANENCE = agreement(start="26/01", end="28/04")


def spaced(text):
    return text.replace("\u00a0", " ")


def fault(act, code, *conventions, today=None):
    return spaced(timeline(act, conventions, today=today).step(code).fault)


def note(act, code, *conventions, today=None):
    return spaced(timeline(act, conventions, today=today).step(code).note)


ALL_DAYS = [field.name for field in dataclasses.fields(ActDates)][:11]
FLAGS = ("individual", "to_transmit", "to_report")
any_day = st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
any_act = st.builds(
    ActDates, **dict.fromkeys(ALL_DAYS, any_day), **{flag: st.booleans() for flag in FLAGS}
)
any_convention = st.builds(ConventionDates, concluded=any_day, start=any_day, end=any_day)
