"""The inputs of the form that writes a convention: they all work without a script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from conventions.admin_forms import LinesField
from conventions.models import LegalForm, Party
from conventions.rules.typed_lines import InstalmentLine, NotRead, read_instalment, read_slot
from csipa.admin.choices import WholeKeys
from sites.models import Equipment, Organisation, Room, Site

ORGANISATION = Party._meta.get_field("organisation")


class OneFormSelect(WholeKeys, AutocompleteSelect):
    """Autocompletion among the organisations of one legal form; of all when it is empty."""

    def __init__(self, admin_site: AdminSite, legal_form: str) -> None:
        super().__init__(ORGANISATION, admin_site)
        self.legal_form = legal_form

    def get_url(self) -> str:
        """Ask for that form alone."""
        url: str = super().get_url()
        return f"{url}?kind={self.legal_form}" if self.legal_form else url


class OrganisationField(forms.ModelChoiceField):
    """One party, of the legal form that the model expects."""

    def __init__(self, *, admin_site: AdminSite, legal_form: str = "", **kwargs: Any) -> None:
        rows = Organisation.objects.all()
        super().__init__(
            rows.filter(kind=legal_form) if legal_form else rows,
            widget=OneFormSelect(admin_site, legal_form),
            **kwargs,
        )
        if legal_form:
            expected = LegalForm(legal_form).label
            told = f"Le modèle attend ici : {expected}. Choisissez un organisme de cette nature."
            self.error_messages["invalid_choice"] = told


class SeveralSelect(WholeKeys, AutocompleteSelectMultiple):
    """Autocompletion of several organisations."""


class OrganisationsField(forms.ModelMultipleChoiceField):
    """Parties that hold no role."""

    def __init__(self, *, admin_site: AdminSite, **kwargs: Any) -> None:
        widget = SeveralSelect(ORGANISATION, admin_site)
        super().__init__(Organisation.objects.all(), widget=widget, **kwargs)


class SiteField(forms.ModelChoiceField):
    """The site, with whoever manages and owns it."""

    def __init__(self, **kwargs: Any) -> None:
        rows = Site.objects.select_related("commune", "owner__commune", "manager__commune")
        super().__init__(rows.order_by("name"), empty_label="Choisissez…", **kwargs)


class RoomsField(forms.ModelMultipleChoiceField):
    """Rooms of the site as boxes to tick."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "boxes"})

    def label_from_instance(self, obj: Room | Equipment) -> str:
        """Return the name, and how many there are of a thing."""
        several = isinstance(obj, Equipment) and obj.quantity > 1
        return f"{obj} ({obj.quantity})" if several else str(obj)


class InstalmentsField(LinesField):
    """Instalments, one a line, read into rows."""

    def clean(self, value: Any) -> list[InstalmentLine]:
        """Return what each line says; raise ValidationError for each that says nothing."""
        return _read(super().clean(value), read_instalment)


class SlotsField(LinesField):
    """Weekly slots, one a line."""

    def clean(self, value: Any) -> list[Any]:
        """Return what each line says; raise ValidationError for each that says nothing."""
        return _read(super().clean(value), read_slot)


def _read(lines: list[str], reader: Any) -> list[Any]:
    read, faults = [], []
    for line in lines:
        try:
            read.append(reader(line))
        except NotRead as fault:
            faults.append(str(fault))
    if faults:
        raise forms.ValidationError(faults)
    return read
