"""Leaving for the provider of identity, and coming back."""

from __future__ import annotations

from dataclasses import asdict

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from csipa.login.factors import VOUCHED
from csipa.login.journal import Event, note
from csipa.login.matching import account_for, has_second_factor
from csipa.login.oidc import Attempt, Provider, ProviderRefused

_KEPT = "oidc_attempt"


def _back() -> str:
    return settings.SITE_ADDRESS + reverse("oidc_callback")


def _refused(request: HttpRequest, refusal: ProviderRefused) -> HttpResponse:
    note(Event.PROVIDER_REFUSED, request, about=refusal.detail)
    return render(request, "login/provider_refused.html", {"refusal": str(refusal)}, status=403)


@never_cache
@require_GET
def leave_view(request: HttpRequest) -> HttpResponse:
    """Send the person to the provider."""
    if not settings.OIDC_NAME:
        raise Http404
    if request.user.is_authenticated:
        return redirect("admin:index")
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    safe = url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    attempt = Attempt.new(asked if safe else "")
    try:
        address = Provider().address_to_leave_for(attempt, back=_back())
    except ProviderRefused as refusal:
        return _refused(request, refusal)
    request.session[_KEPT] = asdict(attempt)
    return HttpResponseRedirect(address)


@never_cache
@require_GET
def return_view(request: HttpRequest) -> HttpResponse:
    """Let the person in whom the provider recognised, if an account is theirs."""
    if not settings.OIDC_NAME:
        raise Http404
    kept = request.session.pop(_KEPT, None)
    try:
        attempt = _attempt(request, kept)
        claims = Provider().identity(request.GET.get("code", ""), attempt, back=_back())
        user = account_for(claims, now=timezone.now())
    except ProviderRefused as refusal:
        return _refused(request, refusal)
    if has_second_factor(claims):
        request.session[VOUCHED] = True
    else:
        request.session.pop(VOUCHED, None)
    record_authentication(request, user, "provider")
    return perform_login(request, Login(user=user, redirect_url=attempt.next or None))


def _attempt(request: HttpRequest, kept: dict[str, str] | None) -> Attempt:
    """Return the attempt that an answer belongs to; raise ProviderRefused for any other answer."""
    if kept is None or not Attempt(**kept).began_with(request.GET.get("state", "")):
        raise ProviderRefused(
            "Cette réponse ne vient pas d’une connexion commencée ici\u00a0: recommencez depuis la "
            "page de connexion.",
            "state",
        )
    if "error" in request.GET:
        raise ProviderRefused(
            f"{settings.OIDC_NAME} n’a pas donné suite à la connexion.", "error of the provider"
        )
    return Attempt(**kept)
