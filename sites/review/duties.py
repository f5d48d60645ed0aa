"""What sites call for: changes to tell the agency of, promises of the health project not kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from csipa.french.grammar import upper_first
from sites.models import ChangeNature, HealthCommitment
from sites.review.declarations import Known, Proposal, known_changes, places, proposals
from sites.review.promises import unkept
from sites.rules.declarations import due_on


@dataclass(frozen=True)
class Duty:
    """Something to do: a sentence, the day it is due (None for no day), and the page to do it on.

    `url_name` is that of an address of the back office, `url_args` what it takes.
    """

    label: str
    about: str
    day: dt.date | None
    is_late: bool
    url_name: str
    url_args: tuple[int, ...] = ()


def declaration_duties(*, today: dt.date, of: Collection[int] | None = None) -> list[Duty]:
    """Return what is to be sent to the agency, and what may have to be; two queries.

    The most urgent first: the day of each is the last on which the agency may be told. Of the sites
    whose keys are in `of` alone, if it is given.
    """
    sites, known = list(places(today)), known_changes()
    if of is not None:
        sites = [site for site in sites if site.pk in of]
        known = [one for one in known if one.site in of]
    names = {site.pk: site.the_name for site in sites}
    found = [
        _to_send(one, names[one.site], today)
        for one in known
        if not one.is_set_aside and one.sent_on is None
    ]
    found += [_to_look_at(one, today) for one in proposals(sites, known, today=today)]
    return sorted(found, key=lambda duty: (duty.day or dt.date.max, duty.label, duty.url_args))


def project_duties(*, today: dt.date, of: Collection[int] | None = None) -> list[Duty]:
    """Return the promises in force that are not kept at all, or late; one query.

    Of the sites whose keys are in `of` alone, if it is given.
    """
    found = [one for one in unkept(today) if of is None or one.project.site_id in of]
    return [_to_keep(one, today) for one in found]


def duties(*, today: dt.date) -> list[Duty]:
    """Return every duty of the sites: those that have a day first; three queries."""
    return [*declaration_duties(today=today), *project_duties(today=today)]


def _to_send(one: Known, site: str, today: dt.date) -> Duty:
    day = due_on(one.day)
    return Duty(
        label=f"Déclarer à l’agence régionale de santé : {ChangeNature(one.nature).label}",
        about=upper_first(site),
        day=day,
        is_late=day < today,
        url_name="sites_substantialchange_change",
        url_args=(one.pk,),
    )


def _to_look_at(one: Proposal, today: dt.date) -> Duty:
    day = due_on(one.change.day)
    return Duty(
        label=f"À déclarer ? {upper_first(ChangeNature(one.change.nature).label)}",
        about=upper_first(one.site.the_name),
        day=day,
        is_late=day < today,
        url_name="sites_substantialchange_changelist",
    )


def _to_keep(one: HealthCommitment, today: dt.date) -> Duty:
    return Duty(
        label=f"Engagement non tenu : {one.text}",
        about=f"{one.project}, {one.project.site}",
        day=one.due_on,
        is_late=bool(one.due_on and one.due_on < today),
        url_name="sites_healthproject_review",
        url_args=(one.project_id,),
    )
