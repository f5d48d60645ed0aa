"""The next edition of a health project, and what is found about its promises."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from sites.actions.projects import Found, ProjectRefused, new_edition, note_findings
from sites.models import CommitmentFinding, HealthProject
from tests.sites.castelsarrasin import PUBLISHED, castelsarrasin
from tests.sites.factories_projects import HealthCommitmentFactory, HealthProjectFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def author():
    return User.objects.create_user("camille")


def note(project, found, day=DAY, by=None):
    return note_findings(project=project, found_on=day, found=found, by=by, today=DAY)


def test_the_next_edition_promises_the_same_and_has_found_nothing(author):
    project = castelsarrasin()
    copy = new_edition(project=project, by=author)
    assert (copy.edition, copy.title, copy.applies_from) == (2, project.title, None)
    assert (copy.adopted_on, copy.receipt_on, copy.receipt_number) == (None, None, "")
    columns = ("position", "theme", "text", "due_on", "activity", "weekday", "opens_at")
    assert list(copy.commitments.order_by("position").values_list(*columns)) == list(
        project.commitments.order_by("position").values_list(*columns)
    )
    assert not CommitmentFinding.objects.filter(commitment__project=copy).exists()
    assert copy.history.get().history_user == author
    assert copy.commitments.first().history.get().history_user == author


def test_the_next_edition_follows_the_last_and_waits_for_no_other(author):
    project = HealthProjectFactory()
    HealthProjectFactory(site=project.site, edition=4)
    HealthProjectFactory(edition=7)
    copy = new_edition(project=project, by=author)
    assert copy.edition == 5
    with pytest.raises(ProjectRefused, match="L’édition 5 est déjà en préparation"):
        new_edition(project=project, by=author)
    assert HealthProject.objects.count() == 4


def test_findings_are_noted_together_changed_and_taken_back(author):
    project = HealthProjectFactory()
    one, other = HealthCommitmentFactory.create_batch(2, project=project)
    assert note(project, {one.pk: Found("kept"), other.pk: Found("partly", " En été. ")}) == 2
    assert other.findings.get().reason == "En été."
    assert note(project, {one.pk: Found("kept"), other.pk: Found("not_yet")}, by=author) == 1
    assert other.findings.get().history.latest().history_user == author
    assert note(project, {one.pk: None, other.pk: Found("not_yet")}, by=author) == 1
    assert not one.findings.exists()
    assert one.findings.model.history.filter(history_type="-").get().history_user == author
    assert note(project, {one.pk: None}) == 0


def test_findings_of_two_days_stay_apart():
    project = castelsarrasin()
    late = project.commitments.get(theme="continuity")
    note(project, {late.pk: Found("kept")})
    days = late.findings.order_by("found_on").values_list("found_on", "state")
    assert list(days) == [(PUBLISHED, "partly"), (DAY, "kept")]


@pytest.mark.parametrize(
    ("found", "day", "message"),
    [
        (Found("not_kept", "  "), DAY, "Expliquez pourquoi l’engagement « Répondre"),
        (Found("partly"), DAY, "Expliquez pourquoi"),
        (Found("kept"), DAY + dt.timedelta(1), "Le 3 mars 2026 est à venir"),
    ],
)
def test_a_finding_without_reason_or_of_tomorrow_is_refused_and_nothing_written(
    found, day, message
):
    project = HealthProjectFactory()
    first, last = HealthCommitmentFactory.create_batch(2, project=project)
    with pytest.raises(ProjectRefused) as refused:
        note(project, {first.pk: Found("kept"), last.pk: found}, day=day)
    assert message in str(refused.value).replace("\u00a0", " ")
    assert not CommitmentFinding.objects.exists()


def test_a_commitment_of_another_edition_is_refused():
    elsewhere = HealthCommitmentFactory()
    with pytest.raises(ProjectRefused, match="supprimé entre-temps"):
        note(HealthProjectFactory(), {elsewhere.pk: Found("kept")})
