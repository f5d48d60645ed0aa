"""Reporting decisions to the council: each once, none forgotten, whatever the order of events."""

import datetime as dt
import hashlib

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conventions.actions import record_execution
from conventions.actions.reporting import (
    ReportRefused,
    printed_report,
    report_decisions,
    report_of,
)
from conventions.models import Act, CancelledNumber, Execution, FrozenDocument, Meeting
from conventions.review.reporting import decisions_to_report, report_data, undated_decisions
from csipa.pdf.door import PdfError
from tests.conventions.factories import (
    ActFactory,
    ActPowerFactory,
    AnnexFactory,
    ConventionFactory,
    EffectFactory,
    MeetingFactory,
    PartyFactory,
)
from tests.sites.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_report")]

NOW = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
FEBRUARY, APRIL = dt.date(2026, 2, 3), dt.date(2026, 4, 7)


@pytest.fixture
def quick_report(monkeypatch):
    """Make the bytes of a report without laying it out."""

    def render(html, **_options):
        return b"%PDF-" + hashlib.sha256(html.encode()).hexdigest().encode()

    monkeypatch.setattr("conventions.documents.report.render", render)


@pytest.fixture
def authority():
    return OrganisationFactory()


def decision(authority, day, **values):
    """Return a signed decision, as an old one taken from a file."""
    number = f"{Act.objects.count() + 1:03d}"
    known = {"state": "signed", "origin": "imported", "number": number, "year": None}
    return ActFactory(
        authority=authority, signatory=None, signature_date=day, **{**known, **values}
    )


def council(authority, day, **values):
    return MeetingFactory(authority=authority, body="council", held_on=day, **values)


def report(meeting):
    return report_decisions(meeting=meeting, by=None, now=NOW)


def told(document):
    return [row["key"] for row in document.source["decisions"]]


def test_a_decision_is_marked_with_the_day_of_the_meeting(authority):
    act = decision(authority, dt.date(2026, 1, 15))
    document = report(council(authority, FEBRUARY))
    assert told(document) == [act.pk]
    assert act.execution.reported_on == FEBRUARY
    assert document.kind == "report"
    assert hashlib.sha256(bytes(document.content)).hexdigest() == document.sha256


def test_what_was_noted_of_the_execution_stays_and_history_tells_who_reported(authority):
    act = decision(authority, dt.date(2026, 1, 15))
    record_execution(act=act, by=None, received_on=dt.date(2026, 1, 16))
    by = User.objects.create_user("greffe")
    report_decisions(meeting=council(authority, FEBRUARY), by=by, now=NOW)
    execution = Execution.objects.get(act=act)
    assert execution.received_on == dt.date(2026, 1, 16)
    entry = execution.history.latest()
    assert (entry.history_user, entry.reported_on) == (by, FEBRUARY)


def test_the_first_mark_of_an_execution_has_its_history_too(authority):
    act = decision(authority, dt.date(2026, 1, 15))
    report(council(authority, FEBRUARY))
    assert act.execution.history.get().history_change_reason == "Compte rendu au conseil"


def test_asking_again_gives_the_same_document_and_marks_nothing_more(authority):
    decision(authority, dt.date(2026, 1, 15))
    meeting = council(authority, FEBRUARY)
    first = report(meeting)
    late = decision(authority, dt.date(2026, 1, 20))
    again = report(meeting)
    assert again.pk == first.pk
    assert not Execution.objects.filter(act=late).exists()
    assert FrozenDocument.objects.count() == 1


def test_a_decision_entered_late_goes_to_the_next_report_and_says_so(authority):
    report(council(authority, FEBRUARY))
    late = decision(authority, dt.date(2026, 1, 20))
    document = report(council(authority, APRIL))
    assert told(document) == [late.pk]
    assert document.source["decisions"][0]["late"]
    assert document.source["since"] == "2026-02-03"


