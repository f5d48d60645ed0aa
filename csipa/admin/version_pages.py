"""Change pages of `csipa.models.Versioned` objects: a version more at each save, none lost."""

from csipa.admin.conflicts import (
    VERSION_INPUT,
    Conflict,
    PageEdit,
    find_conflict,
    keep_untyped,
    merge_formset,
    open_page,
    unsaved_texts,
)
from csipa.admin.history import page_trails
from csipa.admin.refusals import refusing
from csipa.models import Versioned


class VersionMixin:
    """Refuses a save that started from an older version; see `csipa.admin.conflicts`."""

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Open or save a page, keeping track of the version it was opened at."""
        request.page_edit = PageEdit()
        return super().change_view(request, object_id, form_url, extra_context)

    def get_object(self, request, object_id, from_field=None):
        """Return the object; when its page is saved, lock its row and look for a conflict."""
        obj = super().get_object(request, object_id, from_field)
        edit = getattr(request, "page_edit", None)
        if obj is None or edit is None or request.method != "POST":
            return obj
        if not isinstance(obj, Versioned):
            return obj
        # The lock comes before the read that counts. SQLite needs none: one writer at a time.
        list(self.model._base_manager.select_for_update().filter(pk=obj.pk).values_list("version"))
        obj = super().get_object(request, object_id, from_field)
        if obj is None:
            return obj
        posted = request.POST.get(VERSION_INPUT)
        if posted != self._page_version(request, obj):
            inlines = self.get_inline_instances(request, obj)
            trails = page_trails(obj, inlines, self.hidden_in_history(request))
            edit.conflict = find_conflict(posted, trails)
        return obj

    def _page_version(self, request, obj) -> str:
        """Return what the page of `obj` carries; queries the open lines of a locked page."""
        if not self.lock_of(request, obj):
            return open_page(obj, None)
        inlines = self.get_inline_instances(request, obj)
        is_open = [inline for inline in inlines if getattr(inline, "open_when_locked", False)]
        return open_page(obj, [trail for trail in page_trails(obj, is_open) if not trail.is_root])

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
        if isinstance(obj, Versioned):
            conflict = _conflict(request)
            if conflict and conflict.base is not None:
                keep_untyped(context["adminform"].form, conflict.base)
            context |= {
                "version_input": VERSION_INPUT,
                "version": self._page_version(request, obj),
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
