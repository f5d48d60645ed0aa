"""Writes a whole convention from a model and the records that it names, in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conventions.actions.ending import settle_end
from conventions.actions.writing_terms import EmpoweredBy, Signing, SlotLine, WritingTerms, choose
from conventions.exchange.clause_texts import ClauseText, Worded, role_name, template_texts
from conventions.exchange.filling import Choices, values_from
from conventions.models import (
    Article,
    ClauseVersion,
    Commitment,
    Convention,
    ConventionTemplate,
    EmpoweringAct,
    OccupiedRoom,
    Party,
    Tracking,
)
from conventions.review.clauses import latest_versions
from conventions.review.references import next_reference
from conventions.rules.periodicities import periodicity_in
from conventions.rules.placeholders import Values, fill, missing, names
from conventions.rules.wordings import wording_digest
from csipa.french.grammar import list_punctuation
from sites.models import Site

__all__ = ["Signing", "SlotLine", "WritingRefused", "WritingTerms", "write_convention"]

_ATTEMPTS = 5
_LONGEST_TITLE = Article._meta.get_field("title").max_length


class WritingRefused(ValueError):
    """Nothing is written; `reasons` holds all that is missing or wrong, in French sentences."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(dict.fromkeys(reasons))
        super().__init__(" ".join(self.reasons))


@transaction.atomic
def write_convention(
    *,
    template: ConventionTemplate,
    by: AbstractBaseUser | None,
    today: dt.date,
    site: Site,
    parties: Mapping[str, Signing],
    start: dt.date | None,
    end: dt.date | None = None,
    others: Sequence[Signing] = (),
    **terms: Any,
) -> Convention:
    """Write a convention from `template`: parties, articles, commitments, price, rooms, hours.

    `parties` gives who holds each role (codes of `PartyRole`) and who signs for it; the owner and
    the manager are those of the site when they are not given. `others` sign after them. `terms`
    are those of `WritingTerms`. The articles come from the latest published wording of each
    clause of the model. Raises WritingRefused with all that is missing before anything is written.
    """
    told = WritingTerms(**terms)
    choices, reasons = choose(
        template=template,
        site=site,
        parties=parties,
        others=others,
        start=start,
        end=end,
        today=today,
        terms=told,
    )
    versions = _versions(template, reasons)
    values = values_from(choices)
    asked = _party_lacks(template, choices)
    reasons += [told for told in _text_reasons(template, versions, values) if told not in asked]
    if reasons:
        raise WritingRefused(reasons)
    _write_head(choices, template, values, by=by, year=today.year, reference=told.reference.strip())
    for party in choices.parties:
        _save_line(party, choices.convention, by)
        _write_acts(party, told.acts.get(party.role, ()), by)
    for rank, version in enumerate(versions, start=1):
        _write_article(choices, version, values, rank, by)
    _write_lines(choices, by)
    settle_end(convention=choices.convention)
    return choices.convention


def _versions(template: ConventionTemplate, reasons: list[str]) -> list[ClauseVersion]:
    """Return the wordings to write from, in the order of the model."""
    if template.retired_on:
        reasons.append("Ce modèle est retiré : choisissez-en un autre, ou remettez-le en usage.")
    places = list(template.clauses.select_related("clause").order_by("position", "pk"))
    if not places:
        reasons.append("Le modèle n’a pas de clause : ajoutez-les sur sa page.")
    latest = latest_versions([place.clause_id for place in places])
    for place in places:
        if place.clause_id not in latest:
            reasons.append(f"La clause « {place.clause} » n’a pas de version publiée.")
    return [latest[place.clause_id] for place in places if place.clause_id in latest]


def _party_lacks(template: ConventionTemplate, choices: Choices) -> set[str]:
    """Return what the texts say of the parties that the model expects and that were asked for."""
    held = {party.role for party in choices.parties}
    expected = set(template.parties.values_list("role", flat=True))
    return {names()[role_name(role)].lack for role in expected - held}


def _text_reasons(
    template: ConventionTemplate, versions: Sequence[ClauseVersion], values: Values
) -> Iterator[str]:
    texts = [*template_texts(template)]
    for version in versions:
        texts += ClauseText.of(version).texts()
    yield from lacks(texts, values)
    for version in versions:
        title = version.title
        if not missing(title, values) and len(fill(title, values)) > _LONGEST_TITLE:
            yield f"Le titre de l’article « {version.clause} » est trop long une fois rempli."


def lacks(texts: Iterable[Worded], values: Values) -> Iterator[str]:
    """Give what keeps some texts from being filled."""
    for one in texts:
        yield from missing(one.text, values, rich=one.rich)


def _write_head(
    choices: Choices,
    template: ConventionTemplate,
    values: Values,
    *,
    by: AbstractBaseUser | None,
    year: int,
    reference: str,
) -> None:
    """Write the row of the convention; take the next reference unless one was given."""
    convention = choices.convention
    convention.title = fill(template.title, values)
    convention.subtitle = fill(template.subtitle, values)
    convention.preamble = fill(template.preamble, values, rich=True)
    convention._history_user = by
    for attempt in range(_ATTEMPTS):
        convention.reference = reference or next_reference(year=year)
        try:
            with transaction.atomic():
                convention.full_clean()
                convention.save()
        except ValidationError as error:
            raise WritingRefused(error.messages) from error
        except IntegrityError:
            # Somebody else took the same reference meanwhile: the next one is free.
            if reference or attempt == _ATTEMPTS - 1:
                raise
        else:
            return


def _write_acts(party: Party, acts: EmpoweredBy, by: AbstractBaseUser | None) -> None:
    for rank, (nature, number, date) in enumerate(acts, start=1):
        act = EmpoweringAct(party=party, position=rank, nature=nature, number=number, date=date)
        act._history_user = by
        act.full_clean()
        act.save()


def _write_article(
    choices: Choices,
    version: ClauseVersion,
    values: Values,
    rank: int,
    by: AbstractBaseUser | None,
) -> None:
    text = ClauseText.of(version)
    items = list_punctuation([fill(one, values) for one in text.commitments])
    words = {
        "title": fill(text.title, values),
        "introduction": fill(text.introduction, values),
        "body": fill(text.body, values, rich=True),
    }
    holder = next((one for one in choices.parties if text.role and one.role == text.role), None)
    article = Article(
        position=rank,
        committed_party=holder,
        clause_version=version,
        clause_digest=wording_digest(commitments=items, **words),
        **words,
    )
    _save_line(article, choices.convention, by)
    for place, item in enumerate(items, start=1):
        commitment = Commitment(article=article, position=place, text=item)
        commitment._history_user = by
        commitment.save()
        if periodicity := periodicity_in(item):
            tracking = Tracking(commitment=commitment, periodicity=periodicity)
            tracking._history_user = by
            tracking.save()


def _write_lines(choices: Choices, by: AbstractBaseUser | None) -> None:
    """Write the price, the rooms, the hours and the things lent."""
    rooms = [OccupiedRoom(room=room) for room in choices.rooms]
    if choices.term is not None:
        _save_line(choices.term, choices.convention, by)
    for lines in (choices.instalments, choices.payers, rooms, choices.slots, choices.equipment):
        for rank, line in enumerate(lines, start=1):
            line.position = rank
            _save_line(line, choices.convention, by)


def _save_line(row: Any, convention: Convention, by: AbstractBaseUser | None) -> None:
    row.convention = convention
    row._history_user = by
    row.save()
