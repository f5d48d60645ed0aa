"""What one chooses to write a convention: parties, terms, and all that a choice may lack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from conventions.exchange.clause_texts import role_name
from conventions.exchange.filling import Choices, distinct_aliases, facts_from
from conventions.models import (
    Convention,
    ConventionTemplate,
    FinancialTerm,
    Instalment,
    LegalForm,
    LentEquipment,
    NoticeTo,
    OccupiedSlot,
    Party,
    PartyRole,
    Payer,
)
from conventions.rules.finance_checks import missing_terms, sum_gaps
from csipa.french.dates import long_date
from sites.models import Equipment, Organisation, Representative, Room, Site
from sites.rules.names import organisation_key

Signing = tuple[Organisation, Representative | None]
"""An organisation and who signs for it, None while that is not known."""
EmpoweredBy = Sequence[tuple[str, str, dt.date | None]]
"""Acts by their nature, number and date."""

_OF_THE_MODEL = (
    *("renewal", "renewal_times", "renewal_years"),
    *("renewal_deadline_value", "renewal_deadline_unit"),
    *("notice_value", "notice_unit", "notice_form", "notice_to"),
)


@dataclass(frozen=True)
class SlotLine:
    """A weekly slot, from Monday 1 to Sunday 7; without a room, in all those of the convention."""

    weekday: int
    starts_at: dt.time
    ends_at: dt.time
    use: str = ""
    room: Room | None = None


@dataclass(frozen=True, kw_only=True)
class WritingTerms:
    """What may be said beside the records; None leaves the choice to the model.

    `finance` holds columns of `FinancialTerm`, `instalments` (dictionaries of the columns of
    `Instalment`) and `payers` (those of `Payer`, the `role` of the party in place of the party).
    `acts` are those that empower who signs for a role; `aliases` the name a text gives to a role.
    """

    purpose: str = ""
    reference: str = ""
    signature_place: str = ""
    originals: int | None = None
    renewal: str | None = None
    renewal_times: int | None = None
    renewal_years: int | None = None
    renewal_deadline_value: int | None = None
    renewal_deadline_unit: str | None = None
    notice_value: int | None = None
    notice_unit: str | None = None
    notice_form: str | None = None
    notice_to: str | None = None
    finance: Mapping[str, Any] = field(default_factory=dict)
    rooms: Sequence[Room] = ()
    slots: Sequence[SlotLine] = ()
    equipment: Sequence[tuple[Equipment, int]] = ()
    acts: Mapping[str, EmpoweredBy] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


def choose(
    *,
    template: ConventionTemplate,
    site: Site,
    parties: Mapping[str, Signing],
    others: Sequence[Signing],
    start: dt.date | None,
    end: dt.date | None,
    today: dt.date,
    terms: WritingTerms,
) -> tuple[Choices, list[str]]:
    """Return the rows that the choices make, unsaved, and what they lack, in French."""
    reasons: list[str] = []
    lines = _parties(template, site, parties, start or today, reasons)
    lines += [Party(organisation=body, representative=person) for body, person in others]
    _name(lines, terms, reasons)
    convention = _convention(template, site, lines, start, end, terms)
    choices = Choices(
        convention=convention,
        parties=lines,
        rooms=terms.rooms,
        slots=[OccupiedSlot(**vars(line)) for line in terms.slots],
        equipment=[LentEquipment(equipment=row, quantity=n) for row, n in terms.equipment],
        purpose=terms.purpose,
        **_finance(template, lines, terms, reasons),
    )
    reasons += [
        *_party_reasons(template, lines, today),
        *_period_reasons(start, end),
        *_money_reasons(choices),
        *_premises_reasons(site, choices),
    ]
    return choices, reasons


def _parties(
    template: ConventionTemplate,
    site: Site,
    given: Mapping[str, Signing],
    day: dt.date,
    reasons: list[str],
) -> list[Party]:
    """Return the parties of the model in its order; those of the site by default."""
    by_default = {PartyRole.OWNER: site.owner, PartyRole.MANAGER: site.manager}
    lines = []
    expected = [line.role for line in template.parties.order_by("position", "pk")]
    for role in expected:
        organisation, person = given.get(role) or (None, None)
        if organisation is None and (organisation := by_default.get(role)):
            person = organisation.representative_on(day)
        if organisation is None:
            reasons.append(_no_party(role, site))
        else:
            lines.append(Party(organisation=organisation, representative=person, role=role))
    for role in given.keys() - set(expected):
        reasons.append(f"Le modèle n’attend pas de {role_name(role)}.")
    return lines


def _no_party(role: str, site: Site) -> str:
    if role == PartyRole.PARTNER:
        return "Choisissez le partenaire."
    return f"Choisissez le {role_name(role)} : la fiche du site « {site} » n’en dit pas."


def _name(lines: Sequence[Party], terms: WritingTerms, reasons: list[str]) -> None:
    """Give each party its place and the name that the text gives it, no two alike."""
    aliases = distinct_aliases([line.organisation for line in lines])
    for rank, (line, alias) in enumerate(zip(lines, aliases, strict=True), start=1):
        line.position = rank
        line.short_name = terms.aliases.get(line.role, "") or alias
    named = [organisation_key(line.short_name) for line in lines if line.short_name]
    for alias in {name for name in named if named.count(name) > 1}:
        told = next(line.short_name for line in lines if organisation_key(line.short_name) == alias)
        reasons.append(f"« {told} » désigne deux parties : donnez à chacune un nom court.")


def _convention(
    template: ConventionTemplate,
    site: Site,
    lines: Sequence[Party],
    start: dt.date | None,
    end: dt.date | None,
    terms: WritingTerms,
) -> Convention:
    chosen = {
        name: getattr(template, name) if getattr(terms, name) is None else getattr(terms, name)
        for name in _OF_THE_MODEL
    }
    if terms.notice_to is None and chosen["notice_to"]:
        # The model does not know how many parties there will be.
        chosen["notice_to"] = NoticeTo.OTHER if len(lines) == 2 else NoticeTo.ALL
    return Convention(
        reference=terms.reference.strip(),
        kind=template.kind,
        site=site,
        template=template,
        start=start,
        # Refused further on, an end before the start would have no words.
        end=max(start, end) if start and end else end,
        originals=terms.originals or len(lines),
        signature_place=terms.signature_place.strip() or _usual_place(lines, site),
        **chosen,
    )


def _usual_place(lines: Sequence[Party], site: Site) -> str:
    """Return where the manager sits, else the commune of the site."""
    manager = next((line for line in lines if line.role == PartyRole.MANAGER), None)
    commune = manager.organisation.commune if manager else None
    return (commune or site.commune).name


def _finance(
    template: ConventionTemplate,
    lines: Sequence[Party],
    terms: WritingTerms,
    reasons: list[str],
) -> dict[str, Any]:
    """Return the price as unsaved rows; a model that says nothing of it has none."""
    given = dict(terms.finance)
    instalments, payers = given.pop("instalments", ()), given.pop("payers", ())
    if not template.finance_mode and not given:
        return {}
    by_role = {line.role: line for line in lines if line.role}
    known = [line for line in payers if line["role"] in by_role]
    for line in payers:
        if line["role"] not in by_role:
            reasons.append(f"Aucune partie n’est {role_name(line['role'])} : elle ne paie pas.")
    return {
        "term": FinancialTerm(**{"mode": template.finance_mode, **given}),
        "instalments": [
            Instalment(position=rank, **line) for rank, line in enumerate(instalments, start=1)
        ],
        "payers": [
            Payer(
                position=rank,
                party=by_role[line["role"]],
                percent=line.get("percent"),
                amount=line.get("amount"),
            )
            for rank, line in enumerate(known, start=1)
        ],
    }


def _party_reasons(
    template: ConventionTemplate, lines: Sequence[Party], today: dt.date
) -> Iterator[str]:
    forms = dict(template.parties.exclude(legal_form="").values_list("role", "legal_form"))
    seen: set[int] = set()
    for line in lines:
        body, person = line.organisation, line.representative
        if body.pk in seen:
            yield (
                f"{body} est choisi pour deux parties : une même personne ne s’engage pas "
                "envers elle-même."
            )
        seen.add(body.pk)
        if line.role in forms and body.kind != forms[line.role]:
            expected = LegalForm(forms[line.role]).label
            yield f"Le modèle attend pour {role_name(line.role)} : {expected}, et non {body}."
        if person and person.organisation_id != body.pk:
            yield f"{person} ne représente pas {body.the_name}."
        elif person and person.end and person.end < today:
            yield f"{person} n’est plus en fonctions depuis le {long_date(person.end)}."


def _period_reasons(start: dt.date | None, end: dt.date | None) -> Iterator[str]:
    if start is None:
        yield "Donnez la date de prise d’effet."
    elif end and end < start:
        yield "La convention prend fin avant de prendre effet : corrigez l’une des deux dates."


def _money_reasons(choices: Choices) -> Iterator[str]:
    if choices.term is None:
        return
    yield from _row_reasons([choices.term, *choices.instalments, *choices.payers])
    finance = facts_from(choices).finance
    for gap in (*missing_terms(finance), *sum_gaps(finance)):
        yield gap.message


def _premises_reasons(site: Site, choices: Choices) -> Iterator[str]:
    slots = choices.slots
    rooms = [*choices.rooms, *(line.room for line in slots if line.room)]
    things = [line.equipment for line in choices.equipment]
    for row in [row for row in (*rooms, *things) if row.site_id != site.pk]:
        yield f"« {row} » n’est pas du site « {site} »."
    for line in slots:
        if line.ends_at <= line.starts_at:
            yield "Un créneau finit après avoir commencé : corrigez ses heures."
    yield from _row_reasons([*slots, *choices.equipment])


def _row_reasons(rows: Iterable[Model]) -> Iterator[str]:
    """Give what is wrong with the columns of unsaved rows, what they will hang on aside."""
    for row in rows:
        try:
            row.clean_fields(exclude=["convention", "party"])
        except ValidationError as error:
            yield from error.messages
