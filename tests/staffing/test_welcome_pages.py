"""The pages of the welcome pack, of arrivals, and what the page of an assignment tells."""

import datetime as dt

import pytest
from django.urls import reverse

from csipa.admin.contributions import contributed_panels
from staffing.actions.welcoming import note_step, prepare_welcome
from staffing.documents.welcome import welcome_context
from staffing.models import DepartureReason, WelcomeItem
from staffing.review.welcome import arrivals
from tests.conventions.pages import shown, staff
from tests.pdf.verapdf import failures
from tests.staffing.factories import AssignmentFactory
from tests.staffing.factories_recruitment import WelcomeItemFactory, WelcomeStepFactory
from tests.staffing.test_recruitment_pages import send_back

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
SOON = dt.date(2026, 12, 1)
WELCOME = ("view_welcomestep", "add_welcomestep", "change_welcomestep")
PACK = ("view_welcomeitem", "add_welcomeitem", "change_welcomeitem", "delete_welcomeitem")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def host(client):
    client.force_login(staff(*WELCOME, *PACK))
    return client


def page(name, *keys):
    return reverse(f"admin:staffing_{name}", args=keys)


def test_arrivals_are_first_assignments_lately_or_to_come():
    coming = AssignmentFactory(start=SOON)
    lately = AssignmentFactory(start=dt.date(2026, 8, 24))
    AssignmentFactory(start=dt.date(2026, 8, 23))
    AssignmentFactory(start=SOON, person=lately.person)
    gone = AssignmentFactory(start=dt.date(2026, 9, 1), end=dt.date(2026, 11, 21))
    assert gone.end < TODAY
    assert [one.assignment for one in arrivals(today=TODAY).to_prepare] == [lately, coming]


def test_a_welcome_is_under_way_until_its_last_line_is_settled():
    arrival = AssignmentFactory(start=dt.date(2025, 1, 6))
    first = WelcomeStepFactory(assignment=arrival, due_on=dt.date(2025, 1, 1))
    last = WelcomeStepFactory(assignment=arrival, due_on=SOON)
    [found] = arrivals(today=TODAY).current
    assert (found.progress.late, found.next.step) == (1, first)
    note_step(step=first, by=None, is_declined=True)
    [found] = arrivals(today=TODAY).current
    assert found.next.step == last
    note_step(step=last, by=None, done_on=TODAY)
    assert arrivals(today=TODAY).current == []


def test_arrivals_cost_the_same_for_many(host, django_assert_max_num_queries):
    WelcomeItemFactory()
    for _ in range(8):
        prepare_welcome(assignment=AssignmentFactory(start=SOON), by=None)
        AssignmentFactory(start=SOON)
    with django_assert_max_num_queries(8):
        host.get(page("welcome"))


def test_a_welcome_is_prepared_and_noted_by_buttons(host):
    item = WelcomeItemFactory(days_after_start=-30)
    arrival = AssignmentFactory(start=SOON)
    assert "À préparer" in shown(host.get(page("welcome")))
    host.post(page("welcome_prepare", arrival.pk))
    step = arrival.welcome_steps.get(item=item)
    assert "En retard" in shown(host.get(page("welcome_checklist", arrival.pk)))
    host.post(page("welcome_note", step.pk), {"note": "done", "on": "2026-11-20"})
    step.refresh_from_db()
    assert step.done_on == dt.date(2026, 11, 20)
    host.post(page("welcome_note", step.pk), {"note": "to_do"})
    host.post(page("welcome_note", step.pk), {"note": "declined"})
    step.refresh_from_db()
    assert (step.done_on, step.is_declined) == (None, True)


@pytest.mark.parametrize("typed", ["", "hier", "2026-02-30", "2026-11-23"])
def test_a_line_is_not_done_on_a_day_that_cannot_be(host, typed):
    step = WelcomeStepFactory()
    answer = host.post(page("welcome_note", step.pk), {"note": "done", "on": typed}, follow=True)
    assert "aujourd’hui ou avant" in shown(answer)
    step.refresh_from_db()
    assert step.done_on is None


def test_preparing_says_when_there_is_nothing_to_add(host):
    arrival = AssignmentFactory(start=SOON)
    address = page("welcome_prepare", arrival.pk)
    assert "est vide" in shown(host.post(address, follow=True))
    WelcomeItemFactory()
    assert "1 ligne ajoutée" in shown(host.post(address, follow=True))
    assert "déjà toutes les lignes" in shown(host.post(address, follow=True))


