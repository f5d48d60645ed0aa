"""The page of the back office that tells what open data leaves out."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import override_settings
from django.urls import reverse

from tests.conventions.public.online import told

pytestmark = pytest.mark.django_db
URL = "admin:conventions_open_data"


def page_of(client):
    response = client.get(reverse(URL))
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.fixture
def reader(client):
    user = User.objects.create_user("lectrice", password="x", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_act"))
    client.force_login(user)
    return client


def test_what_is_left_out_is_told_with_a_link_to_correct_it(reader):
    publication = told("Ouverture d’une antenne")
    page = page_of(reader)
    assert reverse("admin:conventions_act_change", args=[publication.act_id]) in page
    assert "L’autorité n’a pas de numéro SIRET valable" in page
    assert "1 motif de mise à l’écart" in page
    assert "Rien n’est laissé de côté" in page


@override_settings(OPEN_DATA=["sites"])
def test_tables_not_published_say_how_to_publish_them(reader):
    page = page_of(reader)
    assert "OPEN_DATA" in page
    assert page.count("Non publiée") == 6


def test_a_page_without_the_right_is_refused(client):
    client.force_login(User.objects.create_user("autre", password="x", is_staff=True))
    assert client.get(reverse(URL)).status_code == 403
    client.logout()
    assert client.get(reverse(URL)).status_code == 302
