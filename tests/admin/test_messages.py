"""What is said once something is saved or deleted."""

import pytest
from django.urls import reverse

from tests.admin.browser import form_of
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_a_save_is_told_in_two_words_with_a_link(camille):
    site = SiteFactory(name="Robecq")
    page = reverse("admin:sites_site_change", args=[site.pk])
    answer = camille.post(page, {**form_of(camille.get(page)), "_save": "1"}, follow=True)
    assert said(answer) == [f'Enregistré\u00a0: <a href="{page}">Robecq</a>.']
    assert f'<a href="{page}">Robecq</a>.</span></li>' in answer.content.decode()


def test_a_name_that_looks_like_markup_stays_text(camille):
    site = SiteFactory(name="<b>Robecq</b>")
    page = reverse("admin:sites_site_change", args=[site.pk])
    answer = camille.post(page, {**form_of(camille.get(page)), "_continue": "1"}, follow=True)
    assert "<b>Robecq" not in answer.content.decode()


def test_a_deletion_is_told(camille):
    site = SiteFactory(name="Robecq")
    page = reverse("admin:sites_site_delete", args=[site.pk])
    sent = {"post": "yes", "version": camille.get(page).context["version"]}
    (told,) = said(camille.post(page, sent, follow=True))
    assert told.startswith("Supprimé\u00a0: Robecq.")
