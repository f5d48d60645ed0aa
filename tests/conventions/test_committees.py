"""Meetings of committees: members on the day, names, decisions and what became of them."""

import datetime as dt

import pytest

from conventions.actions.committees import (
    Came,
    CommitteeRefused,
    follow_up,
    open_meeting,
    reopen,
    take_members,
    take_names,
)
from conventions.models import CommitteeDecision, CommitteeMeeting, MemberQuality
from conventions.review.committee_places import place_of
from conventions.review.committees import (
    followed,
    late_decisions,
    next_meeting,
    open_before,
    seat_records,
)
from conventions.rules.committees import FollowUp
from sites.models import OrganisationKind
from tests.admin.factories import UserFactory
from tests.conventions.factories import ConventionFactory, PartyFactory
from tests.conventions.factories_programmes import (
    ActionSheetFactory,
    CommitteeDecisionFactory,
    CommitteeFactory,
    CommitteeMeetingFactory,
    CommitteeMemberFactory,
    ProgrammeFactory,
    SheetPartnerFactory,
)
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 17)
LAST_YEAR = dt.date(2025, 12, 31)


def committee(*members, **fields):
    """Write a committee with members of (start, end)."""
    found = CommitteeFactory(**fields)
    for rank, (start, end) in enumerate(members, start=1):
        CommitteeMemberFactory(committee=found, position=rank, start=start, end=end)
    return found


def test_a_meeting_takes_the_members_in_office_that_day():
    found = committee((None, None), (None, LAST_YEAR), (TODAY, None))
    user = UserFactory()
    now = open_meeting(committee=found, on=TODAY, by=user, place=" Hôtel communautaire ")
    before = open_meeting(committee=found, on=dt.date(2025, 6, 1), by=user)
    first, gone, new = found.members.order_by("position")
    assert [line.member for line in now.attendances.all()] == [first, new]
    assert [line.member for line in before.attendances.all()] == [first, gone]
    assert {line.status for line in now.attendances.all()} == {"absent"}
    assert now.place == "Hôtel communautaire"
    assert now.history.get().history_user == user


def test_a_meeting_is_not_recorded_twice():
    found = committee()
    open_meeting(committee=found, on=TODAY, by=None)
    with pytest.raises(CommitteeRefused, match="est déjà enregistrée"):
        open_meeting(committee=found, on=TODAY, by=None)
    assert CommitteeMeeting.objects.count() == 1


def test_the_list_follows_the_members_but_keeps_those_of_whom_something_was_noted():
    found = committee((None, None), (None, None), (None, None))
    meeting = open_meeting(committee=found, on=TODAY, by=None)
    first, second, _third = meeting.attendances.all()
    take_names(meeting=meeting, members={first.pk: Came("present")}, guests=[], by=None)
    found.members.filter(pk__in=(first.member_id, second.member_id)).update(end=LAST_YEAR)
    CommitteeMemberFactory(committee=found)
    assert take_members(meeting=meeting, by=None) == (1, 1)
    kept = set(meeting.attendances.values_list("member_id", flat=True))
    assert first.member_id in kept
    assert second.member_id not in kept


def test_names_and_guests_are_taken_in_one_go_and_a_second_time_changes_nothing():
    meeting = open_meeting(committee=committee((None, None), (None, None)), on=TODAY, by=None)
    one, two = meeting.attendances.all()
    noted = {one.pk: Came("present", " Dr Saule "), two.pk: Came("excused")}
    guests = ["Mme Roussel", "", "M. Bailleul"]
    assert take_names(meeting=meeting, members=noted, guests=guests, by=None) == 4
    meeting.refresh_from_db()
    assert meeting.version == 2
    assert take_names(meeting=meeting, members=noted, guests=guests, by=None) == 0
    assert take_names(meeting=meeting, members=noted, guests=["M. Bailleul"], by=None) == 1
    lines = [(line.status, line.name) for line in meeting.attendances.all()]
    assert lines == [("present", "Dr Saule"), ("excused", ""), ("present", "M. Bailleul")]


