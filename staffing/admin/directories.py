"""« Annuaires »: the members of a CPTS and the care offer of its territory, in step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import whole_number
from csipa.charts import Series, bar_chart
from csipa.french.numbers import counted
from sites.models import Commune
from staffing.actions.members import MemberRefused, tie_member, tie_members, untie_member
from staffing.admin import members_files as files
from staffing.admin import members_import as importing
from staffing.admin.community_rows import community_of, listed_communities, own_providers
from staffing.admin.directories_forms import AskedForm
from staffing.bulk.booklets import SEE_CONTACTS
from staffing.models import Membership
from staffing.review.cover import Cover, read_cover
from staffing.review.directories import Directories, Tab, read_directories
from staffing.review.members import doubles

_TEMPLATE = "admin/staffing/directories/page.html"
VIEW, CHANGE, ADD = (f"staffing.{deed}_membership" for deed in ("view", "change", "add"))
_TABS = {
    Tab.ALL: "Tous",
    Tab.MEMBERS: "Adhérents",
    Tab.MISSING: "Pas encore adhérents",
    Tab.GONE: "Partis du répertoire",
    Tab.TO_TIE: "À rapprocher",
}
_CHARTED = 4


@require_GET
def choose_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Open the directories of the only CPTS, or ask which one."""
    found = listed_communities(request)
    if len(found) == 1:
        return _to_page(found[0].pk)
    context = {
        "title": page.title,
        "communities": found,
        "may_add": request.user.has_perm("sites.add_community"),
    }
    return own_page(request, page, "admin/staffing/directories/choose.html", context)


@require_GET
def directories_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the cover of the territory and the two directories."""
    community = community_of(request, pk)
    today = timezone.localdate()
    cover = read_cover(community, today)
    communes = Commune.objects.filter(pk__in=cover.communes).order_by("search_key")
    form = AskedForm(request.GET, communes=communes.values_list("pk", "name"))
    asked = form.asked(request.GET.get("onglet", ""))
    found = read_directories(
        community, cover.communes, asked, day=today, number=request.GET.get("p", "1")
    )
    context = {
        "title": f"Annuaires : {community}",
        "community": community,
        "today": today,
        "cover": cover,
        "chart": _chart(cover),
        "asked": asked,
        "filters": form,
        "is_narrowed": bool(asked.profession or asked.commune or asked.words),
        "tabs": _tabs(request.GET, found),
        "kept": _kept(request.GET, without="p"),
        "found": found,
        "doubles": doubles(found.members) if asked.tab is Tab.TO_TIE else [],
        "may_change": request.user.has_perm(CHANGE),
        "may_add": request.user.has_perm(ADD),
        "sees_offer": request.user.has_perm("staffing.view_careprovider"),
        "reading_url": _reading_url(request),
        "may_import": importing.may_import(request),
        "sees_contacts": request.user.has_perm(SEE_CONTACTS),
    }
    return own_page(request, page, _TEMPLATE, context)


@require_POST
def tie_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Tie all members whose RPPS number is in the care offer."""
    community = community_of(request, pk)
    _check(request, CHANGE)
    done = tie_members(community=community, by=request.user, today=timezone.localdate())
    if done.count:
        said = counted(done.count, "adhérent rapproché", "adhérents rapprochés")
        messages.success(request, f"{said} du répertoire par le numéro RPPS.")
    else:
        messages.info(
            request, "Aucun autre adhérent ne se rapproche du répertoire par son numéro RPPS."
        )
    for row in done.taken:
        messages.warning(
            request, f"{row} : un autre adhérent est déjà rapproché de cette personne."
        )
    return _to_page(community.pk, Tab.TO_TIE)


