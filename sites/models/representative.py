"""Who represents an organisation, in what capacity and during which days."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.french import grammar
from csipa.french.dates import long_date
from csipa.models import Ordered, Period, PeriodQuerySet
from sites.models.choices import Gender
from sites.models.organisation import Organisation
from sites.rules.names import search_key


class RepresentativeQuerySet(PeriodQuerySet):
    """Representatives found by name, capacity or organisation."""

    def search(self, text: str) -> RepresentativeQuerySet:
        """Return those with each word of `text` in their name, capacity or organisation's names.

        Case and accents do not count; « présidente » finds the capacity « président ».
        """
        found = self
        for word in search_key(text).split():
            # Capacities are stored in their masculine form.
            capacity = word.removesuffix("e")
            found = found.filter(
                Q(last_name__spelt=word)
                | Q(first_name__spelt=word)
                | Q(capacity__spelt=capacity)
                | Q(organisation__in=Organisation.objects.search(word).values("pk"))
            )
        return found


class Representative(Ordered, Period):
    """A person who signs for an organisation; of those in office, the first in rank by default.

    `capacity` is stored in its masculine form (« vice-président délégué »): it agrees when read.
    `on_behalf` is empty for the principal; otherwise the words that open the signature.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="representatives", verbose_name="organisme"
    )
    title = models.CharField(
        "titre",
        max_length=40,
        blank=True,
        help_text="«\u00a0Docteur\u00a0», «\u00a0M.\u00a0», «\u00a0Mme\u00a0»\u00a0; facultatif.",
    )
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    gender = models.CharField("genre", max_length=1, choices=Gender.choices)
    capacity = models.CharField(
        "qualité",
        max_length=120,
        help_text="Au masculin\u00a0: «\u00a0maire\u00a0», «\u00a0vice-président délégué\u00a0». "
        "L’accord se fait tout seul.",
    )
    on_behalf = models.CharField(
        "par délégation",
        max_length=120,
        blank=True,
        help_text="«\u00a0Par délégation du Président\u00a0»\u00a0; "
        "vide si la personne signe de plein droit.",
    )

    objects = RepresentativeQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version du représentant", verbose_name_plural="versions du représentant"
    )

    class Meta(Period.Meta):
        verbose_name = "représentant"
        verbose_name_plural = "représentants"
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(gender__in=["m", "f"]),
                name="sites_representative_gender",
                violation_error_message="Choisissez le genre\u00a0: la qualité s’accorde avec lui.",
            ),
        ]

    def __str__(self):
        return self.full_name

    @property
    def choice_label(self) -> str:
        """Return what tells a person apart in a list: name, capacity, organisation, mandate.

        Reads the organisation, may query.
        """
        label = f"{self.full_name}, {self.agreed_capacity} – {self.organisation}"
        return f"{label} (jusqu’au {long_date(self.end)})" if self.end else label

    @property
    def full_name(self) -> str:
        """Return title, first name and last name in capitals: « Docteur Jeanne DÉLOT »."""
        parts = (self.title, self.first_name, self.last_name.upper())
        return " ".join(part for part in parts if part)

    @property
    def agreed_capacity(self) -> str:
        """Return the capacity in the gender of its holder: « vice-présidente déléguée ».

        A capacity with a word that the program cannot agree is returned as it was typed.
        """
        try:
            return self.holder.title
        except grammar.UnknownCapacity:
            return self.capacity

    @property
    def the_capacity(self) -> str:
        """Return the agreed capacity after its article: « la vice-présidente déléguée »."""
        return grammar.definite(grammar.Gender(self.gender), self.agreed_capacity)

    @property
    def holder(self) -> grammar.Holder:
        """Return gender and capacity as :mod:`csipa.french.grammar` takes them."""
        return grammar.Holder(grammar.Gender(self.gender), self.capacity)
