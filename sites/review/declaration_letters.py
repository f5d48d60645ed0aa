"""What the letter that tells the agency of a change rests on, and what the records lack for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from csipa.french.dates import long_date
from csipa.french.grammar import de, upper_first
from sites.models import Organisation, OrganisationKind, SendingMeans, Site, SubstantialChange
from sites.naming import letter_person
from sites.review.promises import project_of
from sites.rules.addresses import address_lines

Data = dict[str, Any]


@dataclass(frozen=True)
class Lack:
    """Something the letter lacks: a sentence, and the record to complete.

    `model` is « site », « organisation » or « substantialchange »; without a key the record is
    still to be made.
    """

    sentence: str
    model: str
    pk: int | None


def letter_of(
    change: SubstantialChange,
    *,
    dated: dt.date,
    place: str = "",
    means: str = "",
    enclosures: Sequence[str] = (),
) -> Data:
    """Return the data of the letter; dates are in ISO 8601, what nobody recorded is left empty.

    `means` is a code of `SendingMeans`, empty for one not chosen yet.
    """
    site, centre = change.site, centre_of(change)
    project = project_of(centre, day=change.happened_on)
    return {
        "date": dated.isoformat(),
        "place": place.strip(),
        "means": means,
        "sending": SendingMeans(means).label if means else "",
        "enclosures": [line.strip() for line in enclosures if line.strip()],
        "sender": _side(centre.manager, dated),
        "recipient": _side(change.agency, dated),
        "nature": change.nature,
        "happened_on": change.happened_on.isoformat(),
        "description": change.description,
        "site": _site(site),
        "centre": _site(centre) if centre.pk != site.pk else None,
        "project": {
            "title": project.title,
            "edition": project.edition,
            "receipt_number": project.receipt_number,
            "receipt_on": project.receipt_on.isoformat() if project.receipt_on else "",
        }
        if project
        else None,
    }


def centre_of(change: SubstantialChange) -> Site:
    """Return the centre that a change is about, or that its antenna depends on; may query."""
    return change.site.parent or change.site


def lacking(change: SubstantialChange, *, dated: dt.date) -> list[Lack]:
    """Return what is to be completed before the letter is printed on `dated`."""
    site, centre = change.site, centre_of(change)
    found = [*_of_manager(centre, dated), *_of_agency(change)]
    for one in {site.pk: site, centre.pk: centre}.values():
        if not one.finess:
            found.append(Lack(f"{_the(one)} n’a pas de numéro FINESS.", "site", one.pk))
    if not site.address:
        found.append(Lack(f"{_the(site)} n’a pas d’adresse.", "site", site.pk))
    return found


def _of_manager(centre: Site, dated: dt.date) -> Iterator[Lack]:
    manager = centre.manager
    if manager is None:
        sentence = f"On ne sait pas qui gère {centre.the_name}, donc qui écrit."
        yield Lack(sentence, "site", centre.pk)
        return
    if not manager.seat_address:
        yield Lack(f"L’adresse {manager.of_name} manque.", "organisation", manager.pk)
    if manager.representative_on(dated) is None:
        sentence = f"Personne ne représente {manager.the_name} le {long_date(dated)}."
        yield Lack(sentence, "organisation", manager.pk)


def _of_agency(change: SubstantialChange) -> Iterator[Lack]:
    agency = change.agency
    if agency is None and Organisation.objects.filter(kind=OrganisationKind.ARS).exists():
        yield Lack("L’agence à laquelle écrire n’est pas choisie.", "substantialchange", change.pk)
    elif agency is None:
        yield Lack("Aucune agence régionale de santé n’est enregistrée.", "organisation", None)
    elif not agency.seat_address:
        yield Lack(f"L’adresse {agency.of_name} manque.", "organisation", agency.pk)


def _side(organisation: Organisation | None, dated: dt.date) -> Data:
    """Return how the letter names an organisation: its name, address, and who signs for it."""
    if organisation is None:
        return {}
    city = organisation.commune.name if organisation.commune else ""
    lines = address_lines(organisation.seat_address, organisation.seat_postal_code, city)
    return {
        "name": upper_first(organisation.the_name),
        "inside": organisation.the_name,
        "address": lines if organisation.seat_address else [],
        "person": letter_person(organisation.representative_on(dated)),
    }


def _site(site: Site) -> Data:
    return {
        "name": site.the_name,
        "of_name": de(site.the_name),
        "kind": site.kind,
        "address": site.address_lines if site.address else [],
        "finess": site.finess,
    }


def _the(site: Site) -> str:
    return upper_first(site.the_name)
