"""Form widgets of the back office: the browser's own date and time inputs, no script needed."""

from django import forms
from django.db import models


class DateInput(forms.DateInput):
    """The browser's date input, which speaks ISO 8601 whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's time input, to the minute."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%H:%M")


class DateTimeInput(forms.SplitDateTimeWidget):
    """A date and a time, each with a name of its own for screen readers."""

    def __init__(self, attrs=None):
        widgets = {
            "date": DateInput({"aria-label": "Date"}),
            "time": TimeInput({"aria-label": "Heure"}),
        }
        forms.MultiWidget.__init__(self, widgets, attrs)


FORMFIELD_OVERRIDES = {
    models.DateField: {"widget": DateInput},
    models.TimeField: {"widget": TimeInput},
    models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": DateTimeInput},
}


def posted_values(field: forms.BoundField) -> dict[str, list[str]]:
    """Return what a browser would send back for `field` as it is shown, by input name."""
    return sent_values(field, field.value())


def sent_values(field: forms.BoundField, value: object) -> dict[str, list[str]]:
    """Return what a browser would send back for `field` if it showed `value`, by input name."""
    widget = getattr(field.field.widget, "widget", field.field.widget)
    if isinstance(widget, forms.MultiWidget):
        parts = zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True)
        return {field.html_name + name: [part.format_value(v) or ""] for name, part, v in parts}
    if isinstance(widget, forms.CheckboxInput):
        return {field.html_name: ["on"]} if value else {}
    shown = widget.format_value(value)
    if isinstance(shown, list | tuple):
        return {field.html_name: [str(item) for item in shown]}
    return {field.html_name: ["" if shown is None else str(shown)]}
