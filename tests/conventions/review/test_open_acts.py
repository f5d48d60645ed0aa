"""Acts as open data: only what the register gives, in the standard, what is left out being told."""

import datetime as dt

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conventions.models import CancelledNumber, Execution
from conventions.review.open_data import ACTS, DELIBERATIONS
from csipa.opendata.datasets import Reading
from tests.conventions.factories import DAY, MeetingFactory, VoteFactory
from tests.conventions.public.online import told
from tests.conventions.scdl import ORDER, breaches
from tests.opendata.checking import faults_of
from tests.opendata.tables import csv_of, lines_of, rows_of
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

SIRET = "20007246000013"
VOTE = {"in_office": 100, "voting": 92, "votes_for": 90, "votes_against": 1, "abstained": 1}


@pytest.fixture
def authority():
    return OrganisationFactory(siren=SIRET[:9], siret=SIRET)


def act(authority, rank=1, title="Ouverture d’une antenne", **columns):
    """Put an act online, received the day after."""
    publication = told(
        title, rank=rank, authority=authority, **{"subject_matter": "8.2", **columns}
    )
    Execution.objects.update_or_create(
        act=publication.act, defaults={"received_on": DAY + dt.timedelta(days=1)}
    )
    return publication


def deliberation(authority, rank=1, **columns):
    return act(authority, rank, nature="deliberation", body="council", **columns)


def read(table=DELIBERATIONS):
    """Return the rows of a table and what it leaves out; the file passes its schema."""
    reading = Reading(DAY)
    content = csv_of(table, reading)
    assert faults_of(content, table) == []
    return rows_of(content, table.delimiter), reading.left_out


def test_the_decision_of_january_makes_the_row_that_the_standard_wants(authority):
    publication = act(authority, 8)
    with override_settings(SITE_ADDRESS="https://csipa.example.org"):
        ((row,), left) = read()
    assert breaches(row) == []
    assert left == []
    assert list(row) == ORDER
    assert row["DELIB_ID"] == "2026 008"
    assert (row["DELIB_DATE"], row["PREF_ID"], row["PREF_DATE"]) == (
        "2026-01-15",
        "SPREF0622",
        "2026-01-16",
    )
    assert row["DELIB_MATIERE_NOM"] == "domaines de compétences par thèmes/aide sociale"
    assert row["VOTE_POUR"] == row["BUDGET_ANNEE"] == ""
    assert row["DELIB_URL"] == f"https://csipa.example.org/actes/{publication.address}/"


def test_a_deliberation_bears_its_vote_and_the_day_of_its_meeting(authority):
    meeting = MeetingFactory(authority=authority, held_on=DAY - dt.timedelta(days=2))
    VoteFactory(act=deliberation(authority, meeting=meeting).act, **VOTE)
    ((row,), _) = read()
    assert breaches(row) == []
    assert [row[name] for name in ORDER[11:16]] == ["100", "92", "90", "1", "1"]
    assert row["DELIB_DATE"] == "2026-01-13"


@pytest.mark.parametrize(
    "more", [{"voting": 93}, {"in_office": 91}, {"votes_for": 89}, {"voting": 90, "abstained": 0}]
)
def test_figures_that_contradict_each_other_are_not_published_and_are_told(authority, more):
    VoteFactory(act=deliberation(authority).act, **(VOTE | more))
    ((row,), (left,)) = read()
    assert not any(row[name] for name in ORDER[11:16])
    assert not left.whole
    assert "sans les voix" in left.why


def test_a_vote_half_known_gives_nothing(authority):
    VoteFactory(act=deliberation(authority).act, votes_for=90, votes_against=0)
    ((row,), left) = read()
    assert not any(row[name] for name in ORDER[11:16])
    assert left == []


def test_members_in_office_come_from_the_meeting_where_the_vote_is_silent(authority):
    meeting = MeetingFactory(authority=authority, held_on=DAY, in_office=7)
    VoteFactory(
        act=deliberation(authority, meeting=meeting).act,
        votes_for=5,
        votes_against=0,
        abstained=0,
    )
    ((row,), _) = read()
    assert (row["VOTE_EFFECTIF"], row["VOTE_REEL"]) == ("7", "5")


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"subject_matter": ""}, "matière manque"),
        ({"subject_matter": "8"}, "matière manque"),
        ({"authority_siren": "130025265"}, "SIRET"),
        ({"signature_date": None}, "date de l’acte"),
    ],
)
def test_what_the_standard_cannot_take_is_left_out_with_why(authority, columns, told):
    publication = act(authority, **columns)
    (rows, (left,)) = read()
    assert rows == []
    assert told in left.why
    assert left.what == str(publication.act)
    assert left.address.endswith(f"/act/{publication.act_id}/change/")


