"""What holds a site: its conventions of the day, who lends what, which hours, what is owed."""

import datetime as dt

import pytest

from conventions.actions.sealing import fix_words
from conventions.models import Convention
from conventions.review.site_agreements import SiteHolding, held_hours, site_holding
from tests.conventions.factories import ConventionFactory, PartyFactory
from tests.conventions.factories_agreements import (
    LentEquipmentFactory,
    OccupiedRoomFactory,
    OccupiedSlotFactory,
    TrackingFactory,
)
from tests.conventions.following import TODAY, commitment, followed_convention
from tests.conventions.holding import END, START, amendment, in_force
from tests.sites.factories import EquipmentFactory, OrganisationFactory, RoomFactory, SiteFactory

pytestmark = pytest.mark.django_db

TUESDAY = (2, dt.time(14), dt.time(18))
SIGNED = {"signature_date": dt.date(2026, 1, 20), "ends_on": END}


@pytest.fixture
def site():
    """Return a site of a commune, with two rooms."""
    row = SiteFactory(owner=OrganisationFactory(official_name="mairie du lieu"))
    RoomFactory(site=row, name="Cabinet médical", position=1)
    RoomFactory(site=row, name="Salle d’attente", position=2)
    return row


def lending(site, *, start=START, slots=(TUESDAY,), fixed=True, **fields):
    """Return a signed convention that lends the rooms of a site, its words fixed or not."""
    convention = ConventionFactory(**{"site": site, "start": start, "end": END, **SIGNED, **fields})
    PartyFactory(convention=convention)
    PartyFactory(convention=convention, organisation=site.owner, position=2)
    for room in site.rooms.all():
        OccupiedRoomFactory(convention=convention, room=room, position=room.position)
    for weekday, first, last in slots:
        OccupiedSlotFactory(convention=convention, weekday=weekday, starts_at=first, ends_at=last)
    if fixed:
        fix_words([convention], None)
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    return Convention.objects.get(pk=convention.pk)


def references(holding):
    """Return the references of what holds a site, in their order."""
    return [one.convention.reference for one in holding.agreements]


def test_what_is_in_force_or_to_come_holds_a_site_and_nothing_else(site):
    in_force(site=site, reference="EN COURS", ends_on=END)
    in_force(site=site, reference="À VENIR", start=dt.date(2026, 4, 1), end=None, ends_on=None)
    in_force(site=site, reference="FINIE", end=dt.date(2026, 2, 1), ends_on=dt.date(2026, 2, 1))
    in_force(site=SiteFactory(), reference="AILLEURS", ends_on=END)
    ConventionFactory(site=site, reference="PROJET")
    holding = site_holding(site, today=TODAY)
    assert references(holding) == ["EN COURS", "À VENIR"]
    assert [row.reference for row in holding.drafts] == ["PROJET"]


def test_an_amendment_is_told_with_what_it_amends(site):
    root = in_force(site=site, reference="R", ends_on=END)
    amendment(root, site=site, reference="R-A1")
    assert references(site_holding(site, today=TODAY)) == ["R"]


@pytest.mark.parametrize("fixed", [True, False])
def test_rooms_are_lent_by_the_owner_of_the_site(site, fixed):
    lending(site, fixed=fixed)
    (one,) = site_holding(site, today=TODAY).agreements
    assert one.rooms == ["Cabinet médical", "Salle d’attente"]
    assert one.lender == "Mairie du lieu"
    assert one.length == dt.timedelta(hours=4)


def test_the_party_whose_role_it_is_lends_before_the_owner(site):
    convention = ConventionFactory(site=site, start=START, end=END, **SIGNED)
    PartyFactory(convention=convention, organisation=site.owner)
    lender = OrganisationFactory(official_name="office du logement")
    PartyFactory(convention=convention, organisation=lender, role="owner", position=2)
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    assert site_holding(site, today=TODAY).agreements[0].lender == "Office du logement"


