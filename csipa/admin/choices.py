"""Choices of foreign keys in repeated lines, read once for the page and not once a line."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.forms.models import ModelChoiceIterator

from csipa.admin.responses import whole_number


class WholeKeys:
    """A choice by key that shows nothing for what can be no key."""

    def optgroups(self, name, value, attr=None):
        """Leave out what the database would refuse to look for."""
        numbered = isinstance(self.field.remote_field.model._meta.pk, models.IntegerField)
        keys = [key for key in value if "\x00" not in str(key)]
        if numbered:
            keys = [key for key in keys if whole_number(str(key)) is not None]
        return super().optgroups(name, keys, attr)


class OneSelect(WholeKeys, AutocompleteSelect):
    """The stock autocomplete, which a key that no page of ours sends does not break."""


class SharedChoiceIterator(ModelChoiceIterator):
    """Goes through the rows that the copies of one field share: a list of them, once read."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for row in self.shared():
            yield self.choice(row)

    def shared(self):
        """Return the rows, read by the first copy that asks for them."""
        read = self.field.shared_rows
        if not read:
            read.append(list(self.queryset))
        return read[0]


class SharedModelChoiceField(forms.ModelChoiceField):
    """A choice whose copies, one a line, run one query together.

    A form that narrows `queryset` for its own line gets rows of its own.
    """

    iterator = SharedChoiceIterator

    def __init__(self, *args, **kwargs):
        self.shared_rows = []
        super().__init__(*args, **kwargs)

    def __deepcopy__(self, memo):
        copy = super().__deepcopy__(memo)
        copy.shared_rows = self.shared_rows
        return copy

    def _set_queryset(self, queryset):
        self.shared_rows = []
        self._queryset = None if queryset is None else queryset.all()
        self.widget.choices = self.choices

    queryset = property(forms.ModelChoiceField._get_queryset, _set_queryset)


class LineAutocomplete(OneSelect):
    """The stock autocomplete, which need not ask for a row that its line already loaded."""

    known = None

    def optgroups(self, name, value, attr=None):
        """Return the chosen option; a query only when its row is not known."""
        wanted = [str(key) for key in value if str(key) not in self.choices.field.empty_values]
        known = self.known or {}
        if not all(key in known for key in wanted):
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]  # noqa: FBT003
        for key in wanted:
            label = self.choices.field.label_from_instance(known[key])
            options.append(self.create_option(name, key, label, {key}, len(options)))
        return [(None, options, 0)]
