"""What one does with the library of conventions: publish a wording, prepare another, import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.exchange.clause_library import STARTER_FILE, clause_text, read_library
from conventions.exchange.clause_texts import ClauseText
from conventions.models import (
    Clause,
    ClauseVersion,
    ConventionTemplate,
    TemplateClause,
    TemplateParty,
)
from csipa.french.dates import long_date
from csipa.french.numbers import counted

_COPIED = ("title", "introduction", "body", "role", "commitments")


class ClauseRefused(ValueError):
    """A wording or a model cannot be changed so; `reasons` are French sentences."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


@transaction.atomic
def publish_version(
    *,
    version: ClauseVersion,
    by: AbstractBaseUser | None,
    on: dt.date,
    change_note: str | None = None,
) -> ClauseVersion:
    """Close a wording for ever: from then on conventions are written from it.

    Raises ClauseRefused, with every reason, when its texts cannot be filled or when `on` comes
    before the previous wording was published.
    """
    row = ClauseVersion.objects.select_for_update().select_related("clause").get(pk=version.pk)
    if row.published_on:
        raise ClauseRefused([f"{row} est déjà publiée : préparez une nouvelle version."])
    reasons = [message for _, message in ClauseText.of(row).faults()]
    before = row.clause.versions.published().order_by("-number").first()
    if before and on < before.published_on:
        told = long_date(before.published_on)
        reasons.append(f"La version {before.number} est publiée depuis le {told} seulement.")
    if reasons:
        raise ClauseRefused(reasons)
    row.published_on = on
    if change_note is not None:
        row.change_note = change_note
    _save(row, by)
    _turn_page(row.clause, by)
    return row


@transaction.atomic
def new_version(*, clause: Clause, by: AbstractBaseUser | None) -> ClauseVersion:
    """Copy the latest wording of a clause into one that may be changed.

    Raises ClauseRefused when one is in preparation already, or when there is nothing to copy.
    """
    last = clause.versions.select_for_update().order_by("-number").first()
    if last is None:
        raise ClauseRefused(
            [f"« {clause} » n’a pas encore de texte : écrivez sa première version."]
        )
    if last.published_on is None:
        raise ClauseRefused([f"La version {last.number} est déjà en préparation : reprenez-la."])
    copied = {name: getattr(last, name) for name in _COPIED}
    draft = ClauseVersion(clause=clause, number=last.number + 1, **copied)
    _save(draft, by)
    _turn_page(Clause.objects.select_for_update().get(pk=clause.pk), by)
    return draft


@transaction.atomic
def retire_template(
    *, template: ConventionTemplate, by: AbstractBaseUser | None, on: dt.date
) -> ConventionTemplate:
    """Take a model out of use from `on`; the conventions written from it keep their words.

    Raises ClauseRefused when it is out of use already.
    """
    row = ConventionTemplate.objects.select_for_update().get(pk=template.pk)
    if row.retired_on:
        raise ClauseRefused([f"Ce modèle est retiré depuis le {long_date(row.retired_on)}."])
    row.retired_on = on
    row.version += 1
    _save(row, by)
    return row


@dataclass(frozen=True)
class ImportedLibrary:
    """What a file brought to the library, and what was there already."""

    clauses: int
    known_clauses: int
    templates: int
    known_templates: int

    def __str__(self) -> str:
        clauses = counted(self.clauses, "clause ajoutée", "clauses ajoutées")
        templates = counted(self.templates, "modèle ajouté", "modèles ajoutés")
        told = f"Bibliothèque de conventions : {clauses}, {templates}"
        known = self.known_clauses + self.known_templates
        if not known:
            return f"{told}."
        there = counted(
            known, "y était déjà et n’est pas changé", "y étaient déjà et ne sont pas changés"
        )
        return f"{told} ; {there}."


