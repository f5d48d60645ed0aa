"""Two people on the same form of an own page: what one left alone takes what the other saved.

Pages of a row carry how far its history had come (`csipa.admin.marks`); a form of an own page has
no history of its own, so each of its fields carries what it showed. What comes back is compared,
field by field, with what is kept now: a field left alone takes it; a field that both changed is
shown again with both values, and saving once more keeps the second person's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.db import models, transaction
from django.http import HttpRequest

from csipa.admin.widgets import sent_values
from csipa.french.dates import long_date
from csipa.french.typography import typeset

_LONGEST_TOLD = 200
_MOVED = (
    "Entre-temps, quelqu’un d’autre a modifié ce dont parle cette page\u00a0: relisez-la, puis "
    "enregistrez de nouveau."
)


@contextmanager
def held(request: HttpRequest, row: models.Model) -> Iterator[None]:
    """Hold a row while what was sent about it is compared and written: nobody comes between.

    A page that is only read holds nothing.
    """
    if request.method != "POST":
        yield
        return
    with transaction.atomic():
        rows = type(row)._base_manager.select_for_update(of=("self",))
        rows.only("pk").get(pk=row.pk)
        yield


class SeenForm(forms.Form):
    """A form whose fields carry what they showed; for fields of one value.

    Read `initial` from the database when the form comes back, not when it is shown: it is what is
    kept now. Call it within `held`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken: dict[str, str] = {}
        for field in self.fields.values():
            field.show_hidden_initial = True
        if self.is_bound:
            self.data = self._merged()

    def _merged(self) -> Any:
        """Return what was sent, with what is kept now wherever nothing was changed."""
        data = self.data.copy()
        for bound in self:
            field, kept = bound.field, bound.field.prepare_value(bound.initial)
            hidden = field.hidden_widget()
            seen = hidden.value_from_datadict(self.data, self.files, bound.html_initial_name)
            typed = field.widget.value_from_datadict(self.data, self.files, bound.html_name)
            if typed is None and seen is None:
                continue  # no page of ours sent this: it is for the field to refuse
            if not _differ(field, seen, typed):
                _put(data, bound, kept)
            elif _differ(field, seen, kept) and _differ(field, kept, typed):
                self.taken[bound.name] = _told(field, kept)
            data[bound.html_initial_name] = hidden.format_value(kept) or ""
        return data

    def _post_clean(self) -> None:
        """Tell, beside each field that both changed, what the other person wrote."""
        super()._post_clean()
        for name, told in self.taken.items():
            if name not in self.errors:
                self.add_error(name, told)


class OfVersion(forms.Form):
    """A form that carries the version of the row it is about; one that came since is told.

    For fields that propose a value instead of showing what is kept. Call it within `held`.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: Any, **kwargs: Any) -> None:
        self.row = row
        initial = {**(kwargs.pop("initial", None) or {}), "version": row.version}
        super().__init__(data, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse what was filled in beside another state; the next save has seen this one."""
        cleaned = super().clean() or {}
        if cleaned.pop("version", None) != self.row.version:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.row.version)
            raise forms.ValidationError(_MOVED)
        return cleaned


def _differ(field: forms.Field, one: Any, other: Any) -> bool:
    try:
        return field.has_changed(field.to_python(_plain(one)), _plain(other))
    except forms.ValidationError:
        return True


def _plain(value: Any) -> Any:
    """Return a text with the line ends that no browser adds."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _put(data: Any, bound: forms.BoundField, value: Any) -> None:
    data.pop(bound.html_name, None)
    for name, values in sent_values(bound, value).items():
        data[name] = values[0]


def _told(field: forms.Field, kept: Any) -> str:
    """Return the sentence that says what the other person wrote, and what to do."""
    if isinstance(field, forms.BooleanField):
        done = "coché cette case" if kept else "décoché cette case"
    elif kept in (None, "", []):
        done = "vidé cette case"
    else:
        done = f"écrit ici « {_said(field, kept)} »"
    return typeset(
        f"Entre-temps, quelqu’un d’autre a {done} : enregistrez de nouveau pour garder votre "
        "saisie, ou reprenez la sienne."
    )


def _said(field: forms.Field, kept: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.choices}
        return labels.get(str(kept), str(kept))
    if isinstance(kept, dt.date):
        return long_date(kept)
    text = ", ".join(str(kept).splitlines())
    return text if len(text) <= _LONGEST_TOLD else f"{text[:_LONGEST_TOLD]}…"
