"""Lines edited on the page of their parent."""

from django import forms
from django.contrib import admin
from django.db import models

from csipa.admin.choices import LineAutocomplete, SharedModelChoiceField
from csipa.admin.formsets import LineFormSet, OrderedFormSet
from csipa.admin.scope import ScopedChoices
from csipa.admin.widgets import FORMFIELD_OVERRIDES


class LineMixin(ScopedChoices):
    """What all our inlines share: relations loaded, the parent's lock, names on every input."""

    formset = LineFormSet
    formfield_overrides = FORMFIELD_OVERRIDES
    extra = 0
    open_when_locked = False

    @property
    def media(self):
        """Return our own script of lines in the place of the stock one."""
        js = ["csipa/js/lines.js"]
        if self.filter_vertical or self.filter_horizontal:
            js += ["admin/js/core.js", "admin/js/SelectBox.js", "admin/js/SelectFilter2.js"]
        return forms.Media(js=js)

    def get_queryset(self, request):
        """Return the lines with the rows they point to."""
        relations = [
            field.name
            for field in self.opts.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model is not self.parent_model
        ]
        queryset = super().get_queryset(request)
        return queryset.select_related(*relations) if relations else queryset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Read the choices once for all lines."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LineAutocomplete(db_field, self.admin_site))
        elif db_field.name not in (*self.raw_id_fields, *self.radio_fields):
            kwargs.setdefault("form_class", SharedModelChoiceField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def is_locked(self, request, obj) -> bool:
        """Tell whether the parent's lock holds for these lines."""
        page = self.admin_site._registry.get(self.parent_model)
        return not self.open_when_locked and bool(page and page.lock_of(request, obj))

    def has_add_permission(self, request, obj):
        """Forbid new lines under a locked parent."""
        return super().has_add_permission(request, obj) and not self.is_locked(request, obj)

    def has_change_permission(self, request, obj=None):
        """Forbid changes under a locked parent."""
        return super().has_change_permission(request, obj) and not self.is_locked(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Forbid deletions under a locked parent."""
        return super().has_delete_permission(request, obj) and not self.is_locked(request, obj)


class OrderMixin:
    """Lines of a model that derives `csipa.models.Ordered`; `position` is never typed."""

    formset = OrderedFormSet
    ordering = ("position", "pk")

    def get_exclude(self, request, obj=None):
        """Leave the position to the rank of each line."""
        return [*(super().get_exclude(request, obj) or []), "position"]

    def get_fields(self, request, obj=None):
        """Leave the position out, even where it is declared."""
        return [name for name in super().get_fields(request, obj) if name != "position"]

    def get_formset(self, request, obj=None, **kwargs):
        """Let those who may change lines order them."""
        kwargs.setdefault("can_order", self.has_change_permission(request, obj))
        return super().get_formset(request, obj, **kwargs)


class StackedInline(LineMixin, admin.StackedInline):
    """Lines shown one under the other."""

    template = "admin/edit_inline/stacked.html"


class TabularInline(LineMixin, admin.TabularInline):
    """Lines shown as a table."""

    template = "admin/edit_inline/tabular.html"


class OrderedStackedInline(OrderMixin, StackedInline):
    """Ordered lines, one under the other."""


class OrderedTabularInline(OrderMixin, TabularInline):
    """Ordered lines, as a table."""
