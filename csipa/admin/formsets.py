"""Sets of lines: every input has a name, and ordered lines are numbered 1 to n at each save."""

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.forms.models import BaseInlineFormSet

from csipa.admin.choices import LineAutocomplete
from csipa.deletions import delete_rows

# Stands for the number of a line that the browser is still to add.
NUMBER_MARK = "__number__"


def inner_widget(field: forms.Field) -> forms.Widget:
    """Return the widget that renders the input, under the admin's wrapper of relations."""
    return getattr(field.widget, "widget", field.widget)


class RankField(forms.IntegerField):
    """The place of a line; on a new line, not a change that makes it worth saving."""

    def has_changed(self, initial, data):
        """Tell whether a line that existed was moved."""
        return initial is not None and super().has_changed(initial, data)


class LineFormSet(BaseInlineFormSet):
    """Lines whose inputs are each named after their column and their line."""

    def add_fields(self, form, index):
        """Name every input for screen readers, and hand the loaded relations to the widgets."""
        super().add_fields(form, index)
        self.name_inputs(form, index)

    def delete_existing(self, obj, commit=True):  # noqa: FBT002 – Django's signature
        """Delete a line, and keep the history of the rows that pointed to it."""
        if commit:
            delete_rows(self.model._base_manager.filter(pk=obj.pk), by=None)

    def name_inputs(self, form, index):
        """Name the inputs of one line; `index` is None for the line that is still to be added."""
        line = f"{self.model._meta.verbose_name} {NUMBER_MARK if index is None else index + 1}"
        for name, field in form.fields.items():
            if name == DELETION_FIELD_NAME:
                field.label = "Supprimer"
            widget = inner_widget(field)
            if not widget.is_hidden:
                widget.attrs["aria-label"] = f"{field.label or name}, {line}"
            if isinstance(widget, LineAutocomplete):
                row = form.instance._state.fields_cache.get(name)
                widget.known = {str(row.pk): row} if row else {}


class OrderedFormSet(LineFormSet):
    """Lines with a `position`: whatever ranks were sent, what is saved counts from 1 to n."""

    ordering_widget = forms.NumberInput(attrs={"min": 1, "class": "rank"})

    def add_fields(self, form, index):
        """Put a rank on every line, counted from 1."""
        super().add_fields(form, index)
        if self.can_order:
            stock = form.fields[ORDERING_FIELD_NAME]
            place = form.instance.position if form.instance.pk else None
            form.fields[ORDERING_FIELD_NAME] = RankField(
                label="Rang",
                required=False,
                initial=place or stock.initial,
                widget=self.get_ordering_widget(),
            )
            self.name_inputs(form, index)

    def save(self, commit=True):  # noqa: FBT002 – Django's signature
        """Save the lines, and those whose position alone changed."""
        # Untouched lines are left alone: under a signed text the database refuses any write.
        moved = self._number() if self.has_changed() else []
        saved = super().save(commit)
        for instance in moved:
            if instance.pk and instance not in saved:
                saved.append(instance)
                self.changed_objects.append((instance, [ORDERING_FIELD_NAME]))
                if commit:
                    instance.save()
        return saved

    def _number(self):
        """Give every line that stays its position; return those whose position changed.

        A line that the page does not show (added meanwhile by somebody else) goes last.
        """
        if not self.can_order:
            return self._append()
        kept = [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        kept.sort(key=lambda form: form.cleaned_data.get(ORDERING_FIELD_NAME) or len(self.forms))
        shown = {form.instance.pk for form in self.initial_forms}
        rows = [form.instance for form in kept]
        rows += [row for row in self.get_queryset() if row.pk not in shown]
        moved = []
        for position, row in enumerate(rows, start=1):
            if row.position != position:
                row.position = position
                moved.append(row)
        return moved

    def _append(self):
        """Number the new lines after the others, for those who may only add; nothing moves."""
        last = max((row.position for row in self.get_queryset()), default=0)
        new = [form for form in self.extra_forms if form.has_changed()]
        for position, form in enumerate(new, start=last + 1):
            form.instance.position = position
        return []
