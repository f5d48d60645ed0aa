"""Action sheets (fiches-actions): entered once, whatever the programmes and missions they serve."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.programme import Axis, Objective, Programme
from csipa.models import Ordered, Period, PeriodQuerySet, Versioned
from sites.models import Tracked, TrackedValue


class SheetState(models.TextChoices):
    """How far an action has come."""

    DRAFT = "draft", "à écrire"
    PLANNED = "planned", "à venir"
    RUNNING = "running", "en cours"
    DONE = "done", "réalisée"
    SUSPENDED = "suspended", "suspendue"
    DROPPED = "dropped", "abandonnée"


class ActionSheet(Versioned, Period):
    """One action: why, who leads it, for whom, where, when, how it is judged and how far it is."""

    title = models.CharField("intitulé", max_length=250)
    context = models.TextField("constat", blank=True, help_text="Ce à quoi l’action répond.")
    goals = models.TextField("objectifs de l’action", blank=True)
    description = models.TextField("description", blank=True, help_text="Ce qui est fait.")
    public = models.CharField("public visé", max_length=300, blank=True)
    pilot = models.ForeignKey(
        "sites.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="piloted_sheets",
        verbose_name="pilote",
    )
    contact = models.CharField(
        "personne référente", max_length=160, blank=True, help_text="Fonction, ou nom et fonction."
    )
    territory = models.ForeignKey(
        "sites.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_sheets",
        verbose_name="territoire",
    )
    place = models.CharField("précision sur le lieu", max_length=200, blank=True)
    site = models.ForeignKey(
        "sites.Site",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_sheets",
        verbose_name="site du centre de santé",
    )
    means = models.TextField("moyens", blank=True)
    state = models.CharField(
        "état", max_length=10, choices=SheetState.choices, default=SheetState.DRAFT
    )
    state_on = models.DateField("état constaté le", null=True, blank=True)
    progress = models.TextField("où elle en est", blank=True)
    sources = models.CharField("source", max_length=300, blank=True)

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de la fiche", verbose_name_plural="versions de la fiche"
    )

    class Meta(Period.Meta):
        verbose_name = "fiche-action"
        verbose_name_plural = "fiches-actions"

    def __str__(self):
        return self.title


class SheetPlace(Ordered):
    """Where a sheet stands in a programme: its number, under an axis or one of its objectives."""

    sheet = models.ForeignKey(
        ActionSheet, models.CASCADE, related_name="placements", verbose_name="fiche-action"
    )
    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="placements", verbose_name="programme"
    )
    axis = models.ForeignKey(
        Axis, models.PROTECT, null=True, blank=True, related_name="placements", verbose_name="axe"
    )
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name="objectif",
    )
    number = models.CharField("numéro de fiche", max_length=12)

    history = HistoricalRecords(
        verbose_name="version de la place", verbose_name_plural="versions de la place"
    )

    class Meta:
        verbose_name = "place dans un programme"
        verbose_name_plural = "places dans les programmes"
        ordering = ("position", "number", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "programme"],
                name="conventions_sheetplace_once",
                violation_error_message="Cette fiche est déjà dans ce programme.",
            ),
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="conventions_sheetplace_number_once",
                violation_error_message="Une fiche de ce programme porte déjà ce numéro.",
            ),
            models.CheckConstraint(
                condition=Q(objective__isnull=True) | Q(axis__isnull=False),
                name="conventions_sheetplace_axis",
                violation_error_message="Un objectif va avec son axe.",
            ),
        ]

    def __str__(self):
        return f"{self.programme} – {self.number}"


class SheetMission(models.Model):
    """A mission of a CPTS that a sheet serves as well."""

    sheet = models.ForeignKey(
        ActionSheet, models.CASCADE, related_name="missions", verbose_name="fiche-action"
    )
    mission = models.ForeignKey(
        "sites.CommunityMission", models.CASCADE, related_name="sheets", verbose_name="mission"
    )

    history = HistoricalRecords(
        verbose_name="version du lien", verbose_name_plural="versions du lien"
    )

    class Meta:
        verbose_name = "mission de CPTS servie"
        verbose_name_plural = "missions de CPTS servies"
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "mission"],
                name="conventions_sheetmission_once",
                violation_error_message="Cette fiche sert déjà cette mission.",
            ),
        ]

    def __str__(self):
        return str(self.mission)


class SheetPartner(Ordered):
    """Who takes part in an action, and how."""

    sheet = models.ForeignKey(
        ActionSheet, models.CASCADE, related_name="partners", verbose_name="fiche-action"
    )
    organisation = models.ForeignKey(
        "sites.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnered_sheets",
        verbose_name="organisme",
    )
    name = models.CharField(
        "autre partenaire", max_length=200, blank=True, help_text="S’il n’a pas de fiche."
    )
    part = models.CharField("ce qu’il apporte", max_length=200, blank=True)

    history = HistoricalRecords(
        verbose_name="version du partenaire", verbose_name_plural="versions du partenaire"
    )

    class Meta:
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=(Q(organisation__isnull=False, name=""))
                | (Q(organisation__isnull=True) & ~Q(name="")),
                name="conventions_sheetpartner_who",
                violation_error_message="Choisissez un organisme, ou écrivez son nom.",
            ),
            models.UniqueConstraint(
                fields=["sheet", "organisation"],
                name="conventions_sheetpartner_once",
                violation_error_message="Ce partenaire est déjà dans la liste.",
            ),
        ]

    def __str__(self):
        return self.name or str(self.organisation)


class SheetStep(Ordered):
    """A step of the calendar of an action."""

    sheet = models.ForeignKey(
        ActionSheet, models.CASCADE, related_name="steps", verbose_name="fiche-action"
    )
    title = models.CharField("étape", max_length=250)
    due_on = models.DateField("prévue pour le", null=True, blank=True)
    done_on = models.DateField("faite le", null=True, blank=True)

    history = HistoricalRecords(
        verbose_name="version de l’étape", verbose_name_plural="versions de l’étape"
    )

    class Meta:
        verbose_name = "étape"
        verbose_name_plural = "étapes"
        ordering = ("position", "pk")

    def __str__(self):
        return self.title


class SheetBudget(Ordered):
    """What one payer puts into an action in one year, in euros."""

    sheet = models.ForeignKey(
        ActionSheet, models.CASCADE, related_name="budget", verbose_name="fiche-action"
    )
    year = models.PositiveSmallIntegerField("année")
    payer = models.ForeignKey(
        "sites.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sheet_budgets",
        verbose_name="financeur",
    )
    payer_name = models.CharField("autre financeur", max_length=200, blank=True)
    planned = models.DecimalField("prévu (€)", max_digits=12, decimal_places=2)
    spent = models.DecimalField(
        "dépensé (€)", max_digits=12, decimal_places=2, null=True, blank=True
    )
    purpose = models.CharField("pour", max_length=200, blank=True)

    history = HistoricalRecords(
        verbose_name="version du financement", verbose_name_plural="versions du financement"
    )

    class Meta:
        verbose_name = "financement"
        verbose_name_plural = "financements"
        ordering = ("year", "position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=(Q(payer__isnull=False, payer_name=""))
                | (Q(payer__isnull=True) & ~Q(payer_name="")),
                name="conventions_sheetbudget_payer",
                violation_error_message="Choisissez un organisme, ou écrivez le nom du financeur.",
            ),
            models.CheckConstraint(
                condition=Q(planned__gte=0)
                & (Q(spent__isnull=True) | Q(spent__gte=0))
                & Q(year__range=(2000, 2200)),
                name="conventions_sheetbudget_amount",
                violation_error_message="Un montant n’est pas négatif, et l’année a quatre "
                "chiffres.",
            ),
        ]

    def __str__(self):
        return f"{self.payer_name or self.payer}, {self.year}"


class IndicatorNature(models.TextChoices):
    """What an indicator tells: whether the action is done, or what it brings."""

    PROCESS = "process", "de processus"
    RESULT = "result", "de résultat"


class SheetIndicator(Tracked):
    """An indicator of an action: followed once for all the programmes that the action serves."""

    sheet = models.ForeignKey(
        ActionSheet, models.CASCADE, related_name="indicators", verbose_name="fiche-action"
    )
    nature = models.CharField(
        "nature", max_length=8, choices=IndicatorNature.choices, default=IndicatorNature.PROCESS
    )

    history = HistoricalRecords(
        verbose_name="version de l’indicateur", verbose_name_plural="versions de l’indicateur"
    )

    class Meta(Tracked.Meta):
        abstract = False
        verbose_name = "indicateur d’action"
        verbose_name_plural = "indicateurs d’action"
        ordering = ("position", "pk")


class SheetValue(TrackedValue):
    """One value of an indicator of an action."""

    indicator = models.ForeignKey(
        SheetIndicator, models.CASCADE, related_name="values", verbose_name="indicateur"
    )

    history = HistoricalRecords(
        verbose_name="version de la valeur", verbose_name_plural="versions de la valeur"
    )

    class Meta(TrackedValue.Meta):
        abstract = False
        verbose_name = "valeur d’indicateur"
        verbose_name_plural = "valeurs d’indicateur"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "as_of"],
                name="conventions_sheetvalue_once",
                violation_error_message="Cet indicateur a déjà une valeur à cette date.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.as_of:%d/%m/%Y}"
