"""Cancelled numbers: never given again, always in sight, closed in the database."""

import datetime as dt
import io

import pypdf
import pytest
from django.db import DatabaseError, transaction

from conventions.actions import SigningRefused, import_file, record_execution, sign_act
from conventions.actions.cancelling import (
    CancellingRefused,
    cancel_act,
    cancel_number,
    cancelling_refusals,
)
from conventions.exchange.faults import ExchangeError
from conventions.exports import exported, frozen_document, printed
from conventions.models import Act, CancelledNumber, NumberSeries
from conventions.review.series import Given, run_of
from tests.conventions.factories import (
    DAY,
    NOW,
    ActFactory,
    NumberSeriesFactory,
    ready_act,
)

pytestmark = pytest.mark.django_db
REASON = "Donné deux fois au même dossier."


def signed_act(**fields):
    """Return an act signed on DAY."""
    act = ready_act(with_convention=False, **fields)
    sign_act(act=act, by=None, on=DAY, now=NOW)
    return Act.objects.get(pk=act.pk)


def cancelled_act():
    """Return an act whose number is cancelled."""
    act = signed_act()
    cancel_act(act=act, by=None, on=DAY, reason=REASON)
    return Act.objects.get(pk=act.pk)


def cancel_in(series, **fields):
    """Cancel a number of a series that no act bears."""
    given = {"reason": REASON, "on": DAY, "by": None} | fields
    return cancel_number(
        authority=series.authority, nature=series.nature, year=series.year, **given
    )


@pytest.mark.usefixtures("quick_pdf")
def test_a_cancelled_act_keeps_its_number_with_the_reason():
    act = cancelled_act()
    kept = act.cancellation
    assert act.is_cancelled
    assert (kept.number, kept.sequence, kept.year) == ("2026 001", 1, 2026)
    assert (kept.reason, kept.cancelled_on) == (REASON, DAY)
    assert act not in Act.objects.standing()
    assert act.history.first().history_change_reason == "Annulation"


@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize(
    ("event", "told"),
    [
        pytest.param({"sent_on": DAY}, "a été transmise le 15 janvier 2026", id="sent"),
        pytest.param({"published_on": DAY}, "a été publiée le 15 janvier 2026", id="published"),
        pytest.param({"notified_on": DAY}, "a été notifiée le", id="notified"),
        pytest.param(
            {"received_on": DAY, "published_on": DAY},
            "est exécutoire depuis le 15 janvier 2026",
            id="enforceable",
        ),
    ],
)
def test_an_act_that_left_the_house_is_withdrawn_by_another_act(event, told):
    act = signed_act()
    record_execution(act=act, by=None, **event)
    with pytest.raises(CancellingRefused) as refused:
        cancel_act(act=Act.objects.get(pk=act.pk), by=None, on=DAY, reason=REASON)
    (sentence,) = (reason.replace("\u00a0", " ") for reason in refused.value.reasons)
    assert sentence.startswith(f"La décision n° 2026 001 {told}")
    assert sentence.endswith("prenez un acte qui la retire ou l’abroge.")
    assert not CancelledNumber.objects.exists()


@pytest.mark.usefixtures("quick_pdf")
def test_the_refusal_agrees_with_the_act():
    act = signed_act(nature="arrete")
    record_execution(act=act, by=None, sent_on=DAY)
    (sentence,) = cancelling_refusals(Act.objects.get(pk=act.pk))
    assert "transmis le" in sentence
    assert "qui le retire" in sentence


def test_a_draft_has_no_number_to_cancel():
    with pytest.raises(CancellingRefused, match="se supprime"):
        cancel_act(act=ActFactory(), by=None, on=DAY, reason=REASON)


@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize(
    ("on", "reason", "told"),
    [
        pytest.param(DAY, "  ", "motif", id="no-reason"),
        pytest.param(DAY - dt.timedelta(days=1), REASON, "signé plus tard", id="before"),
    ],
)
def test_a_cancellation_has_a_reason_and_follows_the_signature(on, reason, told):
    with pytest.raises(CancellingRefused, match=told):
        cancel_act(act=signed_act(), by=None, on=on, reason=reason)


@pytest.mark.usefixtures("quick_pdf")
def test_a_number_is_cancelled_once():
    with pytest.raises(CancellingRefused, match="déjà annulé"):
        cancel_act(act=cancelled_act(), by=None, on=DAY, reason=REASON)


@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda rows: rows.update(reason="Autre"), id="changed"),
        pytest.param(lambda rows: rows.update(number="2026 002"), id="renumbered"),
        pytest.param(lambda rows: rows.delete(), id="deleted"),
    ],
)
def test_the_database_itself_keeps_a_cancellation(write):
    cancelled_act()
    with pytest.raises(DatabaseError, match="conventions_cancelled"), transaction.atomic():
        write(CancelledNumber.objects.all())


@pytest.mark.usefixtures("quick_pdf")
def test_nothing_can_be_noted_any_more_of_a_cancelled_act():
    act = cancelled_act()
    with pytest.raises(DatabaseError, match="conventions_execution"), transaction.atomic():
        record_execution(act=act, by=None, sent_on=DAY)
    assert act.enforceable_on() is None


@pytest.mark.usefixtures("quick_pdf")
def test_what_was_noted_before_can_no_longer_change():
    act = signed_act()
    record_execution(act=act, by=None, reported_on=DAY)
    cancel_act(act=act, by=None, on=DAY, reason=REASON)
    with pytest.raises(DatabaseError, match="conventions_execution"), transaction.atomic():
        Act.objects.get(pk=act.pk).execution.delete()


