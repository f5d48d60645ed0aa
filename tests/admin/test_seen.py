"""Forms whose fields carry what they showed: what comes back is merged with what is kept now."""

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict

from csipa.admin.seen import SeenForm
from csipa.admin.widgets import DateInput

COLOURS = [("", "—"), ("red", "Rouge"), ("blue", "Bleu")]


class Form(SeenForm):
    """One field of each kind."""

    name = forms.CharField(required=False, widget=forms.Textarea)
    day = forms.DateField(required=False, widget=DateInput)
    colour = forms.ChoiceField(required=False, choices=COLOURS)
    ticked = forms.BooleanField(required=False)


OPENED = {"name": "Ancien", "day": dt.date(2026, 3, 1), "colour": "red", "ticked": False}


def shown(**initial):
    """Return what a browser sends back of a page opened on these values."""
    form = Form(initial=OPENED | initial)
    data = QueryDict(mutable=True)
    for bound in form:
        hidden = bound.field.prepare_value(bound.initial)
        data[bound.html_initial_name] = str("" if hidden is None else hidden)
        if bound.name != "ticked":
            data[bound.html_name] = data[bound.html_initial_name]
        elif bound.initial:
            data[bound.html_name] = "on"
    return data


def test_a_page_opened_carries_what_it_shows():
    html = str(Form(initial=OPENED)["day"])
    assert 'name="initial-day" value="2026-03-01"' in html


def test_what_was_left_alone_takes_what_the_other_person_saved():
    now = {"name": "Autre", "day": None, "colour": "blue", "ticked": True}
    form = Form(shown(), initial=now)
    assert form.is_valid()
    assert form.cleaned_data == now
    assert not form.has_changed()


def test_what_one_typed_is_kept_beside_what_the_other_typed_elsewhere():
    sent = shown()
    sent["name"] = "Le mien"
    form = Form(sent, initial=OPENED | {"colour": "blue"})
    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["colour"]) == ("Le mien", "blue")
    assert form.changed_data == ["name"]


@pytest.mark.parametrize(
    ("field", "typed", "kept", "said"),
    [
        ("name", "Le mien", "Le sien", "« Le sien »"),
        ("name", "Le mien", "", "vidé cette case"),
        ("name", "", "Le sien", "« Le sien »"),
        ("day", "2026-04-01", dt.date(2026, 5, 1), "« 1er mai 2026 »"),
        ("colour", "", "blue", "« Bleu »"),
    ],
)
def test_what_both_changed_is_told_once_then_the_second_save_counts(field, typed, kept, said):
    sent = shown()
    sent[field] = typed
    now = OPENED | {field: kept}
    form = Form(sent, initial=now)
    assert not form.is_valid()
    [told] = form.errors[field]
    assert said in told.replace("\u00a0", " ").replace("\u202f", " ")
    assert form[field].value() == typed
    again = Form(form.data, initial=now)
    assert again.is_valid()
    assert again.changed_data == [field]


def test_a_box_that_both_moved_holds_the_same_already():
    sent = shown()
    sent["ticked"] = "on"
    form = Form(sent, initial=OPENED | {"ticked": True})
    assert form.is_valid()
    assert not form.has_changed()


def test_both_having_typed_the_same_is_no_conflict():
    sent = shown()
    sent["name"] = "Le même"
    assert Form(sent, initial=OPENED | {"name": "Le même"}).is_valid()


def test_line_ends_of_the_browser_are_no_change():
    opened = {"name": "Un\nDeux"}
    sent = shown(**opened)
    sent["name"] = sent["initial-name"] = "Un\r\nDeux"
    form = Form(sent, initial=OPENED | {"name": "Trois"})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Trois"


def test_what_no_page_of_ours_sent_overwrites_nothing_that_is_kept():
    form = Form(QueryDict("name=Le+mien&day=&colour="), initial=OPENED)
    assert list(form.errors) == ["name"]
    assert form.cleaned_data["colour"] == "red"
