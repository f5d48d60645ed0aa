"""Putting acts online, replacing what the public reads, taking them out of the register."""

import datetime as dt

import pytest

from conventions.actions.cancelling import cancelling_refusals
from conventions.actions.publishing import (
    PublishingRefused,
    change_copy,
    publish_act,
    publishing_refusals,
    withdraw_act,
)
from conventions.models import Act, Execution, Publication
from tests.conventions.factories import ActFactory
from tests.conventions.factories_publication import PublishedDocumentFactory
from tests.conventions.pages import staff
from tests.conventions.review.lives import signed_act

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 1, 20, 9, 0, tzinfo=dt.UTC)
TWO_MONTHS_ON = dt.datetime(2026, 3, 20, 9, 0, tzinfo=dt.UTC)


def frozen(**options):
    """Return a signed act whose document is kept."""
    act = signed_act(**options)
    PublishedDocumentFactory(act=act, source={"title": act.title})
    return act


def online(**options):
    return publish_act(act=frozen(**options), by=None, now=NOW)


def refused(publication, *, by=None, now=NOW, reason=""):
    with pytest.raises(PublishingRefused) as caught:
        withdraw_act(publication=publication, by=by, now=now, reason=reason)
    return str(caught.value)


def test_an_act_goes_online_under_its_permanent_address_with_its_frozen_document():
    act = frozen()
    user = staff()
    publication = publish_act(act=act, by=user, now=NOW)
    assert publication.address == "2026-decision-2026-008"
    assert publication.document == act.documents.get(kind="act")
    assert (publication.online_at, publication.online_by) == (NOW, user)
    assert publication.is_online
    assert publication.words.exists()
    assert publication.history.get().history_change_reason == "Mis en ligne"


def test_publishing_twice_changes_nothing():
    first = online()
    again = publish_act(act=first.act, by=None, now=TWO_MONTHS_ON)
    assert (again.pk, again.online_at) == (first.pk, NOW)
    assert first.history.count() == 1


def test_the_day_online_becomes_that_of_publication_and_the_page_of_the_act_is_out_of_date():
    act = frozen(received_on=dt.date(2026, 1, 16))
    publish_act(act=act, by=None, now=NOW)
    assert Execution.objects.get(act=act).published_on == dt.date(2026, 1, 20)
    assert Act.objects.get(pk=act.pk).version == act.version + 1


def test_a_day_of_publication_already_noted_stays():
    act = frozen(published_on=dt.date(2026, 1, 16))
    publish_act(act=act, by=None, now=NOW)
    assert Execution.objects.get(act=act).published_on == dt.date(2026, 1, 16)
    assert Act.objects.get(pk=act.pk).version == act.version


def test_an_act_of_another_authority_with_the_same_number_has_an_address_of_its_own():
    online()
    assert online().address == "2026-decision-2026-008-2"
    assert online().address == "2026-decision-2026-008-3"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"individual": True}, "acte individuel"),
        ({"cancelled_on": dt.date(2026, 1, 16)}, "annulé"),
    ],
)
def test_an_act_that_may_not_be_public_is_refused(options, said):
    act = frozen(**options)
    with pytest.raises(PublishingRefused, match=said):
        publish_act(act=act, by=None, now=NOW)
    assert not Publication.objects.exists()


def test_a_draft_is_refused():
    (told,) = publishing_refusals(ActFactory())
    assert "n’est pas signé" in told


def test_an_act_without_a_frozen_document_is_refused():
    with pytest.raises(PublishingRefused, match="n’est pas gardé"):
        publish_act(act=signed_act(), by=None, now=NOW)


def test_a_number_without_letter_nor_figure_is_refused():
    with pytest.raises(PublishingRefused, match="adresse publique"):
        publish_act(act=frozen(number="—"), by=None, now=NOW)


def test_before_two_months_a_reason_and_the_right_are_asked_for_and_the_day_is_told():
    publication = online()
    told = refused(publication, by=staff("withdraw_publication"), now=TWO_MONTHS_ON)
    assert "jusqu’au 20 mars 2026 inclus" in told.replace("\u00a0", " ")
    assert "dites pourquoi" in told
    assert "pas le droit" in refused(publication, by=staff(), reason="Erreur")
    publication.refresh_from_db()
    assert publication.is_online


def test_somebody_who_may_takes_an_act_out_with_a_reason():
    user = staff("withdraw_publication")
    withdrawn = withdraw_act(publication=online(), by=user, now=TWO_MONTHS_ON, reason=" Erreur ")
    withdrawn.refresh_from_db()
    assert not withdrawn.is_online
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_reason) == (user, "Erreur")
    assert "déjà retiré" in refused(withdrawn, reason="Encore")


def test_after_two_months_no_reason_is_asked_for():
    later = TWO_MONTHS_ON + dt.timedelta(days=1)
    withdrawn = withdraw_act(publication=online(), by=staff(), now=later, reason="")
    assert withdrawn.withdrawn_reason.startswith("Les deux mois")


def test_an_act_comes_back_at_the_same_address_and_its_history_tells_it_had_left():
    publication = online()
    withdraw_act(publication=publication, by=None, now=NOW, reason="Erreur")
    back = publish_act(act=publication.act, by=None, now=TWO_MONTHS_ON)
    assert (back.pk, back.address) == (publication.pk, publication.address)
    assert (back.is_online, back.withdrawn_reason) == (True, "")
    assert back.online_at == TWO_MONTHS_ON
    reasons = back.history.order_by("history_id").values_list("withdrawn_reason", flat=True)
    assert list(reasons) == ["", "Erreur", ""]


def test_the_number_of_an_act_that_was_online_is_not_cancelled():
    """Even where somebody took back the day of its publication."""
    act = online().act
    Execution.objects.filter(act=act).update(published_on=None)
    (told,) = cancelling_refusals(Act.objects.get(pk=act.pk))
    assert "registre public" in told


def test_nothing_is_replaced_for_an_act_that_is_not_online():
    publication = online()
    withdraw_act(publication=publication, by=None, now=NOW, reason="Erreur")
    with pytest.raises(PublishingRefused, match="pas en ligne"):
        change_copy(publication=publication, by=None, now=NOW)


def test_a_copy_that_is_the_one_online_is_not_replaced():
    publication = online()
    assert change_copy(publication=publication, by=None, now=TWO_MONTHS_ON).changed_at is None
    assert publication.history.count() == 1
