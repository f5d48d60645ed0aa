"""The articles of a convention once its amendments are applied."""

import pytest

from conventions.rules.consolidation import (
    AmendmentText,
    Change,
    CurrentText,
    Status,
    Wording,
)
from conventions.rules.word_changes import PARAGRAPH, Mark, Words, block

TITLES = ("Objet", "Durée", "Résiliation")


def wording(key, title="", text="", **more):
    return Wording(key, title, (block(PARAGRAPH, [Words(text or title)]),), **more)


def articles(*titles, depths=()):
    depths = [*depths, *[0] * (len(titles) - len(depths))]
    pairs = zip(titles, depths, strict=True)
    return [wording(rank, title, depth=depth) for rank, (title, depth) in enumerate(pairs, start=1)]


def amended(*changes, name="avenant n° 1"):
    return AmendmentText(name, changes)


def consolidate(articles, amendments):
    """Return the articles of a convention after its amendments."""
    text = CurrentText(articles)
    for amendment in amendments:
        for change in amendment.changes:
            text.apply(change, amendment.name)
    return text.articles()


def replaces(target, key=101, title="", text="autre texte"):
    return Change("replace", target, wording(key, title, text))


def inserts(target, key=101, title="Bilan"):
    return Change("insert", target, wording(key, title))


def repeals(target, key=101):
    return Change("repeal", target, Wording(key))


def told(found):
    return [(one.number.replace("\u00a0", " "), one.title, one.status.value) for one in found]


def test_without_amendment_the_text_is_the_one_that_was_signed():
    found = consolidate(articles(*TITLES), [])

    assert told(found) == [
        ("1", "Objet", "unchanged"),
        ("2", "Durée", "unchanged"),
        ("3", "Résiliation", "unchanged"),
    ]
    assert not any(one.is_reworded or one.sources for one in found)
    assert [one.old for one in found] == [one.new for one in found] == articles(*TITLES)


def test_an_article_replaced_keeps_its_number_and_its_title_unless_it_is_given_one():
    found = consolidate(articles(*TITLES), [amended(replaces(2), replaces(3, 102, "Fin"))])

    assert told(found)[1:] == [("2", "Durée", "replaced"), ("3", "Fin", "replaced")]
    assert found[2].heading.replace("\u00a0", " ") == "Article 3 – Fin"
    assert found[2].old_heading.replace("\u00a0", " ") == "Article 3 – Résiliation"
    assert found[1].sources == ("avenant n° 1",)


def test_an_article_added_between_two_leaves_their_numbers():
    found = consolidate(articles(*TITLES), [amended(inserts(2))])

    assert told(found) == [
        ("1", "Objet", "unchanged"),
        ("2", "Durée", "unchanged"),
        ("2 bis", "Bilan", "inserted"),
        ("3", "Résiliation", "unchanged"),
    ]
    assert [one.mark for one in found[2].blocks] == [Mark.ADDED]


@pytest.mark.parametrize("target", [3, None])
def test_an_article_added_at_the_end_takes_the_next_number(target):
    found = consolidate(articles(*TITLES), [amended(inserts(target))])

    assert told(found)[-1] == ("4", "Bilan", "inserted")


def test_two_articles_added_after_one_follow_each_other_in_order():
    found = consolidate(
        articles(*TITLES), [amended(inserts(2, 101, "Premier"), inserts(2, 102, "Second"))]
    )

    assert told(found)[2:4] == [("2 bis", "Premier", "inserted"), ("2 ter", "Second", "inserted")]


def test_a_second_amendment_changes_what_the_first_one_added():
    first = amended(inserts(2))
    second = amended(replaces(101, 201, text="bilan trimestriel"), name="avenant n° 2")
    found = consolidate(articles(*TITLES), [first, second])

    assert told(found)[2] == ("2 bis", "Bilan", "inserted")
    assert found[2].sources == ("avenant n° 1", "avenant n° 2")
    assert found[2].keys == {101, 201}
    assert found[2].new.key == 201


@pytest.mark.parametrize("target", [2, 101])
def test_an_article_already_replaced_is_found_by_either_key(target):
    second = amended(replaces(target, 201, text="dernier texte"), name="avenant n° 2")
    found = consolidate(articles(*TITLES), [amended(replaces(2)), second])

    assert found[1].new.blocks[0].text == "dernier texte"
    assert found[1].old.blocks[0].text == "Durée"


