"""Rows are linked once, all of them, in any order, by one sealing at a time."""

import datetime as dt
import logging
import threading
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from conventions.models import Act, StoredFile
from csipa.audit import chain, sealing
from csipa.audit.actions import acknowledge, links_of, seal, verify
from csipa.audit.canonical import digest, written
from csipa.audit.models import Link, LinkKind, Mark, Shape, Verification
from csipa.audit.sources import Source, exempted, sources, undeclared
from tests.conventions.factories import ActFactory
from tests.conventions.factories_agreements import StoredFileFactory
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 1, 16, 9, 0, tzinfo=dt.UTC)
HISTORY = Source(Act.history.model)


def texts():
    """Return the sentences of what is wrong."""
    return [fault.text for fault in verify(now=NOW).faults]


def test_every_model_is_followed_or_says_why_not():
    assert undeclared() == []
    assert all(reason.endswith(".") for reason in exempted().values())
    labels = {source.label for source in sources()}
    assert {"conventions.frozendocument", "conventions.historicalact"} <= labels
    assert "audit.link" not in labels


def test_what_was_written_is_linked_once():
    ActFactory()
    done = seal(now=NOW)
    again = seal(now=NOW)
    assert done.linked == Link.objects.count() > 0
    assert (again.linked, again.head) == (0, done.head)
    assert list(Link.objects.values_list("seq", flat=True)) == list(range(1, done.linked + 1))


def test_a_row_committed_late_under_a_lower_key_is_linked():
    act = ActFactory()
    seal(now=NOW)
    row = act.history.get()
    late = act.history.model.objects.filter(pk=row.pk)
    act.history.model.objects.bulk_create([_copy(row, row.pk + 10)])
    seal(now=NOW)
    assert late.exists()
    act.history.model.objects.bulk_create([_copy(row, row.pk + 5)])
    assert seal(now=NOW + dt.timedelta(minutes=30)).linked == 1
    act.history.model.objects.bulk_create([_copy(row, row.pk + 4)])
    assert seal(now=NOW + dt.timedelta(days=3)).linked == 1


def _copy(row, key):
    return type(row)(
        **{
            f.attname: getattr(row, f.attname)
            for f in row._meta.concrete_fields
            if not f.primary_key
        },
        pk=key,
    )


def test_the_mark_spares_rows_that_were_linked_long_ago():
    for days in range(3):
        ActFactory()
        seal(now=NOW + dt.timedelta(hours=2 * days))
    mark = Mark.objects.get(source=HISTORY.label)
    assert 0 < mark.row < mark.next_row


def test_a_sealing_with_nothing_new_costs_a_fixed_number_of_queries():
    ActFactory()
    seal(now=NOW)
    with CaptureQueriesContext(
        connection,
    ) as few:
        seal(now=NOW)
    for _ in range(5):
        ActFactory()
    seal(now=NOW)
    with CaptureQueriesContext(connection) as more:
        seal(now=NOW)
    assert len(few) == len(more) <= 3 * len(sources()) + 5


