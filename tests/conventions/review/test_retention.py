"""The retention told of an act and of a convention, under the rule of the day."""

import datetime as dt
import json
from pathlib import Path

import pytest

import conventions
from conventions.models import AccessDelay, Fate, Kept, KeptFrom, RetentionRule
from conventions.review.retention import NO_RULE, retention_told, rule_in_force
from tests.conventions.factories import ActFactory, ConventionFactory
from tests.conventions.factories_publication import RetentionRuleFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _no_rule():
    RetentionRule.objects.all().delete()


def test_the_shipped_rules_bear_on_every_nature_and_say_where_they_come_from():
    path = Path(conventions.__file__).parent / "data" / "retention_rules.json"
    shipped = json.loads(path.read_bytes())
    assert {rule["nature"] for rule in shipped} == set(Kept.values)
    for rule in shipped:
        assert rule["counted_from"] in KeptFrom.values
        assert rule["fate"] in Fate.values
        assert rule["access"] in AccessDelay.values
        assert "2009/018" in rule["source"]
        row = RetentionRule(**{**rule, "starts_on": dt.date.fromisoformat(rule["starts_on"])})
        row.full_clean()


def test_the_newest_rule_that_has_begun_applies():
    RetentionRuleFactory(nature="decision", starts_on=dt.date(2009, 8, 28), years=1)
    later = RetentionRuleFactory(nature="decision", starts_on=dt.date(2026, 1, 1), years=5)
    RetentionRuleFactory(nature="decision", starts_on=dt.date(2027, 1, 1), years=9)
    RetentionRuleFactory(nature="arrete", starts_on=dt.date(2026, 6, 1), years=2)
    assert rule_in_force("decision", on=TODAY) == later
    assert rule_in_force("deliberation", on=TODAY) is None


def test_an_act_tells_its_days(django_assert_max_num_queries):
    RetentionRuleFactory(nature="decision", starts_on=dt.date(2009, 8, 28))
    act = ActFactory(nature="decision", signature_date=dt.date(2026, 1, 15))
    with django_assert_max_num_queries(4):
        told = retention_told(act, today=TODAY)
    lines = {name: said.replace("\u00a0", " ") for name, said in told.lines()}
    assert lines["Utile au service jusqu’au"] == "14 janvier 2027"
    assert lines["Sort final"] == "Conservation définitive"
    assert lines["Communicable"] == "Immédiatement (AR038), à partir du 15 janvier 2026"


def test_a_convention_without_an_end_says_what_is_awaited():
    RetentionRuleFactory(nature="convention", counted_from="end", years=10, fate="T")
    told = retention_told(ConventionFactory(end=None, ends_on=None), today=TODAY)
    assert told.days.useful_until is None
    assert dict(told.lines())["Utile au service jusqu’au"].startswith("Pas encore connu")


def test_a_nature_without_a_rule_says_what_to_do():
    told = retention_told(ActFactory(nature="arrete"), today=TODAY)
    assert told.lines() == [("Règle", NO_RULE)]
