"""What acts and committees call for, in the words of the weekly message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from conventions.models import CommitteeDecision, Publication, PublicationCheck
from conventions.review.agenda import Entry, act_deadlines, of_committees, waiting_acts
from conventions.rules.stages import Stage
from conventions.rules.watch import PATIENCE, Level, level_of, waiting_level

_YEAR = dt.timedelta(days=365)
# The proof of a day is taken at night: the one before is not late yet.
_SEEN_WITHIN = dt.timedelta(days=2)
_NOT_SEEN = "Acte en ligne non vu à son adresse"
_TO_DO = {
    Stage.TO_TRANSMIT.value: "Envoyez-le au contrôle de légalité : il ne s’applique qu’une fois "
    "reçu.",
    Stage.SENT.value: "Aucun accusé de réception depuis plus de quinze jours : demandez-le, ou "
    "importez-le.",
    Stage.TO_PUBLISH.value: "Publiez-le, ou notifiez-le s’il est individuel : il ne s’applique "
    "qu’ensuite.",
    "appeal": "Passé ce jour, il ne pourra probablement plus être attaqué.",
    "referral": "Passé ce jour, le préfet ne pourra probablement plus le déférer.",
    "online": "Passé ce jour, la loi ne demande plus qu’il reste en ligne ; rien n’oblige à le "
    "retirer.",
    "meeting": "Préparez l’ordre du jour et les convocations.",
}
_FOLLOW_UP = "Notez la suite donnée, une fois faite."
_LOOK = (
    "Vérifiez que le site répond, puis relancez le constat : la page de l’acte dit ce qui a été lu."
)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One line of the message, about an act or a meeting of a committee.

    `day` is the last one to act or, of what is `waiting`, the one since which it waits. `model`
    and `pk` name the page where one acts.
    """

    level: Level
    day: dt.date
    label: str
    name: str
    title: str
    to_do: str
    model: str
    pk: int
    waiting: bool = False


def act_notices(*, today: dt.date, ahead: int) -> list[Notice]:
    """Return what acts call for by some days from now; four queries.

    What was sent less than two weeks ago is left alone: the prefecture has it.
    """
    until = today + dt.timedelta(days=ahead)
    waiting = (entry for entry in waiting_acts(today) if _has_waited(entry, today))
    entries = [*act_deadlines(today, until), *waiting]
    return _sorted([*(_notice(entry, today) for entry in entries), *_not_seen(today)])


def committee_notices(*, today: dt.date, ahead: int) -> list[Notice]:
    """Return the meetings to come and what was decided and is not done; three queries.

    What is late is told for a year.
    """
    until = today + dt.timedelta(days=ahead)
    entries = [
        entry
        for entry in of_committees(today - _YEAR, until, today=today)
        if entry.code != "meeting" or entry.day >= today
    ]
    who = dict(
        CommitteeDecision.objects.filter(done_on=None)
        .exclude(responsible="")
        .values_list("pk", "responsible")
    )
    return _sorted(_notice(entry, today, who) for entry in entries)


def within(notices: Iterable[Notice], *, today: dt.date, ahead: int) -> list[Notice]:
    """Return the notices of somebody who looks some days ahead; what waits is told to all."""
    until = today + dt.timedelta(days=ahead)
    return [one for one in notices if one.waiting or one.day <= until]


def _has_waited(entry: Entry, today: dt.date) -> bool:
    return entry.code != Stage.SENT.value or entry.day + PATIENCE < today


def _notice(entry: Entry, today: dt.date, who: dict[int, str] | None = None) -> Notice:
    to_do = _TO_DO.get(entry.code, _FOLLOW_UP)
    if entry.code.startswith("decision-"):
        charged = (who or {}).get(int(entry.code.removeprefix("decision-")))
        to_do = f"Chargé de la suite : {charged}." if charged else _FOLLOW_UP
        # It has a day of its own: it is late from the next one on.
        level = level_of(entry.day, today=today)
    elif entry.waiting:
        level = waiting_level(entry.day, None, today=today)
    else:
        level = level_of(entry.day, today=today)
    return Notice(
        level=level,
        day=entry.day,
        label=entry.label,
        name=entry.name,
        title=entry.title,
        to_do=to_do,
        model=entry.model,
        pk=entry.pk,
        waiting=entry.waiting,
    )


def _not_seen(today: dt.date) -> Iterator[Notice]:
    """Tell the acts online that the last check did not see, or that nobody checks any more."""
    checks = PublicationCheck.objects.filter(publication=OuterRef("pk"))
    last = checks.order_by("-checked_at", "-pk")
    limit = timezone.make_aware(dt.datetime.combine(today - _SEEN_WITHIN, dt.time()))
    rows = Publication.objects.online().filter(act__cancellation=None, online_at__lt=limit)
    rows = rows.annotate(
        last_at=Subquery(last.values("checked_at")[:1]), last_seen=Subquery(last.values("seen")[:1])
    )
    lost = rows.filter(Q(last_seen=False) | Q(last_at=None) | Q(last_at__lt=limit))
    for row in lost.select_related("act").order_by("pk"):
        since = timezone.localtime(row.last_at or row.online_at).date()
        yield Notice(
            level=Level.LATE,
            day=since,
            label=_NOT_SEEN,
            name=str(row.act),
            title=row.act.title,
            to_do=_LOOK,
            model="act",
            pk=row.act_id,
            waiting=True,
        )


def _sorted(notices: Iterable[Notice]) -> list[Notice]:
    order = list(Level)
    return sorted(
        notices, key=lambda one: (order.index(one.level), one.day, one.name, one.label, one.pk)
    )
