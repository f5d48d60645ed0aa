"""« Mobilisation » and the year of a CPTS; the evening of Liévin through its forms."""

import datetime as dt

import pytest
from django.urls import reverse

from staffing.models import CommunityEvent, EventGuest, EventKind, Membership
from staffing.review.community_year import read_year, year_sheet
from staffing.review.community_year_print import year_source
from tests.admin.browser import form_of
from tests.conventions.pages import shown, staff
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import (
    CommunityEventFactory,
    EventCountFactory,
    EventGuestFactory,
    MembershipFactory,
    WorkingGroupFactory,
)
from tests.staffing.pages import lines, url

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
EVENTS = ("view_communityevent", "add_communityevent", "change_communityevent")
COUNTS = ("view_eventcount", "add_eventcount", "change_eventcount")
GUESTS = ("view_eventguest", "add_eventguest", "change_eventguest", "add_membership")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def coordinator(client):
    client.force_login(staff(*EVENTS, *COUNTS, *GUESTS, "view_community", "view_workinggroup"))
    return client


@pytest.fixture
def lievin(db):
    return CommunityFactory(members_goal=50)


def page(name, community):
    return url(f"communityevent_{name}", community.pk)


def enter_evening(client, community):
    """Type the evening of Liévin as the papers tell it."""
    address = f"{url('communityevent_add')}?kind=information"
    data = {name: values[0] for name, values in form_of(client.get(address)).items()}
    data |= {
        "community": community.pk,
        "title": "Soirée de présentation de la CPTS",
        "held_on": "2018-05-23",
        "place": "Hôtel de ville de Liévin",
        "joined_goal": "30",
        "source": "Présentation de la CPTS, 2018",
    }
    data |= lines(
        "counts",
        {"profession": "", "invited": "150", "present": "70", "joined": "30"},
        {"profession": "10", "invited": "", "present": "", "joined": "12"},
        {"profession": "21", "invited": "", "present": "", "joined": "11"},
    )
    answer = client.post(address, data)
    assert answer.status_code == 302, shown(answer)
    return CommunityEvent.objects.get(title="Soirée de présentation de la CPTS")


def test_the_evening_of_lievin_comes_out_as_the_papers_tell_it(coordinator, lievin):
    event = enter_evening(coordinator, lievin)
    text = shown(coordinator.get(url("communityevent_sheet", event.pk)))
    for figure in ("46,7 %", "42,9 %", "20 %"):
        assert f'<span class="derived-value">{figure}</span>' in text, figure
    assert "présents ÷ invités" in text
    assert "invités : 150, 23 mai 2018, Présentation de la CPTS, 2018" in text
    assert "30 adhésions espérées : objectif atteint." in text
    # Twelve doctors and eleven pharmacists leave seven members whose profession is not told.
    rest = text[text.index("Profession non détaillée") :]
    assert '<span class="derived-value">7</span>' in rest
    assert "professions détaillées : 23" in rest


def test_the_seven_founders_and_the_goal_of_fifty_are_on_the_page(coordinator, lievin):
    for _ in range(7):
        MembershipFactory(community=lievin, founder=True)
    for _ in range(23):
        MembershipFactory(community=lievin)
    text = shown(coordinator.get(page("mobilisation", lievin)))
    assert "Dont 7 membres fondateurs." in text
    assert '<span class="derived-value">30</span>' in text
    assert '<span class="derived-value">60 %</span>' in text
    assert "50 adhérents visés : il en manque 20." in text


def test_events_are_compared_and_the_one_that_brought_most_is_named(coordinator, lievin):
    enter_evening(coordinator, lievin)
    other = CommunityEventFactory(
        community=lievin, title="Réunion de rentrée", held_on=dt.date(2019, 9, 12)
    )
    for rank in range(4):
        EventGuestFactory(event=other, present=rank < 2)
    EventGuest.objects.filter(pk=other.guests.first().pk).update(joined_on=other.held_on)
    text = shown(coordinator.get(page("mobilisation", lievin)))
    assert "La rencontre qui a amené le plus d’adhésions" in text
    assert "Réunion de rentrée, le 12 septembre 2019 (25 %)" in text
    assert "par nom" in text
    assert "énoncé" in text


def test_an_event_without_numbers_shows_dashes_and_no_zero(coordinator, lievin):
    CommunityEventFactory(community=lievin, title="Réunion muette")
    text = shown(coordinator.get(page("mobilisation", lievin)))
    row = text[text.index("Ce que chaque rencontre a amené") :]
    row = row[row.index("Réunion muette") : row.index("</tr>", row.index("Réunion muette"))]
    assert row.count("–") >= 6
    assert ">0<" not in row


def test_a_new_community_is_told_what_comes_first(coordinator, lievin):
    text = shown(coordinator.get(page("mobilisation", lievin)))
    assert "Aucune rencontre n’a encore eu lieu" in text
    assert "ajoutez la prochaine" in text


def test_many_events_cost_no_more_queries(coordinator, lievin, django_assert_max_num_queries):
    for day in range(1, 25):
        event = CommunityEventFactory(community=lievin, held_on=dt.date(2024, 3, day))
        EventCountFactory(event=event, invited=10, present=5, joined=1)
    with django_assert_max_num_queries(16):
        coordinator.get(page("mobilisation", lievin))
    with django_assert_max_num_queries(12):
        coordinator.get(f"{page('year', lievin)}?annee=2024")


