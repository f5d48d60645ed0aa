"""The proof file: the button of an act or a convention, and the page of a whole year."""

from __future__ import annotations

import tempfile
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from conventions.models import Act, Convention
from conventions.proof.archive import CONTENT_TYPE, ProofRefused, proof_name, write_proof
from conventions.proof.facts import TAKEN
from conventions.proof.yearly import PERMISSIONS, prove_year, years_to_prove
from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import change_page, visible

LABEL = "Dossier de preuve (ZIP)"
TEMPLATE = "admin/conventions/proof_year.html"
_SPOOL = 8 * 1024 * 1024


def may_prove(request: HttpRequest) -> bool:
    """Tell whether this person may take proof files: they show acts and conventions alike."""
    return request.user.has_perms(PERMISSIONS)


@require_GET
def proof_view(request: HttpRequest, pk: int, page: Any) -> HttpResponseBase:
    """Send the proof file of a text, and keep who took it; go back to its page if it has none."""
    if not may_prove(request):
        raise PermissionDenied
    text: Act | Convention = visible(request, page, pk)
    out = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 – the response closes it
    try:
        write_proof(text, out, now=timezone.now())
    except ProofRefused as error:
        out.close()
        messages.error(request, str(error))
        return change_page(page, text)
    LogEntry.objects.log_actions(
        request.user.pk, [text], CHANGE, change_message=TAKEN, single_object=True
    )
    out.seek(0)
    response = FileResponse(
        out, as_attachment=True, filename=proof_name(text), content_type=CONTENT_TYPE
    )
    response["Cache-Control"] = "private, no-store"
    return response


class YearForm(forms.Form):
    """Of which year."""

    year = forms.TypedChoiceField(label="Année", coerce=int)

    def __init__(self, *args: Any, years: list[int]) -> None:
        super().__init__(*args)
        self.fields["year"].choices = [(year, str(year)) for year in years]


@require_http_methods(["GET", "POST"])
def proof_year_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Ask of which year, then queue the job and lead to its progress."""
    years = years_to_prove()
    form = YearForm(request.POST or None, years=years)
    if form.is_valid():
        job = prove_year(year=form.cleaned_data["year"], by=request.user, now=timezone.now())
        return redirect("admin:jobs_job_change", job.pk)
    return own_page(request, page, TEMPLATE, {"title": page.title, "form": form, "years": years})


PROOFS = register_page(
    SitePage(
        section=Section.ACTS,
        section_rank=9,
        title="Dossiers de preuve",
        route="actes/preuves/",
        name="conventions_proofs",
        view=proof_year_view,
        permissions=PERMISSIONS,
        needs_all=True,
        description="Tout ce qui prouve les actes et conventions d’une année, pour les Archives.",
        guide="dossier-de-preuve#une-année-entière",
    )
)
