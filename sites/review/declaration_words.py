"""What the records show of changes still to tell, in sentences fit for a letter."""

from __future__ import annotations

from collections.abc import Sequence

from csipa.french.dates import long_date
from csipa.french.grammar import Gender, agree, de, upper_first
from sites.models import ChangeNature, Organisation, Representative, Site
from sites.naming import letter_person
from sites.review.declarations import Proposal
from sites.rules.addresses import address_lines

_OF_PLACE = (ChangeNature.CENTRE_MOVED, ChangeNature.ANTENNA_MOVED)


def sentences(proposals: Sequence[Proposal]) -> dict[Proposal, str]:
    """Return what each proposal tells, in two queries at the most."""
    traces = {one.before for one in proposals if one.before and not one.after}
    people = {key for one in proposals if one.after for key in (one.before, one.after)}
    rows = Site.history.select_related("commune", "manager").in_bulk(traces) if traces else {}
    holders = (
        Representative.objects.select_related("organisation").in_bulk(people) if people else {}
    )
    told = {}
    for one in proposals:
        nature = one.change.nature
        if nature == ChangeNature.REPRESENTATIVE:
            told[one] = _of_holder(holders[one.before], holders[one.after], one)
        elif nature == ChangeNature.MANAGER:
            told[one] = _of_manager(one.site, rows[one.before].manager)
        elif nature in _OF_PLACE:
            told[one] = _of_place(one.site, rows[one.before])
        else:
            told[one] = _of_doors(one)
    return told


def _of_doors(one: Proposal) -> str:
    verb = "a ouvert" if one.change.nature == ChangeNature.ANTENNA_OPENED else "a fermé"
    return f"{upper_first(one.site.the_name)} {verb} le {long_date(one.change.day)}."


def _of_place(site: Site, former: Site) -> str:
    here, there = ", ".join(site.address_lines), ", ".join(_lines(former))
    # An antenna is feminine, a centre masculine.
    gender = Gender.FEMININE if site.parent_id else Gender.MASCULINE
    placed = agree(gender, "installé", "installée")
    return f"{upper_first(site.the_name)} est désormais {placed} {here}, auparavant {there}."


def _lines(former: Site) -> list[str]:
    return address_lines(former.address, former.postal_code, former.commune.name)


def _of_manager(site: Site, former: Organisation) -> str:
    return (
        f"Le gestionnaire {de(site.the_name)} est désormais {site.manager.the_name}, auparavant "
        f"{former.the_name}."
    )


def _of_holder(former: Representative, holder: Representative, one: Proposal) -> str:
    now, before = letter_person(holder), letter_person(former)
    return (
        f"{now['full_name']}, {now['capacity']}, représente {holder.organisation.the_name} depuis "
        f"le {long_date(one.change.day)}, à la suite de {before['full_name']}."
    )
