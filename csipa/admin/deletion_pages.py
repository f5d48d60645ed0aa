"""The pages that confirm a deletion: they say what changed meanwhile, and that it can be undone."""

from __future__ import annotations

import hashlib

from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.db.models import Max
from django.forms.models import _get_foreign_key
from django.http import QueryDict

from csipa.admin.conflicts import find_conflict
from csipa.admin.history import history_manager, page_trails
from csipa.admin.marks import MARKS_INPUT, is_unchanged, page_marks
from csipa.admin.restoring import is_restorable
from csipa.deletions import delete_rows


class DeletionMixin:
    """Asks again before it deletes a row that changed since the confirmation was read."""

    def _delete_view(self, request, object_id, extra_context):
        """Confirm or delete; a row that changed meanwhile is shown again, with what changed."""
        obj = self.get_object(request, unquote(object_id))
        if obj is not None and request.method == "POST":
            list(self.model._base_manager.select_for_update().filter(pk=obj.pk).values_list("pk"))
            posted, present = request.POST.get(MARKS_INPUT), self._marks(request, obj)
            if not is_unchanged(posted, present):
                inlines, owner = self.get_inline_instances(request, obj), self.lines_owner(obj)
                trails = page_trails(obj, inlines, self.hidden_in_history(request), owner)
                if conflict := find_conflict(posted, obj, trails):
                    request.POST = QueryDict()
                    request.deletion_conflict = conflict
        return super()._delete_view(request, object_id, extra_context)

    def render_delete_form(self, request, context):
        """Show the confirmation with how far the history of the row had come."""
        context |= {
            "version_input": MARKS_INPUT,
            "version": self._marks(request, context["object"]),
            "conflict": getattr(request, "deletion_conflict", None),
            "is_restorable": is_restorable(self.model),
        }
        return super().render_delete_form(request, context)

    def _marks(self, request, obj) -> str:
        inlines = self.get_inline_instances(request, obj)
        return page_marks(obj, inlines, self.lines_owner(obj))

    def after_restoring(self, request, row):
        """Do what must follow once `row`, or one of its lines, is back; nothing by itself."""

    def delete_model(self, request, obj):
        """Delete, and keep the history of the rows that pointed to it."""
        delete_rows(type(obj)._base_manager.filter(pk=obj.pk), by=request.user)

    def delete_queryset(self, request, queryset):
        """Delete, and keep the history of the rows that pointed to them."""
        delete_rows(queryset, by=request.user)


def confirm_deletion(page, request, queryset):
    """Confirm or delete a selection; asks again if one of its rows changed meanwhile."""
    marks = _selection_marks(page, request, queryset)
    has_changed = bool(request.POST.get("post")) and request.POST.get(MARKS_INPUT) != marks
    if has_changed:
        request.POST = request.POST.copy()
        del request.POST["post"]
    answer = delete_selected(page, request, queryset)
    if answer is not None:
        answer.context_data |= {
            "version_input": MARKS_INPUT,
            "version": marks,
            "has_changed": has_changed,
            "is_restorable": is_restorable(page.model),
        }
    return answer


def _selection_marks(page, request, queryset) -> str:
    """Return a digest of how far the histories of the rows, and of their lines, have come."""
    keys = sorted(queryset.values_list("pk", flat=True))
    told = hashlib.sha256(repr(keys).encode())
    models = [(page.model, page.model._meta.pk.attname)]
    for inline in page.get_inlines(request, None):
        link = _get_foreign_key(page.model, inline.model, fk_name=inline.fk_name, can_fail=True)
        if link is not None:
            models.append((inline.model, link.attname))
    for model, key in models:
        if manager := history_manager(model):
            latest = manager.filter(**{f"{key}__in": keys}).aggregate(mark=Max("history_id"))
            told.update(repr(latest["mark"]).encode())
    return told.hexdigest()