def test_who_may_only_look_notes_nothing(client):
    client.force_login(staff("view_welcomestep"))
    step = WelcomeStepFactory()
    text = shown(client.get(page("welcome_checklist", step.assignment_id)))
    assert step.item.label in text
    assert "Sans objet" not in text
    assert client.post(page("welcome_note", step.pk), {"note": "declined"}).status_code == 403
    assert client.post(page("welcome_prepare", step.assignment_id)).status_code == 403
    assert client.get(page("welcomeitem_propose")).status_code == 403


def test_arrivals_want_a_right(client):
    client.force_login(staff("view_recruitment"))
    for name, keys in (("welcome", ()), ("welcome_checklist", (1,)), ("welcome_pdf", (1,))):
        assert client.get(page(name, *keys)).status_code == 403


def test_an_arrival_that_is_none_is_not_found(host):
    assert host.get(page("welcome_checklist", 0)).status_code == 404
    assert host.post(page("welcome_note", 0), {"note": "done"}).status_code == 404


def test_the_usual_pack_is_proposed_then_added_on_confirmation(host):
    assert "Proposer un dossier type" in shown(host.get(page("welcomeitem_changelist")))
    proposed = shown(host.get(page("welcomeitem_propose")))
    assert "Ouvrir la messagerie" in proposed
    assert not WelcomeItem.objects.exists()
    host.post(page("welcomeitem_propose"))
    assert WelcomeItem.objects.count() > 10
    assert "déjà toutes les lignes" in shown(host.get(page("welcomeitem_propose")))


def test_a_line_takes_the_rank_asked_for_and_the_others_move(host):
    one, two, three = (WelcomeItemFactory(position=rank) for rank in (1, 2, 3))
    address = page("welcomeitem_change", three.pk)
    assert send_back(host, address, position="1").status_code == 302
    assert list(WelcomeItem.objects.order_by("position")) == [three, one, two]
    assert list(WelcomeItem.objects.order_by("position").values_list("position", flat=True)) == [
        1,
        2,
        3,
    ]


def test_a_new_line_goes_last(host):
    WelcomeItemFactory(position=1)
    answer = send_back(host, page("welcomeitem_add"), label="Visite", theme="tools", position="0")
    assert answer.status_code == 302
    assert WelcomeItem.objects.get(label="Visite").position == 2


def test_the_page_of_an_assignment_tells_where_the_welcome_stands(rf):
    arrival = AssignmentFactory(start=SOON)
    request = rf.get("/")
    request.user = staff(*WELCOME)
    [panel] = [one for one in contributed_panels(request, arrival) if "welcome" in one.template]
    assert panel.context["may_prepare"]
    request.user = staff("view_assignment")
    panels = contributed_panels(request, arrival)
    assert not [one for one in panels if "welcome" in one.template]


def test_a_former_assignment_says_nothing_of_a_welcome(rf):
    request = rf.get("/")
    request.user = staff(*WELCOME)
    former = AssignmentFactory(
        end=dt.date(2025, 1, 1), departure_reason=DepartureReason.RESIGNATION
    )
    panels = contributed_panels(request, former)
    assert not [one for one in panels if "welcome" in one.template]


def test_the_checklist_prints_without_what_is_not_wanted(host):
    arrival = AssignmentFactory(start=SOON)
    WelcomeStepFactory(assignment=arrival, is_declined=True)
    WelcomeStepFactory(assignment=arrival, due_on=SOON)
    answer = host.get(page("welcome_pdf", arrival.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_printed_checklist_goes_theme_by_theme_in_finished_words():
    source = {
        "date": "2026-11-22",
        "person": "Nadia Ferrand",
        "post": "Médecins",
        "start": "2026-12-01",
        "lines": [
            {"theme": "tools", "label": "Accès : ouverts", "due_on": None, "done_on": None},
            {
                "theme": "housing",
                "label": "Logement",
                "due_on": "2026-11-01",
                "done_on": "2026-11-02",
            },
        ],
    }
    context = welcome_context(source)
    assert context["facts"] == "Médecins, à partir du 1er\u00a0décembre\u00a02026"
    assert [theme["label"] for theme in context["themes"]] == ["Logement", "Matériel et accès"]
    assert context["themes"][0]["lines"][0]["done_on"] == "02/11/2026"
    assert context["themes"][1]["lines"][0]["label"] == "Accès\u00a0: ouverts"


@pytest.mark.verapdf
def test_the_checklist_is_archivable_and_accessible(host):
    arrival = AssignmentFactory(start=SOON)
    WelcomeStepFactory(assignment=arrival, due_on=SOON)
    answer = host.get(page("welcome_pdf", arrival.pk))
    assert failures(answer.content) == []


def test_the_pack_has_one_name(host):
    listed = shown(host.get(page("welcomeitem_changelist")))
    assert "<h1>Dossier d’accueil</h1>" in listed
    assert "Lignes du dossier" not in listed
