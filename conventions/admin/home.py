"""What the start page and « À faire » tell of acts, conventions, programmes and committees."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils import timezone

from conventions.actions import digest, feeds
from conventions.admin.decisions_page import DECISIONS
from conventions.admin.progress_page import PROGRESS
from conventions.admin.publication_lines import public_lines
from conventions.admin.watch_views import call_line
from conventions.models import Act, ActState, CommitteeMeeting, Convention
from conventions.review.agenda import waiting_acts
from conventions.review.committees import late_decisions, next_meeting, open_decisions
from conventions.review.programme_tree import running_programmes
from conventions.review.terms import stage_sql
from conventions.review.watch import AHEAD, calls
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.stages import Stage
from csipa.admin.home_parts import Coming, Figure, Link, Task, Told
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.hours import said_time
from csipa.french.numbers import counted, integer
from sites.review.scope import chosen_communities

User = AbstractBaseUser | AnonymousUser

READS_CONVENTIONS = (
    *("conventions.Convention", "conventions.Conclusion", "conventions.Party", "conventions.Annex"),
    *("conventions.Act", "conventions.CancelledNumber", "conventions.Article"),
    *("conventions.Commitment", "conventions.FinancialTerm", "conventions.Instalment"),
    *("conventions.Payer", "conventions.RentReview", "conventions.RenewalDecision"),
    *("conventions.Termination", "conventions.Fulfilment", "conventions.Tracking"),
    *("conventions.PartySignature", "conventions.SignedText", "conventions.FrozenDocument"),
    *("conventions.Execution", "sites.Organisation", "sites.Site", "sites.Commune"),
)
READS_ACTS = (
    *("conventions.Act", "conventions.Execution", "conventions.CancelledNumber"),
    *("conventions.Publication", "conventions.PublicationCheck", "sites.Organisation"),
)
READS_PROGRAMMES = (
    *("conventions.Programme", "conventions.ActionSheet", "conventions.SheetPlace"),
    *("conventions.SheetStep", "conventions.Committee", "conventions.CommitteeMeeting"),
    *("conventions.CommitteeDecision", "sites.Community"),
)
_PROGRAMMES = ("conventions.view_programme", "conventions.view_actionsheet")
_DAY = dt.timedelta(days=1)
_STOPPED = "La vérification de chaque nuit s’est peut-être arrêtée."


def told_of_conventions(user: User, *, today: dt.date) -> Told:
    """Tell `user` what the conventions call for, and how many are in force. Twelve queries."""
    if not user.has_perm(digest.PERMISSION):
        return Told()
    tasks = []
    for call in calls(today=today):
        line = call_line(call, today)
        when = ", ".join(filter(None, (line["day"], line["distance"])))
        about = f"{call.name}, {call.convention.title}" if call.convention.title else call.name
        tasks.append(
            Task(call.label, line["url"], line["level"], line["mark"], about, when, call.day)
        )
    rows = Convention.objects.told_alone().alias(stage_now=stage_sql(today))
    count = rows.filter(stage_now=ConventionStage.IN_FORCE.value).count()
    label = "convention en vigueur" if count < 2 else "conventions en vigueur"
    page = reverse("admin:conventions_convention_changelist")
    url = f"{page}?etat={ConventionStage.IN_FORCE.value}"
    return Told(
        tasks,
        [Figure(20, label, integer(count), f"au {long_date(today)}", url)],
        pages=[Link("À suivre", reverse("admin:conventions_digestsubscription_changelist"))],
        quiet=f"Aucune convention n’appelle rien dans les {AHEAD} jours.",
    )


def told_of_acts(user: User, *, today: dt.date) -> Told:
    """Tell `user` which acts wait for somebody, and how many were signed. Six queries."""
    if not user.has_perm(feeds.PERMISSION):
        return Told()
    waiting = waiting_acts(today)
    register = public_lines(today=today, told={entry.pk for entry in waiting})
    lines = [
        *((line["entry"], line["url"], line["is_lost"]) for line in register.lines),
        *((one, reverse("admin:conventions_act_change", args=[one.pk]), False) for one in waiting),
    ]
    tasks = [
        Task(
            entry.label,
            url,
            "late" if is_lost else "waiting",
            "Anomalie" if is_lost else "En attente",
            f"{entry.name}, {entry.title}",
            f"depuis le {long_date(entry.day)}",
            entry.day,
        )
        for entry, url, is_lost in lines
    ]
    if register.more:
        level, mark = ("late", "Anomalie") if register.many_are_lost else ("waiting", "En attente")
        about = _STOPPED if register.many_are_lost else ""
        tasks.append(Task(register.more, register.more_url, level, mark, about))
    page = reverse("admin:conventions_act_changelist")
    if user.has_perm("conventions.change_act"):
        tasks += _drafts(page)
    agenda = Link("Agenda", reverse("admin:conventions_calendarfeed_changelist"))
    pages = [agenda, Link("Actes", page)]
    return Told(tasks, _signed(page, today), pages=pages, quiet="Aucun acte n’attend.")


def told_of_programmes(user: User, *, today: dt.date) -> Told:
    """Tell `user` what is late in programmes and committees, and the next meeting. Five queries."""
    sees_programmes, sees_meetings = user.has_perms(_PROGRAMMES), DECISIONS.may_open(user)
    if not sees_programmes and not sees_meetings:
        return Told()
    communities = chosen_communities(user)
    pages = [PROGRESS] if PROGRESS.may_open(user) else []
    pages += [DECISIONS] if sees_meetings else []
    found = Told(pages=[Link(one.title, reverse(f"admin:{one.name}")) for one in pages])
    quiet = []
    if sees_programmes and _add_programmes(found, today, communities):
        quiet.append("Aucune fiche-action n’est en retard.")
    if sees_meetings and _add_committees(found, today, communities):
        quiet.append("Aucune décision n’est en retard.")
    return replace(found, quiet=" ".join(quiet))


def _drafts(page: str) -> list[Task]:
    """Return one task for the acts being written; the one begun last is named. Two queries."""
    rows = Act.objects.filter(state=ActState.DRAFT)
    last = rows.order_by("-pk").only("title").first()
    if last is None:
        return []
    count = rows.count()
    label = counted(count, "acte à signer", "actes à signer")
    alone = reverse("admin:conventions_act_change", args=[last.pk])
    url = alone if count == 1 else f"{page}?etape={Stage.DRAFT.value}"
    return [Task(label, url, "waiting", "En projet", last.title)]


def _signed(page: str, today: dt.date) -> list[Figure]:
    """Return how many acts were signed since the first of January. One query."""
    first = today.replace(month=1, day=1)
    rows = Act.objects.filter(state=ActState.SIGNED, signature_date__range=(first, today))
    count = rows.filter(cancellation=None).count()
    label = "acte signé" if count < 2 else "actes signés"
    return [Figure(25, label, integer(count), f"en {today.year}", f"{page}?year={today.year}")]


def _add_programmes(found: Told, today: dt.date, communities: tuple[int, ...] | None) -> bool:
    """Add what is late in the programmes in force; tell whether there are any. One query."""
    sheets = 0
    for row in running_programmes(today, communities=communities):
        sheets += row.sheet_count
        if row.late_count:
            url = reverse("admin:conventions_actionsheet_changelist")
            found.tasks.append(
                Task(
                    counted(row.late_count, "fiche-action en retard", "fiches-actions en retard"),
                    f"{url}?programme={row.pk}&retard=oui",
                    "late",
                    "En retard",
                    row.name,
                )
            )
    if sheets:
        label = "fiche-action en cours" if sheets < 2 else "fiches-actions en cours"
        url = reverse("admin:conventions_progress")
        found.figures.append(Figure(35, label, integer(sheets), f"au {long_date(today)}", url))
    return bool(sheets)


def _add_committees(found: Told, today: dt.date, communities: tuple[int, ...] | None) -> bool:
    """Add late decisions and the next meeting; tell whether there is anything to follow."""
    page = reverse("admin:conventions_decisions")
    for row in late_decisions(today, communities=communities):
        about = f"{row.meeting.committee}, {row.responsible}".rstrip(", ")
        found.tasks.append(
            Task(
                row.text,
                f"{page}#decision-{row.pk}",
                "late",
                "En retard",
                about,
                f"depuis le {long_date(row.due_on)}",
                row.due_on,
            )
        )
    count = open_decisions(communities=communities)
    label = "décision à suivre" if count < 2 else "décisions à suivre"
    found.figures.append(Figure(38, label, integer(count), f"au {long_date(today)}", page))
    meeting = next_meeting(today, communities=communities)
    if meeting is not None:
        found.coming.append(_coming(meeting))
    return bool(count) or meeting is not None


def _coming(meeting: CommitteeMeeting) -> Coming:
    start = dt.datetime.combine(meeting.held_on, meeting.held_at or dt.time())
    end = dt.datetime.combine(meeting.held_on + _DAY, dt.time())
    day = upper_first(long_date(meeting.held_on, weekday=True))
    when = f"{day}, {said_time(meeting.held_at)}" if meeting.held_at else day
    url = reverse("admin:conventions_committeemeeting_change", args=[meeting.pk])
    begins, ends = timezone.make_aware(start), timezone.make_aware(end)
    return Coming(begins, ends, when, str(meeting.committee), url, meeting.place)
