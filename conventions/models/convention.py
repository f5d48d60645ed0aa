"""A convention: what several parties agree, for how long, and how they may leave it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from conventions.models.choices import (
    ConventionKind,
    ConventionState,
    EndCause,
    Nature,
    NoticeForm,
    NoticeTo,
    ParentRelation,
    Renewal,
    TimeUnit,
)
from csipa.constraints import Sealed
from csipa.models import Versioned
from csipa.richtext import RichTextField
from sites.models import Organisation
from sites.rules.names import search_key


class ConventionQuerySet(models.QuerySet):
    """Questions put to conventions."""

    def roots(self) -> ConventionQuerySet:
        """Leave the amendments out: what they change is told with the convention they amend."""
        return self.exclude(parent_relation=ParentRelation.AMENDMENT)

    def told_alone(self) -> ConventionQuerySet:
        """Leave out the amendments whose convention is recorded: they are told with it."""
        return self.exclude(parent_relation=ParentRelation.AMENDMENT, parent__isnull=False)

    def closed(self) -> ConventionQuerySet:
        """Return the conventions whose text no longer changes, but those of a cancelled act."""
        signed = Q(sealed=True) | Q(annex__act__state="signed") | Q(documents__isnull=False)
        return self.filter(signed, annex__act__cancellation__isnull=True).distinct()

    def held_between(self, first: dt.date, last: dt.date) -> ConventionQuerySet:
        """Return the closed conventions that hold on a day from `first` to `last` at least."""
        held = Q(start__lte=last) & (Q(ends_on=None) | Q(ends_on__gte=first))
        return self.filter(held, pk__in=self.model.objects.closed().values("pk"))

    def with_party(self, text: str) -> ConventionQuerySet:
        """Return the conventions one party of which answers to each word of `text`."""
        parties = self.model._meta.get_field("parties").related_model.objects
        for word in search_key(text).split():
            parties = parties.filter(_party_holds(word))
        return self.filter(pk__in=parties.values("convention"))

    def search(self, text: str) -> ConventionQuerySet:
        """Return the conventions that hold each word of `text`, accents or not.

        Words are looked for in the reference, the titles, the site, the parties and their
        communes; those of an amendment find the convention that it amends too.
        """
        found = self
        for word in search_key(text).split():
            holding = self.model.objects.filter(self._holds(word))
            amendments = holding.filter(parent_relation=ParentRelation.AMENDMENT)
            found = found.filter(
                Q(pk__in=holding.values("pk")) | Q(pk__in=amendments.values("parent"))
            )
        return found

    def _holds(self, word: str) -> Q:
        """Match the conventions that hold a word of `search_key` themselves."""
        parties = self.model._meta.get_field("parties").related_model.objects
        return (
            Q(reference__icontains=word)
            | Q(title__spelt=word)
            | _written("subtitle", word)
            | Q(site__search_key__contains=word)
            | Q(site__commune__search_key__contains=word)
            | Q(pk__in=parties.filter(_party_holds(word)).values("convention"))
        )

    def in_force(self, day: dt.date) -> ConventionQuerySet:
        """Return the closed conventions that hold on `day`, from their start to their real end."""
        return self.closed().filter(
            Q(start__isnull=False, start__lte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        )


def _party_holds(word: str) -> Q:
    """Match the parties one of whose names, or whose commune, holds a word of `search_key`.

    The organisations are looked for apart: each once, however many conventions it signed.
    """
    named = Organisation.objects.search(word).order_by().values("pk")
    placed = Organisation.objects.filter(commune__search_key__contains=word).values("pk")
    return (
        _written("name", word)
        | _written("short_name", word)
        | Q(organisation__in=named)
        | Q(organisation__in=placed)
    )


def _written(column: str, word: str) -> Q:
    """Match a column that is most often empty: a word is looked for in each row that is not."""
    return Q(**{f"{column}__gt": "", f"{column}__spelt": word})


class Convention(Versioned):
    """A convention, most often annexed to the act that authorises its signature."""

    sealed = models.BooleanField("scellée", default=False, editable=False)
    as_written = models.BooleanField("mots du document d’origine", default=False, editable=False)
    reference = models.CharField("référence", max_length=120, blank=True)
    title = models.TextField("titre", help_text="« Convention tripartite relative à … »")
    subtitle = models.TextField("sous-titre", blank=True)
    kind = models.CharField(
        "type",
        max_length=12,
        choices=ConventionKind,
        blank=True,
        help_text="«\u00a0Protocole de coopération\u00a0»\u00a0: un accord entre structures. "
        "Celui qui permet à des professionnels de se déléguer des actes (code de la santé "
        "publique, art. L.\u00a04011-1) est autorisé à l’échelon national ou local\u00a0: il n’est "
        "pas une convention.",
    )
    stated_state = models.CharField(
        "état déclaré", max_length=12, choices=ConventionState, blank=True, editable=False
    )

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="convention d’origine",
    )
    parent_reference = models.CharField("référence de l’origine", max_length=120, blank=True)
    parent_relation = models.CharField(
        "lien avec l’origine", max_length=10, choices=ParentRelation, blank=True
    )
    rank = models.PositiveSmallIntegerField("rang de l’avenant", null=True, blank=True)

    authorised_by_nature = models.CharField(
        "autorisée par", max_length=15, choices=Nature, blank=True
    )
    authorised_by_number = models.CharField("numéro de l’acte", max_length=60, blank=True)
    authorised_by_date = models.DateField("date de l’acte", null=True, blank=True)

    site = models.ForeignKey(
        "sites.Site",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conventions",
        verbose_name="site concerné",
    )
    site_name = models.CharField("site, tel qu’écrit", max_length=200, blank=True, editable=False)
    template = models.ForeignKey(
        "conventions.ConventionTemplate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="conventions",
        verbose_name="modèle",
    )
    preamble = RichTextField("préambule", blank=True)

    start = models.DateField("prend effet le", null=True, blank=True)
    end = models.DateField("jusqu’au", null=True, blank=True, help_text="Dernier jour inclus.")
    signed_after_start = models.BooleanField("signée après sa prise d’effet", null=True, blank=True)
    renewal = models.CharField("prolongation", max_length=10, choices=Renewal, blank=True)
    renewal_times = models.PositiveSmallIntegerField(
        "nombre de reconductions", null=True, blank=True
    )
    renewal_years = models.PositiveSmallIntegerField(
        "années par reconduction", null=True, blank=True
    )
    renewal_deadline_value = models.PositiveSmallIntegerField(
        "reconduction à décider avant le terme", null=True, blank=True
    )
    renewal_deadline_unit = models.CharField("unité", max_length=6, choices=TimeUnit, blank=True)

    notice_value = models.PositiveSmallIntegerField("préavis", null=True, blank=True)
    notice_unit = models.CharField("unité du préavis", max_length=6, choices=TimeUnit, blank=True)
    notice_in_days = models.BooleanField("préavis compté en jours", default=False, editable=False)
    notice_form = models.CharField(
        "forme du préavis", max_length=10, choices=NoticeForm, blank=True
    )
    notice_to = models.CharField("préavis donné", max_length=5, choices=NoticeTo, blank=True)

    # The day on which the convention really ends, whatever sets it: kept by
    # `actions.ending.settle_end`, which is called wherever one of its causes changes.
    ends_on = models.DateField("prend fin le", null=True, blank=True, editable=False)
    ended_by = models.CharField(
        "cause de la fin", max_length=12, choices=EndCause, blank=True, editable=False
    )

    parcel = models.CharField(
        "parcelle", max_length=60, blank=True, help_text="Référence cadastrale des locaux."
    )
    premises_condition = models.TextField(
        "état des locaux", blank=True, help_text="Ou comment il sera constaté."
    )
    premises = models.JSONField("locaux, tels qu’écrits", default=dict, blank=True, editable=False)
    finance = models.JSONField(
        "conditions financières, telles qu’écrites", default=dict, blank=True, editable=False
    )

    closing = models.TextField(
        "formule finale", blank=True, help_text="Vide : « Fait en … exemplaires originaux. »"
    )
    originals = models.PositiveSmallIntegerField("exemplaires originaux", null=True, blank=True)
    signature_place = models.CharField("fait à", max_length=120, blank=True)
    signature_date = models.DateField("signée le", null=True, blank=True)

    objects = ConventionQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="historique de la convention")

    not_in_history = {
        "ends_on": "recalculée dès qu’une cause de fin change",
        "ended_by": "recalculée avec la date de fin",
    }

    class Meta:
        verbose_name = "convention"
        verbose_name_plural = "conventions"
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="conventions_convention_period",
                violation_error_message="La convention prend fin avant de prendre effet : "
                "corrigez l’une des deux dates.",
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="conventions_convention_reference",
                violation_error_message="Une autre convention porte déjà cette référence.",
            ),
            Sealed(
                name="conventions_convention_sealed",
                owner="{row}.sealed",
                guards_insert=False,
                free=("version", "ends_on", "ended_by"),
            ),
            models.UniqueConstraint(
                fields=["parent", "rank"],
                condition=Q(parent_relation=ParentRelation.AMENDMENT, rank__isnull=False),
                name="conventions_convention_amendment",
                violation_error_message="Cette convention a déjà un avenant de ce rang.",
            ),
        ]
        indexes = [
            models.Index(fields=["end"], name="conventions_convention_end"),
            models.Index(fields=["ends_on"], name="conventions_convention_ends_on"),
        ]

    def __str__(self) -> str:
        return self.title if not self.reference else f"{self.reference} – {self.title}"

    @property
    def is_amendment(self) -> bool:
        """Tell whether the convention amends another one."""
        return self.parent_relation == ParentRelation.AMENDMENT


class Conclusion(models.Model):
    """The day on which the parties signed a convention, once its text was closed."""

    convention = models.OneToOneField(
        Convention, on_delete=models.CASCADE, related_name="conclusion", verbose_name="convention"
    )
    signed_on = models.DateField("signée par toutes les parties le", null=True, blank=True)
    early_reason = models.TextField(
        "motif d’une signature avant que l’acte soit exécutoire", blank=True
    )

    history = HistoricalRecords(verbose_name="historique de la conclusion")

    class Meta:
        verbose_name = "conclusion"
        verbose_name_plural = "conclusion"

    def __str__(self) -> str:
        return f"Conclusion de {self.convention}"
