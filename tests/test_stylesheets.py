"""One stylesheet a page: the sheets joined when files are collected, and what the pages link."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles.finders import find
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from csipa.stylesheets import CannotJoin, StylesheetStorage, joined
from tests.admin.factories import UserFactory

SHEETS = Path(settings.BASE_DIR) / "static" / "csipa" / "css"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
LINKED = re.compile(r"""<link rel="stylesheet" href="[^>]*?'csipa/css/([\w-]+\.css)'""")
IMPORT = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)
OFFICE = "office.css"
# Dresses the editor wherever its field stands, on a page of ours or not.
OF_A_WIDGET = "rich-text.css"


def imported(name):
    """Return the sheets that one asks for, at any depth."""
    names = IMPORT.findall((SHEETS / name).read_text())
    ours = [one for one in names if "/" not in one]
    return {*names, *(deep for one in ours for deep in imported(one))}


def files(folder, **texts):
    """Return sheets as `collectstatic` gives them: `a__b` is b.css in the folder a."""
    storage = FileSystemStorage(location=folder)
    found = {}
    for name, text in texts.items():
        path = f"{name.replace('__', '/')}.css"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
        found[path] = (storage, path)
    return found


def test_the_text_of_each_sheet_takes_the_place_of_its_line_in_the_same_order(tmp_path):
    sheets = files(
        tmp_path,
        all='@import "one.css";\n@import "two.css";\np { color: red }\n',
        one='@import "deep.css";\na { top: 1px }\n',
        deep="b { top: 2px }\n",
        two="i { top: 3px }\n",
    )
    text = joined("all.css", sheets)
    assert re.findall(r"^(\w) ", text, re.MULTILINE) == ["b", "a", "i", "p"]
    assert "@import" not in text


def test_paths_stay_right_when_a_sheet_of_another_folder_is_joined(tmp_path):
    sheets = files(
        tmp_path,
        own__all='@import "../other/look.css";\n',
        other__look="a { background: url(img/x.svg) } b { background: url('data:image/x,y') }",
    )
    text = joined("own/all.css", sheets)
    assert 'url("../other/img/x.svg")' in text
    assert "url('data:image/x,y')" in text


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"all": '@import "gone.css";\n'}, "gone.css is not there"),
        ({"all": '@import "one.css";\n', "one": '@import "all.css";\n'}, "imports itself"),
        ({"all": '@import "one.css" print;\n', "one": ""}, "on a line of its own"),
    ],
)
def test_a_sheet_that_cannot_be_joined_is_refused(tmp_path, sheets, said):
    with pytest.raises(CannotJoin, match=said):
        joined("all.css", files(tmp_path, **sheets))


def test_a_word_in_a_comment_is_no_import(tmp_path):
    text = "/* what @import does */\np { top: 0 }\n"
    assert joined("all.css", files(tmp_path, all=text)) == text


def collect(folder, paths):
    """Copy files, then process them as `collectstatic` does; return the storage."""
    for name, (source, path) in paths.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source.path(path), folder / name)
    storage = StylesheetStorage(location=folder, base_url="/static/")
    for _, _, done in storage.post_process(paths):
        assert not isinstance(done, Exception), done
    return storage


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """What collecting our own sheets gives: the storage, and the folder where they stand."""
    folder = tmp_path_factory.mktemp("collected")
    names = [f"csipa/css/{path.name}" for path in SHEETS.glob("*.css")]
    names += [f"csipa/fonts/{path.name}" for path in (SHEETS.parent / "fonts").glob("*.woff2")]
    names += [name.removeprefix("../../") for name in imported(OFFICE) if "/" in name]
    roots = {name: Path(find(name)).parents[name.count("/")] for name in names}
    paths = {name: (FileSystemStorage(location=root), name) for name, root in roots.items()}
    return collect(folder, paths), folder


def test_the_sheet_of_the_back_office_is_one_file_named_by_its_hash_and_compressed(collected):
    storage, folder = collected
    name = storage.stored_name(f"csipa/css/{OFFICE}")
    text = (folder / name).read_text()
    assert re.fullmatch(r"csipa/css/office\.[0-9a-f]{12}\.css", name)
    assert not IMPORT.search(text)
    assert text.index("--font:") < text.index(".board-") < text.index(".select2-container {")
    for suffix in (".gz", ".br"):
        assert (folder / f"{name}{suffix}").stat().st_size < len(text) / 4


def test_the_paths_of_a_joined_sheet_lead_to_files_that_are_there(collected):
    storage, folder = collected
    name = storage.stored_name(f"csipa/css/{OFFICE}")
    paths = re.findall(r'url\("([^"]+)"\)', (folder / name).read_text())
    assert [path for path in paths if "woff2" in path]
    for path in paths:
        assert (folder / name).parent.joinpath(path).is_file(), path


def test_a_sheet_that_changes_gives_another_name_to_the_one_that_joins_it(tmp_path):
    def name_of(text):
        sheets = files(tmp_path, csipa__css__all='@import "one.css";\n', csipa__css__one=text)
        return collect(tmp_path / "out", sheets).stored_name("csipa/css/all.css")

    assert name_of("a { top: 1px }") != name_of("a { top: 2px }")


def test_every_sheet_is_linked_by_a_page_or_joined_to_one_that_is():
    linked = {
        name for path in TEMPLATES.rglob("*.html") for name in LINKED.findall(path.read_text())
    }
    reached = linked | {name for one in linked for name in imported(one)}
    assert {path.name for path in SHEETS.glob("*.css")} - reached == set()
    assert OFFICE in linked


def test_what_forms_ask_for_is_joined_to_the_sheet_of_the_back_office():
    asked = set()
    for page in admin.site._registry.values():
        for media in (page.media, *(line(page.model, admin.site).media for line in page.inlines)):
            asked |= {path for paths in media._css.values() for path in map(str, paths)}
    there = {
        name.removeprefix("../../") if "/" in name else f"csipa/css/{name}"
        for name in imported(OFFICE)
    }
    assert asked <= there


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["index", "sites_site_changelist", "conventions_act_add"])
def test_a_page_of_the_back_office_asks_for_one_stylesheet(client, page):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    found = LINK.findall(client.get(reverse(f"admin:{page}")).content.decode())
    assert found == [f"/static/csipa/css/{OFFICE}"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/actes/", "/verifier/", "/donnees/", "/compte/connexion/"])
def test_a_page_that_anybody_reads_asks_for_two_stylesheets_at_most(client, address):
    response = client.get(address, follow=True)
    assert 1 <= len(LINK.findall(response.content.decode())) <= 2