@pytest.mark.parametrize(
    ("values", "reported"),
    [
        pytest.param({}, True, id="a decision of the president"),
        pytest.param({"body": "bureau"}, True, id="a decision of the bureau"),
        pytest.param(
            {"body": "bureau", "nature": "deliberation"}, True, id="a deliberation of the bureau"
        ),
        pytest.param({"body": "director"}, True, id="a decision of the director"),
        pytest.param({"body": "mayor"}, True, id="a decision of the mayor"),
        pytest.param({"nature": "arrete"}, False, id="an order"),
        pytest.param(
            {"body": "council", "nature": "deliberation"}, False, id="the council's own act"
        ),
        pytest.param({"state": "draft", "number": ""}, False, id="a draft"),
        pytest.param({"signature_date": FEBRUARY}, True, id="the very day of the meeting"),
        pytest.param({"signature_date": dt.date(2026, 2, 4)}, False, id="the day after"),
        pytest.param({"signature_date": None}, False, id="a day that nobody knows"),
    ],
)
def test_only_decisions_taken_by_delegation_are_reported(authority, values, reported):
    day = values.pop("signature_date", dt.date(2026, 1, 15))
    act = decision(authority, day, **values)
    assert told(report(council(authority, FEBRUARY))) == ([act.pk] if reported else [])


def test_the_decisions_of_another_authority_stay_its_own(authority):
    decision(OrganisationFactory(), dt.date(2026, 1, 15))
    assert told(report(council(authority, FEBRUARY))) == []


def test_a_decision_already_reported_elsewhere_is_not_told_twice(authority):
    act = decision(authority, dt.date(2026, 1, 15))
    record_execution(act=act, by=None, reported_on=dt.date(2026, 1, 20))
    assert told(report(council(authority, FEBRUARY))) == []
    assert Execution.objects.get(act=act).reported_on == dt.date(2026, 1, 20)


def test_a_decision_without_a_date_is_pointed_out(authority):
    act = decision(authority, None)
    assert list(undated_decisions(council(authority, FEBRUARY))) == [act]


def cancel(authority, act=None, **values):
    known = {"nature": "decision", "year": 2026, "sequence": 9, "number": "2026 009"}
    known |= {"cancelled_on": dt.date(2026, 1, 20), "reason": "Doublon."}
    return CancelledNumber.objects.create(authority=authority, act=act, **known | values)


def test_a_cancelled_number_is_mentioned_once_and_its_act_not_reported(authority):
    act = decision(authority, dt.date(2026, 1, 15))
    cancel(authority, act)
    first = report(council(authority, FEBRUARY))
    assert told(first) == []
    assert [row["number"] for row in first.source["cancelled"]] == ["2026 009"]
    assert "annulé le 20" in first.context["cancelled"][0]
    assert report(council(authority, APRIL)).source["cancelled"] == []


def test_a_number_cancelled_after_the_meeting_waits_for_the_next(authority):
    cancel(authority, cancelled_on=dt.date(2026, 3, 1))
    assert report(council(authority, FEBRUARY)).source["cancelled"] == []
    assert len(report(council(authority, APRIL)).source["cancelled"]) == 1


def test_a_municipal_council_hears_its_mayor():
    commune = OrganisationFactory()
    act = decision(commune, dt.date(2026, 1, 15), body="mayor")
    meeting = MeetingFactory(authority=commune, body="municipal_council", held_on=FEBRUARY)
    document = report(meeting)
    assert told(document) == [act.pk]
    assert "L.\u00a02122-23" in document.context["legal"]


def test_nothing_is_reported_to_a_bureau(authority):
    with pytest.raises(ReportRefused, match="conseil"):
        report(MeetingFactory(authority=authority, body="bureau", held_on=FEBRUARY))


def test_nothing_is_reported_to_a_meeting_still_to_come(authority):
    act = decision(authority, dt.date(2026, 1, 15))
    meeting = council(authority, dt.date(2027, 1, 5))
    with pytest.raises(ReportRefused, match="à venir"):
        report(meeting)
    assert not Execution.objects.filter(act=act).exists()
    assert printed_report(meeting).startswith(b"%PDF")


def test_a_report_that_cannot_be_made_marks_nothing(authority, monkeypatch):
    def fail(*_args, **_options):
        raise PdfError("La police manque.")

    decision(authority, dt.date(2026, 1, 15))
    meeting = council(authority, FEBRUARY)
    monkeypatch.setattr("conventions.documents.report.render", fail)
    with pytest.raises(PdfError):
        report(meeting)
    assert not Execution.objects.exists()
    assert report_of(meeting) is None


