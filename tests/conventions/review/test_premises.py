"""Who uses which room of a site, and what deserves a look in the premises of a convention."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.actions.ending import settle_end
from conventions.actions.sealing import fix_words
from conventions.models import Convention
from conventions.review.findings import findings_of
from conventions.review.premises import occupations, room_named, uses_of
from conventions.review.premises_remarks import premises_remarks
from tests.conventions.factories import (
    AnnexFactory,
    ConclusionFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.conventions.factories_agreements import (
    LentEquipmentFactory,
    OccupiedRoomFactory,
    OccupiedSlotFactory,
)
from tests.conventions.review.lives import signed_act
from tests.sites.factories import (
    EquipmentFactory,
    OpeningHoursFactory,
    OrganisationFactory,
    RoomFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db

START, END = dt.date(2026, 1, 26), dt.date(2026, 4, 28)
TODAY = dt.date(2026, 2, 1)


@pytest.fixture
def site():
    """Return a site with two rooms."""
    row = SiteFactory()
    RoomFactory(site=row, name="Cabinet médical", position=1)
    RoomFactory(site=row, name="Salle d’attente", position=2)
    return row


def room_of(site, rank=1):
    """Return one of the rooms of a site."""
    return site.rooms.get(position=rank)


def lending(site, *slots, rooms=(1,), closed=True, start=START, end=END, **fields):
    """Return a convention of a site: its slots as (weekday, from, to, rank of the room or None)."""
    number = Convention.objects.count()
    convention = ConventionFactory(
        **{"site": site, "start": start, "end": end, "reference": f"C-{number}", **fields}
    )
    for rank in rooms:
        OccupiedRoomFactory(convention=convention, room=room_of(site, rank), position=rank)
    for weekday, first, last, rank in slots:
        OccupiedSlotFactory(
            convention=convention,
            weekday=weekday,
            starts_at=dt.time(first),
            ends_at=dt.time(last),
            room=room_of(site, rank) if rank else None,
        )
    settle_end(convention=convention)
    return sealed(convention) if closed else convention


def sealed(convention):
    """Seal a convention as its signature does."""
    fix_words([convention], None)
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    return Convention.objects.get(pk=convention.pk)


def told(site, first, last):
    """Return the days, hours and rooms of what is in use."""
    return [
        (one.day.isoformat(), f"{one.start:%H}-{one.end:%H}", one.place)
        for one in occupations(site, first, last)
    ]


def remarks(convention, today=TODAY):
    """Return the rules and sentences of what deserves a look, spaces made plain."""
    found = premises_remarks(convention, today=today)
    return [(one.rule, one.message.replace("\u00a0", " ")) for one in found]


def test_a_slot_holds_its_room_each_week_of_the_convention(site):
    lending(site, (2, 14, 18, None))
    tuesdays = told(site, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert len(tuesdays) == 14
    assert tuesdays[0] == ("2026-01-27", "14-18", "Cabinet médical")
    assert tuesdays[-1][0] == "2026-04-28"
    assert told(site, dt.date(2026, 2, 2), dt.date(2026, 2, 3)) == [
        ("2026-02-03", "14-18", "Cabinet médical")
    ]


def test_a_slot_without_a_room_holds_all_those_of_the_convention(site):
    lending(site, (2, 9, 12, None), (4, 9, 12, 2), rooms=(1, 2))
    week = told(site, dt.date(2026, 2, 2), dt.date(2026, 2, 8))
    assert week == [
        ("2026-02-03", "09-12", "Cabinet médical"),
        ("2026-02-03", "09-12", "Salle d’attente"),
        ("2026-02-05", "09-12", "Salle d’attente"),
    ]


def test_drafts_other_sites_and_cancelled_acts_hold_no_room(site):
    lending(site, (2, 9, 12, None), closed=False)
    other = SiteFactory()
    RoomFactory(site=other, position=1)
    lending(other, (2, 9, 12, None))
    void = lending(site, (2, 9, 12, None))
    act = signed_act(cancelled_on=dt.date(2026, 1, 27))
    AnnexFactory(act=act, text="", convention=void)
    assert told(site, START, END) == []


def test_an_early_end_frees_the_room(site):
    convention = lending(site, (2, 9, 12, None))
    Convention.objects.filter(pk=convention.pk).update(ends_on=dt.date(2026, 2, 5))
    assert [day for day, _, _ in told(site, START, END)] == ["2026-01-27", "2026-02-03"]


def test_a_convention_without_end_holds_its_room_as_long_as_one_looks(site):
    lending(site, (2, 9, 12, None), end=None)
    assert len(told(site, dt.date(2027, 1, 1), dt.date(2027, 12, 31))) == 52
    assert uses_of(site, dt.date(2030, 1, 1), None)


def test_a_public_holiday_is_told(site):
    lending(site, (1, 9, 12, None))
    marked = [one.day for one in occupations(site, START, END) if one.holiday]
    assert marked == [dt.date(2026, 4, 6)]


def test_a_file_holds_the_rooms_that_it_names(site):
    premises = {
        "rooms": [{"name": "CABINET MEDICAL"}, {"name": "Grenier"}],
        "slots": [{"weekday": "mardi", "start": "9h", "end": "12h", "use": "soins"}],
    }
    ConventionFactory(
        site=site, start=START, end=END, sealed=True, as_written=True, premises=premises
    )
    found = occupations(site, dt.date(2026, 2, 2), dt.date(2026, 2, 8))
    assert [(one.place, one.room) for one in found] == [
        ("CABINET MEDICAL", room_of(site)),
        ("Grenier", None),
    ]
    assert {one.use for one in found} == {"soins"}


def test_an_amendment_in_effect_changes_the_slots_from_its_day(site):
    convention = lending(site, (2, 14, 18, None))
    amendment = lending(
        site,
        (4, 9, 12, None),
        closed=False,
        parent=convention,
        parent_relation="amendment",
        rank=1,
        start=dt.date(2026, 4, 1),
    )
    sealed(amendment)
    assert len(told(site, START, END)) == 14
    ConclusionFactory(convention=amendment, signed_on=dt.date(2026, 3, 20))
    april = occupations(site, dt.date(2026, 3, 30), dt.date(2026, 4, 12))
    assert [(one.day.isoformat(), one.convention) for one in april] == [
        ("2026-03-31", convention),
        ("2026-04-02", convention),
        ("2026-04-09", convention),
    ]


def test_occupations_cost_the_same_whatever_the_conventions(site, django_assert_num_queries):
    lending(site, (2, 9, 12, None))
    with CaptureQueriesContext(connection) as asked:
        occupations(site, START, END)
    for weekday in (1, 3, 4, 5):
        lending(site, (weekday, 9, 12, None), (weekday, 14, 16, 2), rooms=(1, 2))
    with django_assert_num_queries(len(asked)):
        occupations(site, START, END)


def test_a_room_taken_at_the_same_hours_is_told_with_its_convention(site):
    lending(site, (2, 9, 12, None), title="Permanence du mardi")
    draft = lending(site, (2, 11, 14, None), closed=False)
    ((rule, message),) = remarks(draft)
    assert rule == "premises-taken"
    assert "« Cabinet médical » est déjà occupée le mardi de 9 h à 12 h" in message
    assert "Permanence du mardi" in message
    assert "du 26 janvier au 28 avril 2026" in message


@pytest.mark.parametrize(
    ("slot", "fields"),
    [
        ((2, 12, 14, None), {}),
        ((3, 9, 12, None), {}),
        ((2, 9, 12, 2), {"rooms": (2,)}),
        ((2, 9, 12, None), {"start": dt.date(2026, 4, 29), "end": None}),
        ((2, 9, 12, None), {"start": dt.date(2025, 1, 1), "end": dt.date(2026, 1, 25)}),
    ],
)
def test_another_hour_day_room_or_time_of_year_is_free(site, slot, fields):
    lending(site, (2, 9, 12, None))
    assert remarks(lending(site, slot, closed=False, **fields)) == []


def test_a_convention_is_not_in_the_way_of_its_own_amendment(site):
    convention = lending(site, (2, 9, 12, None))
    amendment = lending(
        site,
        (2, 9, 13, None),
        closed=False,
        parent=convention,
        parent_relation="amendment",
        rank=1,
    )
    assert remarks(amendment) == []
    assert remarks(convention) == []


def test_a_slot_outside_the_opening_hours_is_told(site):
    OpeningHoursFactory(
        site=site, weekday=2, opens_at=dt.time(9), closes_at=dt.time(12), activity="medical"
    )
    draft = lending(site, (2, 9, 12, None), (2, 13, 14, None), (4, 9, 12, None), closed=False)
    assert [message.split(" : ")[0] for _, message in remarks(draft)] == [
        "Le créneau du mardi de 13 h à 14 h sort des heures d’ouverture du site",
        "Le créneau du jeudi de 9 h à 12 h sort des heures d’ouverture du site",
    ]


def test_without_recorded_hours_the_usual_day_is_the_measure(site):
    draft = lending(site, (2, 7, 9, None), (2, 9, 12, None), closed=False)
    ((rule, message),) = remarks(draft)
    assert rule == "premises-hours"
    assert "sort de la journée ordinaire, du lundi au samedi de 8 h à 20 h" in message


def test_a_slot_in_a_room_that_is_not_opened_is_told(site):
    draft = lending(site, (2, 9, 12, 2), closed=False)
    assert [rule for rule, _ in remarks(draft)] == ["premises-rooms"]


def test_things_lent_are_compared_with_what_the_site_has(site):
    draft = lending(site, closed=False)
    owner = OrganisationFactory()
    printer = EquipmentFactory(site=site, label="Imprimante", quantity=1)
    table = EquipmentFactory(site=site, label="Table", lent_by=owner)
    gone = EquipmentFactory(site=site, label="Lampe", end=dt.date(2026, 3, 1))
    LentEquipmentFactory(convention=draft, equipment=printer, quantity=2, position=1)
    LentEquipmentFactory(convention=draft, equipment=table, position=2)
    LentEquipmentFactory(convention=draft, equipment=gone, position=3)
    messages = [message for _, message in remarks(draft)]
    assert "« Imprimante » est prêté en 2 exemplaires, et le site en a 1." in messages[0]
    assert owner.name in messages[1]
    assert "pas au site pendant toute la durée" in messages[2]
    PartyFactory(convention=draft, organisation=owner)
    assert len(remarks(Convention.objects.get(pk=draft.pk))) == 2


def test_what_a_file_names_and_the_site_does_not_have_is_told(site):
    EquipmentFactory(site=site, label="Table d’examen")
    premises = {
        "rooms": [{"name": "Cabinet medical"}, {"name": "Grenier"}],
        "equipment": [{"label": "table d'examen"}, {"label": "Échographe"}],
    }
    row = ConventionFactory(site=site, as_written=True, premises=premises)
    messages = [message for _, message in remarks(row)]
    assert len(messages) == 2
    assert "n’ont pas de salle « Grenier »" in messages[0]
    assert "n’ont pas ce matériel : « Échographe »" in messages[1]


def test_who_rereads_a_draft_is_told_and_a_file_is_left_alone(site):
    lending(site, (2, 9, 12, None))
    draft = lending(site, (2, 9, 12, None), closed=False)
    assert "premises-taken" in {one.rule for one in findings_of(draft)}
    Convention.objects.filter(pk=draft.pk).update(as_written=True)
    assert "premises-taken" not in {one.rule for one in findings_of(draft)}


def test_a_room_is_found_whatever_its_spelling(site):
    rooms = list(site.rooms.all())
    assert room_named("salle d'attente", rooms) == room_of(site, 2)
    assert room_named("", rooms) is None
    assert room_named("Salle", rooms) is None
