"""Writing a convention from a model: choose the model, name the records, and it is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods

from conventions.actions.joining import write_for
from conventions.actions.writing import WritingRefused, write_convention
from conventions.actions.writing_decision import write_both
from conventions.admin.rereading import WORDS
from conventions.admin.writing_forms import AsTyped, WritingForm
from conventions.models import Act, Convention, ConventionTemplate
from conventions.review.clauses import templates_with_use, whole_templates
from conventions.review.findings import findings_of
from conventions.review.templates import TemplateText, faults_of, whole_text
from csipa.admin import own_page
from csipa.admin.responses import rewritable, whole_number
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted
from sites.models import Site

CHOOSE = "admin:conventions_convention_write"
_LIBRARIAN = ("conventions.add_clause", "conventions.add_conventiontemplate")


@dataclass(frozen=True)
class Written:
    """What was written: a convention, and the act that it is annexed to, if there is one."""

    convention: Convention
    act: Act | None = None
    with_decision: bool = False


@require_GET
def choose_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the models in use, to choose the one to write from."""
    act = _act(request, page)
    rows = templates_with_use(ConventionTemplate.objects.filter(retired_on__isnull=True))
    context = {
        "title": "Écrire d’après un modèle",
        "act": act,
        "cards": [_card(row) for row in whole_templates(rows).order_by("-written", "name")],
        "may_import": request.user.has_perms(_LIBRARIAN),
        "may_change": request.user.has_perm("conventions.change_conventiontemplate"),
    }
    return own_page(request, page, "admin/conventions/convention/write.html", context)


@require_http_methods(["GET", "POST"])
def write_view(request: HttpRequest, template: int, page: Any) -> HttpResponse:
    """Ask what the model needs; write it all, or tell beside each field what is missing.

    Sent with `refresh`, the form comes back with the choices that follow from what was typed.
    """
    act = _act(request, page)
    in_use = ConventionTemplate.objects.filter(retired_on__isnull=True)
    text = whole_text(get_object_or_404(whole_templates(in_use), pk=template))
    if faults := faults_of(text):
        messages.error(request, f"Ce modèle n’est pas prêt. {' '.join(faults)}")
        return redirect(CHOOSE)
    form = _form(request, page, text, act)
    if form.is_bound and form.is_valid():
        try:
            done = _write(request, form)
        except WritingRefused as refused:
            form.refuse(refused.reasons)
        else:
            _tell(request, form, done)
            name = "act" if done.act else "convention"
            return redirect(f"admin:conventions_{name}_change", (done.act or done.convention).pk)
    context = {"title": text.template.name, "form": form, "model": text.template, "act": act}
    return own_page(request, page, "admin/conventions/convention/write_from.html", context)


def _act(request: HttpRequest, page: Any) -> Act | None:
    """Return the draft that the convention is to join, if one is named; check every right."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    asked = request.GET.get("acte")
    if asked is None:
        return None
    key = whole_number(asked)
    if key is None:
        raise Http404
    act: Act = rewritable(request, page.admin_site.get_model_admin(Act), key)
    return act


def _form(request: HttpRequest, page: Any, text: TemplateText, act: Act | None) -> WritingForm:
    """Return the form: new, shown again with what was typed, or sent to be written."""
    shared = {
        "text": text,
        "admin_site": page.admin_site,
        "today": timezone.localdate(),
        "act": act,
        "decides": request.user.has_perm("conventions.add_act"),
    }
    if request.method == "POST" and "refresh" not in request.POST:
        return WritingForm(request.POST, **shared)
    if request.method == "POST":
        return WritingForm(initial=AsTyped(request.POST), **shared)
    return WritingForm(initial=_start(request), **shared)


def _start(request: HttpRequest) -> dict[str, Any]:
    """Return what a new form starts from: the site asked for, or the only one there is."""
    keys = list(Site.objects.order_by("name").values_list("pk", flat=True)[:2])
    asked = whole_number(request.GET.get("site", ""))
    site = asked or (keys[0] if len(keys) == 1 else None)
    return {"site": site} if site else {}


def _write(request: HttpRequest, form: WritingForm) -> Written:
    choices = {
        "template": form.text.template,
        "by": request.user,
        "today": timezone.localdate(),
        **form.arguments(),
    }
    if form.act is not None:
        return Written(write_for(act=form.act, **choices), form.act)
    if not (form.decides and form.cleaned_data["with_decision"]):
        return Written(write_convention(**choices))
    convention, act = write_both(
        **choices,
        signatory=form.cleaned_data["decision_signatory"],
        powers=list(form.cleaned_data["powers"]),
    )
    return Written(convention, act, with_decision=True)


def _tell(request: HttpRequest, form: WritingForm, done: Written) -> None:
    """Say what was written, what a careful reader would point out, and what is still unknown."""
    text = done.act or done.convention
    name = "act" if done.act else "convention"
    url = reverse(f"admin:conventions_{name}_reread", args=[text.pk])
    counts = Counter(one.severity for one in findings_of(text, on=timezone.localdate()))
    found = enumeration(counted(counts[kind], *WORDS[kind]) for kind in WORDS if counts[kind])
    what = "Convention et décision écrites" if done.with_decision else "Convention écrite"
    messages.success(
        request,
        format_html(
            '{} : {}. À la relecture : <a href="{}">{}</a>.',
            what,
            done.convention.reference,
            url,
            found or "0 remarque",
        ),
    )
    signing = [*form.parties.values(), *form.others_signing()]
    if unknown := [body.the_name for body, person in signing if person is None]:
        messages.warning(request, f"Reste à choisir qui signe pour {enumeration(unknown)}.")
    if done.with_decision and not form.cleaned_data["powers"]:
        messages.warning(request, "Reste à choisir les compétences déléguées que l’acte exerce.")


def _card(template: Any) -> dict[str, Any]:
    """Return what the choice tells of a model loaded by `whole_templates`."""
    return {
        "template": template,
        "parties": [party.get_role_display() for party in template.parties.all()],
        "is_ready": bool(template.clause_count and not template.unready),
    }
