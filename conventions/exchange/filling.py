"""What a convention will say, read from the records that somebody chose for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from conventions.exchange.finance import instalment_data, payer_data, term_data
from conventions.exchange.premises import slot_data
from conventions.models import (
    Convention,
    FinancialTerm,
    Instalment,
    LentEquipment,
    NoticeForm,
    NoticeTo,
    OccupiedSlot,
    Party,
    PartyRank,
    PartyRole,
    Payer,
)
from conventions.rules.finance import finance_of
from conventions.rules.placeholders import Values
from conventions.rules.placeholders.facts import (
    ConventionFacts,
    PartyFacts,
    RoomFacts,
    SiteFacts,
    TermFacts,
)
from conventions.rules.placeholders.words import values_of
from conventions.rules.premises import slots_of
from conventions.rules.terms import Delay
from csipa.french import grammar
from sites.models import (
    Article,
    Organisation,
    OrganisationKind,
    Room,
    Site,
    Territory,
    TerritoryKind,
)
from sites.rules.names import organisation_key

_WITH_ARTICLE = re.compile(r"(?:(?:la|le|les) |l’)", re.IGNORECASE)
_BEFORE = {Article.LES: "les ", Article.NONE: ""}


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The rows that a convention is written from, saved or not, lines in their order.

    `convention` holds its site, its days and its terms; `purpose` begins with its article.
    """

    convention: Convention
    parties: Sequence[Party]
    term: FinancialTerm | None = None
    instalments: Sequence[Instalment] = ()
    payers: Sequence[Payer] = ()
    rooms: Sequence[Room] = ()
    slots: Sequence[OccupiedSlot] = ()
    equipment: Sequence[LentEquipment] = ()
    purpose: str = ""


def choices_of(convention: Convention, *, purpose: str = "") -> Choices:
    """Return what a convention that exists would be written from."""
    return Choices(
        convention=convention,
        parties=_ordered(convention.parties.select_related("organisation__commune")),
        term=getattr(convention, "financial_term", None),
        instalments=_ordered(convention.instalments.all()),
        payers=_ordered(convention.payers.all()),
        rooms=[row.room for row in _ordered(convention.rooms.select_related("room"))],
        slots=_ordered(convention.slots.select_related("room")),
        equipment=_ordered(convention.equipment.select_related("equipment")),
        purpose=purpose,
    )


def values_from(choices: Choices) -> Values:
    """Return the words that the records put in the place of each placeholder."""
    return values_of(facts_from(choices))


def facts_from(choices: Choices) -> ConventionFacts:
    """Return the facts that a text may tell of what was chosen."""
    row = choices.convention
    named = [_party(party, row) for party in choices.parties]
    payers = [_rank(line.party, choices.parties) for line in choices.payers]
    finance = finance_of(
        {
            **term_data(choices.term),
            "instalments": [instalment_data(line) for line in choices.instalments],
            "payers": [
                payer_data(line, rank + 1)
                for line, rank in zip(choices.payers, payers, strict=True)
            ],
        }
    )
    return ConventionFacts(
        parties=named,
        site=_site(row.site) if row.site else None,
        terms=_terms(row, named),
        finance=finance,
        payers=[named[rank].short for rank in payers],
        rooms=[RoomFacts(room.name, room.area) for room in choices.rooms],
        slots=slots_of({"slots": [slot_data(line) for line in choices.slots]}),
        equipment=[
            (grammar.lower_first(line.equipment.label), line.quantity) for line in choices.equipment
        ],
        purpose=choices.purpose,
        originals=row.originals,
        court=settings.APPEAL_COURT,
    )


def distinct_aliases(organisations: Sequence[Organisation]) -> list[str]:
    """Return the names that a text gives to its parties, no two alike; empty without a short name.

    The short name of each record; a commune whose short name another party bears too is called
    « Commune d’Hinges », any other body by its full name.
    """
    counts = Counter(organisation_key(one.short_name) for one in organisations if one.short_name)
    return [
        one.short_name if counts[organisation_key(one.short_name)] < 2 else _qualified(one)
        for one in organisations
    ]


def _qualified(organisation: Organisation) -> str:
    if organisation.kind == OrganisationKind.COMMUNE and organisation.commune:
        return f"Commune {organisation.commune.de}"
    return grammar.upper_first(organisation.name)


def alias_after_article(organisation: Organisation, alias: str) -> str:
    """Return the name of a party in a sentence: « la CPTS », « l’ARS », « les Amis du parc »."""
    if not alias:
        return organisation.the_name
    if _WITH_ARTICLE.match(alias):
        return alias[0].lower() + alias[1:]
    if organisation.article in _BEFORE:
        return _BEFORE[Article(organisation.article)] + alias
    return grammar.definite(grammar.Gender(organisation.gender), alias)


def _party(party: Party, convention: Convention) -> PartyFacts:
    organisation = party.organisation
    alias = party.short_name or organisation.short_name
    return PartyFacts(
        alias=_WITH_ARTICLE.sub("", alias, count=1) if alias else organisation.name,
        short=alias_after_article(organisation, alias),
        full=organisation.the_name,
        gender=grammar.Gender(organisation.gender),
        plural=organisation.article == Article.LES,
        role=party.role,
        signs=party.rank in ("", PartyRank.SIGNATORY),
        communes=_communes(organisation, convention) if party.role == PartyRole.PARTNER else (),
    )


def _communes(organisation: Organisation, convention: Convention) -> list[str]:
    """Return the communes of the territory of a health community, each after « de »."""
    if organisation.kind != OrganisationKind.CPTS:
        return []
    keys = {organisation.search_key, organisation.short_key}
    if organisation.pk:
        keys |= set(organisation.aliases.values_list("search_key", flat=True))
    for territory in Territory.objects.filter(kind=TerritoryKind.CPTS).order_by("pk"):
        if organisation_key(territory.name) in keys:
            members = territory.communes_on(convention.start) if convention.start else []
            return [commune.de for commune in sorted(members, key=lambda one: one.search_key)]
    return []


def _site(site: Site) -> SiteFacts:
    return SiteFacts(
        the_name=site.the_name,
        address=", ".join(site.address_lines) if site.address else "",
        commune=site.commune.name,
        of_commune=site.commune.de,
        at_commune=site.commune.a,
    )


def _terms(row: Convention, parties: Sequence[PartyFacts]) -> TermFacts:
    signing = sum(party.signs for party in parties)
    # « à toutes les autres » of two parties is « à l’autre ».
    told = NoticeTo.OTHER if signing == 2 and row.notice_to else row.notice_to
    return TermFacts(
        start=row.start,
        end=row.end,
        renewal_times=row.renewal_times,
        renewal_years=row.renewal_years,
        renewal_deadline=_delay(row.renewal_deadline_value, row.renewal_deadline_unit),
        notice=_delay(row.notice_value, row.notice_unit),
        notice_form=NoticeForm(row.notice_form).label if row.notice_form else "",
        notice_to=NoticeTo(told).label if told else "",
    )


def _delay(value: int | None, unit: str) -> Delay | None:
    return Delay(value, unit) if value and unit else None


def _rank(party: Party, parties: Sequence[Party]) -> int:
    """Return the place of a party, saved or not, from 0."""
    return next(
        rank
        for rank, one in enumerate(parties)
        if one is party or (one.pk is not None and one.pk == party.pk)
    )


def _ordered(rows: Any) -> list[Any]:
    return list(rows.order_by("position", "pk"))
