"""Changes that the agency must be told of: those declared, and those that the records show.

Of each sort of change only the last is looked for, in the records as they stand: an agency told of
it is up to date. The day of a new address or manager is the one on which it was typed, for the
history knows no other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat
from django.utils import timezone

from csipa.french.grammar import upper_first
from csipa.prepared import prepared
from sites.models import (
    ChangeNature,
    ChangeSetAside,
    HealthProject,
    Representative,
    Site,
    SiteKind,
    SiteState,
    SubstantialChange,
)
from sites.rules.declarations import (
    SAME,
    Change,
    DeclarationState,
    Told,
    late_from,
    still_to_tell,
)
from sites.rules.names import search_key

_PLACE = ("address", "postal_code", "commune")


@dataclass(frozen=True)
class Proposal:
    """A change that the records show and that nobody told nor set aside.

    `before` and `after` are the keys of what it is seen by: rows of the history of the site for a
    place or a manager, representatives for who holds the office, None for an opening or an end.
    """

    change: Change
    site: Site
    before: int | None = None
    after: int | None = None

    @property
    def label(self) -> str:
        """Return « Ouverture d’une antenne : l’antenne de Robecq »."""
        nature = upper_first(ChangeNature(self.change.nature).label)
        return f"{nature} : {self.site.the_name}"


@dataclass(frozen=True)
class Known:
    """A change that somebody wrote down: declared, or set aside."""

    pk: int
    is_set_aside: bool
    site: int
    nature: str
    day: dt.date
    sent_on: dt.date | None

    @property
    def told(self) -> Told:
        """Return what the rules compare with the changes of the records."""
        return Told(self.site, self.nature, self.day)


def state_sql(today: dt.date) -> Case:
    """Return the state of declarations as an expression: `rules.declarations.state_of` in SQL."""
    conditions = (
        (DeclarationState.RECEIVED, Q(received_on__isnull=False)),
        (DeclarationState.SENT, Q(sent_on__isnull=False)),
        (DeclarationState.LATE, Q(happened_on__lte=late_from(today))),
    )
    return Case(
        *(When(condition, then=Value(state.value)) for state, condition in conditions),
        default=Value(DeclarationState.TO_SEND.value),
        output_field=CharField(),
    )


def in_state(
    changes: QuerySet[SubstantialChange], state: DeclarationState, *, today: dt.date
) -> QuerySet[SubstantialChange]:
    """Return the declarations that stand there on `today`."""
    return changes.alias(state_now=state_sql(today)).filter(state_now=state.value)


def known_changes() -> list[Known]:
    """Return what was declared or set aside, in one query."""
    columns = ("pk", "aside", "site", "nature", "happened_on")
    no, yes = Value(False, BooleanField()), Value(True, BooleanField())  # noqa: FBT003 – Django's signature
    declared = SubstantialChange.objects.annotate(aside=no).values_list(*columns, "sent_on")
    aside = ChangeSetAside.objects.annotate(aside=yes).values_list(*columns, "set_aside_on")
    return [Known(*row) for row in declared.union(aside, all=True)]


@prepared
def places(today: dt.date) -> QuerySet[Site]:
    """Return the sites with what tells of their last changes, in one query.

    Beside its columns each has `moved_from` (row of the history before its address changed) and
    `moved_at`; `managed_from` and `managed_at` likewise; `holder` and `former`, who hold and held
    the office of its manager, with their names and `held_since`; `edition_sent_on`.
    """
    site_rows = Site.history.filter(id=OuterRef("pk"))
    elsewhere = ~Q(**{name: OuterRef(name) for name in _PLACE}) & ~Q(address="")
    managed = ~Q(manager=OuterRef("manager")) & Q(manager__isnull=False)
    sent = HealthProject.objects.filter(site=OuterRef("pk")).order_by().values("site")
    return (
        Site.objects.select_related("commune", "parent__commune", "manager")
        .annotate(
            moved_from=_last(site_rows.filter(elsewhere)),
            moved_at=_next_day(OuterRef("moved_from")),
            managed_from=_last(site_rows.filter(managed)),
            managed_at=_next_day(OuterRef("managed_from")),
            edition_sent_on=Subquery(sent.annotate(last=Max("sent_on")).values("last")),
            **_holders(today),
        )
        .order_by("-kind", "search_key")
    )


def proposals(sites: Sequence[Any], known: Sequence[Known], *, today: dt.date) -> list[Proposal]:
    """Return the changes of `places` that are still to tell, the oldest first; no query."""
    seen = {one.change: one for one in _seen(sites, today)}
    left = still_to_tell(
        seen,
        told=[one.told for one in known if not one.is_set_aside],
        set_aside=[one.told for one in known if one.is_set_aside],
        editions_sent=[(site.pk, site.edition_sent_on) for site in sites if site.edition_sent_on],
    )
    return [seen[change] for change in left]


def find_proposals(today: dt.date) -> list[Proposal]:
    """Return the changes that are still to tell on `today`, in two queries."""
    return proposals(places(today), known_changes(), today=today)


def _last(rows: QuerySet) -> Subquery:
    """Return the key of the last row of a history."""
    return Subquery(rows.order_by("-history_id").values("history_id")[:1])


def _next_day(row: OuterRef) -> Subquery:
    """Return when the row that follows `row` in the history of a site was written."""
    later = Site.history.filter(id=OuterRef("pk"), history_id__gt=row)
    return Subquery(later.order_by("history_id").values("history_date")[:1])


def _holders(today: dt.date) -> dict[str, Subquery]:
    """Return who holds the office of the manager, and who held it last before."""
    principals = Representative.objects.filter(organisation=OuterRef("manager"), on_behalf="")
    in_office = principals.on(today).order_by("position", F("start").desc(nulls_last=True), "pk")
    earlier = principals.filter(Q(start__isnull=True) | Q(start__lt=OuterRef("held_since")))
    earlier = earlier.exclude(pk=OuterRef("holder")).order_by(
        F("end").desc(nulls_first=True), "position", "pk"
    )
    name = Concat("first_name", Value(" "), "last_name")
    return {
        "holder": Subquery(in_office.values("pk")[:1]),
        "holder_name": Subquery(in_office.annotate(name=name).values("name")[:1]),
        "held_since": Subquery(in_office.values("start")[:1]),
        "former": Subquery(earlier.values("pk")[:1]),
        "former_name": Subquery(earlier.annotate(name=name).values("name")[:1]),
    }


def _seen(sites: Sequence[Any], today: dt.date) -> Iterator[Proposal]:
    """Give the last change of each sort that each site shows, up to `today`."""
    for site in sites:
        for nature, day, before, after in _events(site):
            if day is not None and day <= today:
                centre = site.parent_id or site.pk
                yield Proposal(Change(site.pk, centre, nature, day), site, before, after)


def _events(site: Any) -> Iterator[tuple[str, dt.date | None, int | None, int | None]]:
    """Give nature, day and traces of what a site went through.

    An antenna opened with its centre, or soon after, is one that the first project announced.
    """
    is_antenna = site.kind == SiteKind.ANTENNA
    began = site.parent.opened_on if is_antenna else site.opened_on
    if began is None:
        return
    if is_antenna and site.opened_on and site.opened_on - began > SAME:
        yield ChangeNature.ANTENNA_OPENED, site.opened_on, None, None
    if is_antenna and site.closed_on:
        yield ChangeNature.ANTENNA_CLOSED, site.closed_on, None, None
    if _was_open(site, moved := _day(site.moved_at)):
        nature = ChangeNature.ANTENNA_MOVED if is_antenna else ChangeNature.CENTRE_MOVED
        yield nature, moved, site.moved_from, None
    if is_antenna:
        return  # An antenna has the manager of its centre (D. 6323-1).
    if _was_open(site, managed := _day(site.managed_at)) and site.manager_id:
        yield ChangeNature.MANAGER, managed, site.managed_from, None
    if (
        site.former
        and _was_open(site, site.held_since)
        and search_key(site.former_name) != search_key(site.holder_name)
    ):
        yield ChangeNature.REPRESENTATIVE, site.held_since, site.former, site.holder


def _was_open(site: Site, day: dt.date | None) -> bool:
    """Tell whether a site received people on a day, its first day aside."""
    return day is not None and day != site.opened_on and site.state_on(day) == SiteState.OPEN


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
