"""Tells the conventions of the demonstration through the actions that the pages call."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from django.utils import timezone

from conventions.actions.agreeing import Note, note_signatures
from conventions.actions.amending import amend
from conventions.actions.clauses import import_library
from conventions.actions.following import Follow, follow_commitments, note_done
from conventions.actions.templates import copy_template
from conventions.actions.writing_decision import write_both
from conventions.actions.writing_terms import SlotLine
from conventions.models import (
    Act,
    Clause,
    Commitment,
    Convention,
    ConventionTemplate,
    OccupiedRoom,
    OccupiedSlot,
    TemplateClause,
)
from csipa.demo import agreements, powers
from csipa.french.dates import add_months
from sites.models import Equipment, Room

if TYPE_CHECKING:
    from csipa.demo.telling import Telling


def tell_library(telling: Telling) -> None:
    """Fill the library of clauses and models; one more model asks for a rent."""
    import_library(by=telling.by, today=agreements.LIBRARY_SINCE)
    free = ConventionTemplate.objects.get(name=agreements.RENT_FROM_MODEL)
    rent = copy_template(template=free, name=agreements.RENT_MODEL, by=telling.by)
    rent.description = (
        "Une commune met des locaux à la disposition du gestionnaire d’un site, contre une "
        "redevance indexée."
    )
    rent.finance_mode = "rent"
    rent.decision_recitals = [
        line.replace(*agreements.RENT_RECITAL) for line in rent.decision_recitals
    ]
    rent.decision_provision = rent.decision_provision.replace(*agreements.RENT_PROVISION)
    rent.full_clean()
    rent.save()
    place = TemplateClause.objects.get(template=rent, clause__name=agreements.FREE_CLAUSE)
    place.clause = Clause.objects.get(name=agreements.RENT_CLAUSE)
    place.save()
    TemplateClause.objects.get(template=rent, clause__name="Matériel").delete()


def open_rooms(convention: Convention) -> None:
    """Tie the convention of January to the room and the hours of the permanence."""
    rooms = {room.name: room for room in convention.site.rooms.all()}
    for rank, (name, weekday, starts_at, ends_at) in enumerate(agreements.PERMANENCE_SLOTS, 1):
        OccupiedRoom.objects.get_or_create(
            convention=convention, room=rooms[name], defaults={"position": 1}
        )
        OccupiedSlot.objects.create(
            convention=convention,
            position=rank,
            room=rooms[name],
            weekday=weekday,
            starts_at=starts_at,
            ends_at=ends_at,
            use=agreements.PERMANENCE_USE,
        )


def sign_by_parties(telling: Telling, convention: Convention) -> None:
    """Note how the convention of January went round, then what was done of it."""
    parties = list(convention.parties.order_by("position"))
    notes = [
        Note(
            party=parties[rank - 1].pk,
            values={
                "sent_on": agreements.SENT_ON,
                "signed_on": signed_on,
                "received_on": received_on,
                "original_on": original_on,
            },
        )
        for rank, signed_on, received_on, original_on in agreements.SIGNATURES
    ]
    today = timezone.localdate(telling.now)
    note_signatures(convention=convention, notes=notes, by=telling.by, today=today)
    follow(telling, convention, agreements.PERMANENCE_FOLLOWED)


def follow(telling: Telling, convention: Convention, lines: tuple[tuple, ...]) -> None:
    """Follow some commitments, and note when they were honoured."""
    promised = {row.text: row for row in Commitment.objects.filter(article__convention=convention)}
    today = timezone.localdate(telling.now)
    for start, periodicity, first_due_on, proof, days in lines:
        row = next(row for text, row in promised.items() if text.startswith(start))
        wanted = {row.pk: Follow(periodicity, first_due_on, proof)}
        follow_commitments(convention=convention, wanted=wanted, by=telling.by)
        for day in days:
            note_done(commitment=row, done_on=day, by=telling.by, now=telling.now, today=today)


def amend_permanence(telling: Telling, convention: Convention) -> None:
    """Prolong the convention of January: the amendment, its decision, the signatures."""
    title, body = agreements.REWORDED
    added_title, added_body = agreements.ADDED
    last = convention.articles.order_by("position").last()
    made = amend(
        convention=convention,
        by=telling.by,
        today=agreements.AMENDED_ON,
        signatory=telling.people["Lemoine"],
        powers=[telling.subjects[agreements.AMENDMENT_POWER]],
        end=agreements.AMENDED_UNTIL,
        articles=[convention.articles.get(title=title).pk],
        insert=[(last.pk, added_title)],
    )
    articles = made.convention.articles
    for lines, words in (
        (articles.filter(change="replace"), body),
        (articles.filter(change="insert"), added_body),
    ):
        article = lines.get()
        article.body = words
        article.save()
    telling.sign(made.act, agreements.AMENDMENT_SIGNED, agreements.AMENDMENT_EXECUTED)
    telling.conclude(made.convention, agreements.AMENDMENT_CONCLUDED)


def rent_room(telling: Telling) -> None:
    """Take a second consulting room, for a rent, under a convention that a model wrote."""
    convention, act = _write(
        telling,
        model=agreements.RENT_MODEL,
        site=agreements.RENT_SITE,
        owner=agreements.RENT_OWNER,
        signatory="Dubrulle",
        power=agreements.RENT_POWER,
        today=agreements.RENT_WRITTEN,
        period=agreements.RENT_PERIOD,
        room=agreements.RENT_ROOM,
        slots=agreements.RENT_SLOTS,
        finance=agreements.RENT,
    )
    telling.sign(act, agreements.RENT_SIGNED, agreements.RENT_EXECUTED)
    telling.conclude(convention, agreements.RENT_CONCLUDED)


def renew_permanence(telling: Telling) -> None:
    """Agree on the permanence once more, under the new council, from the model of the library."""
    site, who = telling.sites[agreements.HELD_SITE], telling.people["Dubrulle"]
    bodies = {
        "partner": telling.organisations["cpts"],
        "owner": telling.organisations[agreements.HELD_OWNER],
    }
    room = site.rooms.get(name=agreements.PERMANENCE_SLOTS[0][0])
    start, end = agreements.HELD_PERIOD
    convention, act = write_both(
        template=ConventionTemplate.objects.get(name=agreements.HELD_MODEL),
        by=telling.by,
        today=agreements.HELD_WRITTEN,
        site=site,
        parties={"manager": (telling.authority, who)}
        | {role: (body, body.representatives.get(end=None)) for role, body in bodies.items()},
        start=start,
        end=end,
        signatory=who,
        powers=[telling.subjects[agreements.HELD_POWER]],
        acts={"owner": agreements.HELD_OWNER_ACTS},
        rooms=[room],
        slots=[
            SlotLine(day, starts, ends, agreements.PERMANENCE_USE, room)
            for _, day, starts, ends in agreements.PERMANENCE_SLOTS
        ],
        equipment=[(lent, lent.quantity) for lent in site.equipment.all()],
    )
    telling.sign(act, agreements.HELD_SIGNED, agreements.HELD_EXECUTED)
    telling.conclude(convention, agreements.HELD_CONCLUDED)
    today, first = timezone.localdate(telling.now), agreements.HELD_FOLLOWED[2]
    months = (add_months(first, rank) for rank in itertools.count())
    days = tuple(itertools.takewhile(lambda day: day <= today, months))
    follow(telling, convention, ((*agreements.HELD_FOLLOWED, days),))


def draft_robecq(telling: Telling) -> None:
    """Leave a decision and its convention as a model wrote them, to be read over."""
    site = telling.sites[agreements.ROBECQ_SITE]
    owner = telling.organisations[agreements.ROBECQ_OWNER]
    table = Equipment.objects.create(site=site, label="Table d’examen", lent_by=owner)
    _write(
        telling,
        model=agreements.RENT_FROM_MODEL,
        site=agreements.ROBECQ_SITE,
        owner=agreements.ROBECQ_OWNER,
        signatory="Carlier",
        power=agreements.ROBECQ_POWER,
        today=agreements.ROBECQ_WRITTEN,
        period=agreements.ROBECQ_PERIOD,
        room=agreements.ROBECQ_ROOM,
        slots=agreements.ROBECQ_SLOTS,
        finance=agreements.ROBECQ_FINANCE,
        equipment=[(table, 1)],
    )


def _write(
    telling: Telling,
    *,
    model: str,
    site: str,
    owner: str,
    signatory: str,
    power: str,
    today: dt.date,
    period: tuple[dt.date, dt.date],
    room: tuple[str, int],
    slots: tuple[tuple[int, dt.time, dt.time], ...],
    **terms: object,
) -> tuple[Convention, Act]:
    place = telling.sites[site]
    name, area = room
    opened = Room.objects.create(site=place, position=place.rooms.count() + 1, name=name, area=area)
    body = telling.organisations[owner]
    who = telling.people[signatory]
    start, end = period
    return write_both(
        template=ConventionTemplate.objects.get(name=model),
        by=telling.by,
        today=today,
        site=place,
        parties={
            "owner": (body, body.representatives.get(end=None)),
            "manager": (telling.authority, who),
        },
        start=start,
        end=end,
        signatory=who,
        powers=[telling.subjects[power]],
        acts={"owner": powers.PARTY_ACTS[owner]},
        rooms=[opened],
        slots=[SlotLine(day, starts, ends, "consultations", opened) for day, starts, ends in slots],
        **terms,
    )