def test_a_decision_signed_while_the_document_is_made_is_in_it(authority, monkeypatch):
    first = decision(authority, dt.date(2026, 1, 15))
    meeting = council(authority, FEBRUARY)
    made = []

    def render(html, **_options):
        if not made:
            made.append(decision(authority, dt.date(2026, 1, 16)))
        return html.encode()

    monkeypatch.setattr("conventions.documents.report.render", render)
    document = report(meeting)
    assert told(document) == [first.pk, made[0].pk]
    assert bytes(document.content).count(b'<th scope="row">') == 2


def test_the_kept_report_is_never_rendered_again_nor_changed(authority, monkeypatch):
    meeting = council(authority, FEBRUARY)
    document = report(meeting)
    monkeypatch.setattr("conventions.documents.report.render", None)
    assert printed_report(meeting) == bytes(document.content)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenDocument.objects.filter(pk=document.pk).update(sha256="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        document.delete()


def test_a_meeting_keeps_one_report_whatever_happens(authority):
    document = report(council(authority, FEBRUARY))
    document.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        document.save(force_insert=True)


def test_a_decision_tells_its_delegation_its_effects_and_its_conventions(authority):
    act = decision(authority, dt.date(2026, 1, 15))
    power = ActPowerFactory(act=act)
    EffectFactory(act=act, verb="amends", convention_reference="C-7")
    convention = ConventionFactory(
        start=dt.date(2026, 1, 26),
        end=dt.date(2026, 4, 28),
        finance={"mode": "rent", "amount": "1200.00", "period": "year"},
    )
    PartyFactory(convention=convention)
    AnnexFactory(act=act, title="Convention", text="", convention=convention)
    record_execution(
        act=act, by=None, received_on=dt.date(2026, 1, 16), published_on=dt.date(2026, 1, 17)
    )
    document = report(council(authority, FEBRUARY))
    (row,) = document.context["rows"]
    said = " ".join([row["power"], row["stake"], *row["sentences"]]).replace("\u00a0", " ")
    for words in (
        power.subject.text[1:],
        f"délibération n° {power.subject.delegation.number} du 31 mai 2022",
        "1 200,00 € par an",
        "modifie la convention C-7",
        "du 26 janvier au 28 avril 2026",
        "Exécutoire le 17 janvier 2026.",
    ):
        assert words in said
    assert row["enforceable"] == "17/01/2026"


def test_many_decisions_take_as_many_queries_as_a_few():
    counts = []
    for number in (2, 40):
        authority = OrganisationFactory()
        meeting = council(authority, FEBRUARY)
        for _ in range(number):
            ActPowerFactory(act=decision(authority, dt.date(2026, 1, 15)))
        noted = decision(authority, dt.date(2026, 1, 15))
        record_execution(act=noted, by=None, received_on=dt.date(2026, 1, 16))
        with CaptureQueriesContext(connection) as captured:
            report(meeting)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@st.composite
def stories(draw):
    """Return decisions signed and meetings held in some order, each entered when it is told."""
    day = st.integers(0, 60).map(lambda n: dt.date(2026, 1, 1) + dt.timedelta(days=n))
    decisions = st.tuples(st.just("decision"), day)
    meetings = st.tuples(st.just("meeting"), day)
    return draw(st.lists(decisions | meetings, max_size=14))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories())
def test_over_any_story_each_decision_is_reported_once_at_the_first_meeting_after_it(story):
    with transaction.atomic():
        authority = OrganisationFactory()
        entered, reported = {}, {}
        for event, day in story:
            if event == "decision":
                entered[decision(authority, day).pk] = day
                continue
            meeting, new = Meeting.objects.get_or_create(
                authority=authority, body="council", held_on=day
            )
            before = dict(reported)
            for key in told(report(meeting)):
                if new:
                    assert key not in before
                    reported[key] = day
            if new:
                due = {key for key, signed in entered.items() if signed <= day}
                assert due <= reported.keys()
        marks = Execution.objects.filter(act__authority=authority)
        assert dict(marks.values_list("act_id", "reported_on")) == reported
        assert not any(reported[key] < entered[key] for key in reported)
        transaction.set_rollback(True)


def test_the_data_of_a_report_leave_the_records_alone(authority):
    decision(authority, dt.date(2026, 1, 15))
    meeting = council(authority, FEBRUARY)
    assert report_data(meeting) == report_data(meeting)
    assert decisions_to_report(meeting).count() == 1
