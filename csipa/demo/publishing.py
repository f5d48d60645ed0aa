"""Makes the acts of the demonstration public, and takes in what the State answered."""

from __future__ import annotations

import datetime as dt
import io
import tarfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from conventions.actions.public_copies import choose, keep_copy, prepare_copy
from conventions.actions.publishing import publish_act
from conventions.actions.receiving import import_receipt
from conventions.actions.sealing_documents import seal_document
from conventions.actions.transmitting import make_transmission
from conventions.models import (
    Act,
    DocumentKind,
    FrozenDocument,
    Ground,
    Publication,
    PublicationCheck,
    Transmission,
)
from csipa.demo import permanence, year

if TYPE_CHECKING:
    from csipa.demo.build import Demonstration

MORNING = dt.time(9, 30)
"""When the service puts online what came back from the State that day."""
SILENT_DAY = dt.date(2026, 9, 13)
SILENCE = "Injoignable : le site ne répond pas."


class Publishing:
    """The public register, the packages for the State and its receipts."""

    def __init__(self, demonstration: Demonstration, *, by: AbstractUser) -> None:
        self.by = by
        self.now = demonstration.now

    def tell(self) -> None:
        """Send, receive and publish every act of the story, and read the register for days."""
        published = Act.objects.standing().filter(execution__published_on__isnull=False)
        for act in published.select_related("execution", "authority").order_by("pk"):
            self.receive(act)
            self.strike_out(act)
            publish_act(act=act, by=self.by, now=self.at(act.execution.published_on))
        for screen in Act.objects.filter(execution__sent_on=year.SCREEN_SENT):
            make_transmission(act=screen, by=self.by, now=self.at(year.SCREEN_SENT))
        self.seal()
        self.read_for_days()

    def seal(self) -> None:
        """Seal the decision on the permanence, where the settings name a certificate."""
        decision = {"act__nature": "decision", "act__signature_date": permanence.SIGNED_ON}
        document = FrozenDocument.objects.get(kind=DocumentKind.ACT, **decision)
        if settings.SIGNING_CERTIFICATE:
            seal_document(document=document, by=self.by, now=self.now)

    def receive(self, act: Act) -> None:
        """Pack an act, and take in its receipt."""
        received_on = act.execution.received_on
        sent = make_transmission(act=act, by=self.by, now=self.at(act.execution.sent_on))
        content = receipt_of(sent, received_on)
        import_receipt(content=content, by=self.by, now=self.at(received_on), act=act)

    def strike_out(self, act: Act) -> None:
        """Take the name of a locum out of what the public reads."""
        if act.title != year.LODGING["title"]:
            return
        choose(act=act, redactions=[(year.LOCUM, Ground.PRIVACY)], withheld=(), by=self.by)
        if prepared := prepare_copy(act):
            day = act.execution.published_on
            keep_copy(act=act, prepared=prepared, by=self.by, now=self.at(day))

    def read_for_days(self) -> None:
        """Keep what the command of every night read, and one night on which nothing answered."""
        today = timezone.localdate(self.now)
        PublicationCheck.objects.bulk_create(
            self.reading(publication, day)
            for publication in Publication.objects.select_related("document").order_by("pk")
            for day in days_between(timezone.localdate(publication.online_at), today)
        )

    def reading(self, publication: Publication, day: dt.date) -> PublicationCheck:
        """Return what was found at the address of an act on one day."""
        seen = day != SILENT_DAY
        return PublicationCheck(
            publication=publication,
            checked_at=self.at(day),
            address=settings.SITE_ADDRESS + reverse("act-pdf", args=[publication.address]),
            seen=seen,
            sha256=publication.document.sha256 if seen else "",
            detail="" if seen else SILENCE,
        )

    def at(self, day: dt.date) -> dt.datetime:
        """Return the morning of a day."""
        return timezone.make_aware(dt.datetime.combine(day, MORNING))


def receipt_of(transmission: Transmission, received_on: dt.date) -> bytes:
    """Return the receipt that the State would have sent for a package (@CTES, ARActe)."""
    name = transmission.fields["message"]
    with tarfile.open(fileobj=io.BytesIO(transmission.file.content)) as package:
        sent = etree.fromstring(package.extractfile(name).read())
    actes = f"{{{etree.QName(sent).namespace}}}"
    sent.tag = f"{actes}ActeRecu"
    receipt = etree.Element(f"{actes}ARActe", nsmap=sent.nsmap)
    receipt.set(f"{actes}IDActe", transmission.identifier)
    receipt.set(f"{actes}DateReception", received_on.isoformat())
    receipt.append(sent)
    in_force = etree.SubElement(receipt, f"{actes}ClassificationDateVersionEnCours")
    in_force.text = transmission.fields["classification_date"]
    return etree.tostring(receipt, xml_declaration=True, encoding="ISO-8859-1")


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Give each day from the first to the one before the last."""
    return (first + dt.timedelta(days=rank) for rank in range((last - first).days))