@transaction.atomic
def import_library(
    *, by: AbstractBaseUser | None, today: dt.date, content: bytes | None = None
) -> ImportedLibrary:
    """Add the clauses and models of a `csipa-clauses/1` file, published on `today`.

    Without `content`, those that come with the program. What bears a name already known is left
    as it is. Raises ExchangeError with every fault of the file, and writes nothing then.
    """
    plan = plan_library(content)
    clauses = {clause.name: clause for clause in Clause.objects.all()}
    for row in plan.clauses:
        clauses[row["name"]] = _create_clause(row, by=by, today=today)
    for row in plan.templates:
        _create_template(row, clauses, by=by)
    return ImportedLibrary(
        clauses=len(plan.clauses),
        known_clauses=plan.known_clauses,
        templates=len(plan.templates),
        known_templates=plan.known_templates,
    )


@dataclass(frozen=True)
class LibraryPlan:
    """The clauses and models of a file that the library lacks, and how many it has already."""

    clauses: list[dict[str, Any]]
    known_clauses: int
    templates: list[dict[str, Any]]
    known_templates: int


def plan_library(content: bytes | None = None) -> LibraryPlan:
    """Return what a file would add; without it, what comes with the program. Two queries.

    Raises ExchangeError with every fault of the file.
    """
    rows, models = read_library(STARTER_FILE.read_bytes() if content is None else content)
    clauses = set(Clause.objects.values_list("name", flat=True))
    templates = set(ConventionTemplate.objects.values_list("name", flat=True))
    new = [row for row in rows if row["name"] not in clauses]
    new_models = [row for row in models if row["name"] not in templates]
    return LibraryPlan(new, len(rows) - len(new), new_models, len(models) - len(new_models))


def _create_clause(row: dict[str, Any], *, by: AbstractBaseUser | None, today: dt.date) -> Clause:
    clause = Clause(name=row["name"], subject=row["subject"], note=row.get("note", ""))
    _save(clause, by)
    text = clause_text(row)
    version = ClauseVersion(
        clause=clause,
        number=1,
        title=text.title,
        introduction=text.introduction,
        body=text.body,
        role=text.role,
        commitments=list(text.commitments),
        published_on=today,
    )
    _save(version, by)
    return clause


def _create_template(
    row: dict[str, Any], clauses: dict[str, Clause], *, by: AbstractBaseUser | None
) -> None:
    notice, deadline = row.get("notice", {}), row.get("renewal_deadline", {})
    decision = row.get("decision", {})
    plain = ("description", "subtitle", "preamble", "renewal", "finance_mode", "subject_matter")
    template = ConventionTemplate(
        name=row["name"],
        kind=row["kind"],
        title=row["title"],
        renewal_times=row.get("renewal_times"),
        renewal_years=row.get("renewal_years"),
        renewal_deadline_value=deadline.get("value"),
        renewal_deadline_unit=deadline.get("unit", ""),
        notice_value=notice.get("value"),
        notice_unit=notice.get("unit", ""),
        notice_form=notice.get("form", ""),
        notice_to=notice.get("to", ""),
        decision_title=decision.get("title", ""),
        decision_recitals=decision.get("recitals", []),
        decision_provision=decision.get("provision", ""),
        **{name: row.get(name, "") for name in plain},
    )
    _save(template, by)
    for rank, party in enumerate(row["parties"], start=1):
        line = TemplateParty(template=template, position=rank, role=party["role"])
        line.legal_form = party.get("legal_form", "")
        _save(line, by)
    for rank, name in enumerate(row["clauses"], start=1):
        _save(TemplateClause(template=template, position=rank, clause=clauses[name]), by)


def _turn_page(clause: Clause, by: AbstractBaseUser | None) -> None:
    """Count one version more of the page of a clause: whoever opened it before is told."""
    clause.version += 1
    _save(clause, by)


def _save(row: Any, by: AbstractBaseUser | None) -> None:
    """Write a row, its values being known to be good, with the name of who did it."""
    row._history_user = by
    row.save()