@require_POST
def confirm_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Tie a member to the person that somebody recognised, or undo that."""
    community = community_of(request, pk)
    _check(request, CHANGE)
    member = Membership.objects.filter(
        community=community, pk=whole_number(request.POST.get("adherent", ""))
    ).first()
    if member is None:
        raise Http404
    if "defaire" in request.POST:
        untie_member(membership=member, by=request.user)
        messages.success(request, f"{member} n’est plus rapproché du répertoire.")
        return _to_page(community.pk, Tab.TO_TIE)
    provider = (
        own_providers(request).filter(pk=whole_number(request.POST.get("offreur", ""))).first()
    )
    if provider is None:
        raise Http404
    try:
        tie_member(membership=member, provider=provider, by=request.user)
    except MemberRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{member} est rapproché du répertoire.")
    return _to_page(community.pk, Tab.TO_TIE)


def _check(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _to_page(pk: int, tab: Tab | None = None) -> HttpResponseRedirect:
    url = reverse("admin:staffing_directories_one", args=[pk])
    return redirect(f"{url}?{urlencode({'onglet': tab})}#annuaires" if tab else url)


def _tabs(data: QueryDict, found: Directories) -> list[dict[str, Any]]:
    kept = _kept(data, without="onglet")
    return [
        {
            "label": label,
            "count": found.counts[tab],
            "url": f"?onglet={tab}{kept}#annuaires",
            "is_current": found.asked.tab is tab,
        }
        for tab, label in _TABS.items()
    ]


def _kept(data: QueryDict, *, without: str) -> str:
    """Return the filters as the end of an address."""
    kept = {
        name: data[name]
        for name in ("onglet", "profession", "commune", "nom")
        if name != without and data.get(name)
    }
    return f"&{urlencode(kept)}" if kept else ""


def _chart(cover: Cover) -> str:
    """Return as bars the professions with most members; the table holds them all."""
    joined = sorted((row for row in cover.rows if row.members), key=lambda row: -row.members)
    rows = joined[:_CHARTED]
    if not rows:
        return ""
    series = [Series("Adhérents", [row.members for row in rows])]
    if cover.read_on:
        series.append(Series("Présents au répertoire", [row.present for row in rows]))
    if any(row.stated for row in rows):
        stated = [int(row.stated.value) if row.stated else None for row in rows]
        series.append(Series("Présents d’après un chiffre annoncé", stated))
    return bar_chart(
        title="Adhérents et professionnels présents, par profession, en personnes",
        labels=[row.label for row in rows],
        series=series,
        unit="personnes",
        width=960,
    )


def _reading_url(request: HttpRequest) -> str:
    """Return where the register is read, for those who may see it."""
    if not request.user.has_perm("staffing.view_registerimport"):
        return ""
    try:
        return reverse("admin:staffing_registerimport_changelist")
    except NoReverseMatch:
        return ""


DIRECTORIES = register_page(
    SitePage(
        section=Section.NETWORK,
        section_rank=4,
        title="Annuaires des CPTS",
        route="territoire/annuaires/",
        name="staffing_directories",
        view=choose_view,
        permissions=(VIEW,),
        description="Adhérents et offre de soins côte à côte : qui manque, qui est parti.",
        views=(
            ("<int:pk>/", "one", directories_view),
            ("<int:pk>/rapprocher/", "tie", tie_view),
            ("<int:pk>/confirmer/", "confirm", confirm_view),
            ("<int:pk>/annuaire.pdf", "booklet", files.booklet_view),
            ("<int:pk>/offre-de-soins.pdf", "offer_booklet", files.offer_booklet_view),
            ("<int:pk>/adherents.csv", "csv", files.csv_view),
            ("<int:pk>/adherents.xlsx", "xlsx", files.xlsx_view),
            ("<int:pk>/importer/", "import", importing.import_view),
            ("<int:pk>/importer/modele.csv", "import_model", importing.model_view),
            ("<int:pk>/importer/apercu/", "import_preview", importing.preview_view),
            ("<int:pk>/importer/enregistrer/", "import_apply", importing.apply_view),
        ),
        guide="adherents-et-annuaires",
    )
)
