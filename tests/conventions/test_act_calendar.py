"""The command that tells the dates of an act."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.conventions.factories import AnnexFactory, ConventionFactory
from tests.conventions.review.lives import SIGNED_ON, executory_act

pytestmark = pytest.mark.django_db


def told(number, **options):
    out = io.StringIO()
    call_command("act_calendar", number, stdout=out, **options)
    return out.getvalue()


def test_the_dates_that_other_programs_ask_for_have_their_names():
    executory_act()
    data = json.loads(told("2026 008", json=True))
    assert {key: value for key, value in data.items() if key not in ("steps", "title")} == {
        "number": "2026 008",
        "nature": "decision",
        "signed_on": "2026-01-15",
        "sent_on": None,
        "received_on": "2026-01-16",
        "published_on": "2026-01-16",
        "notified_on": None,
        "enforceable_on": "2026-01-16",
        "reported_on": None,
        "appeal_until": "2026-03-17",
        "prefect_referral_until": "2026-03-17",
    }
    assert [step["code"] for step in data["steps"]][:3] == ["draft", "signed", "sent"]


def test_people_read_each_step_with_its_state_and_its_reason():
    act = executory_act()
    AnnexFactory(
        act=act, text="", convention=ConventionFactory(reference="C-1", signature_date=SIGNED_ON)
    )
    lines = told("2026_008").replace("\u00a0", " ")
    assert "Acte exécutoire : 16 janvier 2026 [calculée]" in lines
    assert "Compte rendu au conseil : – [attendue]" in lines
    assert "Signature de la convention (C-1) : 15 janvier 2026 [IMPOSSIBLE] Signée" in lines


def test_a_convention_leads_to_the_act_that_authorises_it():
    act = executory_act()
    AnnexFactory(act=act, text="", convention=ConventionFactory(reference="C-1"))
    assert json.loads(told("C-1", json=True))["number"] == "2026 008"


def test_other_programs_read_until_when_a_convention_may_be_left(monkeypatch):
    day = dt.date(2026, 3, 1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: day)
    AnnexFactory(
        act=executory_act(),
        text="",
        convention=ConventionFactory(
            reference="C-1",
            title="Permanence",
            start=dt.date(2026, 1, 26),
            end=dt.date(2026, 4, 28),
            signature_date=dt.date(2026, 1, 20),
            notice_value=15,
            notice_unit="days",
        ),
    )
    (found,) = json.loads(told("2026 008", json=True))["conventions"]
    assert found == {
        "reference": "C-1",
        "title": "Permanence",
        "stage": "in_force",
        "start": "2026-01-26",
        "end": "2026-04-28",
        "ends_on": "2026-04-28",
        "ended_by": "term",
        "notice_by": "2026-04-13",
        "renewal_by": None,
    }


@pytest.mark.parametrize("number", ["2026 999", "C-2"])
def test_what_is_not_in_the_register_is_told(number):
    ConventionFactory(reference="C-2")
    with pytest.raises(CommandError) as refused:
        told(number)
    assert refused.value.returncode == 2
