"""An organisation that signs, owns, lends or manages: its official name, others, its numbers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.french import grammar
from csipa.models import Versioned
from sites.models.choices import Article, Gender, OrganisationKind
from sites.models.commune import Commune
from sites.models.fields import CodeField, KeyField
from sites.models.validators import (
    validate_postal_code,
    validate_rna,
    validate_siren,
    validate_siret,
)
from sites.rules.addresses import address_lines
from sites.rules.identifiers import RNA_PATTERN, SIREN_PATTERN, SIRET_PATTERN
from sites.rules.names import organisation_key

if TYPE_CHECKING:
    from sites.models.representative import Representative


_BEFORE_NAME = {
    Article.LE: "le ",
    Article.LA: "la ",
    Article.L: "l’",
    Article.LES: "les ",
    Article.NONE: "",
}


class OrganisationQuerySet(models.QuerySet):
    """Organisations found by name."""

    def named(self, text: str) -> OrganisationQuerySet:
        """Return the organisations whose official name or alias is `text`.

        Case, accents, hyphens, commas and a leading article do not count. Short names do not
        either: « la Commune » would name them all.
        """
        key = organisation_key(text)
        return self.filter(Q(search_key=key) | Q(pk__in=self._whose(aliases__search_key=key)))

    def search(self, text: str) -> OrganisationQuerySet:
        """Return the organisations one of whose names or numbers holds each word of `text`.

        A name may be another spelling, or one that the organisation bore before.
        """
        found = self
        for word in organisation_key(text).split():
            found = found.filter(
                Q(search_key__contains=word)
                | Q(short_key__contains=word)
                | Q(siren__startswith=word)
                | Q(siret__startswith=word)
                | Q(rna__istartswith=word)
                | Q(pk__in=self._whose(aliases__search_key__contains=word))
                | Q(pk__in=self.model.history.filter(search_key__contains=word).values("id"))
            )
        return found

    def represented_on(self, day: dt.date) -> OrganisationQuerySet:
        """Return the organisations for which somebody may sign on `day`."""
        return self.filter(pk__in=self._in_office(day))

    def unrepresented_on(self, day: dt.date) -> OrganisationQuerySet:
        """Return the organisations for which nobody may sign on `day`."""
        return self.exclude(pk__in=self._in_office(day))

    def _in_office(self, day):
        representatives = self.model._meta.get_field("representatives").related_model
        return representatives.objects.on(day).values("organisation")

    def _whose(self, **condition):
        """Return the keys of the organisations that meet a condition on their related rows."""
        return self.model.objects.filter(**condition).values("pk")


class Organisation(Versioned):
    """A body known by one official name, stored without its article as a sentence writes it.

    « communauté d’agglomération de … », « Agence régionale de santé … »; the article, « de » and
    « à » are computed. The name of a commune is never typed: it comes from its record.
    """

    kind = models.CharField("nature", max_length=20, choices=OrganisationKind.choices)
    official_name = models.CharField(
        "nom officiel",
        max_length=250,
        blank=True,
        help_text="Sans article, comme au milieu d’une phrase\u00a0: «\u00a0communauté "
        "d’agglomération de …\u00a0». Vide pour une commune\u00a0: le nom vient du répertoire.",
    )
    search_key = KeyField(
        "clé de recherche",
        max_length=250,
        source="official_name",
        key=organisation_key,
        db_index=True,
    )
    article = models.CharField(
        "article",
        max_length=4,
        choices=Article.choices,
        default=Article.LA,
        help_text="Celui qui précède le nom dans une phrase.",
    )
    gender = models.CharField(
        "genre",
        max_length=1,
        choices=Gender.choices,
        default=Gender.FEMININE,
        help_text="Pour les accords\u00a0: «\u00a0la commune, représentée par…\u00a0».",
    )
    short_name = models.CharField(
        "nom court",
        max_length=120,
        blank=True,
        help_text="Sans article, celui qui suit «\u00a0ci-après\u00a0» dans un acte.",
    )
    short_key = KeyField(
        "clé du nom court", max_length=120, source="short_name", key=organisation_key
    )
    siren = CodeField("SIREN", max_length=9, blank=True, validators=[validate_siren])
    siret = CodeField("SIRET", max_length=14, blank=True, validators=[validate_siret])
    rna = CodeField(
        "RNA",
        max_length=10,
        blank=True,
        validators=[validate_rna],
        help_text="Numéro d’association\u00a0: W suivi de neuf chiffres.",
    )
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name="commune",
        help_text="La commune elle-même, ou celle du siège.",
    )
    seat_address = models.TextField(
        "adresse du siège", blank=True, help_text="Une ligne d’adresse par ligne, sans la ville."
    )
    seat_postal_code = CodeField(
        "code postal du siège", max_length=5, blank=True, validators=[validate_postal_code]
    )
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de l’organisme", verbose_name_plural="versions de l’organisme"
    )

    class Meta:
        verbose_name = "organisme"
        verbose_name_plural = "organismes"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="commune") | Q(commune__isnull=False),
                name="sites_organisation_commune",
                violation_error_message="Choisissez la commune dont il s’agit.",
            ),
            models.CheckConstraint(
                condition=Q(kind="commune") | ~Q(official_name=""),
                name="sites_organisation_name",
                violation_error_message="Donnez le nom officiel de l’organisme.",
            ),
            models.UniqueConstraint(
                fields=["commune"],
                condition=Q(kind="commune"),
                name="sites_organisation_commune_unique",
                violation_error_message="Cette commune est déjà enregistrée comme organisme.",
            ),
            models.CheckConstraint(
                condition=Q(article="le", gender="m")
                | Q(article="la", gender="f")
                | Q(article__in=["l", "les", "none"], gender__in=["m", "f"]),
                name="sites_organisation_article",
                violation_error_message="L’article «\u00a0le\u00a0» va avec le masculin, "
                "«\u00a0la\u00a0» avec le féminin.",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{field: ""}) | Q(**{f"{field}__regex": pattern}),
                    name=f"sites_organisation_{field}",
                    violation_error_message=f"Ce numéro {label} n’a pas la bonne forme.",
                )
                for field, label, pattern in (
                    ("siren", "SIREN", SIREN_PATTERN),
                    ("siret", "SIRET", SIRET_PATTERN),
                    ("rna", "RNA", RNA_PATTERN),
                )
            ),
            *(
                models.UniqueConstraint(
                    fields=[field],
                    condition=~Q(**{field: ""}),
                    name=f"sites_organisation_{field}_unique",
                    violation_error_message=f"Un autre organisme porte déjà ce numéro {label}.",
                )
                for field, label in (("siren", "SIREN"), ("siret", "SIRET"), ("rna", "RNA"))
            ),
        ]

    def __str__(self):
        return grammar.upper_first(self.official_name)

    def save(self, *args, **kwargs):
        """Give a commune its name before it is written."""
        self._take_name_of_commune()
        super().save(*args, **kwargs)

    def clean(self):
        """Refuse a second record of one name in one city; fill an obvious postal code."""
        self._take_name_of_commune()
        if self.seat_address and self.commune and not self.seat_postal_code:
            self.seat_postal_code = self.commune.only_postal_code()
        namesakes = Organisation.objects.filter(
            search_key=organisation_key(self.official_name), commune=self.commune_id
        )
        if self.official_name and namesakes.exclude(pk=self.pk).exists():
            message = "Un organisme de ce nom est déjà enregistré\u00a0: complétez plutôt sa fiche."
            raise ValidationError({"official_name": message})

    def _take_name_of_commune(self):
        if self.kind == OrganisationKind.COMMUNE and self.commune:
            self.official_name = f"commune {self.commune.de}"
            self.article, self.gender = Article.LA, Gender.FEMININE

    @property
    def name(self) -> str:
        """Return the official name as a sentence writes it, without article."""
        return self.official_name

    @property
    def the_name(self) -> str:
        """Return the name after its article: « la commune d’Hinges », « APAS 82 »."""
        return _BEFORE_NAME[self.article] + self.official_name

    @property
    def of_name(self) -> str:
        """Return « de » and the name: « de la commune d’Hinges », « du département … »."""
        return grammar.de(self.the_name)

    @property
    def to_name(self) -> str:
        """Return « à » and the name: « à la commune d’Hinges », « au département … »."""
        return grammar.a(self.the_name)

    @property
    def the_short_name(self) -> str:
        """Return the short name, or else the name, after its article: « la CPTS », « l’ARS »."""
        if not self.short_name:
            return self.the_name
        if self.article in (Article.LES, Article.NONE):
            return _BEFORE_NAME[self.article] + self.short_name
        return grammar.definite(grammar.Gender(self.gender), self.short_name)

    @property
    def brief_name(self) -> str:
        """Return what a narrow column shows: the short name, whole for a commune.

        Every commune is « la Commune » in its acts: that would tell nobody which.
        """
        if self.kind == OrganisationKind.COMMUNE or not self.short_name:
            return str(self)
        return str(grammar.upper_first(self.short_name))

    @property
    def seat(self) -> str:
        """Return the seat in one line, with its city; empty when no address is known.

        Reads `self.commune`, which may query.
        """
        if not self.seat_address:
            return ""
        city = self.commune.name if self.commune else ""
        return ", ".join(address_lines(self.seat_address, self.seat_postal_code, city))

    def representative_on(self, day: dt.date) -> Representative | None:
        """Return who signs by default on `day`: the first in rank of those in office. One query."""
        return self.representatives.on(day).order_by("position", "-start", "pk").first()

    def holder_on(self, day: dt.date | None) -> Representative | None:
        """Return who holds the office on `day`: the first in rank who signs in their own right.

        Without a day, who was in office last. Reads `self.representatives`, prefetched or not.
        """
        principals = [person for person in self.representatives.all() if not person.on_behalf]
        if day is None:
            latest = max((person.end or dt.date.max for person in principals), default=None)
            principals = [p for p in principals if (p.end or dt.date.max) == latest]
        else:
            principals = [person for person in principals if person.holds_on(day)]
        # Of two who overlap at the same rank, the newcomer.
        principals.sort(key=lambda person: person.start or dt.date.min, reverse=True)
        return min(principals, key=lambda person: person.position, default=None)