def test_things_tell_who_lends_them(site):
    convention = ConventionFactory(site=site, start=START, end=END, **SIGNED)
    lender = OrganisationFactory(official_name="union des médecins")
    thing = EquipmentFactory(site=site, label="Échographe", lent_by=lender)
    LentEquipmentFactory(convention=convention, equipment=thing, quantity=2)
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    (lent,) = site_holding(site, today=TODAY).agreements[0].equipment
    assert (lent.label, lent.quantity, lent.lender) == ("Échographe", 2, "Union des médecins")


def test_words_of_a_file_tell_rooms_things_and_hours(site):
    premises = {
        "rooms": [{"name": "Bureau"}],
        "equipment": [{"label": "Table", "quantity": 3}, {"label": "Balance"}],
        "slots": [{"weekday": 4, "start": "09:00", "end": "12:30"}],
    }
    in_force(site=site, as_written=True, premises=premises, ends_on=END)
    (one,) = site_holding(site, today=TODAY).agreements
    assert one.rooms == ["Bureau"]
    assert [(lent.label, lent.quantity) for lent in one.equipment] == [("Table", 3), ("Balance", 1)]
    assert [str(slot) for slot in one.slots] == ["jeudi de 9\u00a0h à 12\u00a0h\u00a030"]


def test_the_last_useful_day_of_a_notice_is_told_until_it_is_past(site):
    fields = {"notice_value": 1, "notice_unit": "months", "ends_on": END}
    in_force(site=site, **fields)
    (one,) = site_holding(site, today=TODAY).agreements
    assert one.notice_by == dt.date(2026, 3, 28)
    (one,) = site_holding(site, today=dt.date(2026, 3, 29)).agreements
    assert one.notice_by is None


def test_open_commitments_are_counted_and_the_next_one_named(site):
    convention = followed_convention(site=site)
    TrackingFactory(
        commitment=commitment(convention, "remettre"),
        periodicity="once",
        first_due_on=dt.date(2026, 4, 10),
    )
    TrackingFactory(
        commitment=commitment(convention, "envoyer"),
        periodicity="once",
        first_due_on=dt.date(2026, 2, 10),
    )
    holding = site_holding(site, today=TODAY)
    assert len(holding.open) == 12
    assert holding.late == 1
    assert holding.next_due.due_on == dt.date(2026, 4, 10)


def test_hours_are_those_of_the_conventions_that_have_begun(site):
    held = lending(site, reference="A")
    lending(site, reference="B", start=dt.date(2026, 4, 1))
    assert held_hours(site, today=TODAY) == [(held, *TUESDAY)]
    assert len(held_hours(site, today=dt.date(2026, 4, 1))) == 2
    assert held_hours(site, today=END + dt.timedelta(days=1)) == []


def test_hours_follow_an_amendment_from_its_first_day(site):
    root = lending(site, reference="A")
    slots = {"slots": [{"weekday": 5, "start": "08:00", "end": "10:00"}]}
    day = dt.date(2026, 3, 10)
    amendment(root, site=site, reference="A1", start=day, as_written=True, premises=slots)
    assert [one.weekday for one in held_hours(site, today=TODAY)] == [2]
    assert [one.weekday for one in held_hours(site, today=day)] == [5]


def test_two_rooms_at_one_hour_are_one_slot(site):
    convention = ConventionFactory(site=site, start=START, end=END, **SIGNED)
    for room in site.rooms.all():
        OccupiedSlotFactory(convention=convention, room=room)
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    assert [one[1:] for one in held_hours(site, today=TODAY)] == [TUESDAY]


def test_reading_costs_the_same_whatever_the_conventions(site, django_assert_num_queries):
    lending(site, reference="A")
    with django_assert_num_queries(6):
        site_holding(site, today=TODAY)
    lending(site, reference="B")
    lending(site, reference="C", start=dt.date(2026, 4, 1))
    with django_assert_num_queries(6):
        site_holding(site, today=TODAY)
    with django_assert_num_queries(3):
        held_hours(site, today=TODAY)


def test_a_site_without_convention_costs_one_query(site, django_assert_num_queries):
    with django_assert_num_queries(1):
        holding = site_holding(site, today=TODAY)
    assert holding == SiteHolding(agreements=[], drafts=[], open=[])
    assert holding.next_due is None
