"""What one does with the library beside typing it: check texts, import some, keep a visa."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conventions.actions.library import import_texts, plan_texts, verify_texts
from conventions.actions.visas import keep_in_library
from conventions.admin.library_forms import ImportTextsForm, KeepForm, VerifyForm
from conventions.exchange.faults import ExchangeError
from conventions.exchange.library import STARTER_FILE
from conventions.models import Visa
from csipa.admin import own_page
from csipa.admin.responses import whole_numbers
from csipa.carried import NotCarried, signed, unsigned
from csipa.french.numbers import counted

LIST = "admin:conventions_legaltext_changelist"
_SALT = "conventions.admin.library"


@require_http_methods(["GET", "POST"])
def verify_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Ask on which day the chosen texts were checked, and note it."""
    if not page.has_change_permission(request):
        raise PermissionDenied
    asked = request.POST.get("ids") or request.GET.get("ids") or ""
    keys = whole_numbers(asked.split(","))
    texts = list(page.get_queryset(request).filter(pk__in=keys).order_by("kind", "name"))
    if not texts:
        raise Http404
    form = VerifyForm(request.POST or None)
    if form.is_valid():
        marked = verify_texts(texts=texts, by=request.user, on=form.cleaned_data["verified_on"])
        done = counted(len(marked), "texte marqué comme vérifié", "textes marqués comme vérifiés")
        messages.success(request, f"{done}.")
        if left := [text for text in texts if text not in marked]:
            names = ", ".join(f"« {text} »" for text in left)
            messages.warning(request, f"Périmé, laissé tel quel : {names}.")
        return redirect(LIST)
    context = {"form": form, "texts": texts, "ids": asked, "title": "Marquer comme vérifié"}
    return own_page(request, page, "admin/conventions/legaltext/verify.html", context)


@require_http_methods(["GET", "POST"])
def import_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what a file, or the list shipped with the program, would add; then add it."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    if "apercu" in request.POST:
        return _imported(request)
    posted = request.method == "POST"
    form = ImportTextsForm(request.POST, request.FILES) if posted else ImportTextsForm()
    faults: list[Any] = []
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read() if file else STARTER_FILE.read_bytes()
        try:
            return _previewed(request, page, content)
        except ExchangeError as error:
            faults = error.faults
    context = {"form": form, "faults": faults, "title": "Importer des textes"}
    return own_page(request, page, "admin/conventions/legaltext/import.html", context)


def _previewed(request: HttpRequest, page: Any, content: bytes) -> HttpResponse:
    """Show what a file would add. Raises ExchangeError."""
    plan = plan_texts(content)
    told = {"content": content.decode()}
    context = {
        "title": "Aperçu de l’import de textes",
        "plan": plan,
        "carried": signed(told, salt=_SALT, person=request.user.pk) if plan.new else "",
    }
    return own_page(request, page, "admin/conventions/legaltext/import_preview.html", context)


def _imported(request: HttpRequest) -> HttpResponse:
    """Add what the preview showed; what came into the library meanwhile is left as it is."""
    try:
        told = unsigned(request.POST["apercu"], salt=_SALT, person=request.user.pk)
    except NotCarried as error:
        messages.error(request, str(error))
        return redirect("admin:conventions_legaltext_import")
    done = import_texts(content=told["content"].encode(), by=request.user)
    messages.success(request, str(done))
    return redirect(LIST)


@require_http_methods(["GET", "POST"])
def keep_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Make a text of the library of a visa typed on a draft, and tie its line to it."""
    visas = Visa.objects.select_related("act", "convention", "legal_text", "cited_act")
    visa = get_object_or_404(visas.filter(legal_text=None, cited_act=None), pk=pk)
    owner = visa.act or visa.convention
    owner_page = page.admin_site.get_model_admin(type(owner))
    if owner_page.lock_of(request, owner) or not owner_page.has_change_permission(request, owner):
        raise PermissionDenied
    if not page.has_add_permission(request):
        raise PermissionDenied
    back = reverse(f"admin:conventions_{owner._meta.model_name}_change", args=[owner.pk])
    form = KeepForm(request.POST or None, visa=visa)
    if form.is_valid():
        text = keep_in_library(visa=visa, by=request.user, **form.cleaned_data)
        messages.success(request, f"Dans la bibliothèque, à revoir : {text}.")
        return redirect(back)
    context = {"form": form, "visa": visa, "back": back, "title": "Ajouter à la bibliothèque"}
    return own_page(request, page, "admin/conventions/legaltext/keep.html", context)
