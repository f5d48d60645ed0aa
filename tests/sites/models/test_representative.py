"""Representatives: the capacity agrees with its holder."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sites.models import Commune, Representative
from tests.sites.factories import RepresentativeFactory


@pytest.mark.parametrize(
    ("gender", "capacity", "agreed"),
    [
        ("f", "vice-président délégué", "la vice-présidente déléguée"),
        ("m", "vice-président délégué", "le vice-président délégué"),
        ("f", "maire", "la maire"),
        ("f", "adjoint au maire", "l’adjointe au maire"),
        ("m", "président", "le président"),
    ],
)
def test_capacity_agrees_with_the_gender_of_its_holder(gender, capacity, agreed):
    assert RepresentativeFactory.build(gender=gender, capacity=capacity).the_capacity == agreed


def test_capacity_unknown_to_the_program_stays_as_typed():
    holder = RepresentativeFactory.build(gender="f", capacity="bourgmestre")
    assert holder.agreed_capacity == "bourgmestre"


def test_full_name_puts_the_last_name_in_capitals_with_accents():
    person = RepresentativeFactory.build(title="Docteur", first_name="Léa", last_name="Dhélin")
    assert person.full_name == str(person) == "Docteur Léa DHÉLIN"


@pytest.mark.django_db
def test_both_ends_of_a_mandate_belong_to_it():
    person = RepresentativeFactory(start=dt.date(2026, 1, 26), end=dt.date(2026, 4, 28))
    for day, holds in [("01-25", False), ("01-26", True), ("04-28", True), ("04-29", False)]:
        on = dt.date.fromisoformat(f"2026-{day}")
        assert Representative.objects.on(on).filter(pk=person.pk).exists() is holds


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        pytest.param({"gender": ""}, "sites_representative_gender", id="no gender"),
        pytest.param(
            {"start": dt.date(2026, 2, 1), "end": dt.date(2026, 1, 1)},
            "sites_representative_period",
            id="reversed period",
        ),
    ],
)
def test_database_refuses_what_must_never_be(values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RepresentativeFactory(**values)


@pytest.mark.django_db
def test_mandate_that_ends_before_it_starts_is_told_in_french():
    person = RepresentativeFactory()
    person.start, person.end = dt.date(2026, 2, 1), dt.date(2026, 1, 1)
    with pytest.raises(ValidationError, match="La fin de la période précède son début"):
        person.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Délot", id="last name"),
        pytest.param("DELOT etienne", id="both names without accents"),
        pytest.param("vice-présidente", id="capacity in the feminine"),
        pytest.param("maire adjoint délot", id="capacity and name"),
        pytest.param("robecq", id="organisation"),
    ],
)
def test_representative_is_found_by_name_capacity_or_organisation(text):
    person = RepresentativeFactory(
        organisation__municipality=True,
        organisation__commune=Commune.objects.get(pk="62713"),
        first_name="Étienne",
        last_name="Délot",
        capacity="vice-président, adjoint au maire",
    )
    RepresentativeFactory(capacity="trésorier")
    assert list(Representative.objects.search(text)) == [person]
