"""Places and organisations, one file a model."""

from sites.models.choices import Article, Gender, OrganisationKind
from sites.models.commune import Commune, LinkedArticle
from sites.models.commune_alias import CommuneAlias
from sites.models.commune_queryset import (
    AmbiguousCommune,
    AmbiguousCommuneCode,
    CodeMeanings,
    UnknownCommune,
)
from sites.models.equipment import Equipment
from sites.models.hours import Activity, OpeningHours, Weekday
from sites.models.organisation import Organisation
from sites.models.organisation_alias import OrganisationAlias
from sites.models.postal_code import PostalCode
from sites.models.representative import Representative
from sites.models.room import Room
from sites.models.site import Site, SiteKind, SiteState
from sites.models.territory import Territory, TerritoryKind
from sites.models.territory_commune import TerritoryCommune

__all__ = [
    "Activity",
    "AmbiguousCommune",
    "AmbiguousCommuneCode",
    "Article",
    "CodeMeanings",
    "Commune",
    "CommuneAlias",
    "Equipment",
    "Gender",
    "LinkedArticle",
    "OpeningHours",
    "Organisation",
    "OrganisationAlias",
    "OrganisationKind",
    "PostalCode",
    "Representative",
    "Room",
    "Site",
    "SiteKind",
    "SiteState",
    "Territory",
    "TerritoryCommune",
    "TerritoryKind",
    "UnknownCommune",
    "Weekday",
]
