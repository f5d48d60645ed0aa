"""Certifies that a signed act is enforceable, on a page apart that is kept for ever."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from conventions.documents.certificate import (
    TEMPLATE_VERSION,
    certificate_context,
    certificate_pdf,
    count_pages,
)
from conventions.models import Act, DocumentKind, FrozenDocument
from conventions.review.identifiers import act_identifier_of
from conventions.review.timeline import act_dates, acts_with_dates
from conventions.rules.timeline import LIFE, Code, timeline
from conventions.rules.timeline_words import missing
from csipa.french.dates import long_date
from sites.models import OrganisationKind, Representative

Data = dict[str, Any]
EVENTS = ("sent_on", "received_on", "published_on", "notified_on")


class CertifyingRefused(ValueError):
    """The act cannot be certified as it is; `reasons` holds every reason, in French."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def certifying_refusals(act: Act) -> list[str]:
    """Return every reason why `act` cannot be certified, whoever does and when; two queries."""
    loaded = acts_with_dates().get(pk=act.pk)
    dates = act_dates(loaded)
    if not loaded.is_signed:
        return ["L’acte n’est pas signé."]
    if dates.enforceable is None:
        return [f"L’acte n’est pas exécutoire : {missing(dates)}."]
    faults = [
        step.fault
        for step in timeline(dates).faults
        if step.part == LIFE and step.code != Code.REPORTED
    ]
    if not loaded.documents.filter(kind=DocumentKind.ACT).exists():
        faults.append("Le document signé de cet acte n’est pas au registre.")
    return faults


def certificate_source(
    *, act: Act, on: dt.date, place: str, certifier: Representative | None = None
) -> Data:
    """Gather what the certificate of `act` tells; raise CertifyingRefused with every reason.

    Without a `certifier`, it is the executive in office on `on`.
    """
    if reasons := certifying_refusals(act):
        raise CertifyingRefused(reasons)
    loaded = acts_with_dates().select_related("authority__commune").get(pk=act.pk)
    person = certifier or loaded.authority.holder_on(on)
    if reasons := _refusals_of(loaded, person, on, place):
        raise CertifyingRefused(reasons)
    document = loaded.documents.get(kind=DocumentKind.ACT)
    content = bytes(document.content)
    if hashlib.sha256(content).hexdigest() != document.sha256:
        message = "Le document gardé n’a plus l’empreinte notée à la signature : ne certifiez rien."
        raise CertifyingRefused([message])
    dates = act_dates(loaded)
    return {
        "act": _act(loaded),
        "document": {
            "sha256": document.sha256,
            "size": len(content),
            "pages": count_pages(content),
        },
        "execution": {
            **{name: _iso(getattr(loaded.execution, name)) for name in EVENTS},
            "receipt_id": loaded.execution.receipt_id,
        },
        "enforceable_on": _iso(dates.enforceable),
        "prefecture": settings.PREFECTURE_NAME,
        "publication": settings.PUBLICATION_MEANS,
        "certifier": _words_of(person),
        "verified_at": f"{settings.SITE_ADDRESS}{reverse('verify')}",
        "place": place.strip(),
        "date": on.isoformat(),
    }


def certify_act(
    *,
    act: Act,
    by: AbstractBaseUser | None,
    on: dt.date,
    now: dt.datetime,
    place: str,
    certifier: Representative | None = None,
) -> FrozenDocument:
    """Make and keep a certificate dated `on`; the signed document stays as it is, to the byte.

    An act may be certified again, when a date was corrected: the last certificate is the one
    offered. Raises CertifyingRefused, or csipa.pdf.door.PdfError when the page cannot be made.
    """
    if on > timezone.localdate(now):
        raise CertifyingRefused([f"Le {long_date(on)} est à venir : datez le certificat du jour."])
    source = certificate_source(act=act, on=on, place=place, certifier=certifier)
    context = certificate_context(source, draft=False)
    content = certificate_pdf(context, source)
    with transaction.atomic():
        Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
        if certificate_source(act=act, on=on, place=place, certifier=certifier) != source:
            raise CertifyingRefused(["Les dates de l’acte viennent de changer : recommencez."])
        return FrozenDocument.objects.create(
            kind=DocumentKind.CERTIFICATE,
            act=act,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            source=source,
            context=context,
            template_version=TEMPLATE_VERSION,
            created_at=now,
            created_by=by,
        )


def _refusals_of(act: Act, person: Representative | None, on: dt.date, place: str) -> list[str]:
    """Return why this person cannot certify on that day, there."""
    enforceable = act_dates(act).enforceable
    reasons = []
    if enforceable and on < enforceable:
        reasons.append(
            f"L’acte n’est exécutoire que le {long_date(enforceable)} : le certificat ne peut pas "
            f"être du {long_date(on)}."
        )
    if not place.strip():
        reasons.append("Dites où le certificat est fait.")
    if person is None:
        reasons.append(f"Personne ne dirige {act.authority.the_name} le {long_date(on)}.")
    elif person.organisation_id != act.authority_id:
        reasons.append(f"{person} ne représente pas {act.authority.the_name}.")
    elif not person.holds_on(on):
        reasons.append(f"{person} n’est pas en fonction le {long_date(on)}.")
    return reasons


def _act(act: Act) -> Data:
    return {
        "nature": act.nature,
        "number": act.number,
        "date": _iso(act.signature_date),
        "title": act.title,
        "authority": act.authority_name or str(act.authority),
        "identifier": act_identifier_of(act) if act.to_transmit else "",
        "individual": act.individual,
        "to_transmit": act.to_transmit,
        "intercommunal": act.authority.kind == OrganisationKind.EPCI,
    }


def _words_of(person: Representative) -> Data:
    return {
        "on_behalf": person.on_behalf,
        "the_capacity": person.the_capacity,
        "first_name": person.first_name,
        "last_name": person.last_name.upper(),
        "gender": person.gender,
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
