"""What changed between two wordings: word by word, and nothing lost either way."""

from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.word_changes import (
    BULLET,
    NUMBERED,
    PARAGRAPH,
    Mark,
    Words,
    block,
    changes,
    is_changed,
    new_wording,
)


def told(old, new):
    """Return the fate of the words of two paragraphs."""
    (marked,) = changes([block(PARAGRAPH, [Words(old)])], [block(PARAGRAPH, [Words(new)])])
    return [(run.mark.value, run.words.text) for run in marked.runs]


def item(text, kind=BULLET, level=1):
    return block(kind, [Words(text)], level)


def old_wording(marked):
    """Return the blocks without what was added."""
    return [
        block(one.kind, (run.words for run in one.runs if run.mark is not Mark.ADDED), one.level)
        for one in marked
        if one.mark is not Mark.ADDED
    ]


def test_a_date_is_struck_and_added_as_one_phrase():
    assert told("jusqu’au 28 avril 2026 inclus.", "jusqu’au 30 juin 2026 inclus.") == [
        ("kept", "jusqu’au "),
        ("struck", "28 avril"),
        ("added", "30 juin"),
        ("kept", " 2026 inclus."),
    ]


def test_a_word_added_leaves_the_others():
    assert told("Les locaux sont prêtés.", "Les locaux propres sont prêtés.") == [
        ("kept", "Les locaux"),
        ("added", " propres"),
        ("kept", " sont prêtés."),
    ]


def test_the_same_words_in_bold_are_a_change():
    (marked,) = changes(
        [block(PARAGRAPH, [Words("à titre gratuit")])],
        [block(PARAGRAPH, [Words("à titre "), Words("gratuit", strong=True)])],
    )
    assert [(run.mark.value, run.words.text, run.words.strong) for run in marked.runs] == [
        ("kept", "à titre ", False),
        ("struck", "gratuit", False),
        ("added", "gratuit", True),
    ]


def test_an_item_put_between_two_others_is_added_whole():
    old = [item("ouvrir les locaux ;"), item("faire le ménage.")]
    new = [old[0], item("chauffer les locaux dès octobre ;"), old[1]]

    assert [(one.mark, one.kind) for one in changes(old, new)] == [
        (Mark.KEPT, BULLET),
        (Mark.ADDED, BULLET),
        (Mark.KEPT, BULLET),
    ]


def test_a_paragraph_that_has_nothing_of_the_other_is_struck_whole():
    old = [block(PARAGRAPH, [Words("Les médecins facturent leurs consultations aux patients.")])]
    new = [block(PARAGRAPH, [Words("Un loyer de 300 € est dû chaque mois par la commune.")])]

    assert [one.mark for one in changes(old, new)] == [Mark.STRUCK, Mark.ADDED]


def test_a_paragraph_that_becomes_an_item_is_not_the_same_block():
    words = [Words("ouvrir les locaux")]
    old, new = [block(PARAGRAPH, words)], [block(BULLET, words, 1)]

    assert [one.mark for one in changes(old, new)] == [Mark.STRUCK, Mark.ADDED]


def test_nothing_changed_marks_nothing():
    blocks = [item("ouvrir ;"), item("fermer.", NUMBERED, 2)]

    assert not is_changed(changes(blocks, blocks))
    assert is_changed(changes(blocks, blocks[:1]))


def test_a_wording_of_many_paragraphs_is_compared_all_the_same():
    old = [
        block(PARAGRAPH, [Words(f"Alinéa numéro {rank} de la convention.")]) for rank in range(90)
    ]
    new = [block(PARAGRAPH, [Words(f"Alinéa numéro {rank} de l’avenant.")]) for rank in range(90)]
    marked = changes(old, new)

    assert len(marked) == 90
    assert (old_wording(marked), new_wording(marked)) == (old, new)


_TEXT = st.text(st.sampled_from("ab é’1 \u00a0.,\n"), max_size=12)
_WORDS = st.builds(Words, _TEXT, st.booleans(), st.booleans())
_BLOCK = st.builds(
    block,
    st.sampled_from([PARAGRAPH, BULLET, NUMBERED]),
    st.lists(_WORDS, max_size=4),
    st.integers(0, 2),
)
_WORDING = st.lists(_BLOCK, max_size=6)


@given(_WORDING, _WORDING)
def test_without_what_was_added_the_old_wording_is_there_again_and_without_the_struck_the_new(
    old, new
):
    marked = changes(old, new)

    assert old_wording(marked) == old
    assert new_wording(marked) == new


@given(_WORDING, st.data())
def test_a_wording_edited_here_and_there_comes_back_both_ways(old, data):
    new = list(old)
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(new)))
        if new and place < len(new) and data.draw(st.booleans()):
            del new[place]
        else:
            new.insert(place, data.draw(_BLOCK))
    marked = changes(old, new)

    assert old_wording(marked) == old
    assert new_wording(marked) == new
