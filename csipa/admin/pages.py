"""The base of every page of the back office."""

from collections.abc import Mapping

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP

from csipa.admin.contributions import contributed_links, contributed_panels
from csipa.admin.deletion_pages import DeletionMixin
from csipa.admin.history_pages import HistoryMixin
from csipa.admin.layout import page_sections
from csipa.admin.messages import MessageMixin
from csipa.admin.navigation import Panel, Section, ToolbarLink
from csipa.admin.own_pages import OwnViewsMixin
from csipa.admin.paging import BoundedPaginator
from csipa.admin.refusals import RefusalMixin
from csipa.admin.scope import ScopeMixin
from csipa.admin.version_pages import VersionMixin
from csipa.admin.widgets import FORMFIELD_OVERRIDES
from csipa.french.grammar import de, upper_first


class ModelAdmin(
    OwnViewsMixin,
    MessageMixin,
    HistoryMixin,
    RefusalMixin,
    VersionMixin,
    DeletionMixin,
    ScopeMixin,
    admin.ModelAdmin,
):
    """A model's pages: place in the menu, own views, toolbar, lock, history, scope, relations."""

    section: Section = Section.SETTINGS
    section_rank: int = 0
    description: str = ""
    # What to do first where a list is empty and its lines are not added there: a French sentence.
    first_step: str = ""
    menu_name: str = ""  # what the menu says where it is not the name of the rows
    hidden_in_menu: bool = False
    # The page of the user guide that « Aide » leads to (« page » or « page#heading »), and other
    # ones for the addresses whose name ends so (« sign », « history »), or once a row is closed.
    guide: str = ""
    guides: Mapping[str, str] = {}
    guide_when_locked: str = ""
    shared_guides = {
        "history": "a-deux-sur-la-meme-page#qui-a-changé-quoi",
        "delete": "corbeille",
    }
    layout: tuple = ()
    open_when_locked_fields: tuple = ()
    change_list_links: tuple = ()
    offers_names: bool = False
    # False: a page of its own shows what the apps above tell of it, and the form stays short.
    tells_above_form: bool = True
    save_on_top = True
    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    view_on_site = False
    formfield_overrides = FORMFIELD_OVERRIDES

    # What an app may say about its pages ------------------------------------------------------

    def toolbar(self, request, obj) -> list[ToolbarLink]:
        """Return the buttons at the top of the change page of `obj`."""
        return []

    def panels(self, request, obj) -> list[Panel]:
        """Return what the change page of `obj` tells above its form."""
        return []

    def list_toolbar(self, request) -> list[ToolbarLink]:
        """Return the buttons at the top of the list, beside « Ajouter »."""
        return list(self.change_list_links)

    def locked_reason(self, request, obj) -> str:
        """Return why `obj` may not be changed any more, as a French sentence; empty if it may."""
        return ""

    # The lock ---------------------------------------------------------------------------------

    def lock_of(self, request, obj) -> str:
        """Return `locked_reason` as it was when the request began, asked once a request."""
        if obj is None or obj.pk is None:
            return ""
        known = request.__dict__.setdefault("page_locks", {})
        if (self.model, obj.pk) not in known:
            known[self.model, obj.pk] = self.locked_reason(request, obj)
        return known[self.model, obj.pk]

    def has_change_permission(self, request, obj=None):
        """Forbid changes to a locked object, unless something on its page stays open."""
        if not super().has_change_permission(request, obj):
            return False
        return not self.lock_of(request, obj) or self._stays_open(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Forbid the deletion of a locked object."""
        return super().has_delete_permission(request, obj) and not self.lock_of(request, obj)

    def _stays_open(self, request, obj) -> bool:
        inlines = self.get_inlines(request, obj)
        return bool(self.open_when_locked_fields) or any(
            getattr(inline, "open_when_locked", False) for inline in inlines
        )

    def get_readonly_fields(self, request, obj=None):
        """Return the fields to show only: all but the open ones when the object is locked."""
        declared = list(super().get_readonly_fields(request, obj))
        if not self.lock_of(request, obj):
            return declared
        names = flatten_fieldsets(self.fieldsets) if self.fieldsets else list(self.fields or ())
        model_fields = (*self.opts.fields, *self.opts.many_to_many)
        names += [field.name for field in model_fields if field.editable]
        shown_only = dict.fromkeys([*declared, *names])
        return [name for name in shown_only if name not in self.open_when_locked_fields]

    # Relations loaded -------------------------------------------------------------------------

    def get_list_select_related(self, request):
        """Return the relations that the columns of the list read, and those declared."""
        declared = super().get_list_select_related(request)
        if declared is True:
            return True
        columns = (self._relation_of(name) for name in self.get_list_display(request))
        return [*dict.fromkeys([*(declared or ()), *filter(None, columns)])]

    def _relation_of(self, column) -> str:
        """Return the lookup of the relations that a column goes through, empty for none."""
        model, path = self.model, []
        for name in column.split(LOOKUP_SEP) if isinstance(column, str) else ():
            try:
                field = model._meta.get_field(name)
            except FieldDoesNotExist:
                break
            if not (isinstance(field, models.ForeignKey) and field.concrete):
                break
            path.append(name)
            model = field.related_model
        return LOOKUP_SEP.join(path)

    # Pages ------------------------------------------------------------------------------------

    @property
    def media(self):
        """Return the stock scripts that our pages use; the widgets add their own."""
        names = ["vendor/jquery/jquery.min.js", "jquery.init.js", "core.js"]
        names += ["admin/RelatedObjectLookups.js", "actions.js"]
        if self.prepopulated_fields:
            names += ["urlify.js", "prepopulate.js"]
        return forms.Media(js=[f"admin/js/{name}" for name in names])

    def changelist_view(self, request, extra_context=None):
        """Show the list with its buttons."""
        context = {
            "title": upper_first(str(self.opts.verbose_name_plural)),
            "toolbar": self.list_toolbar(request),
            "section": self.section,
            # Nothing is typed in a list: what serves forms would be read for nothing.
            "media": forms.Media(js=["admin/js/actions.js"]),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        """Show the form section by section, with its buttons and the reason of its lock."""
        inlines = context["inline_admin_formsets"]
        reason = self.lock_of(request, obj)
        toolbar, panels = [], []
        if obj is not None:
            toolbar = [*self.toolbar(request, obj), *contributed_links(request, obj)]
            told = contributed_panels(request, obj) if self.tells_above_form else []
            panels = [*self.panels(request, obj), *told]
        context |= {
            "page_sections": page_sections(context["adminform"], inlines, self.layout),
            "toolbar": toolbar,
            "toolbar_more": [link for link in toolbar if link.more],
            "panels": panels,
            "locked_reason": reason,
            "offers_names": self.offers_names and not reason,
            "section": self.section,
        }
        if add:
            context["title"] = f"Ajout {de(str(self.opts.verbose_name))}"
        if reason:
            context |= {"show_save_and_add_another": False, "show_save_as_new": False}
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )
