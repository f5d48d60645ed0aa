"""What the start page and « À faire » tell of activity: days missing, months to close, sessions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Min, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from consultations.admin.answers import ANSWERS
from consultations.admin.completeness import COMPLETENESS
from consultations.admin.missing import Missing, cell_address, missing_told, sheet_address
from consultations.admin.months import MONTHS, PERMISSIONS
from consultations.admin.planning import PLANNING
from consultations.admin.session_counts import ADD as COUNT
from consultations.admin.session_counts import SESSIONS
from consultations.documents.month_words import STEP_BUTTONS, month_name
from consultations.models import MonthLock, MonthlyTotal, Session, SessionCount
from consultations.review.answers_words import signed_percent
from consultations.review.completeness import SiteDays, read_completeness
from consultations.review.ledgers import snp_sessions, to_count
from consultations.review.planning import coming_sessions
from consultations.review.scope import sessions_of
from consultations.rules.completeness import day_name
from consultations.rules.months import (
    MonthState,
    MonthStep,
    add_months,
    last_day,
    possible,
    written_month,
)
from consultations.rules.weeks import Week
from csipa.admin.home_parts import Coming, Figure, Link, Task, Told
from csipa.french.dates import long_date
from csipa.french.grammar import a, upper_first
from csipa.french.hours import said_span
from csipa.french.numbers import counted, integer
from sites.review.scope import sites_of, works_everywhere

User = AbstractBaseUser | AnonymousUser

READS_COUNTS = (
    *("consultations.ActivityCount", "consultations.RecordingLine", "consultations.SiteRecording"),
    *("consultations.MonthLock", "sites.Site", "sites.Closure", "sites.OpeningHours"),
    *("staffing.Profession",),
)
READS_SESSIONS = (
    *("consultations.Session", "consultations.SessionCount", "conventions.Convention"),
    *("conventions.Party", "sites.Site", "sites.Room", "sites.Community", "sites.Organisation"),
    *("sites.Commune", "staffing.Person", "auth.User"),
)
# A day not entered is late from the third one on: what was done is still remembered until then.
_FRESH = 3
_NEAR = {0: "Aujourd’hui", 1: "Demain"}
_ENTER = "consultations.change_activitycount"
_AHEAD = dt.timedelta(days=30)
_SOON = 12


def told_of_counts(user: User, *, today: dt.date) -> Told:
    """Tell `user` what is missing, which month awaits a step, how much was done. Ten queries."""
    tasks: list[Task] = []
    figures: list[Figure] = []
    pages: list[Link] = []
    quiet = ""
    month = add_months(today, -1)
    if COMPLETENESS.may_open(user):
        found = read_completeness(sites_of(user), month, today, today=today)
        states = _states(user, month)
        may_enter = user.has_perm(_ENTER)
        for one in found:
            tasks += [*_missing(one, today)] if may_enter else []
            tasks += [*_steps(user, one, month, states, today)]
        figures += _share(found, today)
        pages = _pages(user)
        quiet = _quiet(found, month)
    if ANSWERS.may_open(user):
        figures += _done(user, month)
    return Told(tasks, figures, pages=pages, quiet=quiet)


def told_of_sessions(user: User, *, today: dt.date, now: dt.datetime) -> Told:
    """Tell `user` of the sessions to count, and of those to come. Ten queries."""
    if not (SESSIONS.may_open(user) or PLANNING.may_open(user)):
        return Told()
    sessions = sessions_of(user)
    tasks: list[Task] = []
    figures: list[Figure] = []
    pages: list[Link] = []
    quiet = ""
    if SESSIONS.may_open(user):
        if user.has_perm(COUNT):
            tasks, quiet = _to_count(sessions, now), "Aucune permanence n’est à compter."
        figures = _held(sessions, today)
        pages.append(Link(SESSIONS.title, reverse(f"admin:{SESSIONS.name}")))
    coming: list[Coming] = []
    if PLANNING.may_open(user):
        pages.append(Link(PLANNING.title, reverse(f"admin:{PLANNING.name}")))
        start = timezone.make_aware(dt.datetime.combine(today, dt.time()))
        rows = coming_sessions(since=start, until=start + _AHEAD, among=sessions)
        coming = [_coming(row, today) for row in rows[:_SOON]]
        figures.append(_planned(rows.count()))
    return Told(tasks, figures, coming, pages, quiet)


def _missing(found: SiteDays, today: dt.date) -> Iterator[Task]:
    """Return one task for the days of a site that are missing, leading to the first cell."""
    days = [one for one in found.tally().days if not one.is_entered]
    if not days:
        return
    first, lead = days[0], found.tally().lead()
    is_old = (today - first.day).days > _FRESH
    since = day_name(first.day, month=True)
    yield Task(
        f"{lead} {a(found.site.name)}",
        cell_address(found, first) if len(days) == 1 else sheet_address(found.site.pk, first.day),
        "late" if is_old else "30",
        "En retard" if is_old else "À saisir",
        when=f"depuis le {since}" if len(days) > 1 else f"le {since}",
        day=first.day,
        details=_days(missing_told(found, found.tally(), today=today)) if len(days) > 1 else (),
    )


def _days(told: Missing) -> tuple[Link, ...]:
    """Return the days that are missing, each leading to its cell, then how many more there are."""
    days = [Link(day.name, day.url) for day in told.days]
    rest = counted(told.rest, "autre", "autres")
    return (*days, *([Link(f"et {rest}", told.rest_url)] if told.rest else []))


def _pages(user: User) -> list[Link]:
    """Return where the counts are seen whole, and entered."""
    pages = [Link(COMPLETENESS.title, reverse(f"admin:{COMPLETENESS.name}"))]
    if MONTHS.may_open(user):
        pages.append(Link(MONTHS.title, reverse(f"admin:{MONTHS.name}")))
    if user.has_perm(_ENTER):
        pages.append(Link("Saisir la semaine", reverse("saisie")))
    return pages


def _quiet(found: list[SiteDays], first: dt.date) -> str:
    """Say how many days are missing since `first`, to those for whom they are no task."""
    tallies = [one.tally() for one in found]
    if not any(one.expected for one in tallies):
        return ""
    missing, since = sum(len(one.missing) for one in tallies), f"depuis le {long_date(first)}."
    if not missing:
        return f"Rien ne manque {since}"
    return f"{counted(missing, 'journée n’est pas saisie', 'journées ne sont pas saisies')} {since}"


def _states(user: User, month: dt.date) -> dict[int, MonthState]:
    """Return how far a month has come at each site of which something is noted."""
    rows = MonthLock.objects.filter(site__in=sites_of(user), month=month)
    return {site: MonthState(state) for site, state in rows.values_list("site_id", "state")}


def _steps(
    user: User, found: SiteDays, month: dt.date, states: dict[int, MonthState], today: dt.date
) -> Iterator[Task]:
    """Return the step that a month over awaits from `user`, once nothing of it is missing."""
    site = found.site
    step = possible(states.get(site.pk, MonthState.OPEN))[0]
    tally = found.month(month)
    is_ready = step is not MonthStep.CLOSE or (tally.expected and not tally.missing)
    if step is MonthStep.REOPEN or not is_ready or not user.has_perm(PERMISSIONS[step]):
        return
    yield Task(
        STEP_BUTTONS[step],
        reverse("admin:consultations_months_month", args=[site.pk, written_month(month)]),
        "waiting",
        "À faire",
        about=f"{upper_first(month_name(month))}, {site.name}",
        day=today,
    )


def _share(found: list[SiteDays], today: dt.date) -> list[Figure]:
    """Return how many of the days expected since last month are entered."""
    tallies = [one.tally() for one in found]
    expected = sum(one.expected for one in tallies)
    if not expected:
        return []
    entered = sum(one.entered for one in tallies)
    label = "journée saisie" if entered < 2 else "journées saisies"
    return [
        Figure(
            20,
            label,
            f"{integer(entered)} sur {integer(expected)}",
            f"du {long_date(add_months(today, -1))} à hier",
            reverse(f"admin:{COMPLETENESS.name}"),
        )
    ]


def _done(user: User, month: dt.date) -> list[Figure]:
    """Return the consultations of the last whole month, beside those of a year before."""
    rows = MonthlyTotal.objects.filter(month__in=(month, add_months(month, -12)))
    if not works_everywhere(user):
        rows = rows.filter(site__in=sites_of(user))
    sums = dict(rows.values_list("month").annotate(done=Sum("done")).order_by())
    if month not in sums:
        return []
    before = sums.get(add_months(month, -12))
    change = ""
    if before:
        change = f"{signed_percent(Decimal(sums[month] - before) * 100 / before)} en un an"
    return [
        Figure(
            10,
            "consultation" if sums[month] < 2 else "consultations",
            integer(sums[month]),
            f"en {month_name(month)}",
            reverse(f"admin:{ANSWERS.name}"),
            change,
        )
    ]


def _to_count(sessions: QuerySet[Session], now: dt.datetime) -> list[Task]:
    """Return one task for the sessions that wait to be counted."""
    rows = to_count(sessions, now=now).order_by()
    found = rows.aggregate(count=Count("pk"), first=Min("starts_at"), only=Min("pk"))
    count = found["count"]
    if not count:
        return []
    first = timezone.localdate(found["first"])
    name = f"admin:{SESSIONS.name}"
    is_old = (timezone.localdate(now) - first).days > _FRESH
    return [
        Task(
            counted(count, "permanence à compter", "permanences à compter"),
            reverse(f"{name}_count", args=[found["only"]]) if count == 1 else reverse(name),
            "late" if is_old else "30",
            "En retard" if is_old else "À compter",
            when=f"depuis le {long_date(first)}",
            day=first,
        )
    ]


def _held(sessions: QuerySet[Session], today: dt.date) -> list[Figure]:
    """Return the people seen in the sessions of last month."""
    month = add_months(today, -1)
    rows = snp_sessions(sessions, first=month, last=last_day(month)).values("pk")
    counts = SessionCount.objects.filter(session__in=rows).aggregate(done=Sum("done"))
    done = counts["done"] or 0
    label = "reçu en permanence" if done < 2 else "reçus en permanence"
    url = reverse(f"admin:{SESSIONS.name}_ledgers")
    return [Figure(45, label, integer(done), f"en {month_name(month)}", url)]


def _planned(count: int) -> Figure:
    """Return how many sessions are planned in the days to come."""
    label = "séance prévue" if count < 2 else "séances prévues"
    return Figure(
        28,
        label,
        integer(count),
        f"sous {_AHEAD.days}\u00a0jours",
        reverse(f"admin:{PLANNING.name}"),
    )


def _coming(row: Session, today: dt.date) -> Coming:
    start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    day = _NEAR.get((start.date() - today).days) or upper_first(day_name(start.date(), month=True))
    week = Week.of(start.date())
    return Coming(
        row.starts_at,
        row.ends_at,
        f"{day}, {said_span(start.time(), end.time())}",
        f"{row.site.name}, {row.room.name}",
        f"{reverse(f'admin:{PLANNING.name}')}?site={row.site_id}&semaine={week}",
        upper_first(row.title or row.get_purpose_display()),
    )
