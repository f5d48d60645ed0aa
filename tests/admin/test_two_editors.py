"""Every page that changes a row: the second of two people overwrites nothing, and is told.

Nothing is listed here: a page registered tomorrow is walked tomorrow.
"""

import datetime as dt
from itertools import pairwise

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core import serializers
from django.test import RequestFactory
from django.urls import reverse
from django.utils.choices import flatten_choices

from csipa.admin import ModelAdmin
from staffing.models import Candidate
from tests.admin.browser import form_of
from tests.admin.factories import factory_of
from tests.staffing.factories_recruitment import CandidateStepFactory

pytestmark = pytest.mark.django_db

TOLD = "Cette page a changé pendant que vous la remplissiez"


def _pages():
    return sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)


def _changed_by_hand(page):
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    return page.has_change_permission(request)


CHANGED = [model for model, page in _pages() if _changed_by_hand(page)]
EDITED = [model for model in CHANGED if isinstance(admin.site._registry[model], ModelAdmin)]
every_edited_model = pytest.mark.parametrize(
    "model", EDITED, ids=[model._meta.label for model in EDITED]
)


def made(model):
    """Return a row whose page can be saved as it is."""
    row = factory_of(model)()
    if model is Candidate:
        CandidateStepFactory(candidate=row)
    return row


def address(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def state(row):
    """What the database holds of a row and of its lines, version aside."""
    row = type(row)._base_manager.get(pk=row.pk)
    fields = serializers.serialize("python", [row])[0]["fields"]
    return {name: value for name, value in fields.items() if name != "version"}


def other_values(field, value):
    """Return what an input of `field` that shows `value` may be changed to, likeliest first."""
    if isinstance(field, forms.BooleanField):
        return [None if value else "on"]
    if isinstance(field, forms.ModelChoiceField):
        make = factory_of(field.queryset.model)
        return [str(make().pk), str(make().pk)]
    if isinstance(field, forms.ChoiceField):
        keys = [str(key) for key, _ in flatten_choices(field.choices)]
        return [key for key in keys if key not in ("", value)]
    if isinstance(field, forms.DateField):
        day = dt.date.fromisoformat(value) if value else dt.date(2026, 3, 4)
        return [str(day + dt.timedelta(days=1)), str(day + dt.timedelta(days=2))]
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return [str(int(float(value or 0)) + more) for more in (1, 2)]
    return [f"{value}{more}" for more in (" bis", " ter")]


# The likeliest to be accepted first: a text goes nearly everywhere, another row nearly nowhere.
_ORDER = (forms.CharField, forms.BooleanField, forms.DateField, forms.ModelChoiceField)


def inputs(page):
    """Return the name and the field of each input of the root, those easily changed first."""
    form = page.context["adminform"].form
    plain = [
        (bound.html_name, bound.field)
        for bound in form
        if not bound.field.disabled
        and not isinstance(bound.field, forms.MultiValueField | forms.ModelMultipleChoiceField)
        and bound.html_name != "password"
    ]

    def rank(pair):
        kinds = (n for n, kind in enumerate(_ORDER) if isinstance(pair[1], kind))
        return next(kinds, len(_ORDER) - 1.5)

    return sorted(plain, key=rank)


def with_value(sent, name, value):
    """Return what the page sends once an input is changed; None for a box that is not ticked."""
    others = {key: values for key, values in sent.items() if key != name}
    return others if value is None else {**others, name: [value]}


def save(client, row, sent):
    return client.post(address(row), {**sent, "_continue": "1"})


def change_something(client, row):
    """Change an input of the page so that it is saved; return its name and another value."""
    page = client.get(address(row))
    sent, before = form_of(page), state(row)
    for name, field in inputs(page):
        if name not in sent and not isinstance(field, forms.BooleanField):
            continue
        shown = (sent.get(name) or [""])[0]
        for value, other in pairwise([*other_values(field, shown), shown]):
            answer = save(client, row, with_value(sent, name, value))
            if answer.status_code == 302 and state(row) != before:
                return name, other
    return pytest.fail(f"no input of the page of {row._meta.label} can be changed by this test")


@every_edited_model
def test_the_second_to_save_overwrites_nothing_and_is_told(model, camille, dominique):
    row = made(model)
    sent = form_of(dominique.get(address(row)))
    name, typed = change_something(camille, row)
    written = state(row)
    answer = save(dominique, row, with_value(sent, name, typed or None))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert TOLD in page
    assert "Camille Durand" in page
    assert state(row) == written
    if sent.get(name, [""]) != [typed]:  # a box has but two values: the second one typed nothing
        assert form_of(answer).get(name, [""]) == [typed]


@every_edited_model
def test_what_the_second_left_alone_shows_what_the_first_wrote(model, camille, dominique):
    row = made(model)
    sent = form_of(dominique.get(address(row)))
    name, _ = change_something(camille, row)
    written = state(row)
    answer = save(dominique, row, sent)
    assert TOLD in answer.content.decode()
    again = form_of(answer)
    assert again.get(name) == form_of(camille.get(address(row))).get(name)
    assert save(dominique, row, again).status_code == 302
    assert state(row) == written


@every_edited_model
def test_a_page_that_does_not_say_what_it_was_opened_on_writes_nothing(model, camille):
    row = made(model)
    sent = form_of(camille.get(address(row)))
    before = state(row)
    for wrong in ("", "x", ";", f";{model._meta.model_name}=99999", f";{model._meta.model_name}=x"):
        answer = save(camille, row, {**sent, "version": wrong})
        assert TOLD in answer.content.decode()
        assert state(row) == before


def test_no_list_is_edited_in_place():
    """A row of a list would carry nothing of what it was opened on."""
    assert [model._meta.label for model, page in _pages() if page.list_editable] == []


def test_every_page_that_changes_a_row_is_built_on_ours():
    assert [
        m._meta.label for m in EDITED if not isinstance(admin.site._registry[m], ModelAdmin)
    ] == []
