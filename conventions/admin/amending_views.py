"""Amending a convention, and reading its text once its amendments are applied."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from conventions.actions.amending import AmendingRefused, amend
from conventions.admin.amending_forms import AmendForm
from conventions.documents.consolidated import NO_FORCE, article_lines
from conventions.exports import (
    consolidation_notes,
    file_name,
    printed_consolidation,
)
from conventions.models import Convention
from conventions.review.amending import amended_now, amending_refusals
from conventions.review.consolidation import (
    AmendmentLine,
    amendment_lines,
    consolidated,
    root_of,
)
from conventions.rules.convention_stages import ConventionStage
from csipa.admin import Panel, ToolbarLink, own_page
from csipa.admin.responses import (
    PDF,
    change_page,
    file_response,
    visible,
    whole_number,
    whole_numbers,
)
from csipa.admin.widgets import DateInput
from csipa.pdf.door import PdfError

_PERMISSIONS = ("conventions.add_convention", "conventions.add_act")


class DayForm(forms.Form):
    """The day on which a text is read, and whether what changed is shown."""

    jour = forms.DateField(label="Texte au", required=False, widget=DateInput())
    marques = forms.ChoiceField(
        label="Ce qui a changé",
        required=False,
        choices=[("1", "montré"), ("0", "sans les marques")],
    )


def may_amend(request: HttpRequest) -> bool:
    """Tell whether this person may prepare an amendment and the act for it."""
    return all(request.user.has_perm(name) for name in _PERMISSIONS)


@require_http_methods(["GET", "POST"])
def amend_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Prepare an amendment of a convention and the act that authorises it."""
    convention = _root(request, page, visible(request, page, pk))
    if not may_amend(request):
        raise PermissionDenied
    today = timezone.localdate()
    now = amended_now(convention, today=today)
    # A convention without a reference is given one by the form.
    refusals = amending_refusals(now, today=today, reference=now.convention.reference or "?")
    text = consolidated(convention)
    form = AmendForm(
        None if refusals or request.method == "GET" else request.POST,
        now=now,
        text=text,
        today=today,
        taken_up=whole_numbers(request.GET.getlist("clause")),
    )
    if form.is_bound and form.is_valid() and (done := _amended(request, form, convention, today)):
        return done
    bodies = [line["body"] for line in article_lines(text.current, marks=False)]
    context = {
        "title": "Préparer un avenant",
        "form": form,
        "refusals": refusals,
        "name": f"avenant n°\u00a0{now.next_rank}",
        "rows": list(zip(form.rows(), bodies, strict=True)),
        "open": now.open,
    }
    return own_page(request, page, "admin/conventions/convention/amend.html", context, convention)


def _amended(
    request: HttpRequest, form: AmendForm, convention: Convention, today: dt.date
) -> HttpResponse | None:
    try:
        made = amend(convention=convention, by=request.user, today=today, **form.asked())
    except AmendingRefused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return None
    drafts = "son projet et celui de l’acte sont prêts" if made.act else "son projet est prêt"
    messages.success(request, f"{made.convention.title} : {drafts}. Relisez avant de signer.")
    return redirect("admin:conventions_convention_change", made.convention.pk)


