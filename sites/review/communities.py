"""A CPTS on a day as its coordinator sees it: territory, life, people, missions, sites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from csipa.derived import Derived
from csipa.french.dates import long_date
from csipa.french.numbers import counted
from sites.models import (
    Community,
    CommunityMission,
    MissionIndicator,
    MissionValue,
    Representative,
    Site,
    TerritoryCommune,
)
from sites.review.community_size import CommunitySize, size_on
from sites.rules.mission_states import (
    MissionStanding,
    MissionState,
    core_missing,
    due_derived,
    missions_words,
    standing_of,
)
from sites.rules.missions import BY_CODE, MISSIONS, Mission, MissionRule
from sites.rules.tracked import Judgement, judge, progress, said, said_target

_ORDER = {rule.code: rank for rank, rule in enumerate(MISSIONS)}


@dataclass(frozen=True)
class Step:
    """A date in the life of the project; `is_done` on the day of the board."""

    label: str
    day: dt.date | None
    is_done: bool
    said: str
    aside: str = ""


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator on a day; `values` are those of that day and before, the oldest first."""

    row: MissionIndicator
    judged: Judgement
    progress: Derived
    values: list[MissionValue]

    @property
    def said_latest(self) -> str:
        """Return the last value with its sign and unit; empty for none."""
        latest = self.judged.latest
        return f"{latest.sign}{said(latest.value, self.row.unit)}" if latest else ""

    @property
    def said_target(self) -> str:
        """Return the target in words; empty for none."""
        return said_target(self.row)


@dataclass(frozen=True)
class MissionLine:
    """A mission taken on: where it stands, the term that counts now, its indicators."""

    row: CommunityMission
    rule: MissionRule
    standing: MissionStanding
    due: Derived
    indicators: list[IndicatorLine]


@dataclass(frozen=True)
class CommunityProject:
    """The project of a CPTS on a day: its agreement, and the missions not ended."""

    community: Community
    day: dt.date
    missions: list[MissionLine]
    core_missing: list[MissionRule]

    @property
    def has_agreement(self) -> bool:
        """Tell whether the agreement is signed and not over on the day."""
        signed, until = self.community.agreement_on, self.community.agreement_until
        return bool(signed and signed <= self.day and (until is None or until >= self.day))

    @property
    def core_taken(self) -> int:
        """Return how many core missions are taken on, those of a later day aside."""
        return sum(
            line.rule.core and line.standing.state is not MissionState.COMING
            for line in self.missions
        )


@dataclass(frozen=True)
class CommunityBoard(CommunityProject):
    """Everything that the page of a CPTS tells of a day."""

    size: CommunitySize
    steps: list[Step]
    in_office: list[Representative]
    formerly: list[Representative]
    ended: list[MissionLine]
    missions_words: str
    sites: list[Site]


def board_of(community: Community, *, day: dt.date) -> CommunityBoard:
    """Return the board of a CPTS on `day`, in eight queries."""
    size = size_on(community.territory, day=day)
    lines = missions_of(community, day=day)
    current = [line for line in lines if line.standing.state is not MissionState.ENDED]
    people = list(community.organisation.representatives.order_by("position", "-start", "pk"))
    return CommunityBoard(
        community=community,
        day=day,
        size=size,
        steps=steps_of(community, day=day),
        in_office=[one for one in people if one.holds_on(day)],
        formerly=[one for one in people if one.end is not None and one.end < day],
        missions=current,
        ended=[line for line in lines if line.standing.state is MissionState.ENDED],
        missions_words=missions_words(day),
        core_missing=_core_missing(current, day),
        sites=list(sites_within(community, day=day)),
    )


def projects_on(day: dt.date, communities: QuerySet[Community]) -> list[CommunityProject]:
    """Return the projects of some CPTS on `day`, by name; four queries, however many there are."""
    missions = CommunityMission.objects.prefetch_related(_indicators_known(day))
    found = (
        communities.select_related("organisation__commune", "territory")
        .prefetch_related(Prefetch("missions", missions, to_attr="taken_on"))
        .order_by("organisation__search_key", "pk")
    )
    return [_project_of(one, day) for one in found]


def _project_of(community: Community, day: dt.date) -> CommunityProject:
    lines = _in_order(community.taken_on, community, day)
    current = [line for line in lines if line.standing.state is not MissionState.ENDED]
    return CommunityProject(community, day, current, _core_missing(current, day))


