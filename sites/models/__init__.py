"""Places and organisations, one file a model."""

from sites.models.choices import Article, Gender, OrganisationKind
from sites.models.closure import Closure
from sites.models.commune import Commune, LinkedArticle
from sites.models.commune_alias import CommuneAlias
from sites.models.commune_queryset import (
    AmbiguousCommune,
    AmbiguousCommuneCode,
    CodeMeanings,
    UnknownCommune,
)
from sites.models.community import (
    Community,
    CommunityMission,
    MissionIndicator,
    MissionValue,
)
from sites.models.equipment import Equipment
from sites.models.figure import Figure
from sites.models.health_project import (
    CommitmentFinding,
    CommitmentTheme,
    FindingState,
    HealthCommitment,
    HealthProject,
)
from sites.models.hours import Activity, OpeningHours, Weekday
from sites.models.limit_waiver import AntennaLimit, LimitWaiver
from sites.models.organisation import Organisation
from sites.models.organisation_alias import OrganisationAlias
from sites.models.population import CommuneOutline, CommunePopulation
from sites.models.postal_code import PostalCode
from sites.models.representative import Representative
from sites.models.room import Room
from sites.models.scope import CommunityScope, SiteScope
from sites.models.site import Site, SiteKind, SiteState
from sites.models.substantial_change import (
    ChangeNature,
    ChangeSetAside,
    SendingMeans,
    SubstantialChange,
)
from sites.models.territory import Territory, TerritoryKind
from sites.models.territory_commune import TerritoryCommune
from sites.models.tracked import Direction, Tracked, TrackedValue
from sites.models.zoning import Zone, Zoning

__all__ = [
    "Activity",
    "AmbiguousCommune",
    "AmbiguousCommuneCode",
    "AntennaLimit",
    "Article",
    "ChangeNature",
    "ChangeSetAside",
    "Closure",
    "CodeMeanings",
    "CommitmentFinding",
    "CommitmentTheme",
    "Commune",
    "CommuneAlias",
    "CommuneOutline",
    "CommunePopulation",
    "Community",
    "CommunityMission",
    "CommunityScope",
    "Direction",
    "Equipment",
    "Figure",
    "FindingState",
    "Gender",
    "HealthCommitment",
    "HealthProject",
    "LimitWaiver",
    "LinkedArticle",
    "MissionIndicator",
    "MissionValue",
    "OpeningHours",
    "Organisation",
    "OrganisationAlias",
    "OrganisationKind",
    "PostalCode",
    "Representative",
    "Room",
    "SendingMeans",
    "Site",
    "SiteKind",
    "SiteScope",
    "SiteState",
    "SubstantialChange",
    "Territory",
    "TerritoryCommune",
    "TerritoryKind",
    "Tracked",
    "TrackedValue",
    "UnknownCommune",
    "Weekday",
    "Zone",
    "Zoning",
]
