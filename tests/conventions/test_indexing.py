"""The index of the public search: what is written of an act online, and from which text."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from conventions.actions.indexing import index_publication, rebuild_index
from conventions.models import DocumentKind, PublishedWord
from conventions.rules.search_stems import NUMBER_WEIGHT, query_stems
from tests.conventions.acts import decision
from tests.conventions.factories_publication import (
    PublicationFactory,
    PublishedDocumentFactory,
    PublishedWordFactory,
)

pytestmark = pytest.mark.django_db


def publication(**source):
    return PublicationFactory(document__source=source)


def stems(row):
    return dict(row.words.values_list("stem", "weight"))


def finds(row, words):
    """Tell whether each word asked for is among the stems of the publication."""
    asked = query_stems(words)
    assert asked
    return set(asked) <= set(stems(row))


def test_every_printed_part_of_an_act_is_found():
    data = decision()
    row = publication(**data)
    index_publication(publication=row)
    assert stems(row)["2026"] >= NUMBER_WEIGHT
    signature = data["signature"]
    assert finds(row, data["title"])
    assert finds(row, f"{signature['first_name']} {signature['last_name']}")
    assert finds(row, data["annexes"][0]["convention"]["articles"][0]["title"])
    assert finds(row, data["annexes"][0]["convention"]["parties"][1]["name"])


def test_codes_and_keys_of_the_format_are_not_words_of_the_act():
    row = publication(
        nature="decision", authority={"body": "president", "name": "Agglomération"}, title="Objet"
    )
    index_publication(publication=row)
    assert not finds(row, "president")
    assert finds(row, "agglomérations")


def test_the_day_and_the_theme_are_found():
    row = publication(
        title="Objet", subject_matter="7.5", signature={"date": "2026-01-15", "place": "Béthune"}
    )
    index_publication(publication=row)
    assert finds(row, "15 janvier 2026")
    assert finds(row, "subvention")
    assert finds(row, "bethune")


def test_tags_of_rich_text_are_not_words():
    row = publication(
        title="Objet", annexes=[{"title": "Règlement", "text": "<p><strong>Horaires</strong></p>"}]
    )
    index_publication(publication=row)
    assert finds(row, "horaire")
    assert not finds(row, "strong")


def test_what_was_struck_out_of_the_public_copy_is_not_found():
    row = publication(title="Objet", recitals=["Considérant la demande de Camille MARTINEZ,"])
    row.document = PublishedDocumentFactory(
        act=row.act,
        kind=DocumentKind.PUBLIC_COPY,
        source={"title": "Objet", "recitals": ["Considérant la demande de […],"]},
    )
    row.save()
    index_publication(publication=row)
    assert finds(row, "demande")
    assert not finds(row, "Martinez")


def test_indexing_again_replaces_the_words():
    row = publication(title="Objet")
    old = PublishedWordFactory(publication=row, stem="ancien")
    other = PublishedWordFactory(stem="ailleur")
    index_publication(publication=row)
    index_publication(publication=row)
    assert not PublishedWord.objects.filter(pk=old.pk).exists()
    assert PublishedWord.objects.filter(pk=other.pk).exists()
    assert set(stems(row)) == set(query_stems("objet"))


def test_the_command_indexes_everything_and_tells_how_much(capsys):
    rows = [publication(title="Permanence"), publication(title="Locaux")]
    call_command("rebuild_public_index")
    assert "2 actes indexés" in capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert finds(rows[0], "permanences")
    assert finds(rows[1], "local")


def test_rebuilding_costs_a_fixed_number_of_queries_an_act(django_assert_num_queries):
    for _ in range(3):
        publication(title="Permanence de soins")
    with django_assert_num_queries(1 + 3 * 4):
        assert rebuild_index() == 3
