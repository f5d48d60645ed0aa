"""The command that prints the report to the council."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from conventions.actions.reporting import report_decisions
from tests.conventions.factories import MeetingFactory
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 2, 3)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Show whether the document is a preview, in place of its pages."""

    def render(html, **_options):
        return b"projet" if "projet.svg" in html else b"compte rendu"

    monkeypatch.setattr("conventions.documents.report.render", render)


def run(path, day="2026-02-03", **options):
    call_command("print_council_report", meeting=day, output=path, **options)
    return path.read_bytes()


def refused(path, **options):
    with pytest.raises(CommandError) as caught:
        run(path, **options)
    assert caught.value.returncode == 2
    assert not path.exists()
    return str(caught.value).replace("\u00a0", " ")


@pytest.mark.parametrize("day", ["2026-02-03", "3 février 2026"])
def test_a_preview_is_printed_until_the_report_is_made(tmp_path, day):
    MeetingFactory(held_on=DAY)
    assert run(tmp_path / "a.pdf", day) == b"projet"


def test_the_report_kept_is_the_one_printed(tmp_path):
    report_decisions(meeting=MeetingFactory(held_on=DAY), by=None, now=NOW)
    assert run(tmp_path / "a.pdf") == b"compte rendu"


def test_an_unknown_day_lists_the_meetings_that_are_known(tmp_path):
    MeetingFactory(held_on=DAY)
    MeetingFactory(held_on=dt.date(2026, 2, 5), body="bureau")
    said = refused(tmp_path / "a.pdf", day="2026-02-05")
    assert "le 5 février 2026" in said
    assert "Réunions connues : 3 février 2026." in said


def test_without_any_meeting_the_list_says_none(tmp_path):
    assert "Réunions connues : aucune." in refused(tmp_path / "a.pdf")


def test_two_councils_of_one_day_ask_for_the_authority(tmp_path):
    council = MeetingFactory(held_on=DAY, authority=OrganisationFactory(agglomeration=True))
    MeetingFactory(held_on=DAY)
    assert "--authority" in refused(tmp_path / "a.pdf")
    assert run(tmp_path / "b.pdf", authority=council.authority.siren) == b"projet"
    assert "pour le SIREN 123456782" in refused(tmp_path / "c.pdf", authority="123456782")


def test_what_is_no_date_is_told(tmp_path):
    assert "« demain » n’est pas une date" in refused(tmp_path / "a.pdf", day="demain")


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    MeetingFactory(held_on=DAY)
    assert "ne peut pas être écrit" in refused(tmp_path / "absent" / "a.pdf")
