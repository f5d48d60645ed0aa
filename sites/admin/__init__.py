"""Pages of the back office, one module for each part of the menu."""

from sites.admin import finding
from sites.admin.communes import CommuneAdmin
from sites.admin.communities import CommunityAdmin
from sites.admin.declarations import SubstantialChangeAdmin
from sites.admin.diagnosis import DIAGNOSIS
from sites.admin.figures import FigureAdmin
from sites.admin.missions import CommunityMissionAdmin
from sites.admin.organisations import OrganisationAdmin
from sites.admin.outlines import CommuneOutlineAdmin
from sites.admin.places import SiteAdmin
from sites.admin.populations import CommunePopulationAdmin
from sites.admin.projects import HealthProjectAdmin
from sites.admin.representatives import RepresentativeAdmin
from sites.admin.scopes import SiteScopeAdmin
from sites.admin.territories import TerritoryAdmin
from sites.admin.territory_map import MAP
from sites.admin.zonings import ZoningAdmin

__all__ = [
    "DIAGNOSIS",
    "MAP",
    "CommuneAdmin",
    "CommuneOutlineAdmin",
    "CommunePopulationAdmin",
    "CommunityAdmin",
    "CommunityMissionAdmin",
    "FigureAdmin",
    "HealthProjectAdmin",
    "OrganisationAdmin",
    "RepresentativeAdmin",
    "SiteAdmin",
    "SiteScopeAdmin",
    "SubstantialChangeAdmin",
    "TerritoryAdmin",
    "ZoningAdmin",
    "finding",
]
