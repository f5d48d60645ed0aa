"""Checks on lines typed together, and the form that takes a file of communes."""

from __future__ import annotations

from django import forms
from django.core.validators import FileExtensionValidator
from django.db import models

from csipa.admin.formsets import LineFormSet
from sites.rules.communes_csv import FaultyFile, parse_communes
from sites.rules.names import organisation_key
from sites.rules.periods import hours_overlap, periods_overlap

# The only long texts of the app are addresses: three lines are enough.
ADDRESS_WIDGET = {models.TextField: {"widget": forms.Textarea({"rows": 3})}}


class PairwiseFormSet(LineFormSet):
    """Lines compared two by two before any is written: the database only sees them one by one."""

    def clash(self, earlier: models.Model, later: models.Model) -> str:
        """Return why two lines may not stand together, as a French sentence; empty if they may."""
        return ""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.compared_alone = False
        return form

    def clean(self):
        """Refuse the later of two lines that clash."""
        super().clean()
        if any(self.errors):
            return
        kept = [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        for rank, form in enumerate(kept):
            reasons = (self.clash(other.instance, form.instance) for other in kept[:rank])
            if reason := next(filter(None, reasons), ""):
                form.add_error(None, reason)


class OpeningHoursFormSet(PairwiseFormSet):
    """Hours of a site: one activity does not open twice at the same time."""

    def clash(self, earlier, later):
        """Tell which slot is doubled."""
        return later.overlap_message(earlier) if hours_overlap(earlier, later) else ""


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


class CommunesFileForm(forms.Form):
    """A directory of communes to import; every bad line of it is an error of the form."""

    file = forms.FileField(
        label="Fichier CSV",
        validators=[FileExtensionValidator(["csv", "txt"])],
        help_text="Une commune par ligne. Colonnes\u00a0: insee_code, name, tncc, siren, "
        "postal_codes, population, department.",
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
