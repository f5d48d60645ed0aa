"""What is done to a whole programme: numbers given again, sheets carried to the next, booklet."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conventions.actions.programmes import ProgrammeRefused, carry_over, renumber_sheets
from conventions.admin.programme_forms import CarryForm, RenumberForm
from conventions.bulk.booklets import print_booklet
from conventions.review.placements import in_order
from conventions.review.programme_tree import read_tree
from conventions.review.sheet_print import printed_booklet
from conventions.rules.programme_lines import Scheme
from csipa.admin import own_page
from csipa.admin.responses import PDF, change_page, file_response, rewritable, visible
from csipa.admin.scope import seen
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted
from csipa.pdf.door import PdfError

# Beyond, laying out takes longer than a page may.
MOST_AT_ONCE = 20


@require_http_methods(["GET", "POST"])
def booklet_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the booklet; one of many sheets is asked for, then made by a worker."""
    programme = visible(request, page, pk)
    if not request.user.has_perm("conventions.view_actionsheet"):
        raise PermissionDenied
    count = programme.placements.count()
    if count <= MOST_AT_ONCE:
        today = timezone.localdate()
        try:
            content = printed_booklet(programme, today=today)
        except PdfError as error:
            messages.error(request, str(error))
            return change_page(page, programme)
        return file_response(content, PDF, f"livret-{pk}-{today.isoformat()}.pdf", "inline")
    if request.method == "POST":
        job = print_booklet(programme=programme, by=request.user, now=timezone.now())
        return redirect("admin:jobs_job_change", job.pk)
    context = {"title": "Livret du programme", "count": count}
    return own_page(request, page, "admin/conventions/programme/booklet.html", context, programme)


@require_http_methods(["GET", "POST"])
def renumber_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask how the sheets are numbered, and number them."""
    programme = rewritable(request, page, pk)
    _may_place(request)
    form = RenumberForm(request.POST or None)
    if form.is_bound and form.is_valid():
        count = renumber_sheets(
            programme=programme, scheme=Scheme(form.cleaned_data["scheme"]), by=request.user
        )
        if count:
            told = counted(count, "fiche a changé", "fiches ont changé")
            messages.success(request, f"{told} de numéro.")
        else:
            messages.info(request, "Les numéros suivent déjà cet ordre\u00a0: rien n’a changé.")
        return change_page(page, programme)
    context = {
        "title": "Renuméroter les fiches",
        "form": form,
        "tree": read_tree(programme, today=timezone.localdate()),
    }
    return own_page(request, page, "admin/conventions/programme/renumber.html", context, programme)


@require_http_methods(["GET", "POST"])
def carry_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask which sheets the next programme takes over, and place them in both."""
    programme = rewritable(request, page, pk)
    _may_place(request)
    places = in_order(programme)
    data = request.POST if request.method == "POST" else None
    form = CarryForm(data, programme=programme, places=places)
    into = form.fields["into"]
    into.queryset = seen(request, into.queryset)
    if form.is_bound and form.is_valid():
        into = form.cleaned_data["into"]
        if not page.has_change_permission(request, into):
            raise PermissionDenied
        try:
            done = carry_over(
                source=programme,
                into=into,
                axes=form.cleaned_data["axes"],
                sheets=[int(pk) for pk in form.cleaned_data["sheets"]],
                by=request.user,
            )
        except ProgrammeRefused as refused:
            form.add_error(None, str(refused))
        else:
            told = enumeration(
                [
                    counted(done.axes, "axe repris", "axes repris"),
                    counted(done.objectives, "objectif repris", "objectifs repris"),
                    counted(done.sheets, "fiche reprise", "fiches reprises"),
                ]
            )
            messages.success(request, f"Dans «\u00a0{into}\u00a0»\u00a0: {told}.")
            return change_page(page, into)
    context = {
        "title": "Reprendre dans le programme suivant",
        "form": form,
        "places": places,
        "add_url": _add_next(programme),
    }
    return own_page(request, page, "admin/conventions/programme/carry.html", context, programme)


def _add_next(programme: Any) -> str:
    """Return the page that adds a programme which follows this one, same bearer, same place."""
    known = {
        "kind": programme.kind,
        "previous": programme.pk,
        "carrier": programme.carrier_id,
        "territory": programme.territory_id,
        "community": programme.community_id,
    }
    told = urlencode({name: value for name, value in known.items() if value})
    return f"{reverse('admin:conventions_programme_add')}?{told}"


def _may_place(request: HttpRequest) -> None:
    if not request.user.has_perm("conventions.change_actionsheet"):
        raise PermissionDenied