def test_a_repealed_article_stays_in_its_place_with_its_words_struck():
    found = consolidate(articles(*TITLES), [amended(repeals(2))])

    assert told(found)[1] == ("2", "Durée", "repealed")
    assert [one.mark for one in found[1].blocks] == [Mark.STRUCK]
    assert told(found)[2] == ("3", "Résiliation", "unchanged")


def test_an_article_added_then_repealed_is_struck():
    found = consolidate(
        articles(*TITLES), [amended(inserts(2)), amended(repeals(101, 201), name="avenant n° 2")]
    )

    assert told(found)[2] == ("2 bis", "Bilan", "repealed")
    assert [one.mark for one in found[2].blocks] == [Mark.STRUCK]


def test_the_number_of_a_repealed_article_is_not_given_again():
    first = amended(inserts(None, 101))
    second = amended(repeals(101, 201), name="avenant n° 2")
    third = amended(inserts(3, 301, "Suite"), name="avenant n° 3")
    found = consolidate(articles(*TITLES), [first, second, third])

    assert ("4", "Bilan", "repealed") in told(found)
    assert [number for number, title, _ in told(found) if title == "Suite"] == ["3 bis"]


def test_what_replaces_an_article_replaces_its_sub_articles():
    text = articles("Objet", "Durée", "Début", "Fin", "Résiliation", depths=(0, 0, 1, 1, 0))
    found = consolidate(text, [amended(replaces(2))])

    assert told(found) == [
        ("1", "Objet", "unchanged"),
        ("2", "Durée", "replaced"),
        ("2.1", "Début", "repealed"),
        ("2.2", "Fin", "repealed"),
        ("3", "Résiliation", "unchanged"),
    ]


def test_an_article_added_after_one_with_sub_articles_stands_after_them():
    text = articles("Objet", "Durée", "Début", "Résiliation", depths=(0, 0, 1, 0))
    found = consolidate(text, [amended(inserts(2))])

    assert [number for number, _, _ in told(found)] == ["1", "2", "2.1", "2 bis", "3"]


def test_a_sub_article_is_changed_alone():
    text = articles("Objet", "Durée", "Début", "Fin", depths=(0, 0, 1, 1))
    found = consolidate(text, [amended(replaces(3), inserts(4, 102, "Reconduction"))])

    assert told(found)[2] == ("2.1", "Début", "replaced")
    assert told(found)[-1] == ("2.3", "Reconduction", "inserted")
    assert found[-1].heading == "2.3 – Reconduction"


@pytest.mark.parametrize("change", [replaces(2, 201), repeals(2, 201), inserts(2, 201)])
def test_a_change_of_an_article_that_is_gone_does_nothing_and_says_so(change):
    text = CurrentText(articles(*TITLES))
    text.apply(repeals(2), "avenant n° 1")
    before = text.articles()

    assert text.apply(change, "avenant n° 2") is None
    assert text.articles() == before


def test_where_a_change_falls_is_told():
    text = CurrentText(articles(*TITLES))

    assert text.apply(replaces(2), "").number == "2"
    placed = text.apply(inserts(2, 102), "")
    assert (placed.number, placed.after, placed.followed) == ("2\u00a0bis", "2", True)
    placed = text.apply(inserts(2, 103), "")
    assert (placed.number, placed.after) == ("2\u00a0ter", "2\u00a0bis")
    assert not text.apply(repeals(3, 104), "").followed


def test_a_convention_without_articles_receives_its_first_one():
    found = consolidate([], [amended(inserts(None))])

    assert told(found) == [("1", "Bilan", "inserted")]


def test_the_numbers_printed_in_imported_titles_are_kept():
    found = consolidate(
        [wording(1, "Article 4 – Durée"), wording(2, "Article 5 – Fin")], [amended(inserts(1))]
    )

    assert told(found) == [
        ("4", "Durée", "unchanged"),
        ("4 bis", "Bilan", "inserted"),
        ("5", "Fin", "unchanged"),
    ]


def test_every_status_is_told_in_french():
    assert [status.label for status in Status] == ["inchangé", "remplacé", "ajouté", "supprimé"]
