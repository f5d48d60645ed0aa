"""« Aide »: every screen of the back office leads to a page of the guide that tells of it."""

import re

import pytest
from django.urls import URLResolver, get_resolver, reverse

from csipa.admin import SitePage, guided
from csipa.guide.contents import contents
from csipa.guide.reading import read
from csipa.guide.screens import guide_of, pages
from tests.admin.factories import UserFactory

# Screens that no page of the guide tells of, and why.
UNTOLD = {
    "guide": "the guide itself",
}
# Pages that no screen leads to, and why.
UNLED = {
    "visite": "a tour of all the screens; the contents open with it",
    "premiers-pas-secretaire": "about a job, not a screen",
    "premiers-pas-gestionnaire": "about a job, not a screen",
    "premiers-pas-responsable": "about a job, not a screen",
    "premiers-pas-coordination": "about a job, not a screen",
    "premiers-pas-projet": "about a job, not a screen",
    "premiers-pas-lecture": "about a job, not a screen",
    "premiers-pas-technique": "about a job, not a screen",
    "registre-public": "a public page, where nobody is logged in",
    "verifier-un-document": "a public page, where nobody is logged in",
}
PLACES = contents().places
PAGES = list(pages())


def name_of(page):
    if isinstance(page, SitePage):
        return page.name
    return f"{page.opts.app_label}_{page.opts.model_name}"


def told(page):
    """Return every page of the guide that a page of the back office names."""
    shared = {} if isinstance(page, SitePage) else page.shared_guides
    locked = getattr(page, "guide_when_locked", "")
    named = (page.guide, locked, *page.guides.values(), *shared.values())
    return [guide for guide in named if guide]


def views(resolver=None):
    """Yield every view of the program."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry)
        else:
            yield entry


MARKED = sorted({view.callback.guide for view in views() if hasattr(view.callback, "guide")})


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_screen_has_a_page_of_the_guide_or_a_reason(page):
    assert bool(page.guide) != (name_of(page) in UNTOLD)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_screen_names_is_a_page_of_the_guide_and_a_heading_of_it(page):
    for guide in told(page):
        assert_exists(guide)


@pytest.mark.parametrize("guide", MARKED)
def test_what_a_view_of_no_page_names_is_there_too(guide):
    assert_exists(guide)


def assert_exists(guide):
    slug, _, anchor = guide.partition("#")
    assert slug in PLACES, guide
    anchors = [heading.anchor for heading in read(PLACES[slug].entry).headings]
    assert not anchor or anchor in anchors, f"{guide}: {anchors}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_an_exception_is_about_an_address_that_the_page_has(page):
    names = {
        str(url.name).removeprefix(f"{name_of(page)}_")
        for url in (page.urls() if isinstance(page, SitePage) else page.get_urls())
    }
    assert set(page.guides) <= names


def test_every_page_of_the_guide_is_led_to_from_a_screen_or_has_a_reason():
    led = {guide.partition("#")[0] for page in PAGES for guide in told(page)}
    led |= {guide.partition("#")[0] for guide in MARKED} | {"entrer"}
    assert set(PLACES) - led == set(UNLED)


def test_no_reason_is_about_a_screen_that_is_gone():
    assert set(UNTOLD) <= {name_of(page) for page in PAGES}


class Match:
    """What the resolver says of an address."""

    def __init__(self, func, name="", **kwargs):
        self.func, self.url_name, self.kwargs = func, name, kwargs


def test_an_address_without_a_page_leads_nowhere_and_a_marked_view_to_its_own():
    assert guide_of(None) == ""
    assert guide_of(Match(lambda request: None)) == ""
    assert guide_of(Match(guided("visas#lordre")(lambda request: None))) == "visas#lordre"


@pytest.fixture
def boss(client, db):
    """Somebody who opens everything."""
    client.force_login(UserFactory(is_superuser=True))
    return client


def help_of(client, address):
    page = client.get(address).content.decode()
    return re.findall(r'class="help-link" href="([^"]+)"', page)


@pytest.mark.parametrize(
    ("address", "guide"),
    [
        ("/admin/", "/admin/guide/accueil/"),
        ("/admin/a-faire/", "/admin/guide/accueil/"),
        ("/saisie/", "/admin/guide/saisir-la-semaine/"),
        ("/admin/conventions/act/", "/admin/guide/rediger-une-decision/"),
        ("/admin/conventions/act/add/", "/admin/guide/rediger-une-decision/"),
        ("/admin/conventions/act/registre/", "/admin/guide/registre-annuel/#limprimer"),
        ("/admin/effectifs/", "/admin/guide/tableau-des-effectifs/"),
        ("/admin/activite/planning/", "/admin/guide/planning/"),
        ("/admin/mes-droits/", "/admin/guide/comptes-et-roles/#ce-que-chacun-voit"),
        ("/compte/securite/", "/admin/guide/entrer/"),
    ],
)
def test_help_leads_to_the_page_about_the_screen(boss, address, guide):
    assert help_of(boss, address) == [guide]


def test_the_history_and_the_deletion_of_anything_lead_to_their_own_page(boss):
    user = UserFactory()
    history = help_of(boss, reverse("admin:auth_user_history", args=[user.pk]))
    assert history == ["/admin/guide/a-deux-sur-la-meme-page/#qui-a-changé-quoi"]


@pytest.mark.parametrize("address", ["/admin/guide/", "/admin/conventions/act/add/?_popup=1"])
def test_where_there_is_nothing_to_tell_there_is_no_link(boss, address):
    assert help_of(boss, address) == []


def test_a_page_that_left_the_guide_leaves_no_dead_link(boss, small_guide):
    assert help_of(boss, "/admin/conventions/act/") == []
