"""A site, its owner, its manager and a partner, to write conventions from the starter library."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from conventions.actions.clauses import import_library
from conventions.actions.writing_decision import write_both
from conventions.models import ConventionTemplate, DelegatedSubject
from sites.models import Commune, Organisation, Representative, Site
from tests.conventions.factories import (
    CouncilDelegationFactory,
    DelegatedSubjectFactory,
    MandateFactory,
)
from tests.sites.factories import OrganisationFactory, RepresentativeFactory, SiteFactory

TODAY = dt.date(2026, 9, 7)
START, END = dt.date(2026, 10, 1), dt.date(2027, 9, 30)
PERMANENCE = "Permanence de soins non programmés (tripartite)"
PREMISES, PARTNERSHIP = "Mise à disposition de locaux", "Partenariat"
SERVICE, GRANT = "Prestation de services", "Subvention"
COOPERATION = "Protocole de coopération entre le centre de santé et des professionnels libéraux"
HOSPITAL = "Convention de partenariat avec un établissement hospitalier"
MODELS = (PERMANENCE, PREMISES, PARTNERSHIP, SERVICE, GRANT, COOPERATION, HOSPITAL)
# What each model asks for beside the site, the parties and the days.
ASKED: dict[str, dict[str, Any]] = {
    PERMANENCE: {},
    PREMISES: {"finance": {"valued_at": Decimal(4500)}},
    PARTNERSHIP: {"purpose": "l’accompagnement des patients diabétiques"},
    COOPERATION: {"purpose": "le suivi partagé des patients diabétiques"},
    HOSPITAL: {"purpose": "la continuité des soins après une hospitalisation"},
    SERVICE: {
        "purpose": "l’entretien du matériel médical",
        "finance": {"amount": Decimal(3600)},
    },
    GRANT: {
        "purpose": "l’animation d’ateliers de prévention",
        "finance": {
            "amount": Decimal(13000),
            "instalments": [
                {"percent": Decimal(30), "when": "à la signature"},
                {"percent": Decimal(40), "due_on": dt.date(2027, 3, 1)},
                {"percent": Decimal(30), "when": "à la remise du bilan"},
            ],
        },
    },
}


@dataclass
class Cast:
    """Who and where a convention is written for."""

    site: Site
    manager: Organisation
    owner: Organisation
    partner: Organisation
    signatory: Representative
    subject: DelegatedSubject

    def parties(self, model: str) -> dict[str, Any]:
        """Return the partner where the model has one; the others are those of the site."""
        if model == PREMISES:
            return {}
        return {"partner": (self.partner, self.partner.representatives.order_by("pk").first())}


def commune_of(code: str, *, mayor: str = "f", short_name: str = "Commune") -> Organisation:
    """Return the commune of the directory with this INSEE code, its mayor in office."""
    organisation = OrganisationFactory(
        municipality=True, commune=Commune.objects.get(pk=code), short_name=short_name
    )
    RepresentativeFactory(
        organisation=organisation,
        first_name="Agnès" if mayor == "f" else "Luc",
        last_name="Roussel" if mayor == "f" else "Bailleul",
        gender=mayor,
        capacity="maire",
    )
    return organisation


def cast(
    *,
    commune: str = "62620",
    mayor: str = "f",
    kind: str = "antenna",
    president: str = "m",
    partner: dict[str, Any] | None = None,
) -> Cast:
    """Record a site of a commune, who owns, manages and joins in, and the powers to sign."""
    manager = OrganisationFactory(agglomeration=True, commune=Commune.objects.get(pk="62119"))
    holder = RepresentativeFactory(
        organisation=manager,
        first_name="Claire" if president == "f" else "Henri",
        last_name="Lemoine" if president == "f" else "Vasseur",
        gender=president,
        capacity="président",
    )
    owner = commune_of(commune, mayor=mayor)
    fields = {"kind": "antenna", "parent": SiteFactory()} if kind == "antenna" else {"kind": kind}
    site = SiteFactory(
        name=owner.commune.name,
        commune=owner.commune,
        address="61 route départementale 943",
        postal_code="62120",
        owner=owner,
        manager=manager,
        **fields,
    )
    joins = OrganisationFactory(**(partner or CPTS))
    RepresentativeFactory(
        organisation=joins, last_name="Delattre", first_name="Étienne", gender="m"
    )
    mandate = MandateFactory(authority=manager, installed_on=dt.date(2026, 4, 17))
    subject = DelegatedSubjectFactory(
        delegation=CouncilDelegationFactory(
            mandate=mandate, date=dt.date(2026, 4, 17), enforceable_on=dt.date(2026, 4, 20)
        ),
        position=1,
    )
    return Cast(site, manager, owner, joins, holder, subject)


CPTS = {
    "kind": "cpts",
    "official_name": "communauté professionnelle territoriale de santé Val de Lys Romane",
    "article": "la",
    "gender": "f",
    "short_name": "CPTS Val de Lys Romane",
    "rna": "W621009999",
}
INSTITUTE = {
    "kind": "association",
    "official_name": "institut de prévention d’Artois",
    "article": "l",
    "gender": "m",
    "short_name": "Institut",
    "rna": "W621009998",
}
DEPARTMENT = {
    "kind": "department",
    "official_name": "département du Pas-de-Calais",
    "article": "le",
    "gender": "m",
    "short_name": "Département",
    "siren": "226200012",
}
FRIENDS = {
    "kind": "association",
    "official_name": "Amis de la santé d’Isbergues",
    "article": "les",
    "gender": "m",
    "short_name": "Amis de la santé",
    "rna": "W621009997",
}
AGENCY = {
    "kind": "ars",
    "official_name": "agence régionale de santé Hauts-de-France",
    "article": "l",
    "gender": "f",
    "short_name": "ARS",
}


def written(players: Cast, model: str, **choices: Any) -> tuple[Any, Any]:
    """Write the convention and the decision of a model of the starter library."""
    import_library(by=None, today=TODAY)
    given: dict[str, Any] = {
        "today": TODAY,
        "site": players.site,
        "parties": players.parties(model),
        "start": START,
        "end": END,
        "signatory": players.signatory,
        "powers": [players.subject],
        **ASKED[model],
        **choices,
    }
    return write_both(template=ConventionTemplate.objects.get(name=model), by=None, **given)
