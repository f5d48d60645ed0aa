"""The page on which an act is signed: the powers of the day, the remarks, the confirmation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from conventions.actions import (
    SigningRefused,
    may_override,
    next_number_of,
    sign_act,
    signing_refusals,
)
from conventions.admin.signing_forms import SigningForm
from conventions.models import (
    Act,
    CouncilDelegation,
    DelegationOrder,
    FrozenDocument,
    Mandate,
    SignatureOverride,
)
from conventions.review.open_findings import open_findings
from conventions.review.powers import power_chain
from conventions.rules.power_records import Link, Step
from csipa.admin import Panel, own_page
from csipa.admin.responses import change_page, editable
from csipa.pdf.door import PdfError

_STEPS = {
    Step.MANDATE: "Mandat",
    Step.DELEGATION: "Délégation",
    Step.SUBJECT: "Matière",
    Step.SIGNATORY: "Signataire",
    Step.ORDER: "Arrêté",
}
# Where what is missing is recorded, by the step of the chain.
_RECORDS = {
    Step.MANDATE: (Mandate, "Enregistrer un mandat"),
    Step.DELEGATION: (CouncilDelegation, "Voir les délégations du conseil"),
    Step.ORDER: (DelegationOrder, "Voir les arrêtés de délégation"),
}


@require_http_methods(["GET", "POST"])
def sign_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show what signing will do, and by what right; sign on confirmation."""
    act: Act = editable(request, page, pk)
    if act.is_signed:
        messages.info(request, f"Cet acte est déjà signé : {act}.")
        return change_page(page, act)
    can_override = may_override(request.user)
    form = SigningForm(
        request.POST or None,
        look=lambda day: open_findings(act, on=day),
        can_override=can_override,
    )
    if form.is_valid() and not form.only_checks and _sign(request, act, form):
        return change_page(page, act)
    chain = _chain(request, page, act, form.day)
    always = [] if form.errors else signing_refusals(act, on=None)
    year = (form.day or timezone.localdate()).year
    context = {
        "form": form,
        "refusals": always,
        "refusals_of_day": _refusals_of_day(act, form) if form.only_checks else [],
        "chain": chain,
        "day": form.day,
        "is_missing": any(link["missing"] for link in chain),
        "can_override": can_override,
        "annexes": act.annexes.select_related("convention").order_by("position", "pk"),
        "next_number": act.number or next_number_of(act, year),
        "title": "Signer l’acte",
    }
    return own_page(request, page, "admin/conventions/act/sign.html", context, act)


def override_panel(act: Act) -> Panel | None:
    """Return what tells that an act was signed in spite of something, and why."""
    kept = SignatureOverride.objects.filter(act=act).select_related("accepted_by").first()
    if kept is None:
        return None
    day = timezone.localdate(kept.accepted_at)
    return Panel("admin/conventions/act/_override.html", {"kept": kept, "day": day})


def _refusals_of_day(act: Act, form: SigningForm) -> list[str]:
    """Return what forbids signing on the day looked at, whoever signs."""
    if form.day is None:
        return []
    return signing_refusals(act, on=form.day, today=timezone.localdate())


def _sign(request: HttpRequest, act: Act, form: SigningForm) -> bool:
    try:
        document = sign_act(act=act, by=request.user, now=timezone.now(), **form.accepted())
    except SigningRefused as refused:
        _tell(form, refused)
        return False
    except PdfError as error:
        form.add_error(None, f"{error} L’acte n’est pas signé.")
        return False
    act.refresh_from_db()
    messages.success(
        request, format_html("Acte signé et figé : {}. {}", act, _fingerprint(document))
    )
    return True


def _tell(form: SigningForm, refused: SigningRefused) -> None:
    """Say why the act is not signed; missing links are read in the list of powers below."""
    told = {link.message for link in refused.missing}
    for reason in refused.reasons:
        if reason not in told:
            form.add_error(None, reason)
    if told and "reason" in form.fields:
        form.add_error("reason", "Écrivez un motif pour signer malgré ce qui manque.")
    elif told:
        form.add_error(None, "Les pouvoirs de ce jour ne permettent pas de signer.")


def _fingerprint(document: FrozenDocument) -> str:
    return f"Empreinte du document : {document.sha256[:16]}…"


def _chain(request: HttpRequest, page: Any, act: Act, day: dt.date | None) -> list[dict[str, Any]]:
    """Return the links of the day as the page shows them; none without a day."""
    if day is None:
        return []
    return [_shown(request, page, act, link) for link in power_chain(act, on=day)]


def _shown(request: HttpRequest, page: Any, act: Act, link: Link) -> dict[str, Any]:
    message = link.missing.message if link.missing else ""
    url, label = _where_to_mend(request, page, act, link) if link.missing else ("", "")
    return {
        "step": _STEPS[link.step],
        "found": link.found,
        "missing": message,
        "url": url,
        "label": label,
    }


def _where_to_mend(request: HttpRequest, page: Any, act: Act, link: Link) -> tuple[str, str]:
    """Return the page on which what is missing is recorded, if this person may go there."""
    if link.step not in _RECORDS:
        anchor = "section-powers" if link.step is Step.SUBJECT else "section-signature"
        change = reverse("admin:conventions_act_change", args=[act.pk])
        return f"{change}#{anchor}", "Compléter l’acte"
    model, label = _RECORDS[link.step]
    if not page.admin_site.get_model_admin(model).has_view_permission(request):
        return "", ""
    return reverse(f"admin:conventions_{model._meta.model_name}_changelist"), label
