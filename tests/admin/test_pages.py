"""Every registered page opens, with a number of queries that does not follow the rows."""

import pytest
from django.contrib import admin
from django.db import connection
from django.forms.models import _get_foreign_key
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import RecordingLine
from csipa.admin import ModelAdmin
from csipa.admin.formsets import LineFormSet
from tests.admin.factories import UserFactory, factory_of, make_line

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
# The agenda and what is to be followed are one page each: their rows have none of their own.
ONE_PAGE = {"conventions.CalendarFeed", "conventions.DigestSubscription"}
# Everybody finds what they asked a worker for, and nothing of others.
ASKED_BY_ALL = "jobs.Job"
OPENED = [model for model in MODELS if model._meta.label not in ONE_PAGE]
every_opened_model = pytest.mark.parametrize("model", OPENED, ids=lambda model: model._meta.label)
pytestmark = pytest.mark.django_db


def address(model, page, row=None):
    """Return the address of a page of a model."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=[row.pk] if row is not None else [])


def queries(client, url):
    """Return how many queries a page takes, once sessions and content types are warm."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


@every_model
def test_every_page_stands_on_our_base(model):
    page = admin.site.get_model_admin(model)
    assert isinstance(page, ModelAdmin)
    assert page.date_hierarchy is None
    assert page.description.endswith(".") or page.hidden_in_menu


@every_model
def test_every_set_of_lines_names_its_inputs(model):
    page = admin.site.get_model_admin(model)
    assert all(issubclass(inline.formset, LineFormSet) for inline in page.inlines)


@every_model
def test_the_list_takes_as_many_queries_for_one_row_as_for_many(model, camille):
    make = factory_of(model)
    make()
    few = queries(camille, address(model, "changelist"))
    make.create_batch(4)
    assert queries(camille, address(model, "changelist")) == few


@every_model
def test_the_page_to_add_opens(model, camille):
    if admin.site.get_model_admin(model).has_add_permission(camille.get("/admin/").wsgi_request):
        assert camille.get(address(model, "add")).status_code == 200


@every_opened_model
@pytest.mark.parametrize("page", ["change", "history"])
def test_a_page_takes_as_many_queries_for_one_line_as_for_many(model, page, camille):
    row = factory_of(model)()
    _add_lines(row)
    few = queries(camille, address(model, page, row))
    _add_lines(row)
    _add_lines(row)
    assert queries(camille, address(model, page, row)) == few


def _add_lines(row):
    """Add one line to each set of the page, where one row may have several."""
    for inline in admin.site.get_model_admin(type(row)).inlines:
        if getattr(inline, "max_num", None) == 1:
            continue
        # What a site records is told on the page of its settings.
        owner = row.site if inline.model is RecordingLine else row
        key = _get_foreign_key(type(owner), inline.model, fk_name=inline.fk_name)
        make_line(inline.model, key.name, owner)


@pytest.mark.parametrize("page", ["changelist", "add", "change", "history", "delete"])
@pytest.mark.parametrize(
    "model",
    [model for model in MODELS if model._meta.label != ASKED_BY_ALL],
    ids=lambda model: model._meta.label,
)
def test_a_page_is_closed_to_staff_without_rights(model, page, client):
    row = None if page in ("changelist", "add") else factory_of(model)()
    client.force_login(UserFactory())
    assert client.get(address(model, page, row)).status_code == 403


@pytest.mark.parametrize(
    ("page", "status"),
    [("changelist", 200), ("add", 403), ("change", 404), ("history", 404), ("delete", 403)],
)
def test_staff_without_rights_find_no_work_of_others(page, status, client):
    model = next(model for model in MODELS if model._meta.label == ASKED_BY_ALL)
    job = factory_of(model)()
    client.force_login(UserFactory())
    answer = client.get(address(model, page, None if page in ("changelist", "add") else job))
    assert answer.status_code == status
    assert str(job) not in answer.content.decode()


@every_model
def test_a_list_sends_strangers_to_the_login_page(model, client):
    response = client.get(address(model, "changelist"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))
