"""Pages of committees: meetings opened, names taken, decisions followed, papers printed."""

import datetime as dt

import pytest
from django.urls import reverse
from icalendar import Calendar

from conventions.actions.committees import open_meeting
from conventions.documents.committee_papers import paper_html
from conventions.models import CommitteeDecision, CommitteeMeeting
from conventions.review.committee_papers import paper_context
from tests.admin.browser import form_of
from tests.conventions.factories_programmes import (
    ActionSheetFactory,
    CommitteeDecisionFactory,
    CommitteeFactory,
    CommitteeMemberFactory,
)
from tests.conventions.pages import address, shown, staff
from tests.sites.factories import OrganisationFactory
from tests.sites.factories_territory import CommunityFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 17)
SUITES = "admin:conventions_decisions"
READ = ("view_committee", "view_committeemeeting", "view_committeedecision")
WRITE = (
    *READ,
    "add_committeemeeting",
    "change_committeemeeting",
    "change_committee",
    "change_committeedecision",
    "add_committeedecision",
)


@pytest.fixture(autouse=True)
def _in_march(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def writer(client):
    user = staff(*WRITE)
    client.force_login(user)
    return user


def committee(members=2, **fields):
    """Write a committee with members in office."""
    found = CommitteeFactory(**fields)
    for rank in range(members):
        CommitteeMemberFactory(committee=found, position=rank + 1)
    return found


def met(members=2, on=TODAY, **fields):
    """Open a meeting of a new committee."""
    return open_meeting(committee=committee(members), on=on, by=None, **fields)


@pytest.mark.parametrize("from_the_list", [True, False])
def test_a_meeting_is_opened_with_its_members(client, writer, from_the_list):
    found = committee(3)
    page = address("committeemeeting_add") if from_the_list else address("committee_open", found)
    sent = {
        "committee": found.pk,
        "held_on": "2026-04-02",
        "held_at": "14:30",
        "place": "Béthune",
        "agenda": "Bilan\nPriorités",
    }
    answer = shown(client.post(page, sent, follow=True))
    assert "3 membres attendus" in answer
    meeting = CommitteeMeeting.objects.get()
    assert (meeting.held_on, meeting.held_at) == (dt.date(2026, 4, 2), dt.time(14, 30))
    assert meeting.attendances.count() == 3
    assert meeting.history.get().history_user == writer


@pytest.mark.parametrize(
    "sent", [{}, {"committee": "0", "held_on": "2026-04-02"}, {"held_on": "hier"}]
)
def test_a_meeting_of_nothing_or_of_no_day_is_refused_on_the_page(client, writer, sent):
    answer = client.post(address("committeemeeting_add"), sent)
    assert answer.status_code == 200
    assert "n’est pas enregistrée" in shown(answer)
    assert not CommitteeMeeting.objects.exists()


def test_a_second_meeting_of_the_day_is_refused_on_the_page(client, writer):
    meeting = met()
    sent = {"committee": meeting.committee_id, "held_on": "2026-03-17"}
    answer = shown(client.post(address("committeemeeting_add"), sent))
    assert "est déjà enregistrée" in answer
    assert CommitteeMeeting.objects.count() == 1


def test_names_are_taken_on_one_screen(client, writer):
    meeting = met()
    page = address("committeemeeting_names", meeting)
    one, two = meeting.attendances.all()
    data = form_of(client.get(page))
    data[f"m{one.pk}-status"] = ["present"]
    data[f"m{two.pk}-status"] = ["represented"]
    data[f"m{two.pk}-name"] = ["Mme Saule"]
    data["guests"] = ["M. Bailleul\n\nMme Roussel"]
    answer = shown(client.post(page, data, follow=True))
    assert "Présences enregistrées." in answer
    assert "Présents : <strong>1</strong>" in answer
    assert "Invités : M. Bailleul et Mme Roussel." in answer
    assert list(meeting.attendances.values_list("status", "name")) == [
        ("present", ""),
        ("represented", "Mme Saule"),
        ("present", "M. Bailleul"),
        ("present", "Mme Roussel"),
    ]


def test_names_that_cannot_be_taken_are_refused_and_nothing_is_written(client, writer):
    meeting = met(1)
    line = meeting.attendances.get()
    page = address("committeemeeting_names", meeting)
    for sent in (
        {f"m{line.pk}-status": "late"},
        {},
        {f"m{line.pk}-status": "present", "guests": "x" * 201},
    ):
        answer = client.post(page, sent)
        assert "ne sont pas enregistrées" in shown(answer)
    assert meeting.attendances.get().status == "absent"


def test_the_list_follows_the_members_when_asked(client, writer):
    meeting = met(1)
    CommitteeMemberFactory(committee=meeting.committee)
    page = address("committeemeeting_members", meeting)
    assert client.get(page).status_code == 405
    assert "1 membre ajouté" in shown(client.post(page, follow=True))
    assert meeting.attendances.count() == 2


@pytest.mark.parametrize("count", [2, 12])
def test_the_screen_of_names_takes_a_fixed_number_of_queries(
    client, writer, count, django_assert_max_num_queries
):
    meeting = met(count)
    with django_assert_max_num_queries(12):
        client.get(address("committeemeeting_names", meeting))


def test_the_page_of_a_meeting_shows_what_was_left_open_before(client, writer):
    meeting = met(on=dt.date(2025, 6, 1))
    CommitteeDecisionFactory(meeting=meeting, text="Réunir les maires", due_on=dt.date(2025, 9, 1))
    later = open_meeting(committee=meeting.committee, on=TODAY, by=None)
    page = shown(client.get(address("committeemeeting_change", later)))
    assert "Décisions des réunions précédentes, encore ouvertes" in page
    assert "Réunir les maires" in page
    assert "En retard" in page
    first = shown(client.get(address("committeemeeting_change", meeting)))
    assert "Décisions des réunions précédentes" not in first


def test_a_decision_is_noted_in_place_and_one_comes_back_to_the_meeting(client, writer):
    row = CommitteeDecisionFactory(due_on=dt.date(2025, 9, 1))
    back = address("committeemeeting_change", row.meeting)
    follow = reverse(f"{SUITES}_follow", args=[row.pk])
    sent = {"done_on": "2026-03-01", "outcome": "Fait.", "retour": back}
    answer = client.post(follow, sent)
    assert answer.url == back
    row.refresh_from_db()
    assert (row.done_on, row.outcome) == (dt.date(2026, 3, 1), "Fait.")
    again = client.post(reverse(f"{SUITES}_reopen", args=[row.pk]), {"retour": "//ailleurs.fr/"})
    assert again.url == reverse(SUITES)
    row.refresh_from_db()
    assert row.done_on is None


@pytest.mark.parametrize(
    ("done_on", "why"),
    [("2026-03-18", "n’est pas encore passé"), ("demain", "date"), ("", "oblig")],
)
def test_a_wrong_day_is_said_beside_the_decision(client, writer, done_on, why):
    row = CommitteeDecisionFactory()
    answer = shown(client.post(reverse(f"{SUITES}_follow", args=[row.pk]), {"done_on": done_on}))
    assert why in answer
    assert '<details class="commitment-more" open>' in answer
    row.refresh_from_db()
    assert row.done_on is None


def test_decisions_of_all_committees_are_filtered(client, writer):
    first = CommitteeDecisionFactory(text="Première", responsible="Élise Martin")
    second = CommitteeDecisionFactory(text="Seconde", responsible="Ahmed Saule")
    for asked, kept in (
        ({"instance": first.meeting.committee_id}, {"Première"}),
        ({"programme": second.meeting.committee.programme_id}, {"Seconde"}),
        ({"qui": "elise"}, {"Première"}),
        ({"qui": "personne"}, set()),
        ({"instance": "x", "programme": "-1"}, {"Première", "Seconde"}),
    ):
        page = shown(client.get(reverse(SUITES), asked))
        assert {one for one in ("Première", "Seconde") if one in page} == kept
    assert "Aucune décision ne répond à ces filtres." in shown(
        client.get(reverse(SUITES), {"qui": "personne"})
    )


def test_without_any_decision_the_page_says_where_they_are_written(client, writer):
    page = shown(client.get(reverse(SUITES)))
    assert "Aucune décision n’est encore enregistrée" in page
    assert address("committeemeeting_add") in page


@pytest.mark.parametrize("count", [1, 15])
def test_all_decisions_are_read_in_a_fixed_number_of_queries(
    client, writer, count, django_assert_max_num_queries
):
    for _ in range(count):
        CommitteeDecisionFactory(sheet=ActionSheetFactory())
    with django_assert_max_num_queries(12):
        client.get(reverse(SUITES))


def test_whoever_only_reads_writes_nothing(client):
    meeting = met(1)
    row = CommitteeDecisionFactory(meeting=meeting)
    client.force_login(staff(*READ))
    assert "Noter comme suivie" not in shown(client.get(reverse(SUITES)))
    assert client.get(address("committeemeeting_change", meeting)).status_code == 200
    for page in (
        address("committeemeeting_names", meeting),
        address("committeemeeting_members", meeting),
        address("committeemeeting_add"),
        address("committee_open", meeting.committee),
        reverse(f"{SUITES}_follow", args=[row.pk]),
        reverse(f"{SUITES}_reopen", args=[row.pk]),
    ):
        assert client.post(page, {"done_on": "2026-03-01"}).status_code == 403
    assert CommitteeDecision.objects.get().done_on is None


def test_whoever_may_not_read_sees_nothing(client):
    meeting = met(1)
    client.force_login(staff("view_convention"))
    for page in (
        reverse(SUITES),
        address("committeemeeting_changelist"),
        address("committee_place"),
        reverse("admin:conventions_committeemeeting_paper", args=[meeting.pk, "releve"]),
        address("committeemeeting_calendar", meeting),
    ):
        assert client.get(page).status_code == 403


@pytest.mark.parametrize("paper", ["convocation", "emargement", "releve"])
def test_each_paper_is_a_pdf(client, writer, paper):
    meeting = met(place="Béthune", agenda="Bilan", held_at=dt.time(9, 30))
    CommitteeDecisionFactory(meeting=meeting, text="Écrire <b>au</b> préfet")
    page = reverse("admin:conventions_committeemeeting_paper", args=[meeting.pk, paper])
    answer = client.get(page)
    assert answer.content.startswith(b"%PDF")
    assert f"{paper}-2026-03-17.pdf" in answer["Content-Disposition"]


def test_another_paper_is_unknown(client, writer):
    page = reverse("admin:conventions_committeemeeting_paper", args=[met().pk, "secret"])
    assert client.get(page).status_code == 404


def test_what_people_typed_is_printed_as_they_typed_it():
    meeting = met(agenda="Point {{ secret }}")
    CommitteeDecisionFactory(meeting=meeting, text="Écrire <b>au</b> préfet")
    html = paper_html("releve", paper_context(meeting, "releve", today=TODAY))
    assert "{{ secret }}" in html
    assert "&lt;b&gt;au&lt;/b&gt;" in html
    assert "Les présences n’ont pas été relevées." in html


@pytest.mark.parametrize(
    ("held_at", "start"),
    [
        (dt.time(14, 30), dt.datetime(2026, 3, 17, 13, 30, tzinfo=dt.UTC)),
        (None, dt.date(2026, 3, 17)),
    ],
)
def test_a_meeting_goes_into_a_calendar(client, writer, held_at, start):
    meeting = met(held_at=held_at, place="Béthune")
    answer = client.get(address("committeemeeting_calendar", meeting))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["dtstart"].dt == start
    assert event["location"] == "Béthune"
    assert event["uid"] == f"committee-meeting-{meeting.pk}@csipa"


def test_the_list_of_meetings_counts_who_came_and_what_is_open(
    client, writer, django_assert_max_num_queries
):
    meeting = met(2)
    meeting.attendances.filter(pk=meeting.attendances.first().pk).update(status="present")
    CommitteeDecisionFactory(meeting=meeting)
    CommitteeDecisionFactory(meeting=meeting, done_on=TODAY)
    with django_assert_max_num_queries(12):
        page = shown(client.get(address("committeemeeting_changelist")))
    assert "1 sur 2" in page


def test_the_place_of_an_organisation_tells_its_roles_apart(client, writer):
    who = OrganisationFactory(official_name="CPTS de Champigny")
    CommitteeMemberFactory(organisation=who, quality="guest", end=dt.date(2026, 3, 31))
    page = shown(client.get(address("committee_place"), {"organisme": who.pk}))
    assert "Invité permanent" in page
    assert "N’est partie à aucun contrat de programme." in page
    later = shown(client.get(address("committee_place"), {"organisme": who.pk, "au": "2026-04-01"}))
    assert "Aucun siège à cette date." in later
    assert "jusqu’au 31 mars 2026" in later


@pytest.mark.parametrize("asked", [{}, {"organisme": "x"}, {"organisme": "9" * 30}, {"au": "hier"}])
def test_the_page_of_places_asks_for_an_organisation(client, writer, asked):
    answer = client.get(address("committee_place"), asked)
    assert answer.status_code == 200
    assert "Choisissez un organisme." in shown(answer)


def test_organisations_and_communities_lead_to_their_place(client):
    community = CommunityFactory()
    CommitteeMemberFactory(organisation=community.organisation)
    client.force_login(staff(*READ, "view_organisation", "view_community"))
    link = f"{address('committee_place')}?organisme={community.organisation_id}"
    for name, row in (
        ("sites_organisation", community.organisation),
        ("sites_community", community),
    ):
        assert link in shown(client.get(reverse(f"admin:{name}_change", args=[row.pk])))
    client.force_login(staff("view_organisation", "view_community"))
    page = reverse("admin:sites_organisation_change", args=[community.organisation_id])
    assert link not in shown(client.get(page))


def test_the_page_of_a_committee_counts_who_came(client, writer):
    meeting = met(1, on=dt.date(2026, 1, 10))
    meeting.attendances.update(status="present")
    page = shown(client.get(address("committee_change", meeting.committee)))
    assert "1 réunion dont les présences ont été relevées." in page
    assert "1 sur 1" in page


def test_two_people_take_names_at_once_and_both_are_kept(client, writer):
    meeting = met()
    page = address("committeemeeting_names", meeting)
    one, two = meeting.attendances.all()
    first, second = form_of(client.get(page)), form_of(client.get(page))
    first[f"m{one.pk}-status"], first["guests"] = ["present"], ["M. Bailleul"]
    second[f"m{two.pk}-status"] = ["excused"]
    client.post(page, first)
    client.post(page, second)
    assert list(meeting.attendances.values_list("status", "name")) == [
        ("present", ""),
        ("excused", ""),
        ("present", "M. Bailleul"),
    ]


def test_who_notes_the_same_member_otherwise_is_shown_what_the_other_wrote(client, writer):
    meeting = met(1)
    page = address("committeemeeting_names", meeting)
    line = meeting.attendances.get()
    first, second = form_of(client.get(page)), form_of(client.get(page))
    first[f"m{line.pk}-status"], second[f"m{line.pk}-status"] = ["present"], ["excused"]
    client.post(page, first)
    answer = client.post(page, second)
    assert "quelqu’un d’autre a écrit ici « Présent »" in shown(answer)
    assert meeting.attendances.get().status == "present"
    client.post(page, form_of(answer))
    assert meeting.attendances.get().status == "excused"