def test_the_page_of_the_community_tells_the_next_and_the_last_event(coordinator, lievin):
    enter_evening(coordinator, lievin)
    CommunityEventFactory(community=lievin, title="Soirée d’hiver", held_on=dt.date(2026, 12, 10))
    text = shown(coordinator.get(reverse("admin:sites_community_board", args=[lievin.pk])))
    assert "Soirée d’hiver" in text
    assert "Soirée de présentation de la CPTS" in text
    assert page("mobilisation", lievin) in text


def training(community, *, minutes, day, parts, title="Repérer la fragilité"):
    event = CommunityEventFactory(
        community=community,
        kind=EventKind.TRAINING,
        title=title,
        trainer="Institut de formation",
        minutes=minutes,
        held_on=day,
    )
    for code, present in parts.items():
        EventCountFactory(event=event, profession=code, invited=None, present=present)
    return event


def test_trainings_give_hours_of_a_person_by_profession(lievin):
    training(lievin, minutes=120, day=dt.date(2026, 3, 5), parts={"10": 4, "60": 10})
    training(lievin, minutes=90, day=dt.date(2026, 6, 4), parts={"60": 6})
    found = read_year(lievin, 2026, today=TODAY)
    assert found.training_time.text == "37\u00a0heures-personne"
    assert {label: time.text for label, time in found.by_profession} == {
        "Médecins": "8\u00a0heures-personne",
        "Infirmiers": "29\u00a0heures-personne",
    }


def test_a_training_without_a_length_makes_the_sum_at_least(lievin):
    training(lievin, minutes=120, day=dt.date(2026, 3, 5), parts={"10": 4})
    training(lievin, minutes=None, day=dt.date(2026, 6, 4), parts={"60": 6})
    found = read_year(lievin, 2026, today=TODAY)
    assert found.training_time.text == "≥\u00a08\u00a0heures-personne"
    assert [time.text for _, time in found.trainings] == ["8\u00a0heures-personne", ""]


def test_the_year_adds_events_by_kind_and_groups(lievin):
    group = WorkingGroupFactory(community=lievin, name="Parcours")
    for day, present in ((3, 6), (17, 8)):
        event = CommunityEventFactory(
            community=lievin, kind=EventKind.GROUP, group=group, held_on=dt.date(2026, 2, day)
        )
        EventCountFactory(event=event, invited=10, present=present)
    CommunityEventFactory(community=lievin, kind=EventKind.BOARD, held_on=dt.date(2026, 4, 1))
    CommunityEventFactory(community=lievin, held_on=dt.date(2025, 4, 1))
    CommunityEventFactory(community=lievin, held_on=dt.date(2026, 12, 24))
    MembershipFactory(community=lievin, start=dt.date(2026, 5, 4))
    MembershipFactory(community=lievin, start=dt.date(2020, 5, 4), end=dt.date(2026, 6, 30))
    found = read_year(lievin, 2026, today=TODAY)
    assert [(line.label, line.events) for line in found.lines] == [
        ("Conseil d’administration ou bureau", 1),
        ("Groupe de travail", 2),
    ]
    assert [figure.text for figure in found.total.sums] == ["≥\u00a020", "≥\u00a014", ""]
    (line,) = found.groups
    assert (line.name, line.meetings, line.present.text) == ("Parcours", 2, "14")
    assert (found.joined.text, found.left.text) == ("1", "1")


def test_the_table_of_the_year_leaves_unknown_numbers_empty(coordinator, lievin):
    CommunityEventFactory(community=lievin, title="Soirée", held_on=dt.date(2026, 2, 3))
    (row,) = year_sheet(read_year(lievin, 2026, today=TODAY)).rows
    assert row[7:] == [None, None, None, ""]
    content = coordinator.get(f"{page('year_csv', lievin)}?annee=2026").content.decode("utf-8-sig")
    assert content.splitlines()[1].startswith("03/02/2026;Réunion d’information;Soirée;")


def test_the_printed_year_says_how_each_figure_is_worked_out(coordinator, lievin):
    training(lievin, minutes=120, day=dt.date(2026, 3, 5), parts={"10": 4})
    source = year_source(read_year(lievin, 2026, today=TODAY))
    note = int(source["training_time"]["note"]) - 1
    assert source["notes"][note].startswith("somme des durées × présents")
    answer = coordinator.get(f"{page('year_pdf', lievin)}?annee=2026")
    assert answer.content.startswith(b"%PDF")


def test_a_wrong_year_shows_this_one(coordinator, lievin):
    for asked in ("abc", "999999", "12"):
        text = shown(coordinator.get(f"{page('year', lievin)}?annee={asked}"))
        assert "Rencontres de l’année 2026" in text


def test_joining_on_the_evening_fills_the_funnel_by_name(coordinator, lievin):
    event = enter_evening(coordinator, lievin)
    guest = EventGuestFactory(event=event, name="Anne Roussel", profession="10")
    EventGuestFactory(event=event, name="Luc Petit", profession="21")
    coordinator.post(url("communityevent_attendance", event.pk), {"present": [guest.pk]})
    address = url("communityevent_join", event.pk, guest.pk)
    coordinator.post(address, form_of(coordinator.get(address)))
    member = Membership.objects.get()
    assert (member.start, member.community) == (dt.date(2018, 5, 23), lievin)
    text = shown(coordinator.get(url("communityevent_sheet", event.pk)))
    assert "Par nom" in text
    assert "−29" in text
