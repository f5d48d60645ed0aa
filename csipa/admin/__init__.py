"""Floor of the back office: the admin site and the classes every app declares its pages with."""

from csipa.admin.inlines import (
    OrderedStackedInline,
    OrderedTabularInline,
    StackedInline,
    TabularInline,
)
from csipa.admin.navigation import Panel, Section, ToolbarLink
from csipa.admin.pages import ModelAdmin
from csipa.admin.site import CsipaAdminSite

__all__ = [
    "CsipaAdminSite",
    "ModelAdmin",
    "OrderedStackedInline",
    "OrderedTabularInline",
    "Panel",
    "Section",
    "StackedInline",
    "TabularInline",
    "ToolbarLink",
]
