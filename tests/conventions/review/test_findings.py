"""Everything to point out in a text, from its words and from the records, at a steady cost."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.actions import import_file
from conventions.models import Act, Convention
from conventions.review.findings import finding_key, findings_of
from conventions.rules.finding import Severity
from tests.conventions.factories import (
    NOW,
    ActFactory,
    AnnexFactory,
    ArticleFactory,
    CommitmentFactory,
    ConclusionFactory,
    ConventionFactory,
    PartyFactory,
    ProvisionFactory,
    RecitalFactory,
    VisaFactory,
    VoteFactory,
)
from tests.conventions.flawed import flawed_decision
from tests.sites.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
DAY = dt.date(2026, 1, 15)


def imported(data):
    """Import an act and return it."""
    content = json.dumps(data).encode()
    return import_file(content=content, by=None, now=NOW).act


def rules(text):
    """Return the codes of what is found."""
    return {finding.rule for finding in findings_of(text, on=DAY)}


def test_an_imported_act_is_read_with_its_words_and_its_records():
    act = imported(flawed_decision())
    found = findings_of(act)
    assert {"period", "elision", "spellings", "party-block", "mandate-end"} <= {
        f.rule for f in found
    }
    assert len(found) <= 60
    order = [list(Severity).index(finding.severity) for finding in found]
    assert order == sorted(order)


def test_a_convention_that_outlives_the_mandate_says_when_the_next_council_sits_at_the_latest():
    (finding,) = [f for f in findings_of(imported(flawed_decision())) if f.rule == "mandate-end"]
    assert "au plus tard le 24\u00a0avril\u00a02026" in finding.message


def test_the_name_recorded_before_corrects_the_words_of_the_source():
    OrganisationFactory(
        official_name="communauté d’agglomération des Quatre-Rivières, Haut Pays",
        siren="200072460",
    )
    (finding,) = [f for f in findings_of(imported(flawed_decision())) if f.rule == "spellings"]
    assert "nom enregistré" in finding.message
    assert any(place.fix for place in finding.places)


def test_the_same_thing_is_told_once():
    findings = findings_of(imported(flawed_decision()))
    keys = [finding_key(finding) for finding in findings]
    assert len(keys) == len(set(keys))


def test_the_vote_is_checked():
    act = ActFactory(nature="deliberation", body="council")
    VoteFactory(act=act, present=12, in_office=10)
    assert "vote.present" in rules(act)


def test_a_convention_knows_the_act_that_authorises_it():
    act = ActFactory()
    convention = ConventionFactory(start=DAY)
    PartyFactory(convention=convention, organisation=act.authority)
    AnnexFactory(act=act, convention=convention, text="")
    assert "party-block" not in rules(convention)
    Convention.objects.filter(pk=convention.pk).update(as_written=True)
    alone = ConventionFactory(as_written=True)
    PartyFactory(convention=alone, as_written=True, name="La commune de Robecq")
    assert "party-block" in rules(alone)


def test_the_day_the_parties_signed_is_compared_with_the_force_of_the_act():
    data = flawed_decision()
    act = imported(data)
    convention = Convention.objects.get(annex__act=act)
    ConclusionFactory(convention=convention, signed_on=dt.date(2026, 2, 11))
    paths = [f.path for f in findings_of(act) if f.rule == "date-order"]
    assert "annexes[0].convention.signature.date" in paths


def test_reading_costs_the_same_whatever_the_length():
    short, long = full_act(lines=1), full_act(lines=12)
    counts = []
    for act in (short, long):
        findings_of(act)
        with CaptureQueriesContext(connection) as captured:
            findings_of(act)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 30


def full_act(*, lines: int) -> Act:
    """Return a draft with a convention and so many lines of each kind."""
    act = ActFactory()
    convention = ConventionFactory()
    PartyFactory(convention=convention, organisation=act.authority, representative=act.signatory)
    PartyFactory(convention=convention)
    AnnexFactory(act=act, convention=convention, text="")
    for rank in range(lines):
        VisaFactory(act=act, text=f"Vu la délibération n° {rank} du 3 mai 2024 ;")
        RecitalFactory(act=act)
        ProvisionFactory(act=act)
        CommitmentFactory(article=ArticleFactory(convention=convention))
    return act
