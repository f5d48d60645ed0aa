"""Members of a CPTS: who joined, in what role, with what consent, and what they paid."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Period, PeriodQuerySet, Versioned
from sites.models import Commune, Community, Organisation
from sites.models.fields import CodeField
from sites.models.figure import PROFESSION_CHOICES
from sites.rules.names import search_key
from staffing.models.care_offer import CareProvider


class MemberRole(models.TextChoices):
    """The place of a member in the association."""

    MEMBER = "member", "adhérent"
    BOARD = "board", "membre du conseil d’administration"
    PRESIDENT = "president", "président"
    VICE_PRESIDENT = "vice_president", "vice-président"
    TREASURER = "treasurer", "trésorier"
    SECRETARY = "secretary", "secrétaire"


class MemberQuerySet(PeriodQuerySet):
    """Questions put to memberships."""

    def professionals(self) -> MemberQuerySet:
        """Return the members who are persons with a health profession."""
        return self.exclude(profession="")

    def not_over(self, day: dt.date) -> MemberQuerySet:
        """Return the members on `day` and those to come."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=day))

    def search(self, text: str) -> MemberQuerySet:
        """Return the members with each word of `text` in their names, or that RPPS number."""
        found = self
        for word in search_key(text).split():
            found = found.filter(
                Q(last_name__spelt=word)
                | Q(first_name__spelt=word)
                | Q(rpps__startswith=word)
                | Q(organisation__search_key__contains=word)
                | Q(organisation__short_key__contains=word)
            )
        return found


class Membership(Versioned, Period):
    """A person or an organisation that belongs to a CPTS, from `start` to `end`.

    Tied to the care offer by `provider` (same RPPS number); the names typed here are those of the
    member. Nothing is listed in a printed directory without `listed`, nor is any contact without
    `contacts_listed`: two consents, with their day.
    """

    community = models.ForeignKey(
        Community, models.CASCADE, related_name="memberships", verbose_name="CPTS"
    )
    provider = models.ForeignKey(
        CareProvider,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="offreur de soins",
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="organisme",
        help_text="Pour une personne morale\u00a0: établissement, association.",
    )
    title = models.CharField("titre", max_length=40, blank=True)
    first_name = models.CharField("prénom", max_length=120, blank=True)
    last_name = models.CharField("nom", max_length=120, blank=True)
    profession = models.CharField(
        "profession", max_length=2, choices=PROFESSION_CHOICES, blank=True
    )
    rpps = CodeField("RPPS", max_length=11, blank=True)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name="commune d’exercice",
    )
    role = models.CharField(
        "rôle", max_length=16, choices=MemberRole.choices, default=MemberRole.MEMBER
    )
    founder = models.BooleanField("membre fondateur", default=False)
    leave_reason = models.CharField("motif de départ", max_length=200, blank=True)
    listed = models.BooleanField("accepte de figurer à l’annuaire", default=False)
    contacts_listed = models.BooleanField("accepte d’y voir ses coordonnées", default=False)
    consent_on = models.DateField("accord donné le", null=True, blank=True)
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)

    objects = MemberQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de l’adhésion", verbose_name_plural="versions de l’adhésion"
    )

    class Meta(Period.Meta):
        verbose_name = "adhésion"
        verbose_name_plural = "adhésions"
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start__isnull=False),
                name="staffing_membership_start",
                violation_error_message="Donnez le jour de l’adhésion.",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, last_name="", provider__isnull=True)
                | (Q(organisation__isnull=True) & ~Q(last_name="")),
                name="staffing_membership_who",
                violation_error_message="Donnez le nom d’une personne, ou choisissez un "
                "organisme\u00a0: "
                "l’un ou l’autre.",
            ),
            models.CheckConstraint(
                condition=Q(rpps="") | Q(rpps__regex=r"^[0-9]{11}$"),
                name="staffing_membership_rpps",
                violation_error_message="Un numéro RPPS compte onze chiffres.",
            ),
            models.CheckConstraint(
                condition=Q(listed=False, contacts_listed=False)
                | Q(listed=True, consent_on__isnull=False),
                name="staffing_membership_consent",
                violation_error_message="Pour figurer à l’annuaire, notez le jour de "
                "l’accord\u00a0; les "
                "coordonnées ne paraissent qu’avec le nom.",
            ),
            models.UniqueConstraint(
                fields=["community", "rpps"],
                condition=~Q(rpps="") & Q(end__isnull=True),
                name="staffing_membership_rpps_once",
                violation_error_message="Ce numéro RPPS est déjà celui d’un adhérent.",
            ),
            models.UniqueConstraint(
                fields=["community", "provider"],
                condition=Q(provider__isnull=False, end__isnull=True),
                name="staffing_membership_provider_once",
                violation_error_message="Cette personne est déjà adhérente.",
            ),
            models.UniqueConstraint(
                fields=["community", "organisation"],
                condition=Q(organisation__isnull=False, end__isnull=True),
                name="staffing_membership_organisation_once",
                violation_error_message="Cet organisme est déjà adhérent.",
            ),
        ]

    def __str__(self):
        if self.organisation_id:
            return str(self.organisation)
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def name_key(self) -> str:
        """Return the key of the name, last name first, as the care offer keeps its own."""
        return search_key(f"{self.last_name} {self.first_name}")


