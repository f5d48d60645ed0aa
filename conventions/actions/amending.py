"""Prepares an amendment of a convention and, with it, the act that authorises its signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conventions.actions.amending_articles import ArticleWriter, Reworded
from conventions.actions.amending_decision import draft_decision
from conventions.actions.ending import settle_end
from conventions.models import (
    Act,
    Convention,
    DelegatedSubject,
    EmpoweringAct,
    ParentRelation,
    Party,
)
from conventions.review.amending import (
    AmendedNow,
    amended_now,
    amending_refusals,
    authority_of,
    proposed_powers,
    proposed_signatory,
    told_of,
    who_signs,
)
from conventions.review.consolidation import root_of
from conventions.rules.amendment_words import Amending
from conventions.rules.amendments import amendment_title
from sites.models import Representative

_COPIED = ("kind", "site", "site_name", "subtitle", "originals", "signature_place")
_COPIED_PARTY = ("organisation", "rank", "role", "group", "short_name", "position")
_TAKEN = "Quelqu’un d’autre prépare un avenant à cette convention en ce moment : rouvrez la page."
_LONGEST_REFERENCE = Convention._meta.get_field("reference").max_length


@dataclass(frozen=True)
class Amendment:
    """An amendment just prepared, and the draft of the act that authorises it, if one was asked."""

    convention: Convention
    act: Act | None = None


class AmendingRefused(ValueError):
    """Nothing was written; `reasons` holds every reason, in French."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


def amend(
    *,
    convention: Convention,
    by: AbstractBaseUser | None,
    today: dt.date,
    signatory: Representative | None = None,
    powers: Sequence[DelegatedSubject] | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
    articles: Collection[int] = (),
    repeal: Collection[int] = (),
    insert: Sequence[tuple[int | None, str]] = (),
    reword: Sequence[Reworded] = (),
    reference: str = "",
    decision: bool = True,
) -> Amendment:
    """Prepare an amendment of `convention`, or of the one that it amends, and its draft decision.

    `end` is the new last day; `articles` the keys of the articles to reword, written with their
    present words; `repeal` of those to strike out; `insert` gives, for each article to add, the key
    of the one before it (None: at the end) and its title; `reword` takes articles up again in the
    present wording of their clause. `start` is the day of effect, by default that of the last
    signature. `signatory` and `powers` are those of the decision, by default who signs today in the
    place of who signed the former one, and the matters in force that say what its own said.
    `reference` names a convention that has none.

    Raises AmendingRefused with every reason, and writes nothing then; two at once make one.
    """
    try:
        with transaction.atomic():
            key = root_of(convention)
            list(Convention.objects.select_for_update(of=("self",)).filter(pk=key))
            now = amended_now(convention, today=today)
            writer = ArticleWriter(now, articles, repeal, insert, reword)
            reasons = [
                *amending_refusals(now, today=today, start=start, end=end, reference=reference),
                *writer.refusals(),
            ]
            if reasons:
                raise AmendingRefused(reasons)
            return _write(
                now,
                writer,
                Amending(rank=now.next_rank, end=end, start=start, rewords=writer.rewords),
                by=by,
                today=today,
                signatory=signatory,
                powers=powers,
                reference=reference.strip(),
                decision=decision,
            )
    except ValidationError as error:
        raise AmendingRefused(error.messages) from None
    except IntegrityError as error:
        # Both databases name the rank: SQLite by its columns, PostgreSQL by the constraint.
        if "rank" in str(error) or "conventions_convention_amendment" in str(error):
            raise AmendingRefused([_TAKEN]) from None
        raise


def _write(
    now: AmendedNow,
    writer: ArticleWriter,
    amending: Amending,
    *,
    by: AbstractBaseUser | None,
    today: dt.date,
    signatory: Representative | None,
    powers: Sequence[DelegatedSubject] | None,
    reference: str,
    decision: bool,
) -> Amendment:
    authority = authority_of(now)
    told = told_of(now, authority, reference)
    amendment = _new_amendment(now, amending, told.reference, by)
    signatory = signatory or proposed_signatory(now, today=today)
    parties = _copy_parties(now, amendment, signatory, by=by, today=today)
    writer.write(amendment, parties, told, amending, by=by)
    settle_end(convention=amendment)
    act = None
    if decision and authority is not None:
        act = draft_decision(
            now=now,
            amendment=amendment,
            authority=authority,
            signatory=signatory,
            powers=proposed_powers(now, today=today) if powers is None else powers,
            told=told,
            amending=amending,
            by=by,
            today=today,
        )
    return Amendment(amendment, act)


def _new_amendment(
    now: AmendedNow, amending: Amending, reference: str, by: AbstractBaseUser | None
) -> Convention:
    root = now.convention
    suffix = f"-A{amending.rank}"
    amendment = Convention(
        title=amendment_title(amending.rank, root.title),
        reference=f"{reference[: _LONGEST_REFERENCE - len(suffix)]}{suffix}",
        parent=root,
        parent_reference=reference,
        parent_relation=ParentRelation.AMENDMENT,
        rank=amending.rank,
        start=amending.start,
        end=amending.end,
        **{column: getattr(root, column) for column in _COPIED},
    )
    amendment._history_user = by
    amendment.full_clean(validate_constraints=False)
    amendment.validate_constraints(exclude={"rank"})
    amendment.save()
    return amendment


def _copy_parties(
    now: AmendedNow,
    amendment: Convention,
    signatory: Representative | None,
    *,
    by: AbstractBaseUser | None,
    today: dt.date,
) -> dict[int, Party]:
    """Write the parties of the convention again; return them by the key of their organisation.

    Who left office gives way to who took it. The acts that empowered a representative are those of
    that person: they are copied for nobody else.
    """
    rows = Party.objects.filter(convention=now.convention).select_related(
        "organisation", "representative"
    )
    copied: dict[int, Party] = {}
    for row in rows.prefetch_related("acts").order_by("position", "pk"):
        if row.organisation_id in copied:
            continue
        person = who_signs(row.organisation, row.representative, today=today)
        if signatory and signatory.organisation_id == row.organisation_id:
            person = signatory
        party = Party(
            convention=amendment,
            representative=person,
            **{column: getattr(row, column) for column in _COPIED_PARTY},
        )
        party._history_user = by
        party.save()
        copied[row.organisation_id] = party
        if person and person == row.representative:
            _copy_acts(row, party, by)
    return copied


def _copy_acts(row: Party, party: Party, by: AbstractBaseUser | None) -> None:
    for act in sorted(row.acts.all(), key=lambda act: (act.position, act.pk)):
        copy = EmpoweringAct(
            party=party, position=act.position, nature=act.nature, number=act.number, date=act.date
        )
        copy._history_user = by
        copy.save()
