"""What docs/guide holds: a closed list, every page with its title, every link and picture there."""

import re

import pytest

from csipa.guide.checks import guide_is_there
from csipa.guide.contents import FOLDER, PICTURES, NoSuchPage, contents, read_contents
from csipa.guide.reading import read

ROOT = FOLDER.parent.parent
ENTRIES = contents().entries
PLACES = contents().places
_TARGET = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")


def targets(path):
    """Yield whether a link is a picture, and where it leads, code left out."""
    source = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for mark, target in _TARGET.findall(source):
        yield bool(mark), target


def test_every_file_of_the_folder_is_in_the_list_once():
    listed = [entry.slug for entry in ENTRIES]
    assert len(listed) == len(set(listed))
    assert {path.stem for path in FOLDER.glob("*.md")} == {*listed, "index"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_a_page_bears_the_title_that_the_list_gives_it(entry):
    title = entry.path.read_text(encoding="utf-8").splitlines()[0]
    assert title == f"# {entry.title}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_every_link_and_picture_of_a_page_leads_somewhere(path):
    for is_picture, target in targets(path):
        if is_picture:
            assert re.fullmatch(r"images/[a-z0-9-]+\.webp", target), target
            assert (FOLDER / target).is_file(), target
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.is_file(), target
        assert file.is_relative_to(ROOT), target
        if anchor:
            anchors = [heading.anchor for heading in read(PLACES[file.stem].entry).headings]
            assert anchor in anchors, f"{target}: {anchors}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_every_picture_says_in_words_what_it_shows(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"!\[\s*\]", source)


def test_no_picture_is_kept_that_no_page_shows():
    shown = {
        target.removeprefix("images/")
        for path in FOLDER.glob("*.md")
        for is_picture, target in targets(path)
        if is_picture
    }
    assert {path.name for path in PICTURES.glob("*.webp")} == shown


def test_the_neighbours_of_a_page_stay_in_its_part():
    found = read_contents(
        "## Un\n\n- [A](a.md)\n- [B](b.md)\n\n## Deux\n\n- [C](c.md)\n\nUn texte [D](d.md).\n"
    )
    assert [(part.title, len(part.entries)) for part in found.parts] == [("Un", 2), ("Deux", 1)]
    assert found.place("a").before is None
    assert found.place("a").after.slug == "b"
    assert found.place("b").before.slug == "a"
    assert found.place("b").after is None
    assert (found.place("c").before, found.place("c").after) == (None, None)


@pytest.mark.parametrize(
    "slug", ["secret", "index", "../index", "", "a\x00b", "images/accueil.webp"]
)
def test_a_file_that_the_list_does_not_name_is_no_page(small_guide, slug):
    assert contents().place("rediger").entry.path.is_file()
    with pytest.raises(NoSuchPage):
        contents().place(slug)


def test_the_list_is_read_again_once_it_changed(small_guide):
    assert "secret" not in contents().places
    with (small_guide / "index.md").open("a", encoding="utf-8") as file:
        file.write("- [Secret](secret.md)\n")
    assert contents().place("secret").entry.title == "Secret"


def test_a_tree_without_a_page_of_its_guide_is_told_by_the_checks(small_guide, monkeypatch):
    assert guide_is_there() == []
    (small_guide / "signer.md").unlink()
    assert [error.msg for error in guide_is_there()] == [
        "Le guide d’utilisation est incomplet\u00a0: signer.md manque."
    ]
    monkeypatch.setattr("csipa.guide.checks.INDEX", small_guide / "nowhere.md")
    assert ["nowhere.md" in error.msg for error in guide_is_there()] == [True]
