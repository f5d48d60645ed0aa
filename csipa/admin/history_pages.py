"""The read-only history page of every model of the back office."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed
from django.template.response import TemplateResponse

from csipa.admin.history import (
    Entry,
    RowChange,
    entries,
    history_manager,
    journal_of,
    page_trails,
    person,
)
from csipa.french.grammar import upper_first

ENTRIES_PER_PAGE = 30


class HistoryMixin:
    """Shows who changed what, to those who may view the object today, and to them alone."""

    def history_view(self, request, object_id, extra_context=None):
        """Show the saves of a page, newest first.

        Refuses any method but GET and HEAD (405), whoever may not view (403), and an object
        outside `get_queryset` (404), so that history tells nothing that the page would not.
        """
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        page = Paginator(self.history_entries(request, obj), ENTRIES_PER_PAGE)
        context = {
            **self.admin_site.each_context(request),
            "title": "Historique",
            "subtitle": str(obj),
            "object": obj,
            "opts": self.opts,
            "page": page.get_page(request.GET.get("p")),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/object_history.html", context)

    def history_entries(self, request, obj) -> list[Entry]:
        """Return the saves of `obj` and of its lines, or its journal if it keeps no history."""
        if history_manager(self.model) is None:
            return _journal(obj)
        inlines = self.get_inline_instances(request, obj)
        return entries(page_trails(obj, inlines, self.hidden_in_history(request)))

    def hidden_in_history(self, request) -> set[str]:
        """Return the columns whose changes this person may not read."""
        return set()


def _journal(obj) -> list[Entry]:
    """Return what the stock journal of the admin tells of an object."""
    return [
        Entry(
            when=line.action_time,
            by=person(line.user),
            rows=[RowChange("", upper_first(line.get_change_message()), [])],
        )
        for line in journal_of(obj)
    ]
