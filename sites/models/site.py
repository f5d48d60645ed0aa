"""A place of care: the centre, or one of its antennas."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from csipa.french import grammar
from csipa.models import Versioned
from sites.models.commune import Commune
from sites.models.fields import CodeField, KeyField
from sites.models.organisation import Organisation
from sites.models.validators import validate_finess, validate_postal_code
from sites.rules.addresses import address_lines
from sites.rules.identifiers import FINESS_PATTERN, POSTAL_CODE_PATTERN
from sites.rules.names import search_key, site_key


class SiteKind(models.TextChoices):
    """Centre or antenna (code de la santé publique, L. 6323-1 and D. 6323-1)."""

    CENTRE = "centre", "centre"
    ANTENNA = "antenna", "antenne"


# What people call each kind, word by word.
_WORDS_OF_KIND = {SiteKind.CENTRE: ("centre", "sante"), SiteKind.ANTENNA: ("antenne",)}
_SHORTEST_KIND = 3
_KIND_IN_WORDS = {SiteKind.CENTRE: "centre de santé", SiteKind.ANTENNA: "antenne"}


class SiteState(models.TextChoices):
    """Where a site stands on a given day."""

    PLANNED = "planned", "prévu"
    OPEN = "open", "ouvert"
    CLOSED = "closed", "fermé"


def _kinds_called(word: str) -> list[SiteKind]:
    """Return the kinds of site that a word of `search_key` begins to name."""
    if len(word) < _SHORTEST_KIND:
        return []
    return [
        kind for kind, said in _WORDS_OF_KIND.items() if any(part.startswith(word) for part in said)
    ]


class SiteQuerySet(models.QuerySet):
    """Sites found by name or by what they are on a day."""

    def named(self, text: str) -> SiteQuerySet:
        """Return the sites called `text`, « antenne de » or « centre de santé de » aside."""
        return self.filter(search_key=site_key(text))

    def search(self, text: str) -> SiteQuerySet:
        """Return the sites with each word of `text` in a name, commune, kind or FINESS number.

        A name may be one that the site bore before; « ant » is enough for an antenna.
        """
        found = self
        for word in search_key(text).split():
            found = found.filter(
                Q(search_key__contains=word)
                | Q(commune__search_key__contains=word)
                | Q(finess__startswith=word)
                | Q(kind__in=_kinds_called(word))
                | Q(pk__in=self.model.history.filter(search_key__contains=word).values("id"))
            )
        return found

    def open_on(self, day: dt.date) -> SiteQuerySet:
        """Return the sites that receive people on `day`."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)

    def closed_by(self, day: dt.date) -> SiteQuerySet:
        """Return the sites closed for good on `day`."""
        return self.filter(closed_on__lte=day)

    def planned_after(self, day: dt.date) -> SiteQuerySet:
        """Return the sites not yet open on `day`."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__gt=day))

    def in_state(self, state: str, day: dt.date) -> SiteQuerySet:
        """Return the sites whose state on `day` is `state`."""
        questions = {
            SiteState.PLANNED: self.planned_after,
            SiteState.OPEN: self.open_on,
            SiteState.CLOSED: self.closed_by,
        }
        return questions[SiteState(state)](day)


class Site(Versioned):
    """A centre or an antenna; its state on a day is computed from its dates, never typed."""

    name = models.CharField(
        "nom", max_length=120, help_text="Le nom du lieu seul\u00a0: «\u00a0Norrent-Fontes\u00a0»."
    )
    search_key = KeyField(
        "clé de recherche", max_length=120, source="name", key=site_key, unique=True
    )
    kind = models.CharField("nature", max_length=10, choices=SiteKind.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="antennas",
        verbose_name="centre de rattachement",
        help_text="Pour une antenne\u00a0: le centre dont elle dépend.",
    )
    finess = CodeField(
        "FINESS",
        max_length=9,
        blank=True,
        validators=[validate_finess],
        help_text="Numéro FINESS géographique, neuf chiffres.",
    )
    address = models.TextField(
        "adresse", blank=True, help_text="Une ligne d’adresse par ligne, sans la ville."
    )
    postal_code = CodeField(
        "code postal",
        max_length=5,
        blank=True,
        validators=[validate_postal_code],
        help_text="Laissez vide si la commune n’en a qu’un.",
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="sites", verbose_name="commune"
    )
    planned_on = models.DateField("ouverture prévue le", null=True, blank=True)
    opened_on = models.DateField("ouvert le", null=True, blank=True)
    closed_on = models.DateField(
        "fermé le", null=True, blank=True, help_text="Premier jour sans accueil."
    )
    travel_minutes = models.PositiveSmallIntegerField(
        "trajet depuis le centre (min)",
        null=True,
        blank=True,
        help_text="Pour une antenne\u00a0: durée du trajet en voiture, en minutes.",
    )
    travel_source = models.CharField(
        "source du trajet",
        max_length=200,
        blank=True,
        help_text="Calculateur, date et heure de la mesure.",
    )
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_sites",
        verbose_name="propriétaire des locaux",
    )
    manager = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="managed_sites",
        verbose_name="gestionnaire",
    )

    objects = SiteQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version du site", verbose_name_plural="versions du site"
    )

    class Meta:
        verbose_name = "site"
        verbose_name_plural = "sites"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="centre", parent__isnull=True)
                | Q(kind="antenna", parent__isnull=False),
                name="sites_site_parent",
                violation_error_message="Une antenne dépend d’un centre\u00a0; un centre ne dépend "
                "d’aucun site.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="sites_site_not_its_own_parent",
                violation_error_message="Une antenne ne dépend pas d’elle-même.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=False, closed_on__gt=F("opened_on")),
                name="sites_site_closed_after_opened",
                violation_error_message="Un site ferme après avoir ouvert\u00a0: vérifiez les deux "
                "dates.",
            ),
            models.CheckConstraint(
                condition=Q(travel_minutes__isnull=True) | Q(kind="antenna"),
                name="sites_site_travel",
                violation_error_message="Le trajet depuis le centre ne se dit que d’une antenne.",
            ),
            models.CheckConstraint(
                condition=Q(finess="") | Q(finess__regex=FINESS_PATTERN),
                name="sites_site_finess",
                violation_error_message="Un numéro FINESS compte neuf chiffres.",
            ),
            models.UniqueConstraint(
                fields=["finess"],
                condition=~Q(finess=""),
                name="sites_site_finess_unique",
                violation_error_message="Un autre site porte déjà ce numéro FINESS.",
            ),
            models.CheckConstraint(
                condition=Q(postal_code="") | Q(postal_code__regex=POSTAL_CODE_PATTERN),
                name="sites_site_postal_code",
                violation_error_message="Un code postal compte cinq chiffres.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse an antenna of an antenna, or a name twice; fill an obvious postal code."""
        if self.parent_id and self.parent.kind != SiteKind.CENTRE:
            raise ValidationError({"parent": "Une antenne dépend d’un centre, non d’une antenne."})
        if not self.postal_code and self.commune_id:
            self.postal_code = self.commune.only_postal_code()
        if self.kind == SiteKind.ANTENNA and not self.parent_id:
            raise ValidationError({"parent": "Choisissez le centre dont dépend l’antenne."})
        namesake = Site.objects.named(self.name).exclude(pk=self.pk).first()
        if namesake:
            raise ValidationError({"name": f"Le site «\u00a0{namesake}\u00a0» porte déjà ce nom."})

    @property
    def full_name(self) -> str:
        """Return kind and name: « antenne de Norrent-Fontes », « centre de santé Les Tilleuls ».

        « de » comes only where the site bears the name of its commune; reads it, may query.
        """
        if self.search_key == self.commune.search_key:
            return f"{_KIND_IN_WORDS[self.kind]} {self.commune.de}"
        return f"{_KIND_IN_WORDS[self.kind]} {self.name}"

    @property
    def the_name(self) -> str:
        """Return the full name after its article: « l’antenne de Norrent-Fontes »."""
        gender = (
            grammar.Gender.FEMININE if self.kind == SiteKind.ANTENNA else grammar.Gender.MASCULINE
        )
        return grammar.definite(gender, self.full_name)

    @property
    def address_lines(self) -> list[str]:
        """Return the address, a line an item, its city last; reads the commune, may query."""
        return address_lines(self.address, self.postal_code, self.commune.name)

    def state_on(self, day: dt.date) -> SiteState:
        """Return what the site is on `day`; the closing day is already closed."""
        if self.opened_on is None or day < self.opened_on:
            return SiteState.PLANNED
        if self.closed_on is not None and self.closed_on <= day:
            return SiteState.CLOSED
        return SiteState.OPEN
