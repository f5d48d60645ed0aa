"""How many people the work asks for, by the WISN method, every assumption a column.

Workload Indicators of Staffing Need: User’s manual, World Health Organization, 2010.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Ordered, Versioned
from sites.models import Site
from staffing.models.profession import Profession


class NeedStudy(Versioned):
    """One calculation: its year, its place, and the working time of everybody in it."""

    title = models.CharField("intitulé", max_length=160)
    year = models.PositiveSmallIntegerField("année")
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="need_studies",
        verbose_name="site",
        help_text="Vide\u00a0: tous les sites.",
    )
    assumptions = models.TextField(
        "d’où viennent les hypothèses", blank=True, help_text="Sources, dates, qui les a posées."
    )

    history = HistoricalRecords(
        verbose_name="version de l’étude", verbose_name_plural="versions de l’étude"
    )

    class Meta:
        verbose_name = "étude de besoin"
        verbose_name_plural = "études de besoin"
        constraints = [
            models.CheckConstraint(
                condition=Q(year__range=(2000, 2100)),
                name="staffing_needstudy_year",
                violation_error_message="L’année va de 2000 à 2100.",
            )
        ]

    def __str__(self):
        return self.title


class NeedProfession(models.Model):
    """A profession in a study: what it has of working days in the year, in days and hours."""

    study = models.ForeignKey(
        NeedStudy, models.CASCADE, related_name="professions", verbose_name="étude"
    )
    profession = models.ForeignKey(
        Profession, models.PROTECT, related_name="needs", verbose_name="profession"
    )
    days_per_week = models.DecimalField(
        "jours par semaine", max_digits=3, decimal_places=1, default=Decimal(5)
    )
    hours_per_day = models.DecimalField(
        "heures par jour", max_digits=4, decimal_places=2, default=Decimal(7)
    )
    public_holidays = models.DecimalField(
        "jours fériés", max_digits=4, decimal_places=1, default=Decimal(0)
    )
    annual_leave = models.DecimalField(
        "congés annuels", max_digits=4, decimal_places=1, default=Decimal(25)
    )
    sick_leave = models.DecimalField(
        "absences moyennes", max_digits=4, decimal_places=1, default=Decimal(0)
    )
    other_leave = models.DecimalField(
        "formation et autres", max_digits=4, decimal_places=1, default=Decimal(0)
    )

    history = HistoricalRecords(
        verbose_name="version des hypothèses", verbose_name_plural="versions des hypothèses"
    )

    class Meta:
        verbose_name = "profession étudiée"
        verbose_name_plural = "professions étudiées"
        constraints = [
            models.UniqueConstraint(
                fields=["study", "profession"],
                name="staffing_needprofession_unique",
                violation_error_message="Cette profession figure déjà dans l’étude.",
            ),
            models.CheckConstraint(
                condition=Q(
                    days_per_week__gt=0,
                    days_per_week__lte=7,
                    hours_per_day__gt=0,
                    hours_per_day__lte=24,
                    public_holidays__gte=0,
                    annual_leave__gte=0,
                    sick_leave__gte=0,
                    other_leave__gte=0,
                ),
                name="staffing_needprofession_time",
                violation_error_message="Comptez de 0 à 7 jours par semaine, 24 heures par jour au "
                "plus, et des jours d’absence positifs.",
            ),
        ]

    def __str__(self):
        return str(self.profession)


class ServiceWork(Ordered):
    """Work done for the public: how many a year, and the minutes that each takes."""

    need = models.ForeignKey(
        NeedProfession, models.CASCADE, related_name="service_work", verbose_name="profession"
    )
    label = models.CharField("activité de soins", max_length=160)
    annual_workload = models.DecimalField("nombre par an", max_digits=10, decimal_places=2)
    minutes = models.DecimalField("minutes chacune", max_digits=6, decimal_places=2)

    history = HistoricalRecords(
        verbose_name="version de l’activité de soins",
        verbose_name_plural="versions de l’activité de soins",
    )

    class Meta:
        verbose_name = "activité de soins"
        verbose_name_plural = "activités de soins"
        constraints = [
            models.CheckConstraint(
                condition=Q(annual_workload__gte=0, minutes__gt=0),
                name="staffing_servicework_positive",
                violation_error_message="Le nombre par an n’est pas négatif et chaque activité "
                "prend du temps.",
            )
        ]

    def __str__(self):
        return self.label


class SupportScope(models.TextChoices):
    """Who does the support work (WISN: category or individual allowance)."""

    ALL = "all", "tous"
    SOME = "some", "certains"


class SupportUnit(models.TextChoices):
    """In what the time of support work is given, for one person."""

    PERCENT = "percent", "% du temps"
    MINUTES_DAY = "minutes_day", "minutes par jour"
    MINUTES_WEEK = "minutes_week", "minutes par semaine"
    MINUTES_MONTH = "minutes_month", "minutes par mois"
    HOURS_YEAR = "hours_year", "heures par an"


class SupportWork(Ordered):
    """Work beside care: meetings and records of all, coordination of some."""

    need = models.ForeignKey(
        NeedProfession, models.CASCADE, related_name="support_work", verbose_name="profession"
    )
    label = models.CharField("activité de soutien", max_length=160)
    scope = models.CharField("faite par", max_length=4, choices=SupportScope.choices)
    people = models.PositiveSmallIntegerField(
        "nombre de personnes", default=1, help_text="Si certains seulement s’en chargent."
    )
    amount = models.DecimalField("temps de chacun", max_digits=8, decimal_places=2)
    unit = models.CharField("unité", max_length=14, choices=SupportUnit.choices)

    history = HistoricalRecords(
        verbose_name="version de l’activité de soutien",
        verbose_name_plural="versions de l’activité de soutien",
    )

    class Meta:
        verbose_name = "activité de soutien"
        verbose_name_plural = "activités de soutien"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0, people__gte=1),
                name="staffing_supportwork_positive",
                violation_error_message="Le temps n’est pas négatif, et une personne au moins le "
                "passe.",
            )
        ]

    def __str__(self):
        return self.label
