"""Lines edited on the page of their parent."""

from django.contrib import admin


class StackedInline(admin.StackedInline):
    """Lines shown one under the other."""

    extra = 0
    open_when_locked = False


class TabularInline(admin.TabularInline):
    """Lines shown as a table."""

    extra = 0
    open_when_locked = False


class OrderedStackedInline(StackedInline):
    """Lines with a `position`, one under the other."""

    ordering = ("position", "pk")
    exclude = ("position",)


class OrderedTabularInline(TabularInline):
    """Lines with a `position`, as a table."""

    ordering = ("position", "pk")
    exclude = ("position",)