def test_a_line_of_another_meeting_is_refused_and_nothing_is_written():
    meeting = open_meeting(committee=committee((None, None)), on=TODAY, by=None)
    other = open_meeting(committee=committee((None, None)), on=TODAY, by=None)
    mine, stranger = meeting.attendances.get(), other.attendances.get()
    noted = {mine.pk: Came("present"), stranger.pk: Came("present")}
    with pytest.raises(CommitteeRefused, match="La liste a changé"):
        take_names(meeting=meeting, members=noted, guests=[], by=None)
    assert meeting.attendances.get().status == "absent"


def test_a_decision_is_noted_as_carried_out_then_reopened():
    user = UserFactory()
    row = CommitteeDecisionFactory(due_on=dt.date(2025, 6, 30))
    follow_up(decision=row, done_on=TODAY, outcome="Bilan présenté.", by=user, today=TODAY)
    row.refresh_from_db()
    assert (row.done_on, row.outcome) == (TODAY, "Bilan présenté.")
    assert row.history.latest().history_change_reason == "Suite donnée"
    assert row.meeting.version == 2
    reopen(decision=row, by=user)
    row.refresh_from_db()
    assert (row.done_on, row.outcome) == (None, "Bilan présenté.")


@pytest.mark.parametrize(
    ("done_on", "why"),
    [("2026-03-18", "n’est pas encore passé"), ("2025-03-11", "La décision date du")],
)
def test_a_day_that_makes_no_sense_is_refused(done_on, why):
    row = CommitteeDecisionFactory()
    with pytest.raises(CommitteeRefused, match=why):
        follow_up(decision=row, done_on=dt.date.fromisoformat(done_on), by=None, today=TODAY)
    row.refresh_from_db()
    assert row.done_on is None


def test_decisions_are_read_late_ones_first_and_the_last_done_first():
    days = {"b": "2026-03-01", "a": "2026-02-01", "c": "2026-03-20", "d": "2026-06-01", "e": None}
    for text, due in days.items():
        CommitteeDecisionFactory(text=text, due_on=due and dt.date.fromisoformat(due))
    CommitteeDecisionFactory(text="g", done_on=dt.date(2026, 1, 1))
    CommitteeDecisionFactory(text="f", done_on=dt.date(2026, 2, 1))
    found = followed(CommitteeDecision.objects.select_related("meeting"), today=TODAY)
    assert "".join(one.row.text for one in found) == "abcdefg"
    assert found[0].state is FollowUp.LATE
    assert [row.text for row in late_decisions(TODAY)] == ["a", "b"]


def test_the_next_meeting_shows_what_earlier_ones_of_its_committee_left_open():
    found = CommitteeFactory()
    first = CommitteeMeetingFactory(committee=found, held_on=dt.date(2025, 3, 12))
    second = CommitteeMeetingFactory(committee=found, held_on=dt.date(2026, 3, 12))
    CommitteeDecisionFactory(meeting=first, text="à suivre")
    CommitteeDecisionFactory(meeting=first, text="faite", done_on=dt.date(2025, 4, 1))
    CommitteeDecisionFactory(meeting=second, text="la sienne")
    CommitteeDecisionFactory(text="d’une autre instance")
    assert [one.row.text for one in open_before(second, today=TODAY)] == ["à suivre"]
    assert open_before(first, today=TODAY) == []


def test_presence_is_counted_over_meetings_whose_names_were_taken(django_assert_num_queries):
    found = committee((None, None), (None, None))
    for day, statuses in (
        (dt.date(2025, 3, 1), ("present", "absent")),
        (dt.date(2025, 9, 1), ("represented", "excused")),
        (dt.date(2026, 2, 1), ("absent", "absent")),
        (dt.date(2026, 9, 1), ("present", "present")),
    ):
        meeting = open_meeting(committee=found, on=day, by=None)
        for line, status in zip(meeting.attendances.all(), statuses, strict=True):
            line.status = status
            line.save()
    with django_assert_num_queries(2):
        records, meetings = seat_records(found, until=TODAY)
    assert meetings == 2
    assert [record.share.text for record in records] == ["2 sur 2", "0 sur 2"]
    assert records[0].last_there == dt.date(2025, 9, 1)
    assert records[1].last_there is None


