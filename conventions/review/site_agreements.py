"""What holds a site: its conventions in force or to come, what they lend and what they ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Prefetch, prefetch_related_objects

from conventions.exchange.premises import current_premises
from conventions.models import (
    Convention,
    LentEquipment,
    OccupiedRoom,
    OccupiedSlot,
    Party,
    PartyRole,
)
from conventions.review.courses import amendments_in_effect, signed_on
from conventions.review.obligations import Obligation, party_label, read_obligations
from conventions.review.terms import Terms, stage_sql, terms_of, with_terms
from conventions.rules.convention_stages import RUNNING, ConventionStage
from conventions.rules.obligations import ObligationState
from conventions.rules.premises import Slot, slots_of, weekly_length
from csipa.french.grammar import upper_first
from sites.models import Site

_OPEN = (ObligationState.LATE, ObligationState.DUE, ObligationState.CONTINUOUS)
_ROWS = (
    Prefetch("rooms", OccupiedRoom.objects.select_related("room")),
    Prefetch("slots", OccupiedSlot.objects.select_related("room")),
)
_EQUIPMENT = Prefetch("equipment", LentEquipment.objects.select_related("equipment__lent_by"))


class HeldHours(NamedTuple):
    """A weekly slot held at a site under a convention; ISO weekday from 1, its end left out."""

    convention: Convention
    weekday: int
    starts: dt.time
    ends: dt.time


@dataclass(frozen=True)
class Lent:
    """Things lent: what, how many, and by whom (empty when the records do not tell)."""

    label: str
    quantity: int
    lender: str


@dataclass(frozen=True, kw_only=True)
class SiteAgreement:
    """One convention of a site on a day.

    `notice_by` is the last useful day to give notice, None once it is past; `lender` is the party
    that lends the rooms, empty when none is known to; `slots` are the weekly ones, each once
    whatever the rooms.
    """

    terms: Terms
    parties: list[str]
    notice_by: dt.date | None
    lender: str
    rooms: list[str]
    equipment: list[Lent]
    slots: list[Slot]

    @property
    def convention(self) -> Convention:
        """Return the convention."""
        return self.terms.convention

    @property
    def length(self) -> dt.timedelta:
        """Return how long the place is held each week."""
        return weekly_length(self.slots)


@dataclass(frozen=True, kw_only=True)
class SiteHolding:
    """What holds a site on a day; `open` are the commitments still to be kept, in their order."""

    agreements: list[SiteAgreement]
    drafts: list[Convention]
    open: list[Obligation]

    @property
    def late(self) -> int:
        """Return how many commitments are late."""
        return sum(line.is_late for line in self.open)

    @property
    def next_due(self) -> Obligation | None:
        """Return the commitment that is to be kept first among those that are not late."""
        dated = [line for line in self.open if line.due_on and not line.is_late]
        return min(dated, key=lambda line: line.due_on or dt.date.max, default=None)


def site_holding(site: Site, *, today: dt.date) -> SiteHolding:
    """Return the conventions in force or to come of a site, by first day, with what they hold.

    Six queries, one more for amendments; one when no convention is about the site.
    """
    found = _of_site(site, today, (ConventionStage.DRAFT, *RUNNING))
    rows = [row for row in found if row.stage_now in RUNNING]
    parties = Party.objects.select_related("organisation").order_by("position", "pk")
    prefetch_related_objects(rows, Prefetch("parties", parties))
    _read_lines(rows)
    prefetch_related_objects(_texts_of(rows), _EQUIPMENT)
    owed = read_obligations([row for row in rows if not row.is_amendment], today=today)
    return SiteHolding(
        agreements=[_agreement(row, site, today) for row in rows],
        drafts=[row for row in found if row.stage_now == ConventionStage.DRAFT],
        open=[line for line in owed if line.state in _OPEN],
    )


def held_hours(site: Site, *, today: dt.date) -> list[HeldHours]:
    """Return the weekly slots held at a site on `today` under conventions, by day and hour.

    Those of the conventions whose text is closed, that have begun and are not over. Three queries.
    """
    rows = [row for row in _of_site(site, today, RUNNING) if row.start and row.start <= today]
    _read_lines(rows)
    found = [
        HeldHours(row, slot.weekday, slot.start, slot.end)
        for row in rows
        for slot in _slots(row, today)
    ]
    return sorted(found, key=lambda one: (one.weekday, one.starts, one.ends, one.convention.pk))


def _of_site(site: Site, today: dt.date, stages: Sequence[ConventionStage]) -> list[Any]:
    """Return the conventions of a site in these stages, their amendments read with them."""
    rows = with_terms(Convention.objects.told_alone().filter(site=site))
    found = rows.annotate(stage_now=stage_sql(today)).filter(stage_now__in=stages)
    return list(found.order_by("start", "pk"))


def _texts_of(rows: Iterable[Convention]) -> list[Convention]:
    return [text for row in rows for text in (row, *amendments_in_effect(row))]


def _read_lines(rows: Iterable[Convention]) -> None:
    """Read the rooms and slots of the texts that are not kept as written; most are."""
    prefetch_related_objects([text for text in _texts_of(rows) if not text.as_written], *_ROWS)


def _agreement(row: Convention, site: Site, today: dt.date) -> SiteAgreement:
    terms = terms_of(row, today=today)
    parties = list(row.parties.all())
    notice = terms.notice_by
    return SiteAgreement(
        terms=terms,
        parties=[upper_first(party_label(party)) for party in parties],
        notice_by=notice if notice and notice >= today else None,
        lender=_lender(parties, site),
        rooms=[str(line.get("name") or "") for line in _said(row, "rooms", today)],
        equipment=_equipment(row, today),
        slots=_slots(row, today),
    )


def _lender(parties: Sequence[Party], site: Site) -> str:
    """Return who lends the place: the party whose role it is, else its owner."""
    found = [party for party in parties if party.role == PartyRole.OWNER]
    found += [party for party in parties if party.organisation_id == site.owner_id]
    return str(found[0].organisation) if found else ""


def _in_effect(row: Convention, today: dt.date) -> list[Convention]:
    """Return the texts that say what holds on the first day told of, the last to prevail first."""
    day = max(today, row.start or today)
    texts = [row]
    for text in amendments_in_effect(row):
        begins = text.start or signed_on(text)
        if begins is None or begins <= day:
            texts.append(text)
    return texts[::-1]


def _said(row: Convention, name: str, today: dt.date) -> list[dict[str, Any]]:
    """Return the lines of `name` in the premises of the last text that has some."""
    lines = (current_premises(text).get(name) for text in _in_effect(row, today))
    return next((found for found in lines if found), [])


def _slots(row: Convention, today: dt.date) -> list[Slot]:
    slots = slots_of({"slots": _said(row, "slots", today)})
    once = {(slot.weekday, slot.start, slot.end): slot for slot in slots}
    return [once[key] for key in sorted(once)]


def _equipment(row: Convention, today: dt.date) -> list[Lent]:
    """Return the things lent, as the records know them; as the text names them otherwise."""
    for text in _in_effect(row, today):
        if lines := list(text.equipment.all()):
            return [
                Lent(line.equipment.label, line.quantity, _owner_of(line.equipment))
                for line in sorted(lines, key=lambda line: (line.position, line.pk))
            ]
    lines = _said(row, "equipment", today)
    return [Lent(str(line.get("label") or ""), _count(line), "") for line in lines]


def _count(line: dict[str, Any]) -> int:
    quantity = str(line.get("quantity") or "")
    return int(quantity) if quantity.isdigit() else 1


def _owner_of(thing: Any) -> str:
    return str(thing.lent_by) if thing.lent_by else ""
