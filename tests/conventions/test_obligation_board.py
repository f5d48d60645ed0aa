"""The board of obligations across conventions, and the sheet sent to a party."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from conventions.review.obligations import by_organisation, obligations_of
from csipa.pdf.door import PdfError
from tests.conventions.factories import (
    AnnexFactory,
    ArticleFactory,
    CommitmentFactory,
)
from tests.conventions.factories_agreements import FulfilmentFactory, TrackingFactory
from tests.conventions.following import TODAY, commitment, followed_convention
from tests.conventions.pages import address, shown, staff
from tests.conventions.review.lives import signed_act
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db

BOARD = "convention_obligations"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def reader(client):
    client.force_login(staff("view_convention"))
    return client


@pytest.fixture
def convention():
    return followed_convention(reference="C-1")


def at(name, convention, *keys):
    return reverse(f"admin:conventions_convention_{name}", args=[convention.pk, *keys])


# The board ----------------------------------------------------------------------------------------


def board(client, **asked):
    return shown(client.get(address(BOARD), asked))


def verbs(page):
    return re.findall(r'<th scope="row"><strong>(.*?)</strong>', page)


def test_the_board_counts_what_each_party_owes_late_first(reader, convention):
    row = commitment(convention, "remettre")
    TrackingFactory(commitment=row, periodicity="once", first_due_on=dt.date(2026, 2, 1))
    TrackingFactory(commitment=commitment(convention, "nettoyer"), periodicity="monthly")
    TrackingFactory(commitment=commitment(convention, "ouvrir"), periodicity="quarterly")
    page = board(reader)
    assert "12 engagements, 3 parties" in page
    found = re.findall(r"<summary>\s*<h2>(.*?)</h2>\s*<span class=\"quiet\">(.*?)</span>", page)
    assert sorted(count for _, count in found) == [
        "2 engagements",
        "3 engagements",
        "7 engagements",
    ]
    assert found[-1][1] == "7 engagements", "nothing of the health community is late"
    assert "2 en retard" in page
    assert re.search(r"Remettre</strong>.*?C-1", page, re.DOTALL)


def test_the_board_opens_on_what_holds_and_on_what_stayed_late(reader, convention):
    draft = followed_convention(signed=False, title="Projet de convention")
    over = followed_convention(ends_on=dt.date(2026, 2, 10), title="Convention échue")
    TrackingFactory(
        commitment=commitment(over, "remettre"),
        periodicity="once",
        first_due_on=dt.date(2026, 2, 1),
    )
    AnnexFactory(
        act=signed_act(cancelled_on=TODAY), text="", convention=followed_convention(title="Annulée")
    )
    assert len(verbs(board(reader))) == 13
    assert "Convention échue" in board(reader)
    assert len(verbs(board(reader, etape="terminees"))) == 24
    assert len(verbs(board(reader, etape="projets"))) == 12
    assert len(verbs(board(reader, etape="toutes"))) == 48
    assert len(verbs(board(reader, etape="absente"))) == 13
    assert len(verbs(board(reader, convention=draft.pk))) == 12


def test_filters_narrow_the_board(reader, convention):
    site = SiteFactory()
    other = followed_convention(site=site)
    late = commitment(other, "envoyer")
    TrackingFactory(commitment=late)
    TrackingFactory(
        commitment=commitment(other, "ouvrir"),
        periodicity="once",
        first_due_on=dt.date(2026, 3, 20),
    )
    FulfilmentFactory(commitment=late, done_on=dt.date(2026, 2, 1))
    assert len(verbs(board(reader))) == 24
    assert len(verbs(board(reader, site=site.pk))) == 12
    organisation = late.article.committed_party.organisation_id
    assert len(verbs(board(reader, organisme=organisation))) == 7
    assert verbs(board(reader, etat="due")) == ["Envoyer", "Ouvrir"]
    assert verbs(board(reader, etat="soon")) == ["Envoyer", "Ouvrir"]
    assert "Aucun engagement ne répond à ces filtres" in board(reader, etat="late")
    assert len(verbs(board(reader, etat="nimporte", organisme="x", convention="é"))) == 24
    assert "Effacer les filtres" in board(reader, etat="late")


def test_an_empty_board_says_so(reader):
    assert "Aucun engagement dans ces conventions" in board(reader)


def test_the_board_shows_all_there_is_when_nothing_holds(reader):
    followed_convention(ends_on=dt.date(2026, 2, 10))
    page = board(reader)
    assert len(verbs(page)) == 12
    assert '<option value="toutes" selected>' in page
    assert "Aucun engagement dans ces conventions" in board(reader, etape="")


def test_the_board_costs_no_more_for_more_conventions(reader, django_assert_max_num_queries):
    for _ in range(4):
        convention = followed_convention(site=SiteFactory())
        TrackingFactory(commitment=commitment(convention, "envoyer"))
    with django_assert_max_num_queries(16):
        assert len(verbs(board(reader))) == 48


def test_commitments_of_each_party_come_last_on_the_board():
    convention = followed_convention(signed=False)
    CommitmentFactory(
        article=ArticleFactory(convention=convention, body="", position=9), text="se réunir."
    )
    owed = by_organisation(obligations_of([convention], today=TODAY))
    assert (owed[-1].party, owed[-1].organisation_pk) == ("chacune des parties", None)


# The sheet ----------------------------------------------------------------------------------------


@pytest.fixture
def printed(monkeypatch):
    """Give the data of the last sheet in place of its pages."""
    sheets = []

    def render(context, source):
        sheets.append(source)
        return b"%PDF-1.7"

    monkeypatch.setattr("conventions.review.obligation_sheets.render_sheet", render)
    return sheets


def test_the_sheet_of_a_party_holds_its_commitments_of_one_convention(reader, convention, printed):
    row = commitment(convention, "envoyer")
    TrackingFactory(commitment=row, proof="planning")
    FulfilmentFactory(commitment=row, done_on=dt.date(2026, 2, 20), proof="courriel")
    act = signed_act()
    AnnexFactory(act=act, text="", convention=convention)
    party = row.article.committed_party
    response = reader.get(at("sheet", convention, party.pk))
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="convention-C-1-engagements.pdf"' in response["Content-Disposition"]
    (sheet,) = printed
    assert sheet["party"] == str(party.organisation)
    assert sheet["date"] == "2026-03-02"
    assert sheet["issuer"].lower().endswith(str(act.authority).lower()[-10:])
    (told,) = sheet["conventions"]
    assert (told["reference"], told["end"], len(told["lines"])) == ("C-1", "2026-04-28", 7)
    assert told["lines"][2] == {
        "text": "envoyer le planning du mois",
        "every": "chaque mois",
        "due_on": "2026-03-26",
        "proof": "planning",
        "last_done": "2026-02-20",
        "last_proof": "courriel",
        "state": "due",
        "label": "à faire",
    }
    assert told["lines"][0]["label"] == "", "« en permanence » is its periodicity already"


def test_the_sheet_of_the_board_holds_all_the_conventions_of_a_party(reader, convention, printed):
    organisation = commitment(convention, "ouvrir").article.committed_party.organisation
    other = followed_convention(organisations=[organisation])
    url = reverse("admin:conventions_convention_organisation_sheet", args=[organisation.pk])
    assert url in board(reader)
    assert reader.get(url).status_code == 200
    assert [len(one["lines"]) for one in printed[0]["conventions"]] == [2, 7]
    assert reader.get(url, {"convention": other.pk}).status_code == 200
    assert [len(one["lines"]) for one in printed[1]["conventions"]] == [7]


def test_there_is_no_sheet_of_nobody(reader, convention):
    assert reader.get(at("sheet", convention, 999_999)).status_code == 404
    url = reverse("admin:conventions_convention_organisation_sheet", args=[999_999])
    assert reader.get(url).status_code == 404


def test_a_sheet_that_cannot_be_printed_says_why(reader, convention, monkeypatch):
    def fail(*_args):
        raise PdfError("La police manque.")

    monkeypatch.setattr("conventions.review.obligation_sheets.render_sheet", fail)
    party = convention.parties.first()
    response = reader.get(at("sheet", convention, party.pk), follow=True)
    assert "La police manque." in shown(response)
