"""Places and organisations, one file a model."""

from sites.models.commune import Commune, CommuneAlias, LinkedArticle, PostalCode
from sites.models.commune_queryset import (
    AmbiguousCommune,
    AmbiguousCommuneCode,
    CodeMeanings,
    UnknownCommune,
)
from sites.models.hours import Activity, OpeningHours, Weekday
from sites.models.organisation import (
    Article,
    Gender,
    Organisation,
    OrganisationAlias,
    OrganisationKind,
)
from sites.models.premises import Equipment, Room
from sites.models.representative import Representative
from sites.models.site import Site, SiteKind, SiteState
from sites.models.territory import Territory, TerritoryCommune, TerritoryKind

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
