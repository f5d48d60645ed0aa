"""Conventions in force as open data: organisations are named, natural persons never."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.review.open_data import CONVENTIONS
from csipa.opendata.datasets import Reading
from sites.models import OrganisationKind
from tests.conventions.factories import (
    DAY,
    ActFactory,
    AnnexFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.conventions.factories_publication import (
    PublicationFactory,
    RedactionFactory,
    WithheldAnnexFactory,
)
from tests.opendata.checking import faults_of
from tests.opendata.tables import csv_of, rows_of
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)


def agreed(title="Convention de partenariat", *, act=None, **columns):
    """Return a convention in force, annexed to a signed act."""
    act = act or ActFactory(
        state="signed",
        number=f"2026 {ConventionFactory._meta.model.objects.count() + 1:03d}",
        signature_date=DAY,
        year=2026,
    )
    convention = ConventionFactory(title=title, start=dt.date(2026, 2, 1), **columns)
    AnnexFactory(act=act, convention=convention, text="")
    PartyFactory(convention=convention)
    return convention


def read(day=TODAY):
    """Return the rows and what is left out; the file passes its schema."""
    reading = Reading(day)
    content = csv_of(CONVENTIONS, reading)
    assert faults_of(content, CONVENTIONS) == []
    return rows_of(content), reading.left_out


def person(name="Anne DUVAL"):
    return OrganisationFactory(kind=OrganisationKind.PERSON, official_name=name)


def test_a_convention_in_force_says_what_between_whom_and_until_when():
    convention = agreed(reference="C-1", end=dt.date(2026, 4, 28))
    publication = PublicationFactory(act=convention.annex.act, address="2026-decision-2026-001")
    ((row,), left) = read()
    assert left == []
    assert (row["reference"], row["nature"]) == ("C-1", "partenariat")
    assert (row["debut"], row["fin"]) == ("2026-02-01", "2026-04-28")
    assert row["acte_numero"] == publication.act.number
    assert (row["acte_nature"], row["acte_date"]) == ("décision", "2026-01-15")
    assert row["acte_url"].endswith("/actes/2026-decision-2026-001/")


def test_parties_are_told_in_order_without_their_article():
    convention = agreed()
    first = convention.parties.get()
    second = PartyFactory(convention=convention, as_written=True, name="La société Tilleul")
    third = PartyFactory(convention=convention)
    third.name = third.organisation.the_name
    third.save()
    ((row,), _) = read()
    names = [f"{one.organisation.name}" for one in (first, third)]
    told = row["parties"].split(" | ")
    assert [told[0].casefold(), told[2].casefold()] == [name.casefold() for name in names]
    assert told[1] == second.name


def test_only_conventions_in_force_are_told():
    agreed("Finie", end=dt.date(2026, 3, 1))
    agreed("À venir").__class__.objects.filter(title="À venir").update(start=dt.date(2026, 3, 3))
    agreed("Dernier jour", end=TODAY)
    agreed("Projet", act=ActFactory())
    assert [row["objet"] for row in read()[0]] == ["Dernier jour"]


def test_an_amendment_makes_no_row():
    agreed("Avenant n° 1", parent=agreed("Convention"), parent_relation="amendment")
    assert [row["objet"] for row in read()[0]] == ["Convention"]


def test_natural_persons_are_not_named():
    convention = agreed("Convention avec le docteur Anne DUVAL pour ses locaux")
    PartyFactory(convention=convention, organisation=person())
    ((row,), (left,)) = read()
    assert row["parties"].endswith(" | personne physique")
    assert row["objet"] == "Convention avec le docteur [occulté] pour ses locaux"
    assert "duval" not in " ".join(row.values()).lower()
    assert not left.whole


def test_a_person_known_only_by_the_words_of_the_text_is_not_named_either():
    convention = agreed("Convention Lemaire")
    PartyFactory(
        convention=convention,
        as_written=True,
        legal_form="person",
        name="Mme Odile LEMAIRE",
        representative_first_name="Odile",
        representative_last_name="LEMAIRE",
    )
    ((row,), _) = read()
    assert row["parties"].endswith("personne physique")
    assert row["objet"] == "Convention [occulté]"


def test_words_struck_out_of_the_act_are_struck_here():
    convention = agreed("Convention avec le cabinet Duval")
    RedactionFactory(act=convention.annex.act, words="cabinet Duval")
    PartyFactory(convention=convention, as_written=True, name="Cabinet Duval")
    ((row,), _) = read()
    assert row["objet"] == "Convention avec le [occulté]"
    assert row["parties"].endswith("personne physique")


def test_words_struck_out_of_the_act_are_struck_in_the_reference_too():
    convention = agreed("Bail", reference="BAIL-DUVAL-2026")
    RedactionFactory(act=convention.annex.act, words="Duval")
    ((row,), _) = read()
    assert row["reference"] == "BAIL-[occulté]-2026"


def test_a_withheld_text_and_an_individual_act_are_left_out_and_told():
    withheld = agreed("Retirée")
    WithheldAnnexFactory(annex=withheld.annex)
    act = ActFactory(
        state="signed", number="2026 900", signature_date=DAY, year=2026, individual=True
    )
    agreed("Individuelle", act=act)
    (rows, left) = read()
    assert rows == []
    assert sorted(one.why.split(" :")[0].split("\u00a0")[0] for one in left) == [
        "L’acte qui l’autorise est individuel",
        "Son texte n’est pas publié",
    ]


def test_a_convention_without_act_here_says_the_one_it_states():
    convention = agreed(
        authorised_by_nature="deliberation",
        authorised_by_number="2024/CC061",
        authorised_by_date=dt.date(2024, 6, 25),
    )
    convention.annex.delete()
    convention.sealed = True
    convention.save()
    ((row,), _) = read()
    assert (row["acte_nature"], row["acte_numero"]) == ("délibération", "2024/CC061")
    assert row["acte_url"] == ""


def test_conventions_are_read_in_as_many_queries_whatever_their_number():
    counts = []
    for _ in range(3):
        RedactionFactory(act=agreed().annex.act)
        with CaptureQueriesContext(connection) as queries:
            csv_of(CONVENTIONS)
        counts.append(len(queries))
    assert counts == [3, 3, 3]
