"""Change pages that several people open at once: no save is lost, a version counts them.

Every page carries how far its history had come (`csipa.admin.marks`); the root of a
`csipa.models.Versioned` page gets a version more at each save.
"""

from csipa.admin.conflicts import (
    Conflict,
    PageEdit,
    find_conflict,
    keep_untyped,
    merge_formset,
    unsaved_texts,
)
from csipa.admin.history import page_trails
from csipa.admin.marks import MARKS_INPUT, is_unchanged, page_marks
from csipa.admin.refusals import refusing
from csipa.models import Versioned


class VersionMixin:
    """Refuses a save that started from an older state; see `csipa.admin.conflicts`."""

    def lines_owner(self, obj):
        """Return the row that the lines of the page hang on: `obj`, but for a page of settings."""
        return obj

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Open or save a page, keeping track of what it was opened on."""
        request.page_edit = PageEdit()
        return super().change_view(request, object_id, form_url, extra_context)

    def get_object(self, request, object_id, from_field=None):
        """Return the object; when its page is saved, lock its row and look for a conflict.

        The marks are read before what they stand for: read after, they could hide a save.
        """
        obj = super().get_object(request, object_id, from_field)
        edit = getattr(request, "page_edit", None)
        if obj is None or edit is None:
            return obj
        if request.method == "POST":
            # The lock comes before the read that counts. SQLite needs none: one writer at a time.
            list(self.model._base_manager.select_for_update().filter(pk=obj.pk).values_list("pk"))
            obj = super().get_object(request, object_id, from_field)
        elif not self.has_change_permission(request, obj):
            return obj
        if obj is None:
            return obj
        inlines = self.get_inline_instances(request, obj)
        edit.marks = page_marks(obj, inlines, self.lines_owner(obj))
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and request.method == "POST":
            posted = request.POST.get(MARKS_INPUT)
            if not is_unchanged(posted, edit.marks):
                hidden, owner = self.hidden_in_history(request), self.lines_owner(obj)
                trails = page_trails(obj, inlines, hidden, owner)
                edit.conflict = find_conflict(posted, obj, trails)
        return obj

    def get_form(self, request, obj=None, **kwargs):
        """Return the form; after a conflict, one that refuses to be saved."""
        form = super().get_form(request, obj, **kwargs)
        return refusing(form, Conflict.message) if _conflict(request) else form

    def _create_formsets(self, request, obj, change):
        """Make the formsets and remember them: `save_model` asks whether a line changed."""
        formsets, inlines = super()._create_formsets(request, obj, change)
        edit = getattr(request, "page_edit", None)
        if edit is None:
            return formsets, inlines
        if edit.conflict and edit.conflict.base is not None:
            formsets = [
                merge_formset(formset, edit.conflict)
                if inline.has_change_permission(request, obj)
                else formset
                for formset, inline in zip(formsets, inlines, strict=True)
            ]
        for formset, inline in zip(formsets, inlines, strict=True):
            formset.stays_open = getattr(inline, "open_when_locked", False)
        edit.formsets = formsets
        return formsets, inlines

    def save_model(self, request, obj, form, change):
        """Save the root, one version further if it or one of its lines changed.

        The root of a locked page is left alone unless one of its open fields changed: the
        database may refuse any write to it.
        """
        if change and self.lock_of(request, obj) and not form.has_changed():
            return
        if change and isinstance(obj, Versioned):
            edit = getattr(request, "page_edit", PageEdit())
            if form.has_changed() or any(formset.has_changed() for formset in edit.formsets):
                obj.version += 1
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, **kwargs):
        """Put the version in the page, and what happened meanwhile."""
        obj = context["original"]
        edit = getattr(request, "page_edit", None)
        if obj is not None and edit is not None:
            conflict = edit.conflict
            if conflict and conflict.base is not None:
                keep_untyped(context["adminform"].form, conflict.base)
            context |= {
                "version_input": MARKS_INPUT,
                "version": edit.marks,
                "conflict": conflict,
                "unsaved": self._unsaved(request, obj) if conflict else [],
            }
        return super().render_change_form(request, context, **kwargs)

    def _unsaved(self, request, obj) -> list[tuple[str, str]]:
        """Return the texts that a page locked meanwhile can no longer take."""
        if not self.lock_of(request, obj):
            return []
        formsets = [
            formset
            for formset in request.page_edit.formsets
            if not getattr(formset, "stays_open", False)
        ]
        return unsaved_texts(request.POST, obj, formsets)


def _conflict(request) -> Conflict | None:
    edit = getattr(request, "page_edit", None)
    return edit.conflict if edit else None