def _core_missing(lines: Iterable[MissionLine], day: dt.date) -> list[MissionRule]:
    return core_missing((line.row.mission for line in lines), day)


def missions_of(community: Community, *, day: dt.date) -> list[MissionLine]:
    """Return the missions of a CPTS known on `day`, in the order of the agreement; three queries.

    A mission taken on later is there too: it is coming.
    """
    rows = community.missions.prefetch_related(_indicators_known(day))
    return _in_order(rows, community, day)


def _indicators_known(day: dt.date) -> Prefetch:
    """Return the loading of `lines`, the indicators of a mission, each with its `known` values."""
    values = MissionValue.objects.filter(as_of__lte=day).order_by("as_of", "pk")
    indicators = MissionIndicator.objects.order_by("position", "pk").prefetch_related(
        Prefetch("values", values, to_attr="known")
    )
    return Prefetch("indicators", indicators, to_attr="lines")


def _in_order(
    rows: Iterable[CommunityMission], community: Community, day: dt.date
) -> list[MissionLine]:
    lines = [mission_line(row, community=community, day=day) for row in rows]
    return sorted(lines, key=lambda line: (_ORDER[line.rule.code], line.row.pk))


def mission_line(row: CommunityMission, *, community: Community, day: dt.date) -> MissionLine:
    """Return a mission on `day`; `row.lines` holds its indicators, `known` of each its values."""
    standing = standing_of(row, agreement_on=community.agreement_on, day=day)
    return MissionLine(
        row=row,
        rule=BY_CODE[Mission(row.mission)],
        standing=standing,
        due=due_derived(row, standing, community.agreement_on),
        indicators=[_indicator_line(one, day) for one in row.lines],
    )


def sites_within(community: Community, *, day: dt.date) -> QuerySet[Site]:
    """Return the sites whose commune belongs to the territory on `day`, and not closed by then."""
    communes = community.territory.memberships.on(day).values("commune")
    return (
        Site.objects.filter(commune__in=communes)
        .exclude(pk__in=Site.objects.closed_by(day).values("pk"))
        .select_related("commune")
        .order_by("-kind", "search_key")
    )


def communities_of(site: Site, *, day: dt.date) -> QuerySet[Community]:
    """Return the CPTS whose territory holds the commune of a site on `day`; often one or none."""
    holding = TerritoryCommune.objects.on(day).filter(commune=site.commune_id).values("territory")
    return (
        Community.objects.filter(territory__in=holding)
        .select_related("organisation__commune", "territory")
        .order_by("organisation__search_key", "pk")
    )


def steps_of(community: Community, *, day: dt.date) -> list[Step]:
    """Return the dates of the project in their usual order; one that is not known says so."""
    steps = [
        _step("Premiers travaux", community.idea_on, day, year_alone=True),
        _step("Statuts déposés", community.statutes_on, day),
        _step("Projet de santé présenté", community.project_on, day),
        _step("Projet de santé validé", community.validated_on, day),
        _step("Contrat (ACI) signé", community.agreement_on, day),
    ]
    if community.agreement_until:
        until = community.agreement_until
        over = until < day
        label = "Contrat terminé" if over else "Contrat en cours jusqu’au"
        steps.append(Step(label, until, over, long_date(until), _left(until, day)))
    return steps


def _step(label: str, when: dt.date | None, day: dt.date, *, year_alone: bool = False) -> Step:
    if when is None:
        return Step(label, None, is_done=False, said="date non renseignée")
    # The first of January stands for a year of which nothing more is known.
    is_year = year_alone and (when.month, when.day) == (1, 1)
    said = f"en {when.year}" if is_year else long_date(when)
    return Step(label, when, is_done=when <= day, said=said, aside="" if when <= day else "à venir")


def _left(until: dt.date, day: dt.date) -> str:
    days = (until - day).days
    if days == 0:
        return "dernier jour"
    said = counted(abs(days), "jour", "jours")
    return f"encore {said}" if days > 0 else f"depuis {said}"


def _indicator_line(row: MissionIndicator, day: dt.date) -> IndicatorLine:
    values: Iterable[MissionValue] = row.known
    judged = judge(row, values, day=day)
    return IndicatorLine(row, judged, progress(row, judged), list(values))
