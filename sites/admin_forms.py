"""Checks on lines typed together, and the form that takes a file of communes."""

from __future__ import annotations

from django import forms
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils import timezone

from csipa.admin.formsets import LineFormSet
from csipa.admin.uploads import Largest
from csipa.french.dates import long_date
from sites.models import Site, SiteKind
from sites.rules.antennas import (
    TRAVEL_MINUTES,
    WEEKLY_MINUTES,
    Excess,
    hours_excess,
    travel_excess,
)
from sites.rules.communes_csv import FaultyFile, parse_communes
from sites.rules.names import organisation_key
from sites.rules.opening_words import said_minutes
from sites.rules.periods import hours_overlap, periods_overlap

# The only long texts of the app are addresses: three lines are enough.
ADDRESS_WIDGET = {models.TextField: {"widget": forms.Textarea({"rows": 3})}}


class PairwiseFormSet(LineFormSet):
    """Lines compared two by two before any is written: the database only sees them one by one."""

    def clash(self, earlier: models.Model, later: models.Model) -> str:
        """Return why two lines may not stand together, as a French sentence; empty if they may."""
        return ""

    def kept_forms(self) -> list[forms.BaseForm]:
        """Return the forms of the lines that stay or come."""
        return [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]

    def kept_rows(self) -> list[models.Model]:
        """Return the lines that stay or come, with the values typed."""
        return [form.instance for form in self.kept_forms()]

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.compared_alone = False
        return form

    def clean(self):
        """Refuse the later of two lines that clash."""
        super().clean()
        if any(self.errors):
            return
        kept = self.kept_forms()
        for rank, form in enumerate(kept):
            reasons = (self.clash(other.instance, form.instance) for other in kept[:rank])
            if reason := next(filter(None, reasons), ""):
                form.add_error(None, reason)


class OpeningHoursFormSet(PairwiseFormSet):
    """Hours of a site: one activity does not open twice at once; an antenna keeps its limit."""

    # The waivers typed on the same page, when they are on it.
    waivers: LimitWaiverFormSet | None = None

    def clash(self, earlier, later):
        """Tell which slot is doubled."""
        return later.overlap_message(earlier) if hours_overlap(earlier, later) else ""

    def clean(self):
        """Refuse hours that pass the limit of an antenna, from today on, without a waiver."""
        super().clean()
        if any(self.errors) or self.instance.kind != SiteKind.ANTENNA or not self._is_typed():
            return
        if self.waivers is not None and not self.waivers.is_valid():
            return  # the page is refused already, and a waiver that is wrong allows nothing yet
        excess = hours_excess(self.kept_rows(), self._waivers(), timezone.localdate())
        if excess:
            raise forms.ValidationError(_hours_refused(excess))

    def _is_typed(self) -> bool:
        return self.has_changed() or bool(self.waivers and self.waivers.has_changed())

    def _waivers(self):
        if self.waivers is None:
            return list(self.instance.limit_waivers.all()) if self.instance.pk else []
        return self.waivers.kept_rows()


class LimitWaiverFormSet(PairwiseFormSet):
    """Waivers of an antenna, which a travel that is too long calls for."""

    def clean(self):
        """Refuse a travel past the limit without a waiver, and a waiver of what has no limit."""
        super().clean()
        if any(self.errors):
            return
        if self.instance.kind != SiteKind.ANTENNA:
            if self.kept_rows():
                raise forms.ValidationError(
                    "Seule une antenne a des limites : supprimez ses dérogations."
                )
            return
        minutes = self.instance.travel_minutes
        excess = travel_excess(minutes, self.kept_rows(), timezone.localdate())
        if excess and (self.has_changed() or minutes != self._travel_before()):
            raise forms.ValidationError(_travel_refused(excess))

    def _travel_before(self) -> int | None:
        stored = Site.objects.filter(pk=self.instance.pk)
        return stored.values_list("travel_minutes", flat=True).first()


_HOW_TO_WAIVE = "ou notez plus bas une dérogation en vigueur ce jour-là, avec son motif"


def _hours_refused(excess: Excess) -> str:
    return (
        f"À compter du {long_date(excess.day)}, l’antenne serait ouverte "
        f"{said_minutes(excess.minutes)} par semaine, au-delà des {said_minutes(WEEKLY_MINUTES)} "
        f"admises : réduisez les horaires, {_HOW_TO_WAIVE}."
    )


def _travel_refused(excess: Excess) -> str:
    return (
        f"Au {long_date(excess.day)}, le trajet depuis le centre est de "
        f"{said_minutes(excess.minutes)}, au-delà des {said_minutes(TRAVEL_MINUTES)} admises pour "
        "une antenne : corrigez la durée, ou notez ici une dérogation en vigueur ce jour-là, avec "
        "son motif."
    )


class TerritoryCommuneFormSet(PairwiseFormSet):
    """Communes of a territory: one commune is not a member twice on the same day."""

    def clash(self, earlier, later):
        """Tell that the commune is already there."""
        same = earlier.commune_id == later.commune_id and periods_overlap(earlier, later)
        return later.OVERLAP if same else ""


class OrganisationAliasFormSet(PairwiseFormSet):
    """Other names of an organisation: none is written twice under two spellings."""

    def clash(self, earlier, later):
        """Tell which name is repeated."""
        same = organisation_key(earlier.name) == organisation_key(later.name)
        return f"«\u00a0{earlier.name}\u00a0» et ce nom ne font qu’un." if same else ""


_COMMUNES = Largest(10)


class CommunesFileForm(forms.Form):
    """A directory of communes to import; every bad line of it is an error of the form."""

    file = forms.FileField(
        label="Fichier CSV",
        validators=[FileExtensionValidator(["csv", "txt"]), _COMMUNES],
        help_text="Une commune par ligne. Colonnes\u00a0: insee_code, name, tncc, siren, "
        "postal_codes, population, department. "
        f"{_COMMUNES.told}",
    )
    population_year = forms.IntegerField(
        label="Année des populations",
        required=False,
        min_value=1801,
        max_value=2199,
        help_text="Année de recensement, si le fichier donne des populations.",
    )

    def clean_file(self):
        """Read the file; keep its rows in `rows`."""
        try:
            self.cleaned_data["rows"] = parse_communes(self.cleaned_data["file"].read())
        except FaultyFile as error:
            raise forms.ValidationError([str(fault) for fault in error.faults]) from error
        return self.cleaned_data["file"]
