"""What is kept of a health project: what somebody found beside what the opening hours tell."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from csipa.french.numbers import counted
from csipa.prepared import prepared
from sites.models import (
    CommitmentFinding,
    CommitmentTheme,
    HealthCommitment,
    HealthProject,
    OpeningHours,
    Site,
    SiteKind,
)
from sites.rules.promises import Derived, Keeping, found_since, held, is_overdue, latest, worse

_COUNTED = (
    (Keeping.NOT_KEPT, "non tenu", "non tenus"),
    (Keeping.PARTLY, "tenu en partie", "tenus en partie"),
    (Keeping.KEPT, "tenu", "tenus"),
    (Keeping.NOT_YET, "à venir", "à venir"),
    (None, "à constater", "à constater"),
)


@dataclass(frozen=True)
class Line:
    """A commitment on a day: `since` when its finding was made, again and again."""

    commitment: HealthCommitment
    stated: CommitmentFinding | None
    since: dt.date | None
    derived: Derived | None
    keeping: Keeping | None
    is_overdue: bool

    @property
    def differs(self) -> bool:
        """Tell whether the finding and the hours say two different things."""
        return bool(self.stated and self.derived and self.stated.state != self.derived.keeping)

    @property
    def label(self) -> str:
        """Return the state in French; nobody may have looked yet."""
        return self.keeping.label if self.keeping else "à constater"


@dataclass(frozen=True)
class Standing:
    """What an edition keeps of its promises on a day, in their order."""

    project: HealthProject
    day: dt.date
    lines: list[Line]

    @property
    def differing(self) -> int:
        """Return how many findings the hours contradict."""
        return sum(line.differs for line in self.lines)

    @property
    def overdue(self) -> int:
        """Return how many promises were due before the day and are not kept, even in part."""
        return sum(line.is_overdue for line in self.lines)

    @property
    def lacking(self) -> list[Line]:
        """Return what is not kept, or in part only, or late."""
        wrong = (Keeping.NOT_KEPT, Keeping.PARTLY)
        return [line for line in self.lines if line.keeping in wrong or line.is_overdue]

    @property
    def counts(self) -> list[tuple[Keeping | None, str]]:
        """Return each state met and « 2 non tenus », the worst first."""
        found = Counter(line.keeping for line in self.lines)
        return [
            (state, counted(found[state], one, many))
            for state, one, many in _COUNTED
            if found[state]
        ]

    @property
    def by_theme(self) -> list[tuple[CommitmentTheme, list[Line]]]:
        """Return the lines of each theme that has any."""
        found = [
            (theme, [line for line in self.lines if line.commitment.theme == theme])
            for theme in CommitmentTheme
        ]
        return [(theme, lines) for theme, lines in found if lines]


def projects_in_force(day: dt.date) -> QuerySet[HealthProject]:
    """Return the edition of each centre in force on `day`; see `rules.promises.edition_on`."""
    of_site = HealthProject.objects.filter(site=OuterRef("site"), applies_from__lte=day)
    chosen = of_site.order_by("-applies_from", "-edition").values("pk")[:1]
    return HealthProject.objects.filter(pk=Subquery(chosen))


def project_of(site: Site, *, day: dt.date) -> HealthProject | None:
    """Return the edition in force on `day` for a centre, or for the centre of an antenna."""
    centre = site.parent_id if site.kind == SiteKind.ANTENNA else site.pk
    return projects_in_force(day).filter(site=centre).select_related("site").first()


def standing_of(project: HealthProject, *, day: dt.date) -> Standing:
    """Return what is kept of an edition on `day`, in three queries."""
    findings = CommitmentFinding.objects.filter(found_on__lte=day).order_by("found_on")
    commitments = project.commitments.order_by("position", "pk").prefetch_related(
        Prefetch("findings", findings, to_attr="known")
    )
    places = _hours_of(project, day)
    return Standing(project, day, [_line(one, places, day) for one in commitments])


@prepared
def unkept(today: dt.date) -> QuerySet[HealthCommitment]:
    """Return the promises in force on `today` that are not kept at all, or late.

    What `standing_of` says of each, said in SQL. `found` holds the state of the latest finding,
    None for none; `unheld` tells that hours could keep the promise and that none does.
    """
    findings = CommitmentFinding.objects.filter(commitment=OuterRef("pk"), found_on__lte=today)
    state = findings.order_by("-found_on").values("state")[:1]
    unheld = ~Q(activity="") & ~Exists(_hours_that_meet(today))
    nobody_looked = Q(found__isnull=True, activity="")
    return (
        HealthCommitment.objects.filter(project__in=projects_in_force(today))
        .annotate(found=Subquery(state), unheld=unheld)
        .filter(
            Q(found="not_kept")
            | Q(Q(due_on__isnull=True) | Q(due_on__lte=today), unheld=True)
            | Q(Q(found="not_yet") | nobody_looked, due_on__lt=today)
        )
        .select_related("project__site")
        .order_by(F("due_on").asc(nulls_last=True), "project", "position", "pk")
    )


def _hours_that_meet(day: dt.date) -> QuerySet[OpeningHours]:
    """Return the hours on `day` that keep a part at least of the promise of the outer query."""
    centre, first, last = OuterRef("project__site"), OuterRef("opens_at"), OuterRef("closes_at")
    any_day, any_time = IsNull(OuterRef("weekday"), True), IsNull(first, True)  # noqa: FBT003 – Django's signature
    return OpeningHours.objects.on(day).filter(
        Q(site=centre) | Q(site__parent=centre),
        Q(any_day) | Q(weekday=OuterRef("weekday")),
        Q(any_time) | Q(opens_at__lt=last, closes_at__gt=first),
        site__in=Site.objects.open_on(day),
        activity=OuterRef("activity"),
    )


def _hours_of(project: HealthProject, day: dt.date) -> dict[str, list[OpeningHours]]:
    """Return the hours of the centre and its antennas open on `day`, by name; one query."""
    rows = (
        OpeningHours.objects.on(day)
        .filter(Q(site=project.site_id) | Q(site__parent=project.site_id))
        .filter(site__in=Site.objects.open_on(day))
        .select_related("site")
        .order_by("-site__kind", "site__name", "weekday", "opens_at", "pk")
    )
    places: dict[str, list[OpeningHours]] = {}
    for row in rows:
        places.setdefault(row.site.name, []).append(row)
    return places


def _line(
    commitment: HealthCommitment, places: Mapping[str, list[OpeningHours]], day: dt.date
) -> Line:
    known: Iterable[CommitmentFinding] = commitment.known
    stated = latest(known, day)
    derived = held(commitment, places, named=commitment.get_activity_display(), day=day)
    found = Keeping(stated.state) if stated else None
    keeping = worse(found, derived.keeping if derived else None)
    return Line(
        commitment=commitment,
        stated=stated,
        since=found_since(known, day),
        derived=derived,
        keeping=keeping,
        is_overdue=is_overdue(commitment.due_on, stated=found, keeping=keeping, day=day),
    )
