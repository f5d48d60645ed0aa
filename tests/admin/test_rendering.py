"""Inputs drawn without a template are, sign for sign, those that Django's templates draw."""

import datetime as dt

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from csipa.admin import rendering

STOCK, OURS = TemplatesSetting(), rendering.Renderer()
CHOICES = [
    ("", "---------"),
    ("a", "L’<b>un</b> & l’autre"),
    ("b", mark_safe("Sûr &amp; <i>certain</i>")),
    (3, lazystr("Plus <tard>")),
    (dt.date(2026, 1, 5), "Jour"),
    ("Groupe <1>", [("c", "C"), ("d", "D")]),
]
WIDGETS = {
    "text": forms.TextInput(attrs={"maxlength": 30, "class": 'a"b'}),
    "number": forms.NumberInput(attrs={"min": 1000, "step": 0.5}),
    "email": forms.EmailInput(),
    "url": forms.URLInput(),
    "password": forms.PasswordInput(render_value=True),
    "hidden": forms.HiddenInput(),
    "date": forms.DateInput(attrs={"type": "date"}),
    "time": forms.TimeInput(),
    "checkbox": forms.CheckboxInput(attrs={"required": True, "disabled": False}),
    "file": forms.FileInput(),
    "textarea": forms.Textarea(attrs={"rows": 4, "data-x": mark_safe("&eacute;")}),
    "select": forms.Select(choices=CHOICES, attrs={"id": "id_x"}),
    "several": forms.SelectMultiple(choices=CHOICES),
    "unknown": forms.NullBooleanSelect(),
    "numbers": forms.Select(choices=[(1, 1), (1000, 1000)]),
    "radio": forms.RadioSelect(choices=CHOICES),
    "split": forms.SplitDateTimeWidget(),
}
VALUES = {
    "nothing": None,
    "empty": "",
    "text": '  L’été <b>à</b> « Béthune » & "ailleurs"\r\n',
    "safe": mark_safe("<b>&amp;</b>"),
    "lazy": lazystr("<plus tard>"),
    "number": 12345.5,
    "zero": 0,
    "true": True,
    "day": dt.date(2026, 1, 5),
    "chosen": ["a", "d"],
    "key": 3,
}


@pytest.mark.parametrize("widget", WIDGETS.values(), ids=WIDGETS.keys())
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_an_input_is_the_one_of_the_templates(widget, value):
    def drawn(renderer):
        try:
            return widget.render("nom", value, {"id": "id_nom"}, renderer)
        except (TypeError, ValueError, AttributeError) as error:
            return type(error)

    assert drawn(OURS) == drawn(STOCK)


def test_the_commonest_inputs_open_no_template(monkeypatch):
    monkeypatch.setattr(TemplatesSetting, "render", None)
    for name in ("text", "number", "hidden", "checkbox", "textarea", "select", "several"):
        assert "nom" in WIDGETS[name].render("nom", "a", {}, OURS)
    with pytest.raises(TypeError):
        WIDGETS["radio"].render("nom", "a", {}, OURS)


def test_an_option_of_another_template_is_left_to_it():
    class Marked(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    widget = Marked(choices=CHOICES)
    assert widget.render("nom", "a", {}, OURS) == widget.render("nom", "a", {}, STOCK)


def test_the_forms_of_the_program_use_it():
    assert isinstance(forms.Form().renderer, rendering.Renderer)
