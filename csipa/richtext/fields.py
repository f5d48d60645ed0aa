"""The rich-text field: model field, form field and editor widget."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.widgets import Script
from django.templatetags.static import static

from csipa.richtext.cleaning import clean, to_text
from csipa.richtext.inspection import faults, refusals
from csipa.richtext.plain import from_text

_BLANK_LINE = re.compile(r"\n[ \t]*\n")


class RichTextWidget(forms.Textarea):
    """A text area that the editor takes over where JavaScript runs, and a plain one elsewhere."""

    class Media:
        css = {"all": ["csipa/css/rich-text.css"]}
        js = [Script("csipa/js/rich-text.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 6, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the address of the editor's code: asked for by that name, it is cached for good."""
        address = static("django_prose_editor/editor.js")
        return super().get_context(name, value, {**(attrs or {}), "data-rich-text": address})

    def use_required_attribute(self, initial: Any) -> bool:
        """Leave `required` out: the browser could not show its message on a hidden text area."""
        return False


class RichTextFormField(forms.CharField):
    """Keeps an admissible body to the letter, cleans what was pasted, refuses what is dangerous."""

    widget = RichTextWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False})

    def to_python(self, value: Any) -> str:
        """Return the body to store, "" when it shows nothing.

        Raises ValidationError, one sentence per script, unknown tag or other danger.
        """
        html = super().to_python(value).replace("\r\n", "\n")
        if messages := refusals(html):
            raise ValidationError(messages, code="forbidden_html")
        if "<" not in html and _BLANK_LINE.search(html.strip()):
            html = from_text(html)
        if not to_text(html).strip():
            return ""
        return clean(html) if faults(html) else html

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the body says something else; the way a browser ends lines says nothing."""
        before, after = ((value or "").replace("\r\n", "\n") for value in (initial, data))
        if before == after:
            return False
        return bool(refusals(after)) or clean(before) != clean(after)


class RichTextField(models.TextField):
    """A body: the HTML subset `p ul ol li strong em br`; a body without a tag is one paragraph.

    Blank unless said otherwise, never null. It is stored as it came if it is admissible; whoever
    prints it calls `clean` for the canonical form.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        """Name the field by its public path."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.setdefault("blank", False)
        return name, "csipa.richtext.RichTextField", args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse null: an unknown body and an empty one are the same."""
        found = super().check(**kwargs)
        if self.null:
            found.append(checks.Error("RichTextField is never null.", obj=self, id="csipa.E001"))
        return found

    def validate(self, value: str, model_instance: models.Model | None) -> None:
        """Raise ValidationError with every fault of the body."""
        super().validate(value, model_instance)
        if messages := faults(value):
            raise ValidationError(messages, code="forbidden_html")

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return the form field with the editor; the admin’s own text area is put aside."""
        given = kwargs.pop("widget", None)
        kind = given if isinstance(given, type) else type(given)
        widget = given if issubclass(kind, RichTextWidget) else RichTextWidget
        return super().formfield(**{**kwargs, "form_class": RichTextFormField, "widget": widget})
