"""How places, organisations and communes are found from the search box, and what pages are called.

Former names count: those that the history of a site or of an organisation tells, the other
spellings of an organisation, the former names of a commune.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from csipa.admin.finding import Told, call_page, joined, lacking, register_findable
from csipa.french.dates import long_date
from csipa.french.grammar import Gender, agree, upper_first
from sites.models import (
    Commune,
    CommuneAlias,
    Community,
    Organisation,
    OrganisationAlias,
    OrganisationKind,
    Representative,
    Site,
)


def _told_site(site: Site) -> Told:
    state = site.state_on(timezone.localdate()).label
    return Told(
        site.get_kind_display(),
        upper_first(site.full_name),
        joined(state, " ".join(part for part in (site.postal_code, site.commune.name) if part)),
    )


def _told_organisation(organisation: Organisation) -> Told:
    is_commune = organisation.kind == OrganisationKind.COMMUNE
    kind = "" if is_commune else organisation.get_kind_display()
    short = "" if is_commune else organisation.short_name
    place = organisation.commune.name if organisation.commune and not is_commune else ""
    return Told("organisme", str(organisation), joined(short, kind, place))


def _told_representative(person: Representative) -> Told:
    kind = agree(Gender(person.gender), "représentant", "représentante")
    until = f"jusqu’au {long_date(person.end)}" if person.end else ""
    return Told(
        kind, person.full_name, joined(person.agreed_capacity, str(person.organisation), until)
    )


def _told_commune(commune: Commune) -> Told:
    codes = ", ".join(sorted(postal.code for postal in commune.postal_codes.all()))
    return Told(
        "commune",
        commune.name,
        joined(f"code INSEE {commune.pk}", codes and f"code postal {codes}"),
    )


def _told_community(community: Community) -> Told:
    return Told("CPTS", str(community), joined(str(community.organisation), community.territory))


def _chosen(
    rows: Sequence[Any], words: Sequence[str], names: Iterable[tuple[Any, str]]
) -> dict[Any, str]:
    """Return, for each row, the first of its `names` that holds a word its present one lacks."""
    by_key = {row.pk: [word for word in words if lacking(str(row), [word])] for row in rows}
    found: dict[Any, str] = {}
    for key, name in names:
        if any(not lacking(name, [word]) for word in by_key[key]):
            found.setdefault(key, name)
    return found


def _former_sites(rows: Sequence[Site], words: Sequence[str]) -> dict[Any, str]:
    versions = Site.history.filter(id__in=[row.pk for row in rows])
    return _chosen(rows, words, versions.order_by("-history_id").values_list("id", "name"))


def _former_organisations(rows: Sequence[Organisation], words: Sequence[str]) -> dict[Any, str]:
    keys = [row.pk for row in rows]
    versions = Organisation.history.filter(id__in=keys).order_by()
    aliases = OrganisationAlias.objects.filter(organisation__in=keys)
    names = aliases.values_list("organisation_id", "name").union(
        versions.values_list("id", "official_name")
    )
    return _chosen(rows, words, sorted(names))


def _former_communes(rows: Sequence[Commune], words: Sequence[str]) -> dict[Any, str]:
    aliases = CommuneAlias.objects.filter(commune__in=[row.pk for row in rows])
    return _chosen(rows, words, aliases.order_by("pk").values_list("commune_id", "name"))


register_findable(
    Site,
    30,
    "sites",
    tell=_told_site,
    names=("search_key",),
    codes=("finess",),
    ordering=("-kind", "search_key"),
    load=lambda rows: rows.select_related("commune"),
    former=_former_sites,
    called="site sites FINESS",
    new="Nouveau site",
)
register_findable(
    Organisation,
    40,
    "organismes",
    tell=_told_organisation,
    names=("search_key", "short_key"),
    codes=("siren", "siret", "rna"),
    ordering=("search_key", "pk"),
    load=lambda rows: rows.select_related("commune"),
    former=_former_organisations,
    called="organisme organismes SIREN SIRET RNA",
    new="Nouvel organisme",
)
register_findable(
    Representative,
    50,
    "représentants",
    tell=_told_representative,
    names=("last_name", "first_name", "capacity"),
    ordering=("last_name", "first_name", "pk"),
    load=lambda rows: rows.select_related("organisation"),
    called="représentant représentants représentante élu élue monsieur madame mme",
)
register_findable(
    Commune,
    80,
    "communes",
    tell=_told_commune,
    names=("search_key",),
    codes=("insee_code",),
    ordering=("search_key", "pk"),
    load=lambda rows: rows.prefetch_related("postal_codes"),
    former=_former_communes,
    called="commune communes ville village mairie INSEE",
    new="Nouvelle commune",
)
register_findable(
    Community,
    85,
    "CPTS",
    tell=_told_community,
    names=("organisation__search_key", "organisation__short_key"),
    ordering=("organisation__search_key", "pk"),
    load=lambda rows: rows.select_related("organisation", "territory"),
    called="cpts",
    view="board",
    new="Nouvelle CPTS",
)

call_page("sites.site", "centres antennes lieux adresses horaires salles")
call_page("sites.organisation", "partenaires collectivités associations élus maires signataires")
call_page("sites.substantialchange", "ARS déclaration quinze jours agence")
call_page("sites.healthproject", "projet de santé engagements")
call_page("sites.commune", "villes villages code postal INSEE")
call_page("sites.community", "communauté professionnelle territoriale", main=48)
call_page("sites.communitymission", "ACI missions socle indicateurs")
call_page("sites.figure", "chiffres indicateurs population sans médecin traitant")
call_page("sites.zoning", "ZIP ZAC zonage ARS aides")
call_page("sites_map", "carte plan géographie")
call_page("sites_diagnosis", "diagnostic CLS portrait besoins démographie", main=60)
