"""« Partenariats »: the agreements of an organisation, partner by partner, from either side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from conventions.admin.convention_list import stage_badge
from conventions.models import Convention, ConventionKind
from conventions.review.partnerships import KINDS, Agreement, Partner, partners_of
from csipa.admin import Section, SitePage, ToolbarLink, own_page, register_page
from csipa.admin.responses import whole_number
from csipa.french.grammar import enumeration, upper_first
from sites.models import Community, Organisation, OrganisationKind, Site

PERMISSION = "conventions.view_convention"
TEMPLATE = "admin/conventions/partnerships.html"
_RUNNING, _OVER, _DRAFT = "en-cours", "terminees", "projets"
_FILTERS = ("partenaire", "type", "etat", "site")
_STATES = (("", "Toutes"), (_RUNNING, "En cours"), (_OVER, "Terminées"), (_DRAFT, "Projets"))


class PartnershipsForm(forms.Form):
    """Whose agreements, with whom, of which kind, where they stand."""

    organisme = forms.ModelChoiceField(
        label="Conventions de", queryset=Organisation.objects.none(), required=False
    )
    partenaire = forms.ChoiceField(label="Nature du partenaire", required=False)
    type = forms.ChoiceField(label="Type de convention", required=False)
    etat = forms.ChoiceField(label="État", required=False, choices=_STATES)
    site = forms.ModelChoiceField(
        label="Site",
        queryset=Site.objects.order_by("search_key"),
        required=False,
        empty_label="Tous",
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        rows = Organisation.objects.filter(party_places__convention__kind__in=KINDS)
        if (wanted := whole_number(data.get("organisme", ""))) is not None:
            rows = rows | Organisation.objects.filter(pk=wanted)
        self.fields["organisme"].queryset = rows.distinct().order_by("search_key", "pk")
        kinds = [(one.value, upper_first(one.label)) for one in OrganisationKind]
        self.fields["partenaire"].choices = [("", "Toutes"), *kinds]
        types = [(one.value, upper_first(ConventionKind(one).label)) for one in KINDS]
        self.fields["type"].choices = [("", "Tous"), *types]


@require_GET
def partnerships_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the partners of the organisation asked for, or of the manager of the centre."""
    form = PartnershipsForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    whose = asked.get("organisme") or _manager(asked.get("site"))
    if whose is not None and not asked.get("organisme"):
        data = request.GET.copy()
        data["organisme"] = str(whose.pk)
        form = PartnershipsForm(data)
        form.is_valid()
    found = _found(whose, asked) if whose else []
    kept = _kept(found, asked)
    context = {
        "title": page.title,
        "asked": form,
        "whose": whose,
        "found": bool(found),
        "is_narrowed": any(
            request.GET.get(name) for name in ("partenaire", "type", "etat", "site")
        ),
        "partners": [_told(partner, whose) for partner in kept] if whose else [],
        "may_write": request.user.has_perm("conventions.add_convention"),
    }
    return own_page(request, page, TEMPLATE, context)


def _found(whose: Organisation, asked: dict[str, Any]) -> list[Partner]:
    kinds = [asked["type"]] if asked.get("type") else KINDS
    today = timezone.localdate()
    return partners_of(whose, today=today, kinds=kinds, site=asked.get("site"))


def _kept(found: Iterable[Partner], asked: dict[str, Any]) -> list[Partner]:
    """Return the partners and agreements asked for."""
    kept = []
    for partner in found:
        if asked.get("partenaire") and partner.organisation.kind != asked["partenaire"]:
            continue
        agreements = [one for one in partner.agreements if _answers(one, asked.get("etat", ""))]
        if agreements:
            kept.append(Partner(partner.organisation, agreements))
    return kept


def _answers(one: Agreement, state: str) -> bool:
    return {
        _RUNNING: one.is_running,
        _OVER: one.stage.is_over,
        _DRAFT: not one.is_running and not one.stage.is_over,
    }.get(state, True)


def _told(partner: Partner, whose: Organisation) -> dict[str, Any]:
    lines = [
        {
            "one": one,
            "badge": stage_badge(one.stage),
            "kind": upper_first(one.convention.get_kind_display()),
            "others": enumeration(one.others(partner.organisation, whose)),
        }
        for one in partner.agreements
    ]
    return {
        "partner": partner,
        "lines": lines,
        "mirror": _address({"organisme": partner.organisation.pk}),
    }


def _manager(site: Site | None) -> Organisation | None:
    """Return who manages the site, else who manages the centre, else who has agreements."""
    managers = Organisation.objects.filter(managed_sites__isnull=False)
    if site is not None:
        return site.manager or managers.filter(managed_sites=site).first()
    found = managers.order_by("managed_sites__pk").first()
    with_agreements = Convention.objects.filter(kind__in=KINDS).values("parties__organisation")
    return found or Organisation.objects.filter(pk__in=with_agreements).order_by("pk").first()


def organisation_links(request: HttpRequest, organisation: Organisation) -> list[ToolbarLink]:
    """Lead from the page of an organisation to its agreements."""
    return _links(request, {"organisme": organisation.pk})


def community_links(request: HttpRequest, community: Community) -> list[ToolbarLink]:
    """Lead from the page of a CPTS to its agreements."""
    return _links(request, {"organisme": community.organisation_id})


def site_links(request: HttpRequest, site: Site) -> list[ToolbarLink]:
    """Lead from the page of a site to the agreements about it."""
    return _links(request, {"site": site.pk})


def _links(request: HttpRequest, query: dict[str, Any]) -> list[ToolbarLink]:
    if not request.user.has_perm(PERMISSION):
        return []
    return [ToolbarLink("Partenariats", _address(query), more=True)]


def _address(query: dict[str, Any]) -> str:
    return f"{reverse('admin:conventions_partnerships')}?{urlencode(query)}"


PARTNERSHIPS = register_page(
    SitePage(
        section=Section.PROGRAMMES,
        section_rank=14,
        title="Partenariats",
        route="territoire/partenariats/",
        name="conventions_partnerships",
        view=partnerships_view,
        permissions=(PERMISSION,),
        description="Conventions entre centre de santé, libéraux, hôpital et maisons de santé, "
        "vues de chaque côté.",
        guide="partenariats",
    )
)
