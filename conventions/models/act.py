"""An act of the authority: decision, deliberation or order, from draft to signature."""

from __future__ import annotations

import datetime as dt
import re

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.choices import ActState, Body, Gender, Nature, Origin
from conventions.rules.deadlines import enforceable_on
from conventions.rules.holders import held_by_woman
from conventions.rules.numbering import number_key
from csipa.constraints import Sealed
from csipa.french.dates import long_date
from csipa.french.typography import shortened
from csipa.models import Versioned
from sites.rules.names import search_key


class ActQuerySet(models.QuerySet):
    """Questions put to acts."""

    def drafts(self) -> ActQuerySet:
        """Return the acts still being written."""
        return self.filter(state=ActState.DRAFT)

    def signed(self) -> ActQuerySet:
        """Return the acts that were signed, here or elsewhere."""
        return self.filter(state=ActState.SIGNED)

    def standing(self) -> ActQuerySet:
        """Return the acts signed whose number was not cancelled."""
        return self.signed().filter(cancellation__isnull=True)

    def search(self, text: str) -> ActQuerySet:
        """Return the acts whose number or object holds each word of `text`, accents or not."""
        found = self
        for word in search_key(text).split():
            found = found.filter(
                Q(number__icontains=word)
                | Q(title__spelt=word)
                | Q(heading__gt="", heading__spelt=word)
                | Q(subject_matter__contains=word)
            )
        return found

    def numbered(self, number: str) -> ActQuerySet:
        """Return the acts printed under this number, in any spelling; queries at once.

        Case, accents and the signs between its parts do not count, but acts spelt as asked (a
        space and an underscore are the same) come alone when there are some.
        """
        same = self
        for figures in set(re.findall("[0-9]+", number)):
            same = same.filter(number__contains=figures)
        key, spelt = number_key(number), number.replace("_", " ")
        found = [pair for pair in same.values_list("pk", "number") if number_key(pair[1]) == key]
        exact = [pk for pk, printed in found if printed.replace("_", " ") == spelt]
        return self.filter(pk__in=exact or [pk for pk, _ in found])


