"""What one types to send an act to the State: annexes and their types, a day, a receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from conventions.exchange.actes_archive import LARGEST_SENT
from conventions.review.preflight import Candidate, Chosen
from conventions.rules.actes.codes import ANNEX_TYPES
from csipa.admin.seen import SeenForm
from csipa.admin.widgets import DateInput

_ACCEPTED = ".xml,.gz,.tgz,.zip,application/xml,text/xml,application/gzip,application/zip"
_TOO_LARGE = "Ce fichier dépasse 25 Mo : déposez les accusés seuls."
_MOST_FILES = 50


class AnnexesForm(forms.Form):
    """Which annexed conventions go beside the act, and as what."""

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = [one for one in candidates if one.document]
        for one in self.candidates:
            key = one.annex.pk
            self.fields[f"send_{key}"] = forms.BooleanField(
                label=f"Joindre « {one.name} »", required=False, initial=True
            )
            self.fields[f"kind_{key}"] = forms.ChoiceField(
                label=f"Type de « {one.name} »",
                choices=[(code, f"{code} – {label}") for code, label in ANNEX_TYPES.items()],
                initial=one.kind,
            )

    def lines(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Yield the two fields of each annex."""
        for one in self.candidates:
            yield self[f"send_{one.annex.pk}"], self[f"kind_{one.annex.pk}"]

    def chosen(self) -> list[Chosen]:
        """Return what was ticked, in the order of the annexes; call it on a valid form."""
        said = self.cleaned_data
        keys = [one.annex.pk for one in self.candidates]
        return [Chosen(key, said[f"kind_{key}"]) for key in keys if said[f"send_{key}"]]


class SentForm(SeenForm):
    """The day on which the package was handed over; never proposed before it is noted."""

    on = forms.DateField(label="Envoyé le", widget=DateInput())


class ReceiptForm(forms.Form):
    """The receipt of one act."""

    file = forms.FileField(
        label="Accusé de réception",
        help_text="Le message XML, ou l’archive .tar.gz ou .zip qui le contient.",
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPTED}),
    )
    confirmed = forms.BooleanField(label="Prendre la date de l’accusé", required=False)

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        return _small(self.cleaned_data["file"])


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each of them checked; gives a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were sent."""
        files = data if isinstance(data, list | tuple) and data else [data or None]
        if len(files) > _MOST_FILES:
            raise forms.ValidationError(f"Déposez {_MOST_FILES} fichiers au plus à la fois.")
        return [_small(clean) for file in files if (clean := super(FilesField, self).clean(file))]


class ReceiptsForm(forms.Form):
    """Receipts of several acts at once."""

    files = FilesField(
        label="Accusés de réception",
        help_text="Plusieurs fichiers à la fois : messages XML, archives .tar.gz ou .zip.",
        widget=FilesInput(attrs={"accept": _ACCEPTED}),
    )


def _small(file: Any) -> Any:
    if file.size > LARGEST_SENT:
        raise forms.ValidationError(_TOO_LARGE)
    return file
