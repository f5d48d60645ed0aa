"""What the conventions call for: ends near, notices, signatures, commitments, sums due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet

from conventions.models import Convention, Renewal
from conventions.review.agreeing import Awaited, awaited_signatures
from conventions.review.courses import amendments_of
from conventions.review.money import Payment, pending_reviews, schedule_of
from conventions.review.obligations import read_obligations
from conventions.review.terms import (
    NOTICE_LABEL,
    Terms,
    stage_of,
    stage_sql,
    terms_of,
)
from conventions.review.watched import (
    BINDING,
    LEFT,
    denounces_by_notice,
    end_label,
    is_priced,
    name_of,
    obligation_label,
    review_label,
    with_prices,
    with_watched,
)
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.obligations import ObligationState
from conventions.rules.watch import CallKind, Level, level_of, rank_of, waiting_level
from csipa.french.dates import add_months, long_date
from csipa.french.grammar import enumeration, upper_first
from csipa.french.numbers import amount, plural
from csipa.prepared import prepared

AHEAD = 90
"""How many days ahead things are told, unless somebody asks for more."""

PAYMENTS_AHEAD = 30
"""Sums come back every month: they are told a month ahead at the most."""

_YEAR = dt.timedelta(days=365)
_NAMED = 4
_OPEN = (ConventionStage.DRAFT, ConventionStage.TO_SIGN)
_ALIVE = (ConventionStage.TO_SIGN, *BINDING)
_AGAIN = "préparez une nouvelle convention si elle doit continuer."
_AFTER_END = {
    Renewal.AMENDMENT.value: "Elle ne se prolonge que par un avenant signé avant ce jour.",
    Renewal.EXPRESS.value: "Elle ne va plus loin que si la reconduction est décidée.",
    Renewal.TACIT.value: f"Ses reconductions sont épuisées : {_AGAIN}",
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """Something that a convention calls for.

    `root` is the convention itself where `convention` amends it, read with its site and parties.
    `day` is the last one to act, or, of what is `waiting`, the one since which it waits; None when
    no day is set. `code` tells a call among those of one convention and never changes. `party` is
    who owes it, when somebody does.
    """

    kind: CallKind
    code: str
    convention: Convention
    root: Convention
    name: str
    day: dt.date | None
    level: Level
    label: str
    to_do: str
    party: str = ""
    waiting: bool = False

    @property
    def stands(self) -> bool:
        """Tell whether it is told however far its day is: somebody has begun it."""
        return self.waiting or self.kind is CallKind.AMENDMENT

    @property
    def rank(self) -> tuple[int, dt.date, int]:
        """Return what sorts calls, the most urgent first."""
        return rank_of(self.level, self.day or dt.date.max, self.kind)


def calls(*, today: dt.date, ahead: int = AHEAD) -> list[Call]:
    """Return what the conventions call for by some days from now, the most urgent first.

    What is late is told until it is done. Drafts, cancelled and finished conventions call for
    nothing, but for the commitments that one owed and did not honour within a year of its end.
    Eleven queries at most, whatever the number of conventions.
    """
    last = today + dt.timedelta(days=ahead)
    rows = with_prices(_followed(today))
    alive = [row for row in rows if stage_of(row, today=today) in _ALIVE]
    awaited = _awaited_by_text(today)
    found = [
        *_of_terms(alive, today),
        *_of_signatures(alive, awaited, today),
        *_of_amendments(alive, awaited, today),
        *_of_obligations(rows, today),
        *_of_reviews(alive, today, last),
        *_of_payments(alive, today),
    ]
    due = (one for one in found if one.stands or one.day is None or one.day <= last)
    return sorted(due, key=lambda one: (one.rank, one.name, one.code))


@prepared
def _followed(today: dt.date) -> QuerySet[Convention]:
    """Return the conventions not over, and those that ended within a year."""
    rows = Convention.objects.told_alone().alias(stage_now=stage_sql(today))
    ended = Q(stage_now=ConventionStage.EXPIRED, ends_on__gte=today - _YEAR)
    return with_watched(rows.filter(Q(stage_now__in=_ALIVE) | ended).order_by("pk"))


# Ends, notices, renewals ------------------------------------------------------------------------


def _of_terms(rows: Iterable[Convention], today: dt.date) -> Iterator[Call]:
    for row in rows:
        terms = terms_of(row, today=today)
        if terms.stage in BINDING:
            yield from _notice(terms, today)
            yield from _renewal(terms, today)
        if row.ends_on and row.ends_on >= today and row.ends_on != terms.renewal_by:
            to_do = _AFTER_END.get(terms.agreed.renewal, f"Rien ne la prolonge : {_AGAIN}")
            if row.ended_by in LEFT:
                to_do = "Préparez la fin : locaux, matériel, clés, information du public."
            yield _on_day(row, CallKind.END, row.ends_on, today, end_label(row), to_do)


def _notice(terms: Terms, today: dt.date) -> Iterator[Call]:
    day = terms.notice_by
    if day is None or terms.term is None or day < today or denounces_by_notice(terms):
        return
    term = long_date(terms.term.end)
    to_do = f"Donné plus tard, un préavis prendrait effet après le terme, le {term}."
    yield _on_day(terms.convention, CallKind.NOTICE, day, today, NOTICE_LABEL, to_do)


def _renewal(terms: Terms, today: dt.date) -> Iterator[Call]:
    day, kind = terms.renewal_by, terms.agreed.renewal
    if day is None or terms.term is None:
        return
    end = terms.term.end
    is_past = day < today
    if is_past and (kind == Renewal.TACIT or end < today):
        return
    sentences = {
        Renewal.TACIT.value: f"Sans dénonciation, elle se reconduit après le {long_date(end)}.",
        Renewal.EXPRESS.value: f"Sans décision, elle finit le {long_date(end)}.",
        Renewal.AMENDMENT.value: f"Sans avenant, elle finit le {long_date(end)}.",
    }
    to_do = sentences[kind]
    if is_past:
        to_do = f"Ce jour est passé : il faut désormais l’accord de toutes les parties. {to_do}"
    yield _on_day(terms.convention, CallKind.RENEWAL, day, today, terms.renewal_label, to_do)


def _on_day(
    row: Convention, kind: CallKind, day: dt.date, today: dt.date, label: str, to_do: str
) -> Call:
    return Call(
        kind=kind,
        code=kind.value,
        convention=row,
        root=row,
        name=name_of(row),
        day=day,
        level=level_of(day, today=today),
        label=label,
        to_do=to_do,
    )


# Signatures and amendments ----------------------------------------------------------------------


def _awaited_by_text(today: dt.date) -> dict[int, list[Awaited]]:
    """Return what parties keep, by the text that was sent to them; one query."""
    found: dict[int, list[Awaited]] = {}
    for one in awaited_signatures(today=today):
        found.setdefault(one.convention.pk, []).append(one)
    return found


def _of_signatures(
    rows: Sequence[Convention], awaited: dict[int, list[Awaited]], today: dt.date
) -> Iterator[Call]:
    """Tell what parties keep, then what is to be sent to them."""
    for row in rows:
        for text in (row, *_open_amendments(row, today)):
            if text.pk in awaited:
                yield _awaited(text, row, awaited[text.pk], today)
        to_sign = stage_of(row, today=today) is ConventionStage.TO_SIGN
        if to_sign and row.pk not in awaited:
            yield from _to_sign(row, today)


def _awaited(text: Convention, root: Convention, found: list[Awaited], today: dt.date) -> Call:
    since = min(one.sent_on for one in found)
    names = [upper_first(one.party) for one in found]
    others = len(names) - _NAMED
    told = names if others < 2 else [*names[:_NAMED], f"{others} autres"]
    return Call(
        kind=CallKind.SIGNATURE,
        code="signature",
        convention=text,
        root=root,
        name=_name_under(text, root),
        day=since,
        level=waiting_level(since, text.start, today=today),
        label="Signature attendue" if len(names) == 1 else f"{len(names)} signatures attendues",
        to_do=f"Relancez : {enumeration(told)}.",
        party=names[0] if len(names) == 1 else "",
        waiting=True,
    )


def _to_sign(row: Convention, today: dt.date) -> Iterator[Call]:
    annex = getattr(row, "annex", None)
    since = annex.act.enforceable_on() if annex else row.start
    if annex and (since is None or since > today):
        return
    level = waiting_level(since, row.start, today=today) if since else Level.DAYS_30
    yield Call(
        kind=CallKind.SIGNATURE,
        code="to_sign",
        convention=row,
        root=row,
        name=name_of(row),
        day=since,
        level=level,
        label="Convention à faire signer par les parties",
        to_do="L’acte qui l’autorise est exécutoire : envoyez-la." if annex else "Envoyez-la.",
        waiting=True,
    )


def _open_amendments(row: Convention, today: dt.date) -> list[Convention]:
    return [text for text in amendments_of(row) if stage_of(text, today=today) in _OPEN]


def _of_amendments(
    rows: Iterable[Convention], awaited: dict[int, list[Awaited]], today: dt.date
) -> Iterator[Call]:
    """Tell the amendments under way; one that was sent is told with the signatures."""
    for row in rows:
        for text in _open_amendments(row, today):
            if text.pk in awaited:
                continue
            is_draft = stage_of(text, today=today) is ConventionStage.DRAFT
            yield Call(
                kind=CallKind.AMENDMENT,
                code="amendment",
                convention=text,
                root=row,
                name=_name_under(text, row),
                day=row.ends_on,
                level=level_of(row.ends_on, today=today) if row.ends_on else Level.LATER,
                label="Avenant en préparation" if is_draft else "Avenant à faire signer",
                to_do=_before(row),
            )


def _name_under(text: Convention, root: Convention) -> str:
    """Return the name of a text, that of what it amends with it where it has none of its own."""
    if text is root or text.reference:
        return name_of(text)
    return f"{name_of(text)} à {name_of(root)}"


def _before(row: Convention) -> str:
    if row.ends_on is None:
        return "Terminez-le, ou supprimez-le s’il n’a plus lieu d’être."
    return f"Il doit être signé avant la fin de la convention, le {long_date(row.ends_on)}."


# Commitments and sums ---------------------------------------------------------------------------


def _of_obligations(rows: Sequence[Convention], today: dt.date) -> Iterator[Call]:
    for line in read_obligations(rows, today=today):
        if line.state not in (ObligationState.LATE, ObligationState.DUE) or line.due_on is None:
            continue
        if line.stage not in BINDING and line.state is not ObligationState.LATE:
            continue
        proof = f"Preuve attendue : {line.proof}." if line.proof else "Notez-le une fois tenu."
        yield Call(
            kind=CallKind.COMMITMENT,
            code=f"commitment-{line.commitment_pk}",
            convention=line.convention,
            root=line.convention,
            name=name_of(line.convention),
            day=line.due_on,
            level=level_of(line.due_on, today=today),
            label=obligation_label(line),
            to_do=proof,
            party=line.party,
        )


def _of_reviews(rows: Iterable[Convention], today: dt.date, last: dt.date) -> Iterator[Call]:
    """Tell the reviews not noted; one that was let go for a year is given up."""
    since = add_months(today, -12)
    for row in filter(is_priced, rows):
        for review in pending_reviews(row, until=last):
            if review.day > since:
                yield Call(
                    kind=CallKind.REVIEW,
                    code=f"review-{review.day.isoformat()}",
                    convention=row,
                    root=row,
                    name=name_of(row),
                    day=review.day,
                    level=level_of(review.day, today=today),
                    label=review_label(row),
                    to_do="Relevez l’indice et notez le nouveau loyer.",
                )


def _of_payments(rows: Iterable[Convention], today: dt.date) -> Iterator[Call]:
    last = today + dt.timedelta(days=PAYMENTS_AHEAD)
    for row in filter(is_priced, rows):
        due = [one for one in schedule_of(row, today=today) if not one.in_kind and one.day]
        near = [one for one in due if today <= one.day <= last]
        for day, found in groupby(near, key=lambda one: one.day):
            yield _payment(row, day, list(found), today)


def _payment(row: Convention, day: dt.date, found: list[Payment], today: dt.date) -> Call:
    payers = list(dict.fromkeys(one.payer for one in found))
    total = sum((one.amount for one in found), start=found[0].amount * 0)
    return Call(
        kind=CallKind.PAYMENT,
        code=f"payment-{day.isoformat()}",
        convention=row,
        root=row,
        name=name_of(row),
        day=day,
        level=level_of(day, today=today),
        label=f"{found[0].label} : {amount(total)}",
        to_do=f"{plural(len(payers), 'Payeur', 'Payeurs')} : {enumeration(payers)}.",
        party=payers[0] if len(payers) == 1 else "",
    )
