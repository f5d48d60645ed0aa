"""Floor of the back office: the admin site and the classes every app declares its pages with."""

from csipa.admin.guided import guided
from csipa.admin.inlines import (
    OrderedStackedInline,
    OrderedTabularInline,
    StackedInline,
    TabularInline,
)
from csipa.admin.navigation import Panel, Section, ToolbarLink
from csipa.admin.own_pages import SitePage, own_page, register_page
from csipa.admin.pages import ModelAdmin
from csipa.admin.scope import OrNone, register_scope
from csipa.admin.searching import FoldedSearchMixin
from csipa.admin.site import CsipaAdminSite

__all__ = [
    "CsipaAdminSite",
    "FoldedSearchMixin",
    "ModelAdmin",
    "OrNone",
    "OrderedStackedInline",
    "OrderedTabularInline",
    "Panel",
    "Section",
    "SitePage",
    "StackedInline",
    "TabularInline",
    "ToolbarLink",
    "guided",
    "own_page",
    "register_page",
    "register_scope",
]