@require_GET
def consolidated_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the text of a convention after its amendments, on a day; what changed is marked.

    `?avec=` takes in an amendment that is not signed yet, to read what it would give.
    """
    convention = visible(request, page, pk)
    root = _root(request, page, convention)
    form = DayForm(request.GET or None)
    day, marks = _asked(form)
    amendment = _preview(request, page, root)
    found = consolidated(root, at=day, including=amendment)
    notes = consolidation_notes(found)
    context = {
        "title": "Texte consolidé",
        "form": DayForm(initial={"jour": day, "marques": "1" if marks else "0"}),
        "wrong_day": form.is_bound and not form.is_valid(),
        "day": day,
        "marks": marks,
        "preview": amendment,
        "no_force": NO_FORCE,
        "articles": article_lines(found.articles, marks=marks, spoken=True),
        "terms": found.terms,
        "lines": found.amendments,
        "notes": notes,
        "pdf": f"?jour={day.isoformat()}&marques={int(marks)}",
    }
    return own_page(request, page, "admin/conventions/convention/consolidated.html", context, root)


@require_GET
def consolidated_pdf_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the PDF of the consolidated text on a day."""
    root = _root(request, page, visible(request, page, pk))
    day, marks = _asked(DayForm(request.GET or None))
    try:
        content = printed_consolidation(root, at=day, marks=marks)
    except PdfError as error:
        messages.error(request, str(error))
        return change_page(page, root)
    name = file_name(root, "pdf").removesuffix(".pdf") + f"-consolidee-{day.isoformat()}.pdf"
    return file_response(content, PDF, name, "inline")


def amendments_panel(convention: Convention, *, today: dt.date) -> Panel | None:
    """Return the amendments of a convention, with where each stands; None when it has none."""
    if convention.is_amendment or not convention.children.exists():
        return None
    lines = amendment_lines(convention, today=today)
    if not lines:
        return None
    shown = sorted(lines, key=lambda line: (line.convention.rank or 0, line.convention.pk))
    return Panel(
        "admin/conventions/convention/_amendments.html",
        {"rows": [_row(line, today) for line in shown], "convention": convention},
    )


def amending_links(
    request: HttpRequest, convention: Convention, *, closed: bool
) -> list[ToolbarLink]:
    """Return the buttons that amend a convention and show its consolidated text."""
    if convention.is_amendment:
        return _links_of_amendment(convention, closed=closed)
    links = []
    if closed and may_amend(request):
        links.append(_link("Avenant…", "amend", convention))
    if closed and convention.children.filter(parent_relation="amendment").exists():
        links.append(_link("Texte consolidé", "consolidated", convention))
    return links


def _links_of_amendment(amendment: Convention, *, closed: bool) -> list[ToolbarLink]:
    if not amendment.parent_id:
        return []
    parent = amendment.parent
    url = reverse("admin:conventions_convention_change", args=[amendment.parent_id])
    text = reverse("admin:conventions_convention_consolidated", args=[amendment.parent_id])
    return [
        ToolbarLink(f"Ouvrir : {parent.reference or 'la convention'}", url),
        ToolbarLink("Texte avec cet avenant", f"{text}?avec={amendment.pk}"),
    ]


def _link(label: str, name: str, convention: Convention) -> ToolbarLink:
    return ToolbarLink(label, reverse(f"admin:conventions_convention_{name}", args=[convention.pk]))


def _row(line: AmendmentLine, today: dt.date) -> dict[str, Any]:
    later = line.is_agreed and not line.counts_on(today)
    return {
        "line": line,
        "url": reverse("admin:conventions_convention_change", args=[line.convention.pk]),
        "effect_on": line.effect_on if later else None,
        "to_do": not line.is_agreed and line.stage is not ConventionStage.VOID,
    }


def _root(request: HttpRequest, page: Any, convention: Convention) -> Convention:
    """Return the convention that is amended, if this person may see it."""
    root: Convention = visible(request, page, root_of(convention))
    return root


def _asked(form: DayForm) -> tuple[dt.date, bool]:
    """Return the day asked for, today's when there is none, and whether changes are shown."""
    cleaned = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return cleaned.get("jour") or timezone.localdate(), cleaned.get("marques") != "0"


def _preview(request: HttpRequest, page: Any, root: Convention) -> Convention | None:
    """Return the amendment that the address asks to take in, one of this convention."""
    key = whole_number(request.GET.get("avec", ""))
    rows = page.get_queryset(request).filter(parent=root, parent_relation="amendment")
    amendment: Convention | None = rows.filter(pk=key).first() if key else None
    return amendment
