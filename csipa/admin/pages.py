"""The base of every page of the back office."""

from django.contrib import admin

from csipa.admin.navigation import Section, ToolbarLink


class ModelAdmin(admin.ModelAdmin):
    """A model's pages: place in the menu, toolbar, lock, history, relations loaded."""

    section: Section = Section.SETTINGS
    section_rank: int = 0
    description: str = ""
    hidden_in_menu: bool = False
    layout: tuple = ()
    open_when_locked_fields: tuple = ()
    change_list_links: tuple = ()
    save_on_top = True
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def toolbar(self, request, obj) -> list[ToolbarLink]:
        """Return the buttons at the top of the change page of `obj`."""
        return []

    def list_toolbar(self, request) -> list[ToolbarLink]:
        """Return the buttons at the top of the list, beside « Ajouter »."""
        return list(self.change_list_links)

    def locked_reason(self, request, obj) -> str:
        """Return why `obj` may not be changed any more, as a French sentence; empty if it may."""
        return ""
