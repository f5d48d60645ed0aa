"""Signing with, and in spite of, what is missing; what was passed over is kept for ever."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, transaction

from conventions.actions import SigningRefused, sign_act
from conventions.models import (
    Act,
    FrozenDocument,
    NumberSeries,
    Provision,
    SignatureOverride,
)
from conventions.review.open_findings import fingerprint, open_findings
from tests.admin.factories import UserFactory
from tests.conventions.factories import DAY, NOW, ActFactory, MandateFactory, ready_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

RENEWED = dt.date(2026, 4, 17)
LATER = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
REASON = "Délibération prise, transmise ce matin."


@pytest.fixture
def head():
    """Return somebody who may pass over."""
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="sign_despite"))
    return user


@pytest.fixture
def lapsed():
    """Return a draft whose powers lapsed with the council on 17 April 2026."""
    act = ready_act(with_convention=False)
    MandateFactory(authority=act.authority, installed_on=RENEWED)
    return act


def with_fault(act):
    """Write a fault of French into an act and return it."""
    Provision.objects.filter(act=act, label="DÉCIDE").update(text="de approuver le projet.")
    return act


def refused(act, **options):
    """Return the refusal of a signature."""
    values = {"by": None, "on": DAY, "now": NOW, **options}
    with pytest.raises(SigningRefused) as error:
        sign_act(act=act, **values)
    act.refresh_from_db()
    assert not act.is_signed
    assert not NumberSeries.objects.exists()
    assert not FrozenDocument.objects.exists()
    assert not SignatureOverride.objects.exists()
    return error.value


def test_a_complete_act_is_signed_and_nothing_is_kept_beside_it():
    act = ready_act()
    sign_act(act=act, by=None, on=DAY, now=NOW, reason="Sans objet.")
    assert not SignatureOverride.objects.exists()


def test_after_the_installation_of_the_new_council_the_old_delegation_is_refused(lapsed):
    error = refused(lapsed, on=dt.date(2026, 5, 4), now=LATER)
    assert [link.code for link in error.missing] == ["delegation-lapsed"]
    assert error.reasons == [link.message for link in error.missing]
    assert "caduque" in str(error)


def test_on_the_eve_it_still_holds(lapsed):
    sign_act(act=lapsed, by=None, on=dt.date(2026, 4, 16), now=LATER)
    assert Act.objects.get(pk=lapsed.pk).is_signed


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_nobody_passes_over_without_a_reason(lapsed, head, reason):
    refused(lapsed, by=head, on=RENEWED, now=LATER, reason=reason)


def test_nobody_passes_over_without_the_right(lapsed):
    refused(lapsed, by=UserFactory(), on=RENEWED, now=LATER, reason=REASON)
    refused(lapsed, by=None, on=RENEWED, now=LATER, reason=REASON)


def test_what_was_passed_over_is_kept_with_who_when_and_why(lapsed, head):
    sign_act(act=lapsed, by=head, on=RENEWED, now=LATER, reason=f" {REASON} ")
    kept = SignatureOverride.objects.get()
    assert kept.act == lapsed
    assert [link["code"] for link in kept.missing] == ["delegation-lapsed"]
    assert "caduque" in kept.missing[0]["message"]
    assert (kept.reason, kept.findings) == (REASON, [])
    assert (kept.accepted_by, kept.accepted_at) == (head, LATER)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda kept: kept.update(reason="autre"), id="reason"),
        pytest.param(lambda kept: kept.update(missing=[]), id="missing"),
        pytest.param(lambda kept: kept.update(accepted_by=None), id="who"),
        pytest.param(lambda kept: kept.delete(), id="delete"),
    ],
)
def test_the_database_itself_keeps_it_for_ever(lapsed, head, write):
    sign_act(act=lapsed, by=head, on=RENEWED, now=LATER, reason=REASON)
    with pytest.raises(DatabaseError, match="conventions_override_sealed"), transaction.atomic():
        write(SignatureOverride.objects.all())
    assert SignatureOverride.objects.get().reason == REASON


def test_what_the_act_itself_lacks_is_never_passed_over(head):
    error = refused(ActFactory(), by=head, reason=REASON)
    assert error.missing == []
    assert any("dispositif" in reason for reason in error.reasons)


def test_a_signatory_out_of_office_is_never_passed_over(head):
    act = ready_act(with_convention=False)
    act.signatory.end = dt.date(2025, 12, 31)
    act.signatory.save()
    assert refused(act, by=head, reason=REASON).missing == []


def test_open_remarks_must_be_confirmed():
    act = with_fault(ready_act(with_convention=False))
    error = refused(act)
    assert {finding.severity for finding in error.findings} <= {"fault", "doubt"}
    assert any("approuver" in finding.passage for finding in error.findings)


def test_remarks_confirmed_are_kept_without_a_reason():
    act = with_fault(ready_act(with_convention=False))
    found = open_findings(act, on=DAY)
    sign_act(act=act, by=None, on=DAY, now=NOW, findings_accepted=found, reason="Inutile.")
    kept = SignatureOverride.objects.get()
    assert [finding["rule"] for finding in kept.findings] == [finding.rule for finding in found]
    assert kept.findings[0]["message"] == found[0].message
    assert (kept.missing, kept.reason) == ([], "")


def test_a_remark_that_was_not_seen_is_not_confirmed():
    act = with_fault(ready_act(with_convention=False))
    seen = open_findings(act, on=DAY)
    Provision.objects.filter(act=act, label="PRÉCISE").update(text="que que l’acte est publié.")
    error = refused(act, findings_accepted=seen)
    assert not set(error.findings) & set(seen)


def test_the_right_to_pass_over_does_not_confirm_remarks(lapsed, head):
    error = refused(with_fault(lapsed), by=head, on=RENEWED, now=LATER, reason=REASON)
    assert error.missing == []
    assert error.findings


def test_missing_links_are_not_told_twice(lapsed):
    assert open_findings(lapsed, on=RENEWED) == []


def test_other_remarks_have_another_fingerprint():
    act = with_fault(ready_act(with_convention=False))
    found = open_findings(act, on=DAY)
    assert fingerprint(found) == fingerprint(open_findings(act, on=DAY))
    assert fingerprint(found) != fingerprint(found[1:])


def test_an_old_act_is_checked_on_the_day_it_bears():
    act = ready_act(with_convention=False, number="2021_012")
    error = refused(act, on=dt.date(2021, 6, 1))
    assert [link.code for link in error.missing] == ["delegation-not-yet"]
