"""Choosing several visas at once, without a script: library and register on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from conventions.actions.visas import cite
from conventions.admin.visa_lines import force_badge, state_badge
from conventions.exchange.wording import visa_words
from conventions.models import Act, LegalText, Visa
from csipa.admin import own_page
from csipa.admin.responses import editable, whole_numbers
from csipa.french.numbers import counted

# Beyond, another word in the search box finds faster than the eye.
_MOST_ACTS = 20


@dataclass(frozen=True)
class Choice:
    """A text or an act that may be cited: its key, its name, the words of its visa, its state."""

    key: int
    name: str
    words: str
    badge: SafeString | str
    taken: bool


@require_http_methods(["GET", "POST"])
def cite_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show what may be cited, found by a few words; add what was ticked to the draft."""
    act: Act = editable(request, page, pk)
    if act.is_signed:
        raise PermissionDenied
    texts, acts = _texts(request), page.get_queryset(request).exclude(pk=act.pk)
    if request.method == "POST":
        chosen = texts.filter(pk__in=_keys(request, "text"))
        cited = acts.filter(pk__in=_keys(request, "act"))
        added = cite(act=act, texts=chosen, acts=cited, by=request.user)
        if added:
            messages.success(request, f"{counted(added, 'visa ajouté', 'visas ajoutés')}.")
        else:
            messages.warning(
                request, "Aucun visa ajouté : aucun n’était coché, ou ils y sont déjà."
            )
        url = reverse("admin:conventions_act_change", args=[act.pk])
        return redirect(f"{url}#section-visa_set")
    query = request.GET.get("q", "").strip()[:100]
    lines = list(Visa.objects.filter(act=act).values_list("legal_text", "cited_act"))
    context = {
        "query": query,
        "texts": _text_choices(act, texts.search(query), {text for text, _ in lines}),
        "acts": _act_choices(act, acts.search(query), {cited for _, cited in lines}),
        "most": _MOST_ACTS,
        "title": "Ajouter des visas",
    }
    return own_page(request, page, "admin/conventions/act/cite.html", context, act)


def _texts(request: HttpRequest) -> Any:
    """Return the texts that this person may see."""
    may_see = request.user.has_perm("conventions.view_legaltext")
    rows = LegalText.objects.all() if may_see else LegalText.objects.none()
    return rows.in_rank_order()


def _keys(request: HttpRequest, name: str) -> list[int]:
    return whole_numbers(request.POST.getlist(name))


def _text_choices(act: Act, texts: Any, taken: set[int | None]) -> list[Choice]:
    return [
        Choice(
            text.pk,
            text.name,
            str(visa_words(Visa(act=act, legal_text=text))["text"]),
            state_badge(text),
            text.pk in taken,
        )
        for text in texts
    ]


def _act_choices(act: Act, acts: Any, taken: set[int | None]) -> list[Choice]:
    """Return the latest acts found, signed before drafts."""
    related = acts.select_related("authority", "execution", "cancellation")
    latest = related.order_by("-state", "-signature_date", "-pk")[:_MOST_ACTS]
    return [
        Choice(
            row.pk,
            row.choice_label,
            str(visa_words(Visa(act=act, cited_act=row))["text"]),
            force_badge(row),
            row.pk in taken,
        )
        for row in latest
    ]
