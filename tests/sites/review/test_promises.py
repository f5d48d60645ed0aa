"""What is kept of a health project, read from findings and from opening hours."""

import datetime as dt

import pytest

from sites.models import Activity, CommitmentTheme, FindingState, Weekday
from sites.review.promises import project_of, projects_in_force, standing_of, unkept
from sites.rules.promises import Keeping
from tests.sites.castelsarrasin import castelsarrasin
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.sites.factories_projects import (
    CommitmentFindingFactory,
    HealthCommitmentFactory,
    HealthProjectFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2021, 12, 14)


def states(standing):
    return {line.commitment.text: line.keeping for line in standing.lines}


def test_saturdays_and_unscheduled_care_are_promised_and_not_held():
    standing = standing_of(castelsarrasin(), day=TODAY)
    assert states(standing) == {
        "Soins infirmiers tous les jours": Keeping.KEPT,
        "Ouvrir le samedi matin": Keeping.NOT_KEPT,
        "Plages de soins non programmés": Keeping.NOT_KEPT,
        "Continuité pendant les absences": Keeping.PARTLY,
        "Permanence des soins ambulatoires": Keeping.KEPT,
        "Tiers payant sur les deux parts": Keeping.KEPT,
        "Éducation thérapeutique": Keeping.NOT_YET,
    }
    why = {line.commitment.text: line.derived.why for line in standing.lines if line.derived}
    assert why["Ouvrir le samedi matin"].startswith("Aucun horaire de consultations médicales le s")
    assert why["Plages de soins non programmés"] == "Aucun horaire de soins non programmés."
    assert [label.replace("\u00a0", " ") for _, label in standing.counts] == [
        "2 non tenus",
        "1 tenu en partie",
        "3 tenus",
        "1 à venir",
    ]
    assert [theme for theme, _ in standing.by_theme][:2] == [
        CommitmentTheme.OPENING,
        CommitmentTheme.UNSCHEDULED,
    ]


def test_it_takes_three_queries_however_many_promises(django_assert_num_queries):
    project = castelsarrasin()
    for rank in range(10):
        CommitmentFindingFactory(commitment__project=project, commitment__text=f"Autre {rank}")
    with django_assert_num_queries(3):
        standing = standing_of(project, day=TODAY)
        assert standing.by_theme
        assert standing.lacking


def test_hours_of_a_closed_antenna_keep_nothing():
    project = HealthProjectFactory()
    promise = HealthCommitmentFactory(project=project, activity=Activity.MEDICAL)
    antenna = SiteFactory(
        antenna=True,
        parent=project.site,
        opened_on=dt.date(2025, 1, 1),
        closed_on=dt.date(2026, 1, 1),
    )
    OpeningHoursFactory(site=antenna)
    elsewhere = OpeningHoursFactory()
    assert elsewhere.activity == promise.activity
    for day, keeping in (
        (dt.date(2024, 12, 31), Keeping.NOT_KEPT),
        (dt.date(2025, 12, 31), Keeping.KEPT),
        (dt.date(2026, 1, 1), Keeping.NOT_KEPT),
    ):
        assert standing_of(project, day=day).lines[0].keeping is keeping


def test_a_finding_that_hours_contradict_is_shown_beside_them():
    project = HealthProjectFactory()
    promise = HealthCommitmentFactory(project=project, activity=Activity.UNSCHEDULED)
    CommitmentFindingFactory(commitment=promise, found_on=dt.date(2025, 9, 1))
    CommitmentFindingFactory(commitment=promise, found_on=dt.date(2026, 3, 1))
    standing = standing_of(project, day=dt.date(2026, 3, 2))
    (line,) = standing.lines
    assert line.differs
    assert line.stated.state == FindingState.KEPT
    assert line.since == dt.date(2025, 9, 1)
    assert line.derived.keeping is line.keeping is Keeping.NOT_KEPT
    assert standing.differing == 1
    assert standing_of(project, day=dt.date(2025, 8, 31)).lines[0].stated is None


def test_the_edition_in_force_is_that_of_the_centre_for_its_antennas_too():
    first = HealthProjectFactory(applies_from=dt.date(2024, 6, 1))
    second = HealthProjectFactory(site=first.site, edition=2, applies_from=dt.date(2026, 1, 1))
    HealthProjectFactory(site=first.site, edition=3, applies_from=None)
    antenna = SiteFactory(antenna=True, parent=first.site)
    assert project_of(first.site, day=dt.date(2025, 12, 31)) == first
    assert project_of(antenna, day=dt.date(2026, 1, 1)) == second
    assert project_of(antenna, day=dt.date(2024, 5, 31)) is None
    other = HealthProjectFactory()
    assert set(projects_in_force(dt.date(2026, 1, 1))) == {second, other}


def promises():
    """Write promises of every sort; return their project."""
    project = HealthProjectFactory(applies_from=dt.date(2019, 4, 1))
    antenna = SiteFactory(antenna=True, parent=project.site, opened_on=dt.date(2020, 1, 1))
    project.site.opened_on = dt.date(2019, 4, 1)
    project.site.save()
    OpeningHoursFactory(site=project.site)
    OpeningHoursFactory(site=antenna, weekday=Weekday.FRIDAY, activity=Activity.MIDWIFERY)
    ended = dt.date(2021, 1, 1)
    OpeningHoursFactory(site=antenna, weekday=Weekday.SATURDAY, end=ended)
    wanted = [
        {},
        {"activity": Activity.MEDICAL},
        {"activity": Activity.MEDICAL, "weekday": Weekday.TUESDAY},
        {"activity": Activity.MEDICAL, "weekday": Weekday.SATURDAY},
        {"activity": Activity.MIDWIFERY, "weekday": Weekday.FRIDAY},
        {"activity": Activity.UNSCHEDULED},
    ]
    slot = {"activity": Activity.MEDICAL, "weekday": Weekday.TUESDAY}
    for opens, closes in ((8, 9), (8, 10), (9, 12), (12, 13)):
        wanted.append({**slot, "opens_at": dt.time(opens), "closes_at": dt.time(closes)})
    rank = 0
    for fields in wanted:
        for due in (None, -1, 0, 1):
            for state in (None, *FindingState.values):
                rank += 1
                one = HealthCommitmentFactory(
                    project=project,
                    text=f"Promesse {rank}",
                    position=rank,
                    due_on=None if due is None else TODAY + dt.timedelta(due),
                    **fields,
                )
                if state:
                    CommitmentFindingFactory(
                        commitment=one, found_on=TODAY, state=state, reason="Dit"
                    )
                    later = TODAY + dt.timedelta(1)
                    CommitmentFindingFactory(commitment=one, found_on=later)
    return project


def test_the_database_finds_unkept_the_promises_that_the_rules_do():
    standing = standing_of(promises(), day=TODAY)
    expected = {
        line.commitment.pk
        for line in standing.lines
        if line.keeping is Keeping.NOT_KEPT or line.is_overdue
    }
    assert {row.pk for row in unkept(TODAY)} == expected
    assert 0 < len(expected) < len(standing.lines)


def test_editions_that_no_longer_apply_are_not_held_to_their_word():
    old = HealthCommitmentFactory(activity=Activity.UNSCHEDULED)
    assert list(unkept(TODAY.replace(year=2026))) == [old]
    HealthProjectFactory(site=old.project.site, edition=2, applies_from=dt.date(2026, 1, 1))
    assert list(unkept(TODAY.replace(year=2026))) == []
