"""The directories of a CPTS as booklets, whose layout takes longer than a page may."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Generator

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.text import slugify

from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import Job
from csipa.pdf.door import PdfError
from sites.models import Community
from sites.review.scope import communities_of
from staffing.documents.booklet import Booklet, render_booklet
from staffing.review.booklets import members_booklet, offer_booklet

MEMBERS, OFFER = "staffing.members_booklet", "staffing.offer_booklet"
SEE_CONTACTS = "sites.see_members_contacts"
_STEMS = {MEMBERS: "annuaire", OFFER: "offre-de-soins"}


def booklet_of(kind: str, community: Community, day: dt.date, *, with_phones: bool) -> Booklet:
    """Return the booklet of a kind as it is on a day."""
    if kind == OFFER:
        return offer_booklet(community, day, with_phones=with_phones)
    return members_booklet(community, day)


def booklet_name(kind: str, community: Community, booklet: Booklet) -> str:
    """Return the name of the file of a booklet."""
    return f"{_STEMS[kind]}-{slugify(str(community))}-{booklet.dated}.pdf"


def print_booklet(
    *,
    kind: str,
    community: Community,
    with_phones: bool,
    by: AbstractBaseUser,
    now: dt.datetime,
) -> Job:
    """Queue the layout of a booklet. Raises PermissionDenied."""
    title = {MEMBERS: "Annuaire des adhérents", OFFER: "Offre de soins du territoire"}[kind]
    return enqueue(
        kind=kind,
        label=f"{title}, {community}"[:200],
        parameters={"community": community.pk, "with_phones": with_phones},
        by=by,
        now=now,
    )


def _run_of(kind: str) -> Callable[[Job], Generator[Step, None, Produced]]:
    def run(job: Job) -> Generator[Step, None, Produced]:
        by, asked = job.created_by, job.parameters
        community = communities_of(by).filter(pk=asked["community"]).first()
        if community is None:
            raise JobFailed("Cette CPTS n’est plus parmi les vôtres : choisissez-en une autre.")
        if asked["with_phones"] and not by.has_perm(SEE_CONTACTS):
            raise JobFailed("Vous ne voyez plus les téléphones : demandez le livret sans eux.")
        yield Step(0, 1, "Mise en page.")
        day = timezone.localdate(job.created_at)
        booklet = booklet_of(kind, community, day, with_phones=asked["with_phones"])
        try:
            content = render_booklet(booklet)
        except PdfError as error:
            raise JobFailed(str(error)) from error
        yield Step(1, 1, "Mis en page.")
        name = booklet_name(kind, community, booklet)
        return Produced(name, "application/pdf", io.BytesIO(content))

    return run


for _kind, _permission in (
    (MEMBERS, "staffing.view_membership"),
    (OFFER, "staffing.view_careprovider"),
):
    register(Kind(_kind, _run_of(_kind), _permission))