def test_small_batches_make_the_same_chain(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    for _ in range(5):
        ActFactory()
    done = seal(now=NOW)
    assert done.linked > 5
    assert texts() == []


def test_a_sealing_killed_in_the_middle_goes_on(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 1)
    for _ in range(3):
        ActFactory()
    write, calls = sealing._write, []

    def dies(*args, **kwargs):
        calls.append(1)
        if len(calls) > 2:
            raise KeyboardInterrupt
        return write(*args, **kwargs)

    monkeypatch.setattr(sealing, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        seal(now=NOW)
    assert Link.objects.count() == 2
    monkeypatch.setattr(sealing, "_write", write)
    seal(now=NOW)
    report = verify(now=NOW)
    assert (report.faults, report.waiting) == ([], 0)


def test_no_link_can_be_changed_or_deleted():
    ActFactory()
    seal(now=NOW)
    for write in (
        lambda: Link.objects.update(row=F("row") + 1),
        lambda: Link.objects.all().delete(),
        lambda: Shape.objects.update(source="other"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_rows_not_sealed_yet_are_counted_and_no_fault():
    ActFactory()
    report = verify(now=NOW)
    assert report.is_sound
    assert report.waiting > 0


def test_a_row_that_the_program_had_to_change_is_linked_again_with_the_reason():
    act = ActFactory()
    seal(now=NOW)
    rows = act.history.all()
    key = rows.get().pk
    with transaction.atomic():
        rows.update(title="effacé")
        acknowledge(source=HISTORY, rows=[key], reason="Effacement demandé", now=NOW)
    act.history.model.objects.filter(pk=key).update(title=act.title)
    assert any("modifiée" in told for told in texts())
    act.history.model.objects.filter(pk=key).update(title="effacé")
    assert not any("l’historique des actes" in told for told in texts())
    (first, again) = links_of(Act, [act.pk])
    assert (first.kind, again.kind) == ("", LinkKind.RENEWED)
    assert again.reason == "Effacement demandé"


def test_a_row_deleted_with_a_reason_must_stay_away(tamper):
    stored = StoredFileFactory()
    seal(now=NOW)
    tamper("conventions_storedfile", "DELETE FROM conventions_storedfile")
    source = Source(StoredFile)
    acknowledge(source=source, rows=[stored.pk], reason="Fin de conservation", now=NOW)
    assert texts() == []
    stored.save(force_insert=True)
    (told,) = texts()
    assert "est revenue" in told


def test_a_column_added_later_leaves_former_links_right(monkeypatch):
    """Links made before keep the columns they were made from; new rows have one more."""
    now_all = HISTORY.columns
    before = [name for name in now_all if name != "title"]
    ActFactory()
    with monkeypatch.context() as earlier:
        _columns(earlier, before)
        seal(now=NOW)
    ActFactory()
    seal(now=NOW)
    shapes = Shape.objects.filter(source=HISTORY.label)
    assert sorted(len(shape.columns) for shape in shapes) == [len(before), len(now_all)]
    assert texts() == []
    Act.history.model.objects.update(title="x")
    assert sum("l’historique des actes" in told for told in texts()) == 1


def test_a_column_removed_later_is_told_and_no_fault(monkeypatch):
    ActFactory()
    with monkeypatch.context() as earlier:
        _columns(earlier, sorted([*HISTORY.columns, "long_gone"]), missing="long_gone")
        seal(now=NOW)
    report = verify(now=NOW)
    assert report.faults == []
    assert any("colonnes qui n’existent plus" in note for note in report.notes)


def _columns(monkeypatch, columns, missing=""):
    """Make the table of versions of acts have other columns for a moment."""
    real = Source.columns.func
    monkeypatch.setattr(
        Source,
        "columns",
        property(lambda self: columns if self.label == HISTORY.label else real(self)),
    )
    if missing:
        digests = sealing._digests

        def told(source, rows):
            if source.label != HISTORY.label:
                return digests(source, rows)
            return ((pk, digest([pk])) for pk in rows.values_list("pk", flat=True))

        monkeypatch.setattr(sealing, "_digests", told)


def test_the_end_of_the_chain_is_told_outside(caplog):
    ActFactory()
    with caplog.at_level(logging.INFO, logger="csipa.audit"):
        done = seal(now=NOW)
    assert done.anchored
    line = settings.AUDIT_ANCHORS.read_text()
    assert line == f"2026-01-16T09:00:00+00:00 {done.head.seq} {done.head.mac.hex()}\n"
    assert str(done.head) in caplog.text


def test_an_anchor_that_cannot_be_written_stops_nothing(tmp_path):
    ActFactory()
    settings.AUDIT_ANCHORS = tmp_path
    done = seal(now=NOW)
    assert (done.anchored, done.linked > 0) == (False, True)


def test_the_key_is_that_of_the_setting(settings):
    one = chain.chain_key()
    settings.AUDIT_KEY = "other"
    assert chain.chain_key() != one


def test_a_reading_of_one_model_leaves_the_rest(tamper):
    act, site = ActFactory(), SiteFactory()
    seal(now=NOW)
    tamper("sites_site", "UPDATE sites_site SET name = 'x' WHERE id = %s", site.pk)
    tamper("conventions_act", "UPDATE conventions_act SET title = 'x' WHERE id = %s", act.pk)
    report = verify(now=NOW, only=["sites.Site"])
    assert [fault.model for fault in report.faults] == ["sites.site"]
    assert Verification.objects.get().scope == "sites"


def test_a_reading_since_a_day_leaves_what_is_older(tamper):
    act = ActFactory()
    seal(now=NOW)
    Act.history.model.objects.update(title="x")
    assert not verify(now=NOW).is_sound
    later = dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=1)
    assert verify(now=NOW, since=later).is_sound
    assert act.pk


def test_moments_decimals_and_texts_have_one_written_form():
    paris = dt.timezone(dt.timedelta(hours=2))
    moment = dt.datetime(2026, 7, 1, 10, 0, tzinfo=paris)
    assert written(moment) == "2026-07-01T08:00:00.000000+00:00"
    assert written(Decimal("1.500")) == written(Decimal("1.5")) == "1.5"
    assert written(Decimal("-0.00")) == written(Decimal(0)) == "0"
    assert written(Decimal(100)) == "100"
    assert written({"b": 1, "a": [True, None]}) == '{"a":[true,null],"b":1}'
    assert written(memoryview(b"x")) == written(b"x")
    assert digest(["n°\u00a01"]) != digest(["n° 1"])
    with pytest.raises(TypeError):
        written(object())


@given(st.lists(st.one_of(st.none(), st.booleans(), st.integers(), st.text()), max_size=5))
def test_two_rows_have_one_digest_only_when_they_are_the_same(values):
    assert digest(values) == digest(list(values))
    assert digest(values) != digest([*values, None])


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_sealings_at_once_link_each_row_once(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 3)
    for _ in range(10):
        ActFactory()
    failed = []

    def run():
        try:
            seal(now=NOW)
        except Exception as error:
            failed.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    links = Link.objects.values_list("shape__source", "row")
    assert len(links) == len(set(links)) == Link.objects.count()
    report = verify(now=NOW)
    assert (report.faults, report.waiting) == ([], 0)