def test_the_next_meeting_is_the_first_from_today():
    CommitteeMeetingFactory(held_on=dt.date(2026, 3, 16))
    soon = CommitteeMeetingFactory(held_on=TODAY)
    CommitteeMeetingFactory(held_on=dt.date(2026, 4, 1))
    assert next_meeting(TODAY) == soon
    assert next_meeting(dt.date(2027, 1, 1)) is None


def cpts(name):
    """Write the association of a CPTS."""
    return OrganisationFactory(kind=OrganisationKind.CPTS, official_name=name, short_name=name)


def test_in_pantin_the_cpts_sits_in_the_steering_committee_and_signs_the_contract():
    pantin = cpts("CPTS de Pantin")
    contract = ConventionFactory(kind="cls", title="Contrat local de santé de Pantin")
    PartyFactory(convention=contract, organisation=pantin, rank="signatory")
    programme = ProgrammeFactory(name="Contrat local de santé de Pantin", convention=contract)
    steering = CommitteeFactory(programme=programme, kind="steering")
    CommitteeMemberFactory(
        committee=steering, organisation=pantin, person="Le président de la CPTS"
    )
    place = place_of(pantin, day=TODAY)
    (seat,) = place.seats
    assert (seat.committee, seat.quality) == (steering, MemberQuality.MEMBER)
    (signed,) = place.signs
    assert (signed.programme, signed.rank) == (programme, "signataire")


def test_in_champigny_the_board_of_the_cpts_is_a_permanent_guest_and_signs_nothing():
    champigny = cpts("CPTS de Champigny-sur-Marne")
    programme = ProgrammeFactory(name="Contrat local de santé de Champigny-sur-Marne")
    follow_up_committee = CommitteeFactory(
        programme=programme, kind="follow_up", name="Comité de suivi"
    )
    CommitteeMemberFactory(
        committee=follow_up_committee,
        organisation=champigny,
        person="Le conseil d’administration",
        quality="guest",
    )
    place = place_of(champigny, day=TODAY)
    assert [seat.get_quality_display() for seat in place.seats] == ["invité permanent"]
    assert place.signs == []
    assert "invité permanent (Comité de suivi)" in place.sentence


def test_in_castelsarrasin_the_health_centre_leads_sheets_of_two_programmes():
    town = OrganisationFactory(official_name="Ville de Castelsarrasin")
    quercy = cpts("CPTS Quercy-Deux Rives")
    sheet = ActionSheetFactory(title="Ouvrir le samedi matin", pilot=town)
    SheetPartnerFactory(sheet=sheet, name="", organisation=quercy)
    SheetPartnerFactory(sheet=sheet, name="", organisation=town)
    assert place_of(town, day=TODAY).leads == [sheet]
    assert place_of(town, day=TODAY).takes_part == []
    assert place_of(quercy, day=TODAY).takes_part == [sheet]


def test_seats_are_those_of_the_day(django_assert_max_num_queries):
    who = OrganisationFactory()
    for start, end in ((None, LAST_YEAR), (TODAY, None), (dt.date(2027, 1, 1), None)):
        CommitteeMemberFactory(organisation=who, start=start, end=end)
    with django_assert_max_num_queries(5):
        place = place_of(who, day=TODAY)
    assert [len(rows) for rows in (place.seats, place.past, place.to_come)] == [1, 1, 1]
    assert place_of(OrganisationFactory(), day=TODAY).is_empty


def test_a_decision_already_followed_is_not_followed_again_unseen():
    user = UserFactory()
    row = CommitteeDecisionFactory()
    follow_up(decision=row, done_on=TODAY, by=user, today=TODAY)
    with pytest.raises(CommitteeRefused, match="déjà notée"):
        follow_up(decision=row, done_on=TODAY, outcome="Autre", by=user, today=TODAY)
    reopen(decision=row, by=user)
    follow_up(decision=row, done_on=TODAY, outcome="Autre", by=user, today=TODAY)
