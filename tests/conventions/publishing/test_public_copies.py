"""Choosing what does not go public, and publishing the copy made without it."""

import datetime as dt
import json

import pytest

from conventions.actions import import_file
from conventions.actions.public_copies import (
    CopyRefused,
    Withheld,
    choose,
    occurrences,
    prepare_copy,
)
from conventions.actions.publishing import PublishingRefused, change_copy, publish_act
from conventions.exchange.faults import ExchangeError
from conventions.models import DocumentKind, Redaction, WithheldAnnex
from tests.conventions import acts
from tests.conventions.pages import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

NOW = dt.datetime(2026, 3, 20, 9, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 3, 27, 9, 0, tzinfo=dt.UTC)
NAME = ("Zoé Quennehen", "privacy")


def data():
    act = acts.decision()
    act["recitals"] = ["Considérant la demande de Zoé QUENNEHEN,"]
    return act


def take(**options):
    return import_file(content=json.dumps(data()).encode(), by=None, now=NOW, **options).act


@pytest.fixture
def act():
    return take()


def pick(act, *redactions, withheld=(), by=None):
    choose(act=act, redactions=redactions, withheld=withheld, by=by)


def refused(act, *redactions, **options):
    with pytest.raises(CopyRefused) as caught:
        pick(act, *redactions, **options)
    return " ".join(caught.value.reasons).replace("\u00a0", " ")


def test_what_is_chosen_is_written_with_its_history_and_what_is_not_any_more_goes(act):
    user = staff()
    annex = act.annexes.last()
    pick(act, NAME, ("Robecq", "other"), withheld=[Withheld(annex.pk, "security")], by=user)
    assert Redaction.history.filter(history_user=user).count() == 2
    pick(act, ("Robecq", "other"), NAME, by=user)
    assert list(act.redactions.order_by("position").values_list("words", flat=True)) == [
        "Robecq",
        "Zoé Quennehen",
    ]
    assert not WithheldAnnex.objects.exists()
    assert set(WithheldAnnex.history.values_list("history_type", flat=True)) == {"+", "-"}


def test_choosing_the_same_again_writes_nothing(act):
    pick(act, NAME)
    before = Redaction.history.count()
    pick(act, NAME)
    assert Redaction.history.count() == before


def test_what_cannot_be_struck_is_refused_and_nothing_is_written(act):
    assert "l’auteur" in refused(act, NAME, ("Hélène Marquant", "privacy"))
    assert "deux fois" in refused(act, NAME, (NAME[0], "medical"))
    assert "motif" in refused(act, ("Robecq", "whim"))
    assert "200" in refused(act, ("Robecq " * 40, "privacy"))
    assert "pas de cet acte" in refused(act, withheld=[Withheld(0, "security")])
    assert not Redaction.objects.exists()


def test_occurrences_are_those_that_a_reader_meets(act):
    assert occurrences(act, ["zoe quennehen", "Personne"]) == [1, 0]


def test_words_that_are_nowhere_are_told_before_anything_is_published(act):
    pick(act, ("Zoé Quenehen", "privacy"))
    with pytest.raises(PublishingRefused, match="nulle part"):
        publish_act(act=act, by=None, now=NOW)
    assert not hasattr(act, "publication")


def test_nothing_left_out_makes_no_copy(act):
    assert prepare_copy(act) is None
    assert publish_act(act=act, by=None, now=NOW).document.kind == DocumentKind.ACT


def test_the_public_reads_the_copy_and_the_original_stays(act):
    pick(act, NAME)
    publication = publish_act(act=act, by=None, now=NOW)
    assert publication.document.kind == DocumentKind.PUBLIC_COPY
    said = json.dumps([publication.document.source, publication.document.context]).lower()
    assert "quennehen" not in said
    assert not publication.words.filter(stem__startswith="quen").exists()
    original = act.documents.get(kind=DocumentKind.ACT)
    assert "quennehen" in json.dumps(original.source).lower()


def test_what_is_struck_once_online_takes_effect_when_the_copy_is_replaced(act):
    publication = publish_act(act=act, by=None, now=NOW)
    pick(act, NAME)
    publication.refresh_from_db()
    assert publication.document.kind == DocumentKind.ACT
    changed = change_copy(publication=publication, by=None, now=LATER)
    assert (changed.document.kind, changed.changed_at) == (DocumentKind.PUBLIC_COPY, LATER)
    assert changed.online_at == NOW
    first = changed.document
    pick(act, NAME, ("Robecq", "other"))
    second = change_copy(publication=changed, by=None, now=LATER).document
    assert second.pk != first.pk
    assert act.documents.filter(kind=DocumentKind.PUBLIC_COPY).count() == 2


def test_a_copy_already_made_serves_again(act):
    pick(act, NAME)
    publication = publish_act(act=act, by=None, now=NOW)
    first = publication.document_id
    pick(act)
    publication = change_copy(publication=publication, by=None, now=LATER)
    assert publication.document.kind == DocumentKind.ACT
    pick(act, NAME)
    assert change_copy(publication=publication, by=None, now=LATER).document_id == first


def test_an_act_of_which_something_was_published_is_not_replaced_by_a_file(act):
    pick(act, NAME)
    publish_act(act=act, by=None, now=NOW)
    with pytest.raises(ExchangeError) as caught:
        take(replace=True)
    told = str(caught.value).replace("\u00a0", " ")
    assert "registre public" in told
    act.refresh_from_db()
    assert act.documents.count() == 2


def test_an_act_of_which_words_are_chosen_says_what_would_be_lost(act):
    pick(act, NAME, withheld=[Withheld(act.annexes.last().pk, "security")])
    with pytest.raises(ExchangeError) as caught:
        take(replace=True)
    told = str(caught.value).replace("\u00a0", " ")
    assert "1 occultation et 1 annexe non publiée" in told
    pick(act)
    assert take(replace=True).pk != act.pk
