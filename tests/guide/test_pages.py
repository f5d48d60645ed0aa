"""The pages of the guide: who reads them, what they hold, what they cost."""

import html
import re

import pytest
from django.urls import reverse

from csipa.guide.contents import contents
from csipa.roles.catalogue import ADMINISTRATOR, MANAGER, SECRETARY
from tests.roles.accounts import account

pytestmark = pytest.mark.django_db

CONTENTS = "/admin/guide/"


def words(answer):
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.unescape(bare).replace("\xa0", " "))


def main(answer):
    """Return what a page holds between its menu and its end."""
    return answer.content.decode().partition("<main")[2]


@pytest.fixture
def reader(client):
    """Somebody who works here, without any right."""
    client.force_login(account())
    return client


@pytest.mark.parametrize("path", ["", "signer-et-imprimer/", "guide.pdf"])
def test_a_page_asks_for_a_login_and_comes_back_to_it(client, path):
    answer = client.get(f"{CONTENTS}{path}")
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('admin:login')}?next={CONTENTS}{path}"


def test_anybody_who_works_here_reads_the_guide_and_is_led_to_it(reader):
    start = reader.get(reverse("admin:index")).content.decode()
    assert f'<a class="menu-item" href="{CONTENTS}">Guide d’utilisation</a>' in start
    page = reader.get(CONTENTS)
    assert page.status_code == 200
    for part in contents().parts:
        assert part.title in words(page)
        for entry in part.entries:
            assert f'href="{reverse("admin:guide_page", args=[entry.slug])}"' in main(page)


@pytest.mark.parametrize("entry", contents().entries, ids=lambda entry: entry.slug)
def test_every_page_opens(reader, entry):
    page = reader.get(reverse("admin:guide_page", args=[entry.slug]))
    assert page.status_code == 200
    assert page.content.decode().count("<h1>") == 1


def test_a_page_has_its_contents_its_neighbours_and_its_place(reader):
    page = main(reader.get("/admin/guide/visas/"))
    assert '<a href="#laordre">' not in page
    assert '<a href="#lordre">L’ordre</a>' in page
    assert 'rel="prev" href="/admin/guide/rediger-une-decision/"' in page
    assert 'rel="next" href="/admin/guide/relire-un-acte/"' in page
    assert '<a href="/admin/guide/#les-actes">Les actes</a>' in page
    assert "/static/guide/visas-ajouter.webp" in page


@pytest.mark.parametrize(
    "path",
    [
        "index/",
        "nulle-part/",
        "README/",
        "..%2Findex/",
        "../index/",
        "%2e%2e/%2e%2e/csipa/settings/",
        "....//....//etc/passwd/",
        "images/accueil.webp",
        "images%2Faccueil.webp/",
        "visas.md",
        "visas%00/",
        "/etc/passwd/",
    ],
)
def test_no_address_reaches_a_file_that_is_not_in_the_list(reader, path, monkeypatch):
    opened = []
    monkeypatch.setattr("csipa.guide.admin.read", lambda entry: opened.append(entry))
    assert reader.get(f"{CONTENTS}{path}").status_code in {302, 400, 404}
    assert opened == []


def test_a_page_leads_to_the_screens_that_the_person_may_open(client):
    screen = f'<a href="{reverse("admin:conventions_legaltext_changelist")}">'
    client.force_login(account(MANAGER))
    assert screen in main(client.get("/admin/guide/visas/"))
    client.force_login(account(SECRETARY))
    assert screen not in main(client.get("/admin/guide/visas/"))
    assert '<a href="/saisie/">Saisie de la semaine</a>' in main(
        client.get("/admin/guide/saisir-la-semaine/")
    )


def test_the_search_shows_where_it_found_the_words(reader):
    page = reader.get(CONTENTS, {"q": "  reseau "})
    assert "pour « reseau »" in words(page)
    assert "/admin/guide/saisir-la-semaine/#sans-réseau" in main(page)
    assert 'value="reseau"' in main(page)


def test_a_search_without_an_answer_says_so_and_runs_nothing(reader):
    page = reader.get(CONTENTS, {"q": "<script>alert(1)</script>hippopotame"})
    assert "Aucune page trouvée" in words(page)
    assert "<script>alert" not in page.content.decode()
    assert reader.get(CONTENTS, {"q": "a" * 5000}).status_code == 200


@pytest.mark.parametrize("path", ["", "signer-et-imprimer/", "?q=signer"])
def test_a_page_asks_the_database_for_nothing_but_who_reads(
    client, path, django_assert_num_queries
):
    client.force_login(account(ADMINISTRATOR))
    client.get(f"{CONTENTS}{path}")
    # The session, the account, its rights: those of the account, and those of its groups.
    with django_assert_num_queries(4):
        client.get(f"{CONTENTS}{path}")


def test_a_tree_without_its_guide_says_so_and_every_other_screen_works(reader, small_guide):
    (small_guide / "index.md").unlink()
    assert "Le guide n’est pas livré" in words(reader.get(CONTENTS))
    page = reader.get(reverse("admin:my_rights"))
    assert page.status_code == 200
    assert "help-link" not in page.content.decode()


def test_nothing_is_sent_to_the_guide(reader):
    assert reader.post(CONTENTS).status_code == 405
    assert reader.post("/admin/guide/visas/").status_code == 405
    assert reader.post("/admin/guide/guide.pdf").status_code == 405
    assert reader.get("/admin/guide/preparer/").status_code == 405
