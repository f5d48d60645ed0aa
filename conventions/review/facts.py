"""What the records know of an act, for the rules that read its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from conventions.models import Act, Convention
from conventions.rules.lint import Body, Facts
from sites.models import Organisation, OrganisationAlias


def facts_of_act(act: Act) -> Facts:
    """Return what the records say of `act`; pass what `load_act` gave. Runs two queries."""
    conventions = _annexed(act)
    written = {act.authority_id: act.authority_name} if act.as_written else {}
    organisations = [act.authority]
    for _, convention in conventions:
        organisations += _organisations(convention, written)
    return Facts(
        bodies=_bodies(organisations, written),
        drafted_here=act.drafted_here,
        signed=act.is_signed,
        enforceable_on=act.enforceable_on(),
        concluded=_concluded(conventions),
    )


def facts_of_convention(convention: Convention) -> Facts:
    """Return what the records say of a convention read by itself. Runs three queries."""
    written: dict[int, str] = {}
    organisations = _organisations(convention, written)
    act = (
        Act.objects.filter(annexes__convention=convention)
        .select_related("authority", "execution")
        .first()
    )
    return Facts(
        bodies=_bodies(organisations, written),
        authority=(act.authority_name or act.authority.name) if act else "",
        drafted_here=act.drafted_here if act else not convention.as_written,
        signed=convention.sealed,
        enforceable_on=act.enforceable_on() if act else None,
        concluded=_concluded([("", convention)]),
    )


def _annexed(act: Act) -> list[tuple[str, Convention]]:
    return [
        (f"annexes[{rank}].convention.", annex.convention)
        for rank, annex in enumerate(act.annexes.all())
        if annex.convention
    ]


def _organisations(convention: Convention, written: dict[int, str]) -> list[Organisation]:
    """Return the organisations of the parties; note in `written` the names a source gives them."""
    parties = list(convention.parties.all())
    for party in parties:
        if party.as_written:
            written.setdefault(party.organisation_id, party.name)
    return [party.organisation for party in parties]


def _bodies(organisations: Iterable[Organisation], written: dict[int, str]) -> tuple[Body, ...]:
    """Return each organisation once with its names.

    A record spelt like the source may have been made from it: it corrects nothing then.
    """
    rows = {row.pk: row for row in organisations}
    aliases: dict[int, list[str]] = {}
    for alias in OrganisationAlias.objects.filter(organisation__in=rows).order_by("pk"):
        aliases.setdefault(alias.organisation_id, []).append(alias.name)
    return tuple(
        Body(
            name=row.name,
            short_name=row.short_name,
            aliases=tuple(aliases.get(key, ())),
            is_reference=row.name not in written.get(key, ""),
        )
        for key, row in rows.items()
    )


def _concluded(conventions: Iterable[tuple[str, Convention]]) -> dict[str, dt.date]:
    """Return the days conventions were signed by all their parties, by the start of their paths."""
    days: dict[str, dt.date] = {}
    for path, convention in conventions:
        conclusion = getattr(convention, "conclusion", None)
        if conclusion and conclusion.signed_on:
            days[path] = conclusion.signed_on
    return days
