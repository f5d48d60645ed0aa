"""The list of the acts online: newest first, narrowed and searched by its address alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe

from conventions.public.answers import FRESH, absolute, page
from conventions.public.asked import Asked, asked
from conventions.review.public_register import Choices, card, choices, is_ranked, listed
from csipa.admin.paging import BoundedPaginator
from csipa.french.grammar import lower_first
from csipa.french.numbers import counted

PER_PAGE = 20


@require_safe
def acts_view(request: HttpRequest) -> HttpResponseBase:
    """Show a page of the register; an address written otherwise leads to the one of its answer."""
    wanted = asked(request.GET)
    if request.GET.urlencode() != wanted.query():
        return HttpResponseRedirect(wanted.address())
    pages = BoundedPaginator(listed(wanted.wanted), PER_PAGE)
    if wanted.page > max(pages.num_pages, 1):
        raise Http404
    shown = pages.page(wanted.page)
    narrowed = choices()
    context = {
        "here": "actes",
        "cards": [card(row, wanted.wanted) for row in shown],
        "choices": narrowed,
        "wanted": wanted.wanted,
        "count": counted(pages.count, "acte", "actes"),
        "found": pages.count,
        "is_cut": pages.is_cut,
        "is_ranked": is_ranked(pages.object_list),
        "first": shown.start_index(),
        "last": shown.end_index(),
        "pages": pages.num_pages,
        "number": wanted.page,
        "previous": wanted.address(wanted.page - 1) if shown.has_previous() else "",
        "next": wanted.address(wanted.page + 1) if shown.has_next() else "",
        "canonical": absolute(wanted.address()),
        "title": _title(wanted, narrowed),
    }
    return page(request, "public/acts/list.html", context, fresh=FRESH)


def _title(wanted: Asked, narrowed: Choices) -> str:
    """Return « Actes – délibération, 2026, « loyers » – page 2 »."""
    asked_for = wanted.wanted
    parts = [lower_first(dict(narrowed.natures).get(asked_for.nature, asked_for.nature))]
    parts += [str(asked_for.year or ""), asked_for.theme and f"matière {asked_for.theme}"]
    parts.append(asked_for.query and f"« {asked_for.query} »")
    told = ", ".join(filter(None, parts))
    number = f"page {wanted.page}" if wanted.page > 1 else ""
    return " – ".join(filter(None, ("Registre des actes", told, number)))
