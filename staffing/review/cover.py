"""Cover of a territory by the members of its CPTS, profession by profession, heads over heads.

Two denominators exist and are never mixed: the people whom the register finds in the communes of
the territory, and the numbers that somebody stated about it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from csipa.derived import Derived, Input
from csipa.french.grammar import upper_first
from sites.models import Community, Figure
from sites.rules.care_professions import CARE_PROFESSIONS, plural_of
from sites.rules.indicators import Measure
from staffing.documents.cover import cover_rate, goal_share, heads
from staffing.models import Membership
from staffing.review.offer import heads_by_profession, present_providers

REGISTER = "répertoire RPPS"
_RANKS = {one.code: rank for rank, one in enumerate(CARE_PROFESSIONS)}


@dataclass(frozen=True)
class CoverRow:
    """A profession (empty code: all together): members, those found in the register, both rates.

    `present` and `stated` are None where the register was not read, or nothing was stated.
    """

    profession: str
    label: str
    members: int
    tied: int
    present: int | None
    by_register: Derived | None
    stated: Figure | None
    by_statement: Derived | None

    @property
    def stated_text(self) -> str:
        """Return the stated number with the sign of its precision, empty without one."""
        return f"{self.stated.sign}{int(self.stated.value)}" if self.stated else ""


@dataclass(frozen=True)
class Cover:
    """The cover of a CPTS on a day; `read_on` is the day of the register, None when never read.

    `others` are members of no health profession and organisations, counted in no rate.
    """

    day: dt.date
    communes: list[str]
    rows: list[CoverRow]
    total: CoverRow
    others: int
    read_on: dt.date | None
    goal: Derived | None

    @property
    def members(self) -> int:
        """All members of the day, whatever they are."""
        return self.total.members + self.others

    @property
    def has_stated(self) -> bool:
        """Tell whether somebody stated one of the denominators."""
        return any(row.stated for row in (*self.rows, self.total))


def rank_of(profession: str) -> tuple[int, str]:
    """Return where a profession stands in lists; one that is not known comes last."""
    return _RANKS.get(profession, len(_RANKS)), profession


def communes_of(community: Community, day: dt.date) -> list[str]:
    """Return the INSEE codes of the territory of a CPTS on `day`."""
    return list(community.territory.communes_on(day).values_list("pk", flat=True))


def read_cover(community: Community, day: dt.date) -> Cover:
    """Return the cover on `day`; five queries. The register is as it was last read."""
    communes = communes_of(community, day)
    seen = present_providers(communes).aggregate(last=Max("seen_on"))["last"] if communes else None
    present = heads_by_profession(communes) if seen else {}
    stated = _stated(community, day)
    found = Q(provider__isnull=False, provider__left_on__isnull=True)
    counted = {
        code: (members, tied)
        for code, members, tied in Membership.objects.on(day)
        .filter(community=community)
        .order_by()
        .values_list("profession")
        .annotate(members=Count("pk"), tied=Count("pk", filter=found))
    }
    others, _ = counted.pop("", (0, 0))
    codes = sorted({*counted, *present, *stated} - {""}, key=rank_of)
    rows = [
        _row(code, counted.get(code, (0, 0)), present.get(code, 0), seen, stated.get(code), day)
        for code in codes
    ]
    sums = tuple(sum(pair) for pair in zip((0, 0), *counted.values(), strict=True))
    total = _row("", sums, sum(present.values()), seen, stated.get(""), day)
    return Cover(
        day,
        communes,
        rows,
        total,
        others,
        seen,
        _goal(community, total.members + others, day),
    )


def _stated(community: Community, day: dt.date) -> dict[str, Figure]:
    """Return the last number of professionals stated for `day` or before, by profession."""
    figures = Figure.objects.filter(
        territory=community.territory_id, measure=Measure.PROFESSIONALS, as_of__lte=day
    )
    return {figure.profession: figure for figure in figures.order_by("as_of", "pk")}


def _row(
    code: str,
    counted: tuple[int, ...],
    present: int,
    seen: dt.date | None,
    figure: Figure | None,
    day: dt.date,
) -> CoverRow:
    members, tied = counted
    label = upper_first(plural_of(code)) if code else "Toutes professions"
    told = Input("adhérents", heads(members), day, "adhésions enregistrées")
    by_register = by_statement = None
    if seen:
        there = Input("présents dans le territoire", heads(present), seen, REGISTER)
        by_register = cover_rate(told, members, there, present)
    if figure:
        whole = int(figure.value)
        said = Input(
            "présents d’après un chiffre annoncé",
            f"{figure.sign}{heads(whole)}",
            figure.as_of,
            figure.source,
        )
        by_statement = cover_rate(told, members, said, whole, sign=figure.sign)
    return CoverRow(
        code, label, members, tied, present if seen else None, by_register, figure, by_statement
    )


def _goal(community: Community, members: int, day: dt.date) -> Derived | None:
    if not community.members_goal:
        return None
    told = Input("adhérents", heads(members), day, "adhésions enregistrées")
    return goal_share(told, members, community.members_goal)
