"""Acts, conventions and programmes from the search box."""

import datetime as dt

import pytest

from tests.admin.finding.asking import found, line
from tests.conventions.factories import ActFactory, ConventionFactory, PartyFactory
from tests.conventions.factories_programmes import (
    ActionSheetFactory,
    CommitteeFactory,
    ProgrammeFactory,
)
from tests.sites.factories import OrganisationFactory
from tests.two_cpts import two_cpts

pytestmark = pytest.mark.django_db


def test_draft_and_signed_act_are_told_apart(admin_client):
    ActFactory(title="Bail de la maison")
    assert line(admin_client, "bail maison", "Actes").title == "Projet de décision"
    signed = {"state": "signed", "signature_date": dt.date(2026, 1, 15), "number": "2026 008"}
    ActFactory(title="Prêt de l’écran", year=2026, **signed)
    shown = line(admin_client, "ecran pret", "Actes")
    assert (shown.kind, shown.title) == ("décision", "Décision n°\u00a02026 008")
    assert shown.about == "15\u00a0janvier\u00a02026 · Prêt de l’écran"


def test_convention_is_found_by_its_reference_and_by_a_party(admin_client):
    convention = ConventionFactory(
        reference="CONV-2026-007", title="Convention de locaux", start=dt.date(2026, 2, 1)
    )
    PartyFactory(convention=convention, organisation=OrganisationFactory(official_name="Zirconium"))
    for typed in ("conv 2026 007", "CONV-2026-007", "zirconium locaux"):
        shown = line(admin_client, typed, "Conventions")
        assert (
            shown.about == "CONV-2026-007 · partenariat · à compter du 1er\u00a0février\u00a02026"
        ), typed


def test_convention_is_found_by_a_name_that_its_party_bore(admin_client):
    body = OrganisationFactory(official_name="Zirconium")
    for convention in ConventionFactory.create_batch(2):
        PartyFactory(convention=convention, organisation=body)
    body.official_name = "Praséodyme"
    body.save()
    assert len(found(admin_client, "zirconium", "Conventions")) == 2


def test_programme_sheet_and_committee_are_found_without_accents(admin_client):
    programme = ProgrammeFactory(name="Santé mentale à l’école")
    CommitteeFactory(programme=programme, name="Comité d’étapes")
    ActionSheetFactory(title="Dépistage précoce")
    assert found(admin_client, "ecole sante", "Programmes de santé") == ["Santé mentale à l’école"]
    assert found(admin_client, "comite etapes", "Instances") == ["Comité d’étapes"]
    assert found(admin_client, "depistage precoce", "Fiches actions") == ["Dépistage précoce"]


def test_project_of_another_cpts_is_not_found():
    house = two_cpts()
    for community, name in ((house.mine, "Nôtre"), (house.theirs, "Leur")):
        ProgrammeFactory(kind="cpts", community=community, name=f"{name} projet de zirconium")
    assert found(house.client, "zirconium") == ["Nôtre projet de zirconium"]
