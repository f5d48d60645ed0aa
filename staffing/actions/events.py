"""Events of a CPTS: who is invited, who came, and the meetings of a working group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from csipa.french.dates import long_date
from csipa.french.grammar import enumeration
from sites.rules.care_professions import BY_CODE
from sites.rules.names import search_key
from staffing.models import (
    CareProvider,
    CommunityEvent,
    EventGuest,
    EventKind,
    Membership,
    WorkingGroup,
)

PRESENCE = "Présences notées"


class EventRefused(ValueError):
    """Nothing was written; the text says why in French."""


@dataclass(frozen=True)
class Named:
    """Somebody invited by a name alone; `profession` is a code of the register, or empty."""

    name: str
    profession: str = ""


@dataclass(frozen=True)
class Invited:
    """Who was added, and the names of those who were already there."""

    added: list[EventGuest]
    already: list[str]


@transaction.atomic
def invite(
    *,
    event: CommunityEvent,
    by: AbstractBaseUser | None,
    providers: Iterable[CareProvider] = (),
    members: Iterable[Membership] = (),
    names: Iterable[Named] = (),
) -> Invited:
    """Invite people of the care offer, members, and people known by a name alone; each once.

    A provider who is a member is invited as such, a member tied to the register too. Whoever is
    already there stays as they are. Raises EventRefused for a member of another CPTS.
    """
    _locked(event)
    known = _Known(event)
    wanted = [*_as_members(event, members), *_as_providers(event, providers)]
    wanted += [EventGuest(event=event, name=one.name, profession=one.profession) for one in names]
    added: list[EventGuest] = []
    already: list[str] = []
    for guest in wanted:
        if known.find(guest) is not None:
            already.append(guest.name)
        else:
            known.add(guest)
            added.append(guest)
    return Invited(_created(added, by), already)


@transaction.atomic
def add_walk_in(
    *,
    event: CommunityEvent,
    by: AbstractBaseUser | None,
    provider: CareProvider | None = None,
    member: Membership | None = None,
    name: str = "",
    profession: str = "",
) -> EventGuest:
    """Note somebody who came without being invited; an invited one is noted as present.

    Raises EventRefused without anybody, or for a member of another CPTS.
    """
    _locked(event)
    if member is not None:
        (guest,) = _as_members(event, [member])
    elif provider is not None:
        (guest,) = _as_providers(event, [provider])
    elif name.strip():
        guest = EventGuest(event=event, name=name.strip(), profession=profession)
    else:
        raise EventRefused("Donnez le nom de la personne, ou choisissez-la dans une liste.")
    found = _Known(event).find(guest)
    if found is not None:
        _note({found.pk: True}, [found], by)
        return found
    guest.walk_in = guest.present = True
    return _created([guest], by)[0]


@transaction.atomic
def uninvite(
    *, event: CommunityEvent, guests: Collection[int], by: AbstractBaseUser | None
) -> list[str]:
    """Take people off the list by their keys and return their names.

    Raises EventRefused for somebody who came or joined: that is part of what happened.
    """
    _locked(event)
    rows = list(event.guests.filter(pk__in=guests).order_by("pk"))
    if kept := [row.name for row in rows if row.present or row.joined_on]:
        raise EventRefused(
            f"{enumeration(kept)}\u00a0: la présence ou l’adhésion est notée. Revoyez-la d’abord "
            "sur la liste de présence."
        )
    for row in rows:
        row._history_user = by
        row._change_reason = "Invitation retirée"
        row.delete()
    return [row.name for row in rows]


@dataclass(frozen=True)
class Attendance:
    """What a save of the list of presence wrote: how many people each way."""

    present: int
    absent: int
    removed: int


@transaction.atomic
def note_attendance(
    *,
    event: CommunityEvent,
    ticked: Collection[int],
    shown: Collection[int],
    by: AbstractBaseUser | None,
    is_complete: bool = False,
) -> Attendance:
    """Note who came: `ticked` holds the keys of the boxes ticked, `shown` of those ticked before.

    Only what changed is written, so that two people may hold the list at the door. With
    `is_complete`, whoever is not ticked and not noted yet is absent. Somebody who came without
    being invited and whose box is cleared is taken off the list; raises EventRefused if they
    joined.
    """
    _locked(event)
    rows = list(event.guests.select_for_update(of=("self",)).order_by("pk"))
    changes = {
        row.pk: decided
        for row in rows
        if (decided := _decided(row, ticked, shown, is_complete=is_complete)) is not None
    }
    removed = [row for row in rows if row.walk_in and changes.get(row.pk) is False]
    for row in removed:
        del changes[row.pk]
    if held := [row.name for row in removed if row.joined_on]:
        raise EventRefused(
            f"{enumeration(held)}\u00a0: l’adhésion vient de cette rencontre, où la personne est "
            "venue sans invitation. Laissez-la présente, ou revoyez d’abord son adhésion."
        )
    for row in removed:
        row._history_user = by
        row._change_reason = PRESENCE
        row.delete()
    _note(changes, rows, by)
    came = sum(changes.values())
    return Attendance(came, len(changes) - came, len(removed))


def _decided(
    row: EventGuest, ticked: Collection[int], shown: Collection[int], *, is_complete: bool
) -> bool | None:
    """Return what a save changes of the presence of somebody, None for nothing."""
    now, before = row.pk in ticked, row.pk in shown
    if now and not before:
        return True if row.present is not True else None
    if before and not now:
        return False if row.present is not False else None
    return False if is_complete and not now and row.present is None else None


@transaction.atomic
def plan_meeting(
    *,
    group: WorkingGroup,
    title: str,
    held_on: dt.date,
    by: AbstractBaseUser | None,
    starts_at: dt.time | None = None,
    minutes: int | None = None,
    place: str = "",
    agenda: str = "",
) -> CommunityEvent:
    """Plan a meeting of a working group, its participants and its lead being invited.

    Members who will have left by then are not. Raises EventRefused for a group that does not exist
    on that day, or a second meeting on it.
    """
    locked = WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if not locked.holds_on(held_on):
        raise EventRefused(
            f"Le groupe n’existe pas le {long_date(held_on)}\u00a0: choisissez un autre jour, ou "
            "revoyez ses dates."
        )
    if locked.meetings.filter(held_on=held_on).exists():
        raise EventRefused(f"Une réunion du groupe est déjà prévue le {long_date(held_on)}.")
    event = CommunityEvent(
        community_id=locked.community_id,
        kind=EventKind.GROUP,
        group=locked,
        title=title,
        held_on=held_on,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        agenda=agenda,
    )
    try:
        event.full_clean()
    except ValidationError as refused:
        raise EventRefused(" ".join(refused.messages)) from refused
    event._history_user = by
    event.save()
    invite_group(event=event, by=by)
    return event


@transaction.atomic
def invite_group(*, event: CommunityEvent, by: AbstractBaseUser | None) -> Invited:
    """Invite the participants of the group of a meeting, and its lead; nobody without a group."""
    if event.group_id is None:
        return Invited([], [])
    asked = Q(groups__group=event.group_id) | Q(led_groups=event.group_id)
    members = Membership.objects.on(event.held_on).filter(asked).distinct()
    guests = event.group.participants.exclude(guest="").order_by("pk")
    names = [Named(guest) for guest in guests.values_list("guest", flat=True)]
    return invite(event=event, members=members, names=names, by=by)


class _Known:
    """The people an event already knows, found by membership, by provider or by name alone."""

    def __init__(self, event: CommunityEvent) -> None:
        self._found: dict[tuple[str, object], EventGuest] = {}
        for guest in event.guests.order_by("pk"):
            self.add(guest)

    def add(self, guest: EventGuest) -> None:
        for key in self._keys(guest):
            self._found.setdefault(key, guest)

    def find(self, guest: EventGuest) -> EventGuest | None:
        keys = self._keys(guest)
        return next((self._found[key] for key in keys if key in self._found), None)

    @staticmethod
    def _keys(guest: EventGuest) -> list[tuple[str, object]]:
        keys: list[tuple[str, object]] = []
        if guest.membership_id:
            keys.append(("member", guest.membership_id))
        if guest.provider_id:
            keys.append(("provider", guest.provider_id))
        # Two people of the register may bear one name; a name alone is all there is of the others.
        return keys or [("name", (search_key(guest.name), guest.profession))]


def _as_members(event: CommunityEvent, members: Iterable[Membership]) -> list[EventGuest]:
    rows = list(members)
    if any(row.community_id != event.community_id for row in rows):
        raise EventRefused("Une des personnes est adhérente d’une autre CPTS.")
    return [
        EventGuest(
            event=event,
            membership=row,
            provider_id=row.provider_id,
            name=str(row),
            profession=row.profession,
        )
        for row in rows
    ]


def _as_providers(event: CommunityEvent, providers: Iterable[CareProvider]) -> list[EventGuest]:
    """Return guests of the care offer, tied to their membership where they have one that day."""
    rows = list(providers)
    current = Membership.objects.on(event.held_on).filter(
        Q(provider__in=rows) | Q(rpps__in=[row.rpps for row in rows if row.rpps]),
        community=event.community_id,
    )
    ties: dict[object, Membership] = {}
    for member in current.order_by("pk"):
        for key in (member.provider_id, member.rpps):
            if key:
                ties.setdefault(key, member)
    return [
        EventGuest(
            event=event,
            provider=row,
            membership=ties.get(row.pk) or ties.get(row.rpps or None),
            name=str(row),
            profession=row.profession if row.profession in BY_CODE else "",
        )
        for row in rows
    ]


def _created(guests: list[EventGuest], by: AbstractBaseUser | None) -> list[EventGuest]:
    if not guests:
        return []
    return bulk_create_with_history(guests, EventGuest, default_user=by)


def _note(
    changes: dict[int, bool], rows: Iterable[EventGuest], by: AbstractBaseUser | None
) -> None:
    changed = [row for row in rows if row.pk in changes]
    for row in changed:
        row.present = changes[row.pk]
    if changed:
        bulk_update_with_history(
            changed,
            EventGuest,
            ["present"],
            default_user=by,
            default_change_reason=PRESENCE,
        )


def _locked(event: CommunityEvent) -> CommunityEvent:
    """Return the event, held until the end of the transaction."""
    return CommunityEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
