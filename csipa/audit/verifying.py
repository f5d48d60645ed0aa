"""Reads everything again: the chain, each row it holds, each row beside its history.

Nothing is written here. Memory stays flat: the chain and the tables are read in pieces.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Generator
from dataclasses import dataclass

from csipa.audit.anchored import check_anchors
from csipa.audit.chain import head
from csipa.audit.live import check_live
from csipa.audit.models import Link, Verification
from csipa.audit.report import Fault, Report
from csipa.audit.rows import check_waiting
from csipa.audit.sources import Source, followed_models, source_named, sources
from csipa.audit.walking import KeyIsWrong, Walk
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration


class UnknownSource(ValueError):
    """A source was asked for that does not exist; the text says so in French."""


@dataclass(frozen=True)
class Reading:
    """How far a verification is: `done` of `total` rows, and what it reads."""

    done: int
    total: int
    message: str


def examine(
    *, now: dt.datetime, only: Collection[str] = (), since: dt.datetime | None = None
) -> Generator[Reading, None, Report]:
    """Read everything again, yielding how far it is; return what was found.

    `only` are labels of models (« conventions.Act »): their rows, their history, not the rest.
    `since` leaves out links sealed before, and rows whose history has not grown since. Both are
    quicker and prove less: the report tells its scope. Raises UnknownSource.
    """
    chosen, models = _chosen(only)
    report = Report(started_at=now, scope=_scope(only, since), head=head())
    total = Link.objects.count() + sum(model._base_manager.count() for model in models)
    walk = Walk(report, [source.label for source in chosen] if only else None, since)
    try:
        for done in walk.steps():
            yield Reading(min(done, total), total, "Relecture de la chaîne")
    except KeyIsWrong as error:
        report.faults, report.fault_count = [], 0
        report.add(Fault("key", str(error)))
        return report
    check_anchors(report, whole=not only)
    for source in chosen:
        check_waiting(report, source)
    done = report.links
    for model in models:
        for read in check_live(report, model, since=since):
            done += read
            about = str(model._meta.verbose_name_plural)
            yield Reading(min(done, total), total, f"Comparaison à l’historique\u00a0: {about}")
    _note_the_last(report)
    return report


def _chosen(only: Collection[str]) -> tuple[list[Source], list]:
    """Return the sources and the followed models that were asked for; all for none."""
    if not only:
        return sources(), followed_models()
    wanted = {label.lower() for label in only}
    chosen = [s for s in sources() if {s.label, s.thing._meta.label_lower} & wanted]
    known = {s.label for s in chosen} | {s.thing._meta.label_lower for s in chosen}
    if missing := sorted(wanted - known):
        raise UnknownSource(f"Aucune table suivie ne s’appelle {enumeration(missing)}.")
    return chosen, [model for model in followed_models() if model._meta.label_lower in wanted]


def _scope(only: Collection[str], since: dt.datetime | None) -> str:
    names = [source_named(label) for label in only]
    parts = []
    if only:
        parts.append(
            enumeration(str(s.model._meta.verbose_name_plural) if s else "?" for s in names)
        )
    if since is not None:
        parts.append(f"depuis le {long_date(since.date())}")
    return ", ".join(parts)


def _note_the_last(report: Report) -> None:
    """Say when the chain is shorter than an earlier verification has seen it."""
    last = Verification.objects.order_by("-head_seq").first()
    if last is None or not last.head_seq:
        return
    seen = Link.objects.filter(seq=last.head_seq).values_list("mac", flat=True).first()
    if seen is None or bytes(seen).hex() != last.head_mac:
        day = long_date(last.started_at.date())
        report.add(
            Fault(
                "tail",
                f"La chaîne n’est plus celle que la vérification du {day} a lue\u00a0: le maillon "
                f"{last.head_seq} n’y est plus.",
                Verification._meta.label_lower,
                str(last.pk),
            )
        )
