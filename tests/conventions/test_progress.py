"""How far a programme has come on a day: states, late steps, indicators, budget, changes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from conventions.models import SheetState
from conventions.review.progress import meeting_before, read_progress
from conventions.review.progress_print import progress_context
from tests.conventions.factories_programmes import (
    ActionSheetFactory,
    AxisFactory,
    CommitteeFactory,
    CommitteeMeetingFactory,
    ProgrammeFactory,
    SheetBudgetFactory,
    SheetIndicatorFactory,
    SheetPlaceFactory,
    SheetStepFactory,
    SheetValueFactory,
)
from tests.conventions.pages import shown, staff
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 17)
PAGE = "admin:conventions_progress"


@pytest.fixture(autouse=True)
def _in_march(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


def sheet_of(programme, number, *states, axis=None, **fields):
    """Write a sheet whose states were seen on the days given: (state, day)."""
    sheet = ActionSheetFactory(
        title=f"Action {number}", state=states[0][0], state_on=states[0][1], **fields
    )
    for state, seen in states[1:]:
        sheet.state, sheet.state_on = state, seen
        sheet.save()
    SheetPlaceFactory(sheet=sheet, programme=programme, number=number, axis=axis)
    return sheet


def day(text):
    return dt.date.fromisoformat(text)


def test_a_past_day_shows_the_state_seen_by_then():
    programme = ProgrammeFactory()
    sheet_of(programme, "1", ("planned", day("2025-01-01")), ("running", day("2025-09-01")))
    states = [
        read_progress(programme, day=day(on)).lines[0].state
        for on in ("2024-12-31", "2025-08-31", "2025-09-01", "2026-03-17")
    ]
    assert states == [None, "planned", "running", "running"]
    line = read_progress(programme, day=day("2025-08-31")).lines[0]
    assert line.state_how.text == "À venir"
    assert "1er\u00a0janvier\u00a02025" in line.state_how.note
    unknown = read_progress(programme, day=day("2024-12-31")).lines[0]
    assert unknown.state_how.missing
    assert not unknown.is_late


def test_steps_done_later_were_late_on_the_day():
    programme = ProgrammeFactory()
    sheet = sheet_of(programme, "1", ("running", day("2025-01-01")))
    SheetStepFactory(
        sheet=sheet, title="Recruter", due_on=day("2025-06-30"), done_on=day("2025-12-01")
    )
    SheetStepFactory(sheet=sheet, title="Ouvrir", due_on=day("2026-06-30"))
    then = read_progress(programme, day=day("2025-09-01")).lines[0]
    now = read_progress(programme, day=TODAY).lines[0]
    assert [step.title for step in then.late_steps] == ["Recruter"]
    assert then.is_late
    assert now.late_steps == []
    assert now.next_step.title == "Ouvrir"


def test_totals_say_which_sheets_and_their_share():
    programme = ProgrammeFactory()
    for number, state in (("1", "running"), ("2", "running"), ("3", "done")):
        sheet_of(programme, number, (state, day("2025-01-01")))
    totals = dict(read_progress(programme, day=TODAY).totals)
    assert totals["En cours"].text == "2 sur 3 (67\u00a0%)"
    assert [one.value for one in totals["En cours"].inputs] == ["Action 1", "Action 2"]
    assert totals["Réalisée"].text == "1 sur 3 (33\u00a0%)"
    assert len(totals) == 2


def test_sheets_stand_by_axis_and_by_number():
    programme = ProgrammeFactory()
    second, first = (
        AxisFactory(programme=programme, position=2, code="2"),
        AxisFactory(programme=programme, position=1, code="1"),
    )
    for number, axis in (("10", first), ("9", second), ("2", first), ("11", None)):
        sheet_of(programme, number, ("running", day("2025-01-01")), axis=axis)
    axes = read_progress(programme, day=TODAY).axes
    found = [[line.place.number for line in one.lines] for one in axes]
    assert found == [["2", "10"], ["9"], ["11"]]
    assert axes[-1].title == ""


def test_changes_between_two_days_are_told_and_nothing_else():
    programme = ProgrammeFactory()
    sheet = sheet_of(programme, "1", ("planned", day("2025-01-01")), ("running", day("2025-09-01")))
    SheetStepFactory(sheet=sheet, title="Recruter", done_on=day("2025-10-01"))
    SheetStepFactory(sheet=sheet, title="Former", done_on=day("2025-06-01"))
    indicator = SheetIndicatorFactory(sheet=sheet, name="Patients", unit="personnes")
    SheetValueFactory(indicator=indicator, value=Decimal(120), as_of=day("2025-12-31"))
    SheetValueFactory(indicator=indicator, value=Decimal(50), as_of=day("2025-06-30"))
    sheet_of(programme, "2", ("running", day("2025-01-01")))
    board = read_progress(programme, day=TODAY, since=day("2025-06-30"))
    told = [(one.line.place.number, one.text.replace("\u00a0", " ")) for one in board.changes]
    assert told == [
        ("1", "état : à venir → en cours"),
        ("1", "étape faite le 1er octobre 2025 : Recruter"),
        ("1", "Patients : 120 personnes au 31 décembre 2025"),
    ]
    assert read_progress(programme, day=TODAY).changes == []


def test_values_after_the_day_are_not_known_yet():
    programme = ProgrammeFactory()
    sheet = sheet_of(programme, "1", ("running", day("2024-01-01")))
    indicator = SheetIndicatorFactory(sheet=sheet, target=Decimal(100), baseline=Decimal(0))
    SheetValueFactory(indicator=indicator, value=Decimal(50), as_of=day("2025-12-31"))
    (then,) = read_progress(programme, day=day("2025-06-30")).lines[0].measures
    (now,) = read_progress(programme, day=TODAY).lines[0].measures
    assert then.latest == ""
    assert now.progress.text == "50\u00a0%"


def test_the_board_is_compared_with_the_last_meeting_of_any_committee():
    programme = ProgrammeFactory()
    committee = CommitteeFactory(programme=programme)
    CommitteeMeetingFactory(committee=committee, held_on=day("2025-03-01"))
    last = CommitteeMeetingFactory(committee=committee, held_on=day("2026-03-16"))
    CommitteeMeetingFactory(committee=committee, held_on=TODAY)
    CommitteeMeetingFactory(held_on=day("2026-03-16"))
    assert meeting_before(programme, TODAY) == last


def many(programme, count):
    for rank in range(count):
        sheet = sheet_of(
            programme, str(rank), ("running", day("2025-01-01")), pilot=OrganisationFactory()
        )
        SheetStepFactory(sheet=sheet)
        SheetBudgetFactory(sheet=sheet)
        SheetValueFactory(indicator=SheetIndicatorFactory(sheet=sheet))


@pytest.mark.parametrize("count", [1, 8])
def test_a_board_is_read_in_ten_queries(count, django_assert_max_num_queries):
    programme = ProgrammeFactory()
    many(programme, count)
    with django_assert_max_num_queries(10):
        board = read_progress(programme, day=TODAY, since=day("2025-06-30"))
        progress_context(board, asked="", today=TODAY)


def test_prints_number_each_note_once():
    programme = ProgrammeFactory()
    many(programme, 2)
    context = progress_context(read_progress(programme, day=TODAY), asked="", today=TODAY)
    lines = context["axes"][0]["lines"]
    assert lines[0]["state"]["number"] == lines[1]["state"]["number"]
    assert len(set(context["notes"])) == len(context["notes"])
    assert lines[0]["planned"]["text"] == "10\u00a0000,00\u00a0€"


@pytest.fixture
def reader(client):
    client.force_login(staff("view_programme"))


def test_the_page_shows_the_programme_that_runs_and_filters(client, reader):
    programme = ProgrammeFactory(name="Contrat des Collines", short_name="CLS")
    axis = AxisFactory(programme=programme)
    sheet_of(programme, "1", ("running", day("2025-01-01")), axis=axis, end=day("2025-12-31"))
    sheet_of(programme, "2", ("done", day("2025-01-01")))
    page = shown(client.get(reverse(PAGE)))
    assert "Contrat des Collines" in page
    assert "Action 1" in page
    assert "Action 2" in page
    for asked, gone in (({"etat": "late"}, "2"), ({"etat": "done"}, "1"), ({"axe": axis.pk}, "2")):
        page = shown(client.get(reverse(PAGE), asked))
        assert f"Action {gone}" not in page
        assert "1 fiche sur 2" in page
    page = shown(client.get(reverse(PAGE), {"etat": "suspended"}))
    assert "Aucune fiche-action ne répond à ces filtres." in page


@pytest.mark.parametrize(
    "asked",
    [{"au": "hier"}, {"programme": "x"}, {"programme": "999999999999999999999"}, {"etat": "?"}],
)
def test_wrong_questions_do_not_break_the_page(client, reader, asked):
    sheet_of(ProgrammeFactory(), "1", ("running", day("2025-01-01")))
    page = client.get(reverse(PAGE), asked)
    assert page.status_code == 200
    assert "Action 1" in shown(page)


def test_a_past_day_says_where_the_states_come_from(client, reader):
    sheet_of(ProgrammeFactory(), "1", ("running", day("2025-01-01")))
    page = shown(client.get(reverse(PAGE), {"au": "2025-06-30"}))
    assert "d’après ses versions" in page
    assert "d’après ses versions" not in shown(client.get(reverse(PAGE)))


def test_without_a_programme_the_page_says_what_to_do(client):
    client.force_login(staff("view_programme", "add_programme"))
    page = shown(client.get(reverse(PAGE)))
    assert "Aucun programme n’est encore enregistré" in page
    assert reverse("admin:conventions_programme_add") in page
    back = client.get(reverse(f"{PAGE}_pdf"))
    assert back.status_code == 302


def test_the_print_is_a_pdf_and_needs_the_same_right(client):
    sheet_of(ProgrammeFactory(), "1", (SheetState.RUNNING, day("2025-01-01")))
    client.force_login(staff("view_convention"))
    assert client.get(reverse(PAGE)).status_code == 403
    assert client.get(reverse(f"{PAGE}_pdf")).status_code == 403
    client.force_login(staff("view_programme"))
    answer = client.get(reverse(f"{PAGE}_pdf"), {"etat": "running", "au": "2026-01-31"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "avancement-2026-01-31.pdf" in answer["Content-Disposition"]
