"""A candidate who was not hired is erased to the last table."""

import datetime as dt
from io import StringIO

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import call_command
from django.db import connection

from staffing.actions.erasing import (
    Erased,
    ErasingRefused,
    delete_candidates,
    erase_candidate,
    erase_candidates,
    to_erase,
)
from staffing.actions.recruiting import add_candidate, move_candidate
from staffing.models import Candidate, Stage
from tests.staffing.factories_recruitment import CandidateFactory, RecruitmentFactory

pytestmark = pytest.mark.django_db

OPENED = dt.date(2025, 1, 6)
DUE = dt.date(2027, 1, 6)


def somebody(**values):
    return add_candidate(
        recruitment=values.pop("recruitment", None) or RecruitmentFactory(),
        on=OPENED,
        by=values.pop("by", None),
        **{
            "last_name": "Zyxwart",
            "first_name": "Ombeline",
            "email": "o.zyxwart@exemple.fr",
            "phone": "05 63 00 00 00",
            **values,
        },
    )


def traces(word):
    """Return the columns of the whole database, whatever their type, that hold a word."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
            columns = [column[0] for column in cursor.description]
            holding = [
                f'COUNT(CASE WHEN LOWER(CAST("{name}" AS text)) LIKE %s THEN 1 END)'
                for name in columns
            ]
            cursor.execute(
                f'SELECT {", ".join(holding)} FROM "{table}"', [f"%{word.lower()}%"] * len(columns)
            )
            found += [
                f"{table}.{name}"
                for name, times in zip(columns, cursor.fetchone(), strict=True)
                if times
            ]
    return found


def test_nothing_remains_of_a_candidate_in_any_table(admin_user):
    found = somebody(by=admin_user)
    found.last_name = "Zyxwart-Delmas"
    found.save()
    move_candidate(candidate=found, stage=Stage.WITHDRAWN, on=OPENED, by=admin_user)
    LogEntry.objects.log_actions(admin_user.pk, [found], CHANGE, single_object=True)
    assert len(traces("zyxwart")) > 3
    assert erase_candidates(by=admin_user, today=DUE) == Erased(1, 0)
    for word in ("zyxwart", "ombeline", "05 63 00"):
        assert traces(word) == []
    found.refresh_from_db()
    assert found.erased_on == DUE
    assert [step.stage for step in found.steps.order_by("pk")] == [Stage.CONTACT, Stage.WITHDRAWN]
    assert found.history.latest().history_user == admin_user


def test_erasing_again_finds_nothing():
    somebody()
    assert str(erase_candidates(by=None, today=DUE)) == "1\u00a0candidat effacé."
    assert erase_candidates(by=None, today=DUE) == Erased(0, 0)
    assert Candidate.history.count() == 2


def test_data_stays_until_its_last_day():
    found = somebody()
    assert erase_candidates(by=None, today=DUE - dt.timedelta(days=1)) == Erased(0, 0)
    found.refresh_from_db()
    assert found.last_name == "Zyxwart"


def test_a_contact_on_the_last_of_february_is_erased_on_its_day():
    CandidateFactory(last_contact_on=dt.date(2024, 2, 29))
    assert erase_candidates(by=None, today=dt.date(2026, 2, 27)) == Erased(0, 0)
    assert erase_candidates(by=None, today=dt.date(2026, 2, 28)) == Erased(1, 0)


def test_those_who_were_hired_are_kept():
    found = somebody()
    move_candidate(candidate=found, stage=Stage.HIRED, on=OPENED, by=None)
    assert erase_candidates(by=None, today=dt.date(2040, 1, 1)) == Erased(0, 0)
    with pytest.raises(ErasingRefused, match="recrutée"):
        erase_candidate(candidate=found, by=None, today=DUE)


def test_a_candidate_may_ask_to_be_erased_at_once():
    found = somebody()
    erase_candidate(candidate=found, by=None, today=OPENED)
    assert traces("zyxwart") == []
    with pytest.raises(ErasingRefused, match="déjà effacé"):
        erase_candidate(candidate=found, by=None, today=OPENED)


def test_a_candidate_deleted_by_mistake_leaves_nothing(admin_user):
    found = somebody()
    LogEntry.objects.log_actions(admin_user.pk, [found], CHANGE, single_object=True)
    delete_candidates(candidates=[found], by=admin_user)
    assert traces("zyxwart") == []
    assert not Candidate.objects.exists()


def test_what_a_deleted_campaign_leaves_is_erased_at_the_next_run():
    found = somebody()
    found.recruitment.delete()
    assert traces("zyxwart")
    assert str(erase_candidates(by=None, today=OPENED)) == (
        "0\u00a0candidat effacé\u00a0; restes effacés de 1\u00a0candidat déjà supprimé."
    )
    assert traces("zyxwart") == []


def test_others_are_left_alone():
    somebody()
    kept = somebody(last_name="Roques")
    move_candidate(candidate=kept, stage=Stage.OFFER, on=dt.date(2025, 2, 3), by=None)
    erase_candidates(by=None, today=DUE)
    kept.refresh_from_db()
    assert (kept.last_name, kept.erased_on) == ("Roques", None)


def told(*arguments):
    out = StringIO()
    call_command("erase_candidates", *arguments, stdout=out)
    return out.getvalue().strip().replace("\u00a0", " ")


def test_the_command_tells_first_then_erases():
    somebody(recruitment=RecruitmentFactory())
    Candidate.objects.update(last_contact_on=dt.date(2020, 1, 6))
    assert told("--dry-run") == "À effacer, sans rien changer : 1 candidat effacé."
    assert traces("zyxwart")
    assert told() == "1 candidat effacé."
    assert told() == "0 candidat effacé."
    assert to_erase(today=DUE) == Erased(0, 0)
