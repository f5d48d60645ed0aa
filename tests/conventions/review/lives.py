"""Acts with their dates, for the tests of what is read from rows."""

import datetime as dt

from conventions.models import CancelledNumber, Execution
from tests.conventions.factories import ActFactory

SIGNED_ON = dt.date(2026, 1, 15)
NEXT_DAY = dt.date(2026, 1, 16)


def signed_act(*, signature_date=SIGNED_ON, cancelled_on=None, number="2026 008", **events):
    """Return an act taken as signed, with the events of its execution; nothing is sealed."""
    columns = {name: events.pop(name) for name in ("individual", "to_transmit") if name in events}
    act = ActFactory(
        state="signed",
        origin="imported",
        number=number,
        year=2026,
        signature_date=signature_date,
        **columns,
    )
    if events:
        Execution.objects.create(act=act, **events)
    if cancelled_on:
        CancelledNumber.objects.create(
            authority=act.authority,
            nature=act.nature,
            year=2026,
            sequence=8,
            number=number,
            act=act,
            cancelled_on=cancelled_on,
            reason="Signé deux fois.",
        )
    return act


def executory_act(**events):
    """Return an act received and published on the day after its signature."""
    return signed_act(**{"received_on": NEXT_DAY, "published_on": NEXT_DAY, **events})