def test_an_authority_without_siret_is_told(authority):
    authority.siret = ""
    authority.save()
    act(authority)
    (rows, (left,)) = read()
    assert rows == []
    assert "fiche de l’organisme" in left.why
    ((row,), _) = read(ACTS)
    assert row["COLL_SIRET"] == ""


def test_an_act_received_before_it_was_taken_is_left_out(authority):
    publication = act(authority)
    Execution.objects.filter(act=publication.act).update(received_on=DAY - dt.timedelta(days=1))
    (rows, (left,)) = read()
    assert rows == []
    assert "reçu par l’État avant" in left.why


def test_orders_and_decisions_of_a_director_are_only_in_the_table_of_all_acts(authority):
    act(authority, 1, nature="arrete")
    act(authority, 2, body="director")
    act(authority, 3)
    act(authority, 4, nature="deliberation", subject_matter="")
    (rows, _) = read()
    assert [row["DELIB_ID"] for row in rows] == ["2026 003"]
    (rows, left) = read(ACTS)
    assert left == []
    assert [(row["NATURE_ACTE"], row["NATURE_ACTE_AUTRE_DETAIL"]) for row in rows] == [
        ("2", ""),
        ("6", "décision"),
        ("6", "décision"),
        ("1", ""),
    ]


def test_the_extended_table_has_three_more_columns_and_semicolons(authority):
    publication = act(authority)
    head, _ = lines_of(csv_of(ACTS), ";")
    assert head == [*ORDER, "PUBLICATION_DATE", "NATURE_ACTE", "NATURE_ACTE_AUTRE_DETAIL"]
    ((row,), _) = read(ACTS)
    assert row["PUBLICATION_DATE"] == "2026-01-16"
    Execution.objects.filter(act=publication.act).update(published_on=dt.date(2026, 1, 20))
    assert read(ACTS)[0][0]["PUBLICATION_DATE"] == "2026-01-20"


def test_what_left_the_register_left_the_files(authority):
    withdrawn, cancelled = act(authority, 1), act(authority, 2)
    withdrawn.withdrawn_at, withdrawn.withdrawn_reason = timezone.now(), "Erreur."
    withdrawn.save()
    CancelledNumber.objects.create(
        authority=authority,
        nature="decision",
        year=2026,
        number=cancelled.act.number,
        act=cancelled.act,
        cancelled_on=DAY,
        reason="Erreur.",
    )
    act(authority, 3, individual=True)
    for table in (DELIBERATIONS, ACTS):
        assert read(table) == ([], [])


def test_words_struck_out_of_the_public_copy_reach_no_file(authority):
    publication = act(authority, title="Logement de Mme Anne Duval")
    publication.document.source = {"title": "Logement de [occulté]"}
    publication.document.save()
    for table in (DELIBERATIONS, ACTS):
        ((row,), _) = read(table)
        assert row["DELIB_OBJET"] == "Logement de [occulté]"


def test_an_act_whose_public_document_says_no_object_is_left_out(authority):
    publication = act(authority)
    publication.document.source = {}
    publication.document.save()
    (rows, (left,)) = read()
    assert rows == []
    assert "Objet" in left.why


def test_an_object_that_looks_like_a_formula_is_neutral(authority):
    act(authority, title='=HYPERLINK("https://example.org")')
    ((row,), _) = read()
    assert row["DELIB_OBJET"].startswith("'=")
    assert breaches(row) == []


@pytest.mark.parametrize("table", [DELIBERATIONS, ACTS], ids=lambda table: table.name)
def test_acts_are_read_in_one_query(authority, table):
    counts = []
    for rank in range(1, 4):
        publication = deliberation(authority, rank, meeting=MeetingFactory(authority=authority))
        VoteFactory(act=publication.act, **VOTE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            csv_of(table)
        counts.append(len(queries))
    assert counts == [1, 1, 1]
