"""Names ready for running text: records found by a few words, in every form a sentence takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from csipa.french import grammar
from csipa.french.dates import long_date
from sites.models import Commune, Organisation, OrganisationKind, Representative, Site
from sites.models.commune_queryset import CommuneQuerySet
from sites.models.organisation import OrganisationQuerySet
from sites.models.representative import RepresentativeQuerySet
from sites.models.site import SiteQuerySet
from sites.rules.names import search_key

LIMIT = 8
"""Most records in one answer."""

_SHORTEST, _MOST_SIGNS, _MOST_WORDS = 2, 100, 6
# What people type between the words of a name, and which no key need hold.
_LINKS = frozenset(("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"))
_KIND_OF_COMMUNE = "commune"


@dataclass(frozen=True)
class Name:
    """A record, told from its namesakes by `kind`, and the forms that a sentence may hold."""

    label: str
    kind: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class FoundNames:
    """At most `LIMIT` names; `more` tells that other records answer too."""

    names: tuple[Name, ...] = ()
    more: bool = False


def find_names(
    text: str,
    *,
    organisations: OrganisationQuerySet,
    sites: SiteQuerySet,
    communes: CommuneQuerySet,
    representatives: RepresentativeQuerySet,
    today: dt.date,
) -> FoundNames:
    """Return the names of the rows given that answer to the words of `text`.

    Each kind of record has its share of the answer; in a kind, names that begin with `text` come
    first. One query a kind, whatever is found; none for fewer than two letters or figures.
    """
    key = search_key(text[:_MOST_SIGNS])
    words = [word for word in key.split() if word not in _LINKS][:_MOST_WORDS]
    if len("".join(words)) < _SHORTEST:
        return FoundNames()
    found_communes = _search_communes(communes, words)
    found_sites = sites.search(" ".join(words)).select_related("commune")
    found_organisations = organisations.filter(
        Q(pk__in=organisations.search(" ".join(words)).order_by().values("pk"))
        | Q(kind=OrganisationKind.COMMUNE, commune__in=found_communes.order_by().values("pk"))
    )
    found = (
        [
            name_organisation(row)
            for row in _best(found_organisations.select_related("commune"), key, "search_key")
        ],
        [name_site(row, today=today) for row in _best(found_sites, key, "search_key")],
        [
            name_commune(row, has_record=row.has_record)
            for row in _best(_with_record(found_communes, organisations), key, "search_key")
        ],
        [
            name_representative(row, today=today)
            for row in _in_office_first(representatives.search(" ".join(words)), today)
        ],
    )
    return FoundNames(_share(found), sum(map(len, found)) > LIMIT)


def name_organisation(organisation: Organisation) -> Name:
    """Name an organisation, in full then in short; reads its commune."""
    kind = "organisme"
    if organisation.kind != OrganisationKind.COMMUNE and organisation.commune:
        kind = f"organisme {organisation.commune.a}"
    full = (organisation.the_name, organisation.of_name, organisation.to_name)
    return Name(str(organisation), kind, _once([*full, *_declined(organisation.the_short_name)]))


def name_site(site: Site, *, today: dt.date) -> Name:
    """Name a site by what it is and where, with its state on the day; reads its commune."""
    kind = f"site {site.state_on(today).label}"
    return Name(grammar.upper_first(site.full_name), kind, _once(_declined(site.the_name)))


def name_commune(commune: Commune, *, has_record: bool) -> Name:
    """Name a commune as a place; as a body too unless it has a record of its own as such."""
    forms = [commune.name, commune.de, commune.a]
    if not has_record:
        forms += _declined(f"la {_KIND_OF_COMMUNE} {commune.de}")
    return Name(commune.name, f"commune, code INSEE {commune.pk}", _once(forms))


def name_representative(person: Representative, *, today: dt.date) -> Name:
    """Name somebody with their capacity, by name alone and by capacity alone; reads their body."""
    gender = grammar.Gender(person.gender)
    named = person.full_name
    if not person.title:
        named = f"{grammar.agree(gender, 'M.', 'Mme')} {named}"
    forms = [f"{named}, {person.agreed_capacity}", named, person.full_name]
    kind = grammar.agree(gender, "représentant", "représentante")
    kind = f"{kind} {person.organisation.of_name}{_mandate(person, today)}"
    return Name(person.full_name, kind, _once([*forms, *_declined(person.the_capacity)]))


def letter_person(person: Representative | None) -> dict[str, str] | None:
    """Return the words by which a letter names, greets or signs for somebody; None for nobody."""
    if person is None:
        return None
    gender = grammar.Gender(person.gender)
    civil = grammar.agree(gender, "Monsieur", "Madame")
    capacity = person.agreed_capacity
    return {
        "full_name": person.full_name if person.title else f"{civil} {person.full_name}",
        "capacity": capacity,
        "the_capacity": person.the_capacity,
        "on_behalf": person.on_behalf,
        "greeting": f"{civil} {grammar.agree(gender, 'le', 'la')} {grammar.upper_first(capacity)}",
        "first_name": person.first_name,
        "last_name": person.last_name.upper(),
    }


def _mandate(person: Representative, today: dt.date) -> str:
    """Return when somebody who is not in office is; nothing for who is."""
    if person.holds_on(today):
        return ""
    if person.end and person.end < today:
        return f", jusqu’au {long_date(person.end)}"
    return f", à compter du {long_date(person.start)}"


def _declined(phrase: str) -> list[str]:
    return [phrase, grammar.de(phrase), grammar.a(phrase)]


def _once(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms))


def _search_communes(communes: CommuneQuerySet, words: list[str]) -> CommuneQuerySet:
    """Return the communes found; the word « commune » alone is not enough."""
    words = [word for word in words if word != _KIND_OF_COMMUNE]
    return communes.search(" ".join(words)) if words else communes.none()


def _with_record(communes: CommuneQuerySet, organisations: OrganisationQuerySet):
    """Add `has_record`: the commune is among the organisations that may be named."""
    bodies = organisations.filter(kind=OrganisationKind.COMMUNE, commune=OuterRef("pk"))
    return communes.annotate(has_record=Exists(bodies.order_by()))


def _best(rows, key: str, column: str):
    """Return the first rows, those that begin with the typed words before the others."""
    begins = Case(When(**{f"{column}__startswith": key}, then=Value(0)), default=Value(1))
    return rows.order_by(begins, column, "pk")[: LIMIT + 1]


def _in_office_first(people: RepresentativeQuerySet, today: dt.date):
    in_office = people.model.objects.on(today).values("pk")
    rank = Case(When(pk__in=in_office, then=Value(0)), default=Value(1))
    ordered = people.select_related("organisation").order_by(rank, "last_name", "first_name", "pk")
    return ordered[: LIMIT + 1]


def _share(found: Sequence[Sequence[Name]]) -> tuple[Name, ...]:
    """Take the best of each kind in turn up to the limit; return them kind by kind."""
    turns = sorted((rank, kind) for kind, names in enumerate(found) for rank in range(len(names)))
    kept = sorted((kind, rank) for rank, kind in turns[:LIMIT])
    return tuple(found[kind][rank] for kind, rank in kept)
