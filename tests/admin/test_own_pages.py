"""Pages of no single model: their place in the menu, who may open them, what their window says."""

import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from csipa.admin import Section, SitePage
from csipa.admin.site import _mark_current
from tests.admin.browser import form_of
from tests.conventions.agreed import agreed, parties_of


def page(*permissions):
    return SitePage(
        section=Section.STAFFING,
        section_rank=1,
        title="Essai",
        route="essai/",
        name="trial",
        view=lambda request, page: HttpResponse("ouvert"),
        permissions=permissions,
        views=(("pdf/", "pdf", lambda request, page: HttpResponse("pdf")),),
    )


class Reader:
    def __init__(self, *permissions):
        self.permissions = permissions

    def has_perm(self, permission):
        return permission in self.permissions


def test_one_of_the_permissions_opens_the_page():
    trial = page("sites.view_site", "sites.change_site")
    assert trial.may_open(Reader("sites.change_site"))
    assert not trial.may_open(Reader("sites.view_room"))


def test_further_views_live_under_the_page():
    assert [(str(url.pattern), url.name) for url in page("a.b").urls()] == [
        ("essai/", "trial"),
        ("essai/pdf/", "trial_pdf"),
    ]


@pytest.mark.parametrize(("held", "status"), [("sites.view_site", 200), ("sites.view_room", 403)])
def test_nobody_opens_a_view_without_the_permission(rf, held, status):
    trial = page("sites.view_site")
    request = rf.get("/essai/")
    request.user = Reader(held)
    opened = trial._opened(trial.view)
    if status == 403:
        with pytest.raises(PermissionDenied):
            opened(request, page=trial)
    else:
        assert opened(request, page=trial).status_code == status


def test_the_menu_marks_the_longest_address_that_a_page_lies_under():
    entries = [{"admin_url": url} for url in ("/admin/essai/", "/admin/essai/suite/", None)]
    _mark_current("/admin/essai/suite/pdf/", entries)
    assert [entry.get("is_current", False) for entry in entries] == [False, True, False]


@pytest.mark.django_db
def test_the_window_names_what_the_page_is_about_and_says_first_that_something_is_wrong(
    admin_client,
):
    convention = agreed(2)
    page = reverse("admin:conventions_convention_signatures", args=[convention.pk])
    named = f"Signatures – {convention} – CSIPA"
    assert title_of(admin_client.get(page)) == named
    cell = f"p{parties_of(convention)[0].pk}-signed_on"
    wrong = {**form_of(admin_client.get(page)), cell: "pas un jour"}
    assert title_of(admin_client.post(page, wrong)) == f"Erreur – {named}"


def title_of(answer):
    return html.unescape(re.search("<title>(.*?)</title>", answer.content.decode())[1])
