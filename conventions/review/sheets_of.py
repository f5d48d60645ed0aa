"""The action sheets seen from a CPTS, a site or an organisation: entered once, read from each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from conventions.models import ActionSheet, Programme, SheetMission
from conventions.review.seen import Seen, everything
from conventions.review.sheets import ReadSheet, read_sheets
from sites.models import Community, CommunityMission, Organisation, Site


@dataclass(frozen=True)
class MissionSheets:
    """A mission of a CPTS and the sheets that serve it."""

    mission: CommunityMission
    sheets: list[ReadSheet]


def sheets_by_mission(community: Community, *, today: dt.date) -> list[MissionSheets]:
    """Return the missions of a CPTS, in their order, each with the sheets that serve it."""
    links = SheetMission.objects.filter(mission__community=community).values_list(
        "mission", "sheet"
    )
    served: dict[int, set[int]] = {}
    for mission, sheet in links:
        served.setdefault(mission, set()).add(sheet)
    wanted = {pk for keys in served.values() for pk in keys}
    rows = _read(ActionSheet.objects.filter(pk__in=wanted), today) if wanted else []
    return [
        MissionSheets(one, [row for row in rows if row.row.pk in served.get(one.pk, ())])
        for one in community.missions.order_by("start", "pk")
    ]


def sheets_of_site(site: Site, *, today: dt.date, seen: Seen = everything) -> list[ReadSheet]:
    """Return the sheets tied to a site, of those that are `seen`."""
    return _read(seen(site.action_sheets.all()), today)


@dataclass(frozen=True)
class OrganisationSheets:
    """What an organisation does: programmes it carries, sheets it pilots, takes part in, funds."""

    programmes: list[Programme]
    piloted: list[ReadSheet]
    partnered: list[ReadSheet]
    funded: list[ReadSheet]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to tell."""
        return not (self.programmes or self.piloted or self.partnered or self.funded)


def sheets_of_organisation(
    organisation: Organisation, *, today: dt.date, seen: Seen = everything
) -> OrganisationSheets:
    """Return what an organisation does in programmes; a sheet is told once, as pilot first.

    Of the programmes and of the sheets that are `seen`.
    """
    key = organisation.pk
    piloted = set(ActionSheet.objects.filter(pilot=key).values_list("pk", flat=True))
    partnered = set(
        ActionSheet.objects.filter(partners__organisation=key).values_list("pk", flat=True)
    )
    funded = set(ActionSheet.objects.filter(budget__payer=key).values_list("pk", flat=True))
    wanted = piloted | partnered | funded
    rows = _read(seen(ActionSheet.objects.filter(pk__in=wanted)), today) if wanted else []
    return OrganisationSheets(
        list(seen(Programme.objects.filter(carrier=key).order_by("-start", "name"))),
        [row for row in rows if row.row.pk in piloted],
        [row for row in rows if row.row.pk in partnered - piloted],
        [row for row in rows if row.row.pk in funded - piloted - partnered],
    )


def _keys(**of: int) -> set[int]:
    return set(ActionSheet.objects.filter(**of).values_list("pk", flat=True))


def _read(sheets: QuerySet[ActionSheet], today: dt.date) -> list[ReadSheet]:
    return read_sheets(sheets.order_by("title", "pk"), today=today)
