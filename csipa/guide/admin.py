"""The pages of the guide: its contents with a search, a page, and the whole of it in one file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import PDF, file_response
from csipa.guide.contents import NoSuchPage, contents
from csipa.guide.reading import read
from csipa.guide.screens import screens_of
from csipa.guide.searching import LONGEST_QUERY, search
from csipa.guide.working import NAME, print_guide_later, ready


@require_GET
def contents_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the parts of the guide, or what a search finds in it."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    context = {
        "title": page.title,
        "parts": contents().parts,
        "query": query,
        "hits": search(query) if query else [],
    }
    return own_page(request, page, "admin/guide/contents.html", context)


@require_GET
def page_view(request: HttpRequest, slug: str, page: Any) -> HttpResponse:
    """Show a page of the guide."""
    try:
        place = contents().place(slug)
    except NoSuchPage:
        raise Http404 from None
    written = read(place.entry)
    context = {
        "title": written.title,
        "place": place,
        "written": written,
        "headings": [heading for heading in written.headings if heading.level == 2],
        "screens": screens_of(slug, request),
    }
    return own_page(request, page, "admin/guide/page.html", context)


@require_GET
def pdf_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send the whole guide as one PDF, or say that a worker has to lay it out first."""
    content = ready()
    if content is None:
        context = {"title": "Tout le guide (PDF)"}
        return own_page(request, page, "admin/guide/prepare.html", context)
    return file_response(content, PDF, NAME, "inline")


@require_POST
def prepare_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Have the PDF laid out, and lead to its progress."""
    user: Any = request.user
    job = print_guide_later(by=user, now=timezone.now())
    return redirect("admin:jobs_job_change", job.pk)


GUIDE = register_page(
    SitePage(
        section=Section.SETTINGS,
        section_rank=0,
        title="Guide d’utilisation",
        route="guide/",
        name="guide",
        view=contents_view,
        permissions=(),
        for_all=True,
        description="Comment chaque travail se fait, pas à pas.",
        views=(
            ("guide.pdf", "pdf", pdf_view),
            ("preparer/", "prepare", prepare_view),
            ("<slug:slug>/", "page", page_view),
        ),
    )
)
