"""Action sheets in print: one to a page, the booklet of a programme, a job for a long one."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from conventions.actions.objectives import set_objectives
from conventions.documents.action_sheets import booklet_html, one_html
from conventions.models import PartyRank
from conventions.review.sheet_print import booklet_source, sheet_source
from conventions.review.sheets import read_sheet
from conventions.rules.programme_lines import Line
from csipa.jobs.actions import enqueue
from csipa.jobs.models import Job, JobState
from tests.conventions.factories import ConventionFactory, PartyFactory
from tests.conventions.factories_programmes import (
    ActionSheetFactory,
    AxisFactory,
    CommitteeMemberFactory,
    ProgrammeFactory,
    SheetBudgetFactory,
    SheetIndicatorFactory,
    SheetMissionFactory,
    SheetPartnerFactory,
    SheetPlaceFactory,
    SheetStepFactory,
    SheetValueFactory,
)
from tests.conventions.pages import address, shown
from tests.pdf.verapdf import failures
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


def plain(text):
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u2011", "-"))


def a_sheet(**values):
    sheet = ActionSheetFactory(
        context="Un habitant sur neuf est sans médecin traitant.",
        description="Consultations <b>sur rendez-vous</b>.\n{% now %}",
        public="Habitants sans médecin traitant",
        pilot=OrganisationFactory(),
        **values,
    )
    SheetStepFactory(sheet=sheet, title="Recruter", due_on=dt.date(2026, 5, 31))
    SheetPartnerFactory(sheet=sheet)
    SheetBudgetFactory(sheet=sheet, planned="1000.10", spent="500.05", year=2025)
    SheetBudgetFactory(sheet=sheet, planned="0.20", year=2026)
    indicator = SheetIndicatorFactory(sheet=sheet, name="Consultations", baseline=0, target=8000)
    SheetValueFactory(indicator=indicator, value=2000)
    return sheet


def a_programme():
    convention = ConventionFactory(kind="cls")
    for rank, name in ((PartyRank.SIGNATORY, "ville de Collines"), (PartyRank.INFORMED, "lycée")):
        PartyFactory(
            convention=convention,
            organisation=OrganisationFactory(official_name=name),
            rank=rank,
        )
    programme = ProgrammeFactory(name="CLS des Collines", convention=convention)
    axis = AxisFactory(programme=programme, code="1", title="Démographie médicale", position=1)
    set_objectives(axis=axis, wanted=[Line("1.1", "Accueillir"), Line("1.2", "Loger")], by=None)
    AxisFactory(programme=programme, code="2", title="Prévention", position=2)
    SheetPlaceFactory(
        sheet=a_sheet(title="Ouvrir un centre"),
        programme=programme,
        axis=axis,
        objective=axis.objectives.first(),
        number="1",
    )
    SheetPlaceFactory(sheet=a_sheet(title="Former"), programme=programme, number="2")
    CommitteeMemberFactory(committee__programme=programme, person="Mme Roussel")
    return programme


def test_a_sheet_says_what_its_page_says():
    sheet = a_sheet(title="Ouvrir un centre")
    link = SheetMissionFactory(sheet=sheet)
    source = {"date": "2026-06-01", "sheet": sheet_source(read_sheet(sheet, today=TODAY))}
    read = plain(one_html(source))
    assert "Un habitant sur neuf" in read
    assert f"{link.mission.community}, mission « accès aux soins »" in read
    assert "« Recruter » était prévu pour le 31 mai 2026." in read
    assert "1 000,30 €" in read
    assert "25 % du chemin" in read
    # What a person types is text: neither markup nor a template.
    assert "&lt;b&gt;sur rendez" in read
    assert "{% now %}" in read


def test_each_derived_figure_calls_a_note_that_is_there():
    html = booklet_html(booklet_source(a_programme(), today=TODAY))
    calls = re.findall(r'href="#note-(\d+)"', html)
    notes = re.findall(r'id="note-(\d+)"', html)
    assert calls == notes == [str(rank) for rank in range(1, 9)]
    assert "somme des montants prévus du tableau" in plain(html).lower()


def test_the_booklet_has_a_chapter_an_axis_parties_and_committees():
    read = plain(booklet_html(booklet_source(a_programme(), today=TODAY)))
    order = [
        "Sommaire</h2>",
        "1. Démographie médicale</h2>",
        "1. Ouvrir un centre</h3>",
        "aucune fiche n’est encore écrite sous cet objectif",
        "2. Prévention</h2>",
        "Aucune fiche n’est encore écrite sous cet axe.",
        "Autres fiches-actions</h2>",
        "2. Former</h3>",
        "Parties et instances</h2>",
        "Signataires",
        "Ville de Collines",
        "Partenaires associés ou informés",
        "Lycée",
        "Comité de pilotage",
        "Mme Roussel",
    ]
    places = [read.index(words) for words in order]
    assert places == sorted(places)


def test_a_sheet_holds_on_two_pages_at_most(admin_client):
    answer = admin_client.get(address("actionsheet_pdf", a_sheet(title="Ouvrir")))
    assert answer["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(answer.content)).pages) == 1


def test_the_booklet_has_bookmarks_and_contents_with_their_pages(admin_client):
    programme = a_programme()
    answer = admin_client.get(address("programme_booklet", programme))
    book = PdfReader(BytesIO(answer.content))
    marks = [one.title for one in flat(book.outline)]
    assert "CLS des Collines" in marks
    assert [mark for mark in marks if mark.startswith(("1. D", "1. O", "2. F"))] == [
        "1. Démographie médicale",
        "1. Ouvrir un centre",
        "2. Former",
    ]
    contents = plain(book.pages[1].extract_text())
    former = next(
        rank
        for rank, one in enumerate(book.pages, start=1)
        if rank > 2 and "2. Former" in plain(one.extract_text())
    )
    assert re.search(rf"2\. Former[ .]+{former}\b", contents)


def flat(outline):
    for one in outline:
        yield from flat(one) if isinstance(one, list) else [one]


def test_more_than_twenty_sheets_are_a_job(admin_client, monkeypatch):
    programme = ProgrammeFactory(name="CLS")
    for rank in range(21):
        SheetPlaceFactory(programme=programme, number=str(rank + 1))
    monkeypatch.setattr("conventions.bulk.booklets.printed_booklet", lambda *_, **__: b"%PDF")
    url = address("programme_booklet", programme)
    assert "21 fiches-actions" in shown(admin_client.get(url))
    assert not Job.objects.exists()
    answer = admin_client.post(url)
    job = Job.objects.get()
    assert answer.status_code == 302
    assert (job.state, b"".join(job.result.stream())) == (JobState.DONE, b"%PDF")
    assert job.result.name.startswith(f"livret-{programme.pk}-")


def test_a_programme_deleted_meanwhile_is_said_by_the_job(admin_user):
    job = enqueue(
        kind="conventions.print_booklet",
        label="Livret",
        parameters={"programme": 999999},
        by=admin_user,
        now=timezone.now(),
    )
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message == "Ce programme n’existe plus : choisissez-en un autre."


@pytest.mark.verapdf
def test_the_booklet_is_archivable_and_accessible(admin_client):
    answer = admin_client.get(address("programme_booklet", a_programme()))
    assert failures(answer.content) == []
