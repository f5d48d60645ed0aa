"""Lists are counted up to a bound, and say so."""

import pytest
from django.contrib import admin

from csipa.admin import paging
from sites.models import Site
from tests.admin.factories import factory_of

pytestmark = pytest.mark.django_db

LIST = "/admin/sites/site/"


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_list_is_counted_up_to_a_bound(model):
    assert issubclass(admin.site.get_model_admin(model).paginator, paging.BoundedPaginator)


def test_a_list_within_the_bound_tells_its_number(admin_client):
    factory_of(Site).create_batch(2)
    assert "2 sites" in admin_client.get(LIST).content.decode()


def test_a_list_beyond_the_bound_says_so_and_has_no_page_further(admin_client, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 50)
    factory_of(Site).create_batch(52)
    answer = admin_client.get(LIST)
    page = answer.content.decode().replace("&nbsp;", " ")
    assert "Plus de 10 000 sites : cherchez ou filtrez pour voir les autres." in page
    assert "Tout sélectionner (plus de 10 000)" in page
    assert answer.context["cl"].paginator.num_pages == 1
    assert admin_client.get(LIST, {"p": "2"}).status_code == 302


def test_a_page_far_down_shows_the_same_rows_in_the_same_order(admin_client, monkeypatch):
    factory_of(Site).create_batch(120)
    order = [row.pk for page in "123" for row in listed(admin_client, page)]
    monkeypatch.setattr(paging, "FAR", 50)
    assert [row.pk for page in "123" for row in listed(admin_client, page)] == order
    assert len(order) == Site.objects.count()


def listed(client, page):
    """Return the rows of a page of the list."""
    return client.get(LIST, {"p": page}).context["cl"].result_list