class Act(Versioned):
    """A decision, deliberation or order.

    Until it is signed, names and capacities follow the records it points at. At signature they are
    copied into the columns « as written » and the text is sealed. An imported act keeps the words
    of its source in the same columns from the start (`as_written`).
    """

    state = models.CharField(
        "état", max_length=10, choices=ActState, default=ActState.DRAFT, editable=False
    )
    origin = models.CharField(
        "origine", max_length=10, choices=Origin, default=Origin.WRITTEN, editable=False
    )
    sealed = models.BooleanField("scellé", default=False, editable=False)
    as_written = models.BooleanField(
        "garder les mots du document d’origine",
        default=False,
        help_text="L’autorité et le signataire sont imprimés tels qu’écrits ci-dessous, sans "
        "suivre leurs fiches.",
    )

    authority = models.ForeignKey(
        "sites.Organisation",
        on_delete=models.PROTECT,
        related_name="acts",
        verbose_name="autorité",
        help_text="La collectivité ou l’établissement qui prend l’acte.",
    )
    body = models.CharField("organe", max_length=20, choices=Body, default=Body.PRESIDENT)
    authority_name = models.CharField("autorité, telle qu’écrite", max_length=300, blank=True)
    authority_siren = models.CharField("SIREN, tel qu’écrit", max_length=9, blank=True)
    authority_insee_code = models.CharField("code INSEE, tel qu’écrit", max_length=5, blank=True)

    nature = models.CharField("nature", max_length=15, choices=Nature, default=Nature.DECISION)
    number = models.CharField(
        "numéro",
        max_length=60,
        blank=True,
        help_text="Laissez vide : il est pris à la signature. Pour un acte ancien, écrivez celui "
        "qu’il porte.",
    )
    year = models.PositiveSmallIntegerField("année de la série", null=True, blank=True)
    sequence = models.PositiveIntegerField("rang dans la série", null=True, blank=True)
    heading = models.CharField(
        "rubrique",
        max_length=300,
        blank=True,
        help_text="Le service ou le thème imprimé au-dessus de l’objet.",
    )
    title = models.TextField("objet", help_text="Sans point final.")
    individual = models.BooleanField(
        "acte individuel",
        default=False,
        help_text="Il est notifié à la personne qu’il concerne, au lieu d’être publié.",
    )
    to_transmit = models.BooleanField(
        "transmis au contrôle de légalité",
        default=True,
        help_text="Ôtez la coche pour un acte que la loi ne soumet pas à la transmission "
        "(CGCT L. 2131-2).",
    )
    visas_in_order = models.BooleanField(
        "ranger les visas par rang et par date",
        default=True,
        help_text="Codes, lois, décrets, arrêtés, délibérations, décisions, avis, demandes.",
    )
    subject_matter = models.CharField(
        "matière",
        max_length=10,
        blank=True,
        help_text="Code matière de la transmission au contrôle de légalité, par exemple 8.2.",
    )

    delegation_text = models.TextField(
        "délégation",
        blank=True,
        help_text="« En vertu de la délibération … donnant délégation au président … »",
    )
    delegation_dates = models.JSONField("dates des délégations", default=list, blank=True)
    enacting = models.CharField(
        "formule",
        max_length=300,
        blank=True,
        help_text="Ce qui précède le dispositif : « Le président, ».",
    )

    meeting = models.ForeignKey(
        "conventions.Meeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acts",
        verbose_name="réunion",
        help_text="Pour l’acte d’un conseil ou d’un bureau.",
    )
    meeting_rank = models.PositiveSmallIntegerField("rang à l’ordre du jour", null=True, blank=True)

    signatory = models.ForeignKey(
        "sites.Representative",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acts",
        verbose_name="signataire",
    )
    signature_place = models.CharField("fait à", max_length=120, blank=True)
    signature_date = models.DateField("date de signature", null=True, blank=True)
    signature_on_behalf = models.CharField(
        "par délégation", max_length=200, blank=True, help_text="« Par délégation du président »."
    )
    signature_prevented = models.BooleanField("titulaire empêché", null=True, blank=True)
    signature_capacity = models.CharField("qualité, telle qu’écrite", max_length=200, blank=True)
    signature_first_name = models.CharField("prénom, tel qu’écrit", max_length=100, blank=True)
    signature_last_name = models.CharField("nom, tel qu’écrit", max_length=100, blank=True)
    signature_gender = models.CharField(
        "genre du signataire", max_length=1, choices=Gender, blank=True
    )

    objects = ActQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="historique de l’acte")

    class Meta:
        verbose_name = "acte"
        verbose_name_plural = "actes"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "nature", "year", "sequence"],
                condition=Q(sequence__isnull=False),
                name="conventions_act_sequence",
                violation_error_message="Ce rang est déjà pris dans la série de l’année.",
            ),
            models.UniqueConstraint(
                fields=["authority", "nature", "year", "number"],
                condition=Q(state=ActState.SIGNED, year__isnull=False),
                name="conventions_act_number_once",
                violation_error_message="Ce numéro est déjà pris cette année.",
            ),
            models.CheckConstraint(
                condition=Q(state=ActState.DRAFT)
                | (~Q(number="") & (Q(signature_date__isnull=False) | Q(origin=Origin.IMPORTED))),
                name="conventions_act_signed_is_numbered",
                violation_error_message="Un acte signé porte un numéro ; signé ici, une date.",
            ),
            Sealed(
                name="conventions_act_sealed",
                owner="{row}.sealed",
                guards_insert=False,
                free=("version",),
            ),
        ]
        indexes = [
            models.Index(fields=["number"], name="conventions_act_number"),
            models.Index(fields=["signature_date", "id"], name="conventions_act_date"),
            models.Index(fields=["state", "-signature_date", "-id"], name="conventions_act_list"),
            models.Index(
                fields=["year", "state", "-signature_date", "-id"], name="conventions_act_year"
            ),
        ]

    def __str__(self) -> str:
        label = self.get_nature_display().capitalize()
        return f"{label} n° {self.number}" if self.number else f"Projet de {label.lower()}"

    @property
    def reference(self) -> str:
        """Return « Décision n° 2026 008 du 15 janvier 2026 », the day left out when unknown."""
        return f"{self} du {long_date(self.signature_date)}" if self.signature_date else str(self)

    @property
    def choice_label(self) -> str:
        """Return what a list of choices shows: nature, number, day and object of the act."""
        return f"{self.reference} – {shortened(self.title, 90)}"

    @property
    def is_signed(self) -> bool:
        """Tell whether the act was signed; its text is then closed to everyone."""
        return self.state == ActState.SIGNED

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the number of the act was cancelled; reads its cancellation."""
        return hasattr(self, "cancellation")

    @property
    def drafted_here(self) -> bool:
        """Tell whether the program wrote the act, and so words its generated parts."""
        return self.origin == Origin.WRITTEN

    def enforceable_on(self) -> dt.date | None:
        """Return the day the act took force, None while it has not; reads its execution."""
        execution = getattr(self, "execution", None)
        return enforceable_on(
            signed=self.signature_date,
            received=execution and execution.received_on,
            published=execution and execution.published_on,
            notified=execution and execution.notified_on,
            individual=self.individual,
            to_transmit=self.to_transmit,
        )

    @property
    def held_by_woman(self) -> bool:
        """Tell whether the executive was a woman, from what the signature says of a signed act."""
        return held_by_woman(
            gender=self.signature_gender,
            capacity=self.signature_capacity,
            on_behalf=self.signature_on_behalf,
            prevented=bool(self.signature_prevented),
        )

    def delegation_days(self) -> list[dt.date]:
        """Return the dates of the delegations quoted, in the order they are quoted."""
        return [dt.date.fromisoformat(day) for day in self.delegation_dates]
