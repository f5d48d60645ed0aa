"""What people of a drill write on, and what became of it; runs in a process of the house."""

import datetime as dt
import io

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone
from pypdf import PdfWriter

from consultations.models import ActivityCount, MonthLock, Session, SiteRecording
from conventions.models import Act, Execution, Publication, SignedCopy
from csipa.audit.actions import verification
from sites.models import Organisation, Site
from staffing.models import Person, Profession
from tests.conventions.factories import ActFactory, ready_act
from tests.conventions.factories_publication import PublishedDocumentFactory
from tests.conventions.sending import SIGNED, signed_act
from tests.drills.inside import faults
from tests.sites.factories import RoomFactory

SIREN = "200072460"


def prepare(rounds):
    """Write what `rounds` writes of each kind need; return what names them."""
    first = ready_act(with_convention=False)
    drafts = [ready_act(with_convention=False, signatory=first.signatory) for _ in range(rounds)]
    authority = Organisation.objects.get(siren=SIREN)
    sent = [
        signed_act(
            convention=False,
            authority__siren=None,
            authority=authority,
            number=f"2026 {900 + rank}",
            title=f"Acte reçu {rank}",
        )
        for rank in range(rounds)
    ]
    to_publish = [_publishable(rank) for rank in range(rounds)]
    site = SiteRecording.objects.order_by("pk").first().site
    profession = Profession.objects.order_by("pk").first()
    room = RoomFactory(site=site, name="Salle de l’exercice")
    return {
        "drafts": [act.pk for act in drafts],
        "sent": [[act.pk, act.number] for act in sent],
        "to publish": [act.pk for act in to_publish],
        "site": site.pk,
        "site name": site.name,
        "profession": profession.pk,
        "profession name": profession.name,
        "room": room.pk,
        "months": _open_months(),
        "account": get_user_model().objects.get(username="lecture").pk,
        "today": timezone.localdate().isoformat(),
    }


def _open_months():
    """Return the past months of sites that may still be closed, the newest first."""
    first = timezone.localdate().replace(day=1)
    taken = set(MonthLock.objects.exclude(state="open").values_list("site", "month"))
    months = []
    for _ in range(12):
        first = (first - dt.timedelta(days=1)).replace(day=1)
        months += [(site.pk, first) for site in Site.objects.order_by("pk")]
    return [[site, f"{month:%Y-%m}"] for site, month in months if (site, month) not in taken]


def _publishable(rank):
    """Return an act signed elsewhere whose document is a page that can be read."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(file)
    act = ActFactory(
        state="signed",
        origin="imported",
        number=f"2026 {700 + rank}",
        signature_date=SIGNED,
        subject_matter="8.2",
        title=f"Acte à publier {rank}",
        authority=Organisation.objects.get(siren=SIREN),
    )
    PublishedDocumentFactory(act=act, content=file.getvalue())
    return act


def missing(taken):
    """Return the writes that were acknowledged and are not there, as they were told."""
    return [one for one in taken if not _IS_THERE[one[0]](*one[1:])]


def _count(site, day, profession, value):
    # Others type in the same cells: each figure acknowledged is a version of its cell.
    cell = {"site_id": site, "date": day, "profession_id": profession}
    return ActivityCount.history.filter(**cell, done=value).exists()


_IS_THERE = {
    "saisie": _count,
    "signature": lambda pk: Act.objects.get(pk=pk).is_signed,
    "publication": lambda pk: Publication.objects.filter(act=pk, withdrawn_at=None).exists(),
    "copie signée": lambda pk, name: SignedCopy.objects.filter(act=pk, name=name).exists(),
    "accusé": lambda pk: Execution.objects.filter(act=pk, received_on__isnull=False).exists(),
    "séance": lambda title: Session.objects.filter(title=title).exists(),
    "mois": lambda site, month: (
        MonthLock.objects.filter(site=site, month=month).exclude(state="open").exists()
    ),
    "compte": lambda pk, rank: get_user_model().objects.get(pk=pk).first_name >= rank,
    "effectifs": lambda name: Person.objects.filter(last_name=name).exists(),
    "décomptes": _count,
    "acte importé": lambda number: Act.objects.filter(number=number).exists(),
}


def doubled():
    """Return what exists twice and should exist once: acts by number, sessions by title…"""
    acts = list(Act.objects.exclude(number="").values_list("number", "year", "authority"))
    titles = list(Session.objects.exclude(title="").values_list("title", "starts_at"))
    names = list(SignedCopy.objects.values_list("act", "name"))
    people = list(Person.objects.values_list("last_name", "first_name"))
    return [
        one for found in (acts, titles, names, people) for one in set(found) if found.count(one) > 1
    ]


def after(taken):
    """Return all that is not as promised once the writes `taken` were acknowledged."""
    return {
        "perdues": missing(taken),
        "en double": doubled(),
        "fausses": faults(),
        "chaîne": chain_faults(),
    }


def chain_faults():
    """Seal what is not sealed, verify all, and return what the verification found."""
    call_command("seal_audit_trail", verbosity=0, stdout=io.StringIO())
    steps = verification(now=timezone.now())
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return [str(one) for one in end.value.as_dict()["faults"]]