@pytest.mark.usefixtures("quick_pdf")
def test_the_frozen_document_and_the_export_do_not_change():
    act = signed_act()
    before = bytes(frozen_document(act).content), exported(act)
    cancel_act(act=act, by=None, on=DAY, reason=REASON)
    act = Act.objects.get(pk=act.pk)
    assert (bytes(frozen_document(act).content), exported(act)) == before


def test_a_notice_is_printed_before_a_cancelled_act():
    act = cancelled_act()
    frozen = frozen_document(act)
    notice, *pages = pypdf.PdfReader(io.BytesIO(printed(act))).pages
    told = " ".join(notice.extract_text().split())
    assert "Avis d’annulation" in told
    assert "Le numéro de la décision n° 2026 001 du 15 janvier 2026 est annulé" in told
    assert REASON in told
    assert frozen.sha256 in told.replace(" ", "")
    kept = pypdf.PdfReader(io.BytesIO(bytes(frozen.content)))
    assert [page.extract_text() for page in pages] == [p.extract_text() for p in kept.pages]
    assert printed(act) == printed(act)


def test_a_convention_annexed_to_a_cancelled_act_carries_the_notice_too():
    act = ready_act()
    sign_act(act=act, by=None, on=DAY, now=NOW)
    cancel_act(act=act, by=None, on=DAY, reason=REASON)
    convention = act.annexes.get().convention
    notice = pypdf.PdfReader(io.BytesIO(printed(convention))).pages[0].extract_text()
    assert "La convention annexée à cet acte suit cet avis" in notice


def test_a_number_given_on_paper_is_taken_and_cancelled():
    series = NumberSeriesFactory(year=2026, last=7)
    assert cancel_in(series).number == "2026 008"
    series.refresh_from_db()
    assert series.last == 8
    with pytest.raises(CancellingRefused, match="motif"):
        cancel_in(series, reason=" ")
    series.refresh_from_db()
    assert series.last == 8


def test_the_known_gap_of_an_older_register_is_recorded():
    series = NumberSeriesFactory(year=2019, last=70)
    assert cancel_in(series, sequence=63).number == "2019 063"
    with pytest.raises(CancellingRefused, match="est annulé"):
        cancel_in(series, sequence=63)
    with pytest.raises(CancellingRefused, match="dernier rang donné de cette série est 70"):
        cancel_in(series, sequence=71)


@pytest.mark.usefixtures("quick_pdf")
def test_the_number_of_an_act_is_not_a_gap():
    act = signed_act()
    with pytest.raises(CancellingRefused, match="est déjà celui de l’acte"):
        cancel_in(NumberSeries.objects.get(), sequence=1)
    assert not Act.objects.get(pk=act.pk).is_cancelled


@pytest.mark.usefixtures("quick_pdf")
def test_a_cancelled_number_is_given_to_nobody():
    act = signed_act()
    cancelled = cancel_in(NumberSeries.objects.get())
    other = ready_act(with_convention=False, signatory=act.signatory, number="2026_002")
    with pytest.raises(SigningRefused, match="est annulé"):
        sign_act(act=other, by=None, on=DAY, now=NOW)
    assert cancelled.sequence == 2


@pytest.mark.usefixtures("quick_pdf")
def test_an_import_does_not_replace_a_cancelled_act():
    act = signed_act()
    content = exported(act).encode()
    imported = import_file(
        content=content.replace(b"2026 001", b"2026 002").replace(
            b'"sequence": 1', b'"sequence": 2'
        ),
        by=None,
        now=NOW,
    ).act
    cancel_act(act=imported, by=None, on=DAY, reason=REASON)
    with pytest.raises(ExchangeError, match="annulé"):
        import_file(content=exported(imported).encode(), by=None, now=NOW, replace=True)


@pytest.mark.usefixtures("quick_pdf")
def test_a_number_in_another_style_is_cancelled_without_a_rank():
    act = signed_act(number="12/2026")
    kept = cancel_act(act=act, by=None, on=DAY, reason=REASON)
    assert (kept.number, kept.sequence, kept.year) == ("12/2026", None, 2026)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"last": 6}, id="last"),
        pytest.param({"year": 2027}, id="year"),
        pytest.param({"nature": "arrete"}, id="nature"),
    ],
)
def test_the_database_lets_a_series_only_grow(change):
    series = NumberSeriesFactory(year=2026, last=7)
    rows = NumberSeries.objects.filter(pk=series.pk)
    assert rows.update(last=8) == 1
    with pytest.raises(DatabaseError, match="conventions_numberseries"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError, match="conventions_numberseries"), transaction.atomic():
        rows.delete()


def test_a_series_that_gave_nothing_may_go():
    assert NumberSeriesFactory(last=0).delete()[0] == 1


@pytest.mark.usefixtures("quick_pdf")
def test_the_run_of_a_series_tells_each_number(django_assert_num_queries):
    first = signed_act()
    series = NumberSeries.objects.get()
    cancel_in(series)
    signed_act(signatory=first.signatory, number="2026_006")
    series.refresh_from_db()
    with django_assert_num_queries(3):
        run = run_of(series)
        lines = run.lines(0, 10)
    assert [(line.state, line.first, line.last) for line in lines] == [
        (Given.ACT, 6, 6),
        (Given.MISSING, 3, 5),
        (Given.CANCELLED, 2, 2),
        (Given.ACT, 1, 1),
    ]
    assert [line.number for line in lines] == ["2026_006", "2026 003", "2026 002", "2026 001"]
    assert lines[1].last_number == "2026 005"
    assert lines[3].act == first
    assert lines[2].cancelled.reason == REASON
    assert {state: run.count(state) for state in Given} == {
        Given.ACT: 2,
        Given.CANCELLED: 1,
        Given.MISSING: 3,
    }
