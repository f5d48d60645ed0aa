"""What putting a file in the place of a text would lose: what was done with it since."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from conventions.models import (
    Act,
    Conclusion,
    Convention,
    Fulfilment,
    ParentRelation,
    PartySignature,
    Periodicity,
    Publication,
    Receipt,
    Redaction,
    RenewalDecision,
    SignedCopy,
    Termination,
    Tracking,
    Transmission,
    WithheldAnnex,
)
from conventions.review.agreeing import DAYS
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted


def losses(conventions: Collection[Convention]) -> list[str]:
    """Return in French what no file holds of these conventions: « 3 signatures »; empty for none.

    At most eight queries.
    """
    keys = [convention.pk for convention in conventions]
    if not keys:
        return []
    here, there = Q(convention__in=keys), Q(commitment__article__convention__in=keys)
    children = Convention.objects.filter(parent__in=keys).exclude(pk__in=keys)
    amends = Q(parent_relation=ParentRelation.AMENDMENT)
    noted = PartySignature.objects.filter(party__convention__in=keys)
    # Rows that were emptied hold nothing any more: what was noted by mistake can be taken back.
    signatures = noted.exclude(**dict.fromkeys(DAYS)).count()
    concluded = 0 if signatures else Conclusion.objects.filter(here).count()
    tracked = Tracking.objects.filter(there).exclude(
        periodicity=Periodicity.CONTINUOUS, first_due_on=None, proof=""
    )
    found = [
        _counted(signatures or concluded, "signature", "signatures"),
        _count(SignedCopy.objects.filter(here), "copie déposée", "copies déposées"),
        _count(Fulfilment.objects.filter(there), "engagement honoré", "engagements honorés"),
        _count(tracked, "engagement suivi", "engagements suivis"),
        _count(RenewalDecision.objects.filter(here), "reconduction", "reconductions"),
        _count(Termination.objects.filter(here), "résiliation", "résiliations"),
        _count(children.filter(amends), "avenant", "avenants"),
        _count(children.exclude(amends), "convention qui en découle", "conventions en découlant"),
    ]
    return [told for told in found if told]


def losses_of_act(act: Act) -> list[str]:
    """Return in French what no file holds of an act: « 1 paquet de transmission »; five queries."""
    found = [
        _count(
            Transmission.objects.filter(act=act),
            "paquet de transmission",
            "paquets de transmission",
        ),
        _count(Receipt.objects.filter(act=act), "accusé de réception", "accusés de réception"),
        _count(SignedCopy.objects.filter(act=act), "copie signée", "copies signées"),
        _count(Redaction.objects.filter(act=act), "occultation", "occultations"),
        _count(
            WithheldAnnex.objects.filter(annex__act=act),
            "annexe non publiée",
            "annexes non publiées",
        ),
    ]
    return [told for told in found if told]


def replacing_refusal(
    name: str, conventions: Collection[Convention], *, act: Act | None = None
) -> str:
    """Say why what is named cannot be replaced by a file; empty when nothing would be lost.

    What was once published stays as it was read: its address, and the proof that it was there.
    """
    if act and (published := Publication.objects.filter(act=act).first()):
        return (
            f"« {name} » ne peut pas être remplacé : il est ou a été au registre public, à "
            f"l’adresse « {published.address} », et ce que le public a lu ne change plus. "
            "Prenez un acte qui le modifie."
        )
    lost = [*(losses_of_act(act) if act else []), *losses(conventions)]
    if not lost:
        return ""
    return (
        f"« {name} » ne peut pas être remplacé : on y perdrait {enumeration(lost)}, que le fichier "
        "ne contient pas. Corrigez-le dans le programme."
    )


def _count(rows: QuerySet, singular: str, plural_form: str) -> str:
    return _counted(rows.count(), singular, plural_form)


def _counted(number: int, singular: str, plural_form: str) -> str:
    return counted(number, singular, plural_form) if number else ""
