"""The buttons that end or renew a convention, and what its page tells of an end that is noted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from conventions.actions.renewing import renewable_of
from conventions.admin.terminating_views import PERMISSION
from conventions.models import (
    Conclusion,
    Convention,
    RenewalDecision,
    Termination,
    TerminationKind,
)
from conventions.review.terms import Terms, terms_of, with_terms
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.extensions import standing_refusal
from conventions.rules.terminations import noun_of
from csipa.admin import Panel, ToolbarLink

TEMPLATE = "admin/conventions/convention/_end_panel.html"
_BINDING = frozenset((ConventionStage.SIGNED, ConventionStage.IN_FORCE))


def ending_links(request: HttpRequest, convention: Convention) -> list[ToolbarLink]:
    """Return the buttons that end, denounce or renew a convention, where they make sense today."""
    if convention.is_amendment or not request.user.has_perm(PERMISSION):
        return []
    row = with_terms(Convention.objects.all()).get(pk=convention.pk)
    if termination := getattr(row, "termination", None):
        return [_link(noun_of(termination.kind), _name(termination), row)]
    terms = terms_of(row, today=timezone.localdate())
    links = []
    if terms.stage in _BINDING:
        links.append(_link("Mettre fin…", "end", row))
    if terms.stage in _BINDING and _is_denounced(terms):
        links.append(_link("Dénoncer la reconduction…", "denounce", row))
    if terms.stage in _BINDING and not standing_refusal(renewable_of(row)):
        links.append(_link("Reconduire…", "renew", row))
    elif row.renewals.all():
        links.append(_link("Reconductions", "renew", row))
    return links


def ending_panel(request: HttpRequest, convention: Convention, *, today: dt.date) -> Panel | None:
    """Return what is noted of the end of a convention, and the letters still to be followed."""
    rows = Termination.objects.filter(convention=convention)
    termination = rows.select_related("given_by__organisation", "act").first()
    if termination is None:
        return None
    letters = list(termination.notices.all())
    may_follow = request.user.has_perm(PERMISSION)
    return Panel(
        TEMPLATE,
        {
            "termination": termination,
            "noun": noun_of(termination.kind),
            "over": termination.effect_on < today,
            "to_send": sum(row.sent_on is None and row.received_on is None for row in letters),
            "to_receive": sum(
                row.sent_on is not None and row.received_on is None for row in letters
            ),
            "url": _url(_name(termination), convention) if may_follow else "",
        },
    )


@dataclass(frozen=True)
class LifeTrail:
    """Rows noted of a convention outside its form, of which its history tells."""

    model: type[Model]
    fk_name: str = "convention"


def life_trails() -> list[LifeTrail]:
    """Return what is noted of the life of a convention: its signature, its renewals, its end."""
    return [LifeTrail(model) for model in (Conclusion, RenewalDecision, Termination)]


def _is_denounced(terms: Terms) -> bool:
    """Tell whether a tacit renewal can still be denounced."""
    return terms.agreed.renewal == "tacit" and terms.renewal_by is not None


def _name(termination: Termination) -> str:
    return "denounce" if termination.kind == TerminationKind.DENUNCIATION else "end"


def _link(label: str, name: str, convention: Convention) -> ToolbarLink:
    return ToolbarLink(label, _url(name, convention), more=True)


def _url(name: str, convention: Convention) -> str:
    return reverse(f"admin:conventions_convention_{name}", args=[convention.pk])