class MembershipFee(models.Model):
    """What a member owes and paid for a year."""

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="fees", verbose_name="adhésion"
    )
    year = models.PositiveSmallIntegerField("année")
    amount = models.DecimalField("montant (€)", max_digits=8, decimal_places=2)
    paid_on = models.DateField("payée le", null=True, blank=True)

    history = HistoricalRecords(
        verbose_name="version de la cotisation", verbose_name_plural="versions de la cotisation"
    )

    class Meta:
        verbose_name = "cotisation"
        verbose_name_plural = "cotisations"
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "year"],
                name="staffing_membershipfee_once",
                violation_error_message="La cotisation de cette année est déjà notée.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, year__range=(1990, 2200)),
                name="staffing_membershipfee_amount",
                violation_error_message="Un montant n’est pas négatif, et l’année a quatre "
                "chiffres.",
            ),
        ]

    def __str__(self):
        return f"{self.membership}, {self.year}"


class WorkingGroup(Versioned, Period):
    """A working group of a CPTS."""

    community = models.ForeignKey(
        Community, models.CASCADE, related_name="working_groups", verbose_name="CPTS"
    )
    name = models.CharField("nom", max_length=160)
    purpose = models.TextField("objet", blank=True)
    lead = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="led_groups",
        verbose_name="pilote",
    )

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version du groupe", verbose_name_plural="versions du groupe"
    )

    class Meta(Period.Meta):
        verbose_name = "groupe de travail"
        verbose_name_plural = "groupes de travail"
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "name"],
                name="staffing_workinggroup_once",
                violation_error_message="Un groupe de ce nom existe déjà.",
            ),
        ]

    def __str__(self):
        return self.name


class WorkingGroupMember(models.Model):
    """A member, or somebody from outside, in a working group."""

    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, related_name="participants", verbose_name="groupe"
    )
    membership = models.ForeignKey(
        Membership,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name="adhérent",
    )
    guest = models.CharField(
        "invité", max_length=160, blank=True, help_text="Quelqu’un qui n’est pas adhérent."
    )

    history = HistoricalRecords(
        verbose_name="version de la participation",
        verbose_name_plural="versions de la participation",
    )

    class Meta:
        verbose_name = "participant"
        verbose_name_plural = "participants"
        constraints = [
            models.CheckConstraint(
                condition=(Q(membership__isnull=False, guest=""))
                | (Q(membership__isnull=True) & ~Q(guest="")),
                name="staffing_workinggroupmember_who",
                violation_error_message="Choisissez un adhérent, ou donnez le nom d’un invité.",
            ),
            models.UniqueConstraint(
                fields=["group", "membership"],
                name="staffing_workinggroupmember_once",
                violation_error_message="Cet adhérent est déjà dans le groupe.",
            ),
        ]

    def __str__(self):
        return self.guest or str(self.membership)
