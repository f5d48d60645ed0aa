"""A form writes the columns that it shows: what is added to a request by hand has no effect."""

import ast
import contextlib
import datetime as dt

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.admin.browser import form_of
from tests.security.poison import filled_side
from tests.security.sources import modules
from tests.security.uploads import OURS

pytestmark = pytest.mark.django_db

TEXT, NUMBER, DAY = "ajouté-à-la-main", 31_415, dt.date(2031, 5, 6)


def pages():
    """Yield each page of the back office that has a form, and those of its lines."""
    for page in admin.site._registry.values():
        yield page
        yield from (inline(page.model, admin.site) for inline in page.inlines)


def kinds():
    """Return every form of ours that writes a row."""
    assert get_resolver().url_patterns
    found, waiting = set(), [forms.ModelForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith(OURS) and "Meta" in kind.__dict__:
            found.add(kind)
    return found


def unseen(context):
    """Yield the fields of a page, and of its lines, that may be sent though it shows them not."""
    page = context["adminform"]
    shown = set(flatten_fieldsets(page.fieldsets))
    # A box that confirms something is asked for when it is needed; it is no column.
    columns = {field.name for field in page.form._meta.model._meta.get_fields()}
    yield from set(page.form.fields) & columns - shown
    yield from set(page.form.fields) & set(page.readonly_fields)
    for lines in context["inline_admin_formsets"]:
        shown = set(flatten_fieldsets(lines.fieldsets))
        formset = lines.formset
        # What ties a line to its page, and what Django itself adds to each.
        tie = formset.fk.name if hasattr(formset, "fk") else formset.ct_fk_field.name
        own = {formset.model._meta.pk.name, tie, "DELETE", "ORDER", "version"}
        yield from (
            f"{lines.opts.__class__.__name__}.{name}"
            for name in set(formset.empty_form.fields) - shown - own
        )


def test_a_form_of_the_back_office_has_no_field_that_its_page_does_not_show(admin_user):
    side = filled_side(admin_user)
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    hidden, seen = {}, 0
    for model in admin.site._registry:
        opts, row = model._meta, side.rows.get(model)
        name = f"admin:{opts.app_label}_{opts.model_name}"
        asked = []
        with contextlib.suppress(NoReverseMatch):
            asked.append(reverse(f"{name}_add"))
        if row is not None:
            asked.append(reverse(f"{name}_change", args=[row.pk]))
        for address in asked:
            context = client.get(address).context
            if context is None or "adminform" not in context:
                continue
            seen += 1
            if more := list(unseen(context)):
                hidden[address] = more
    assert hidden == {}
    assert seen > 90


def test_a_form_of_every_column_is_that_of_a_page_alone():
    used = {cls for page in pages() for cls in page.form.__mro__}
    loose = set()
    for kind in kinds():
        meta = kind._meta
        if meta.exclude is not None or meta.fields in (None, forms.ALL_FIELDS):
            loose.add(kind)
    assert {kind.__name__ for kind in loose - used} == set()
    # A page says which columns; nobody else makes such a form.
    made = [
        (file, ast.unparse(node.func))
        for file, tree in modules()
        if (names := {kind.__name__ for kind in loose if is_known(kind, file, tree)})
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names
    ]
    assert made == []


def is_known(kind, file, tree):
    """Tell whether a module defines or imports a form."""
    if file.removesuffix(".py").replace("/", ".") == kind.__module__:
        return True
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == kind.__module__
        and kind.__name__ in {name.name for name in node.names}
        for node in tree.body
    )


def value_for(field):
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateField):
        return DAY.isoformat()
    if isinstance(field, models.IntegerField | models.DecimalField):
        return str(NUMBER)
    return TEXT


def is_added(value):
    day = value.date() if isinstance(value, dt.datetime) else value
    return value in (TEXT, NUMBER) or day == DAY


def columns(row, form):
    """Return the columns of a row that its form does not show."""
    return [
        field
        for field in row._meta.concrete_fields
        if field.name not in form and not field.primary_key and field.name != "version"
    ]


def test_nothing_added_to_a_form_of_the_back_office_is_written(admin_user):
    side = filled_side(admin_user)
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    written, saved = {}, 0
    for model, row in side.rows.items():
        page = admin.site._registry.get(model)
        if page is None:
            continue
        with contextlib.suppress(NoReverseMatch):
            opts = model._meta
            address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
            answer = client.get(address)
            if answer.status_code != 200 or "adminform" not in (answer.context or {}):
                continue
            hidden = columns(row, answer.context["adminform"].form.fields)
            off = {
                field.name
                for field in hidden
                if isinstance(field, models.BooleanField) and not getattr(row, field.name)
            }
            with transaction.atomic():
                posted = client.post(
                    address, form_of(answer) | {field.name: value_for(field) for field in hidden}
                )
                saved += posted.status_code == 302
                fresh = model._base_manager.filter(pk=row.pk).first()
                for field in hidden if fresh else ():
                    value = getattr(fresh, field.attname)
                    if is_added(value) or (field.name in off and value):
                        written[f"{opts.label}.{field.name}"] = value
                transaction.set_rollback(True)
    assert written == {}
    assert saved > 30
