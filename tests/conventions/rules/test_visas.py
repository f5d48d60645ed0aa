"""The rank, the date and the order of visas, read in their words."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.models import Nature, TextKind
from conventions.rules.visas import (
    RANKS,
    closed,
    in_legal_order,
    name_of_text,
    names_articles,
    visa_date,
    visa_kind,
    visa_number,
)

places = st.lists(
    st.tuples(
        st.sampled_from([*RANKS, "", "other"]),
        st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)),
    )
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vu la Constitution, notamment son article 72 ;", "treaty"),
        ("Vu le traité sur le fonctionnement de l’Union européenne ;", "treaty"),
        ("Vu le règlement (UE) 2016/679 du 27 avril 2016 ;", "treaty"),
        ("Vu le code de la santé publique ;", "code"),
        ("Vu les articles L. 5211-9 et L. 5211-10 du code général des collectivités ;", "code"),
        ("Vu la loi n° 2019-774 du 24 juillet 2019 ;", "law"),
        ("VU LA LOI N° 2019-774 DU 24 JUILLET 2019,", "law"),
        ("Vu l'ordonnance n° 2021-1310 du 7 octobre 2021 ;", "law"),
        ("Vu l’article 10 de la loi n° 2000-321 du 12 avril 2000 ;", "law"),
        ("Vu le décret n° 2010-783 du 8 juillet 2010 ;", "decree"),
        ("Vu l’arrêté du 27 février 2018 relatif aux centres de santé ;", "order"),
        ("Vu la délibération n° 2024/CC007 du 20 février 2024 ;", "deliberation"),
        ("Vu les délibérations des 8 juillet et 29 septembre 2020 ;", "deliberation"),
        ("Vu la décision 2024_445 du 12 juin 2024 ;", "decision"),
        ("Vu le projet de décision du président ;", "decision"),
        ("Vu l’avis de l’agence régionale de santé ;", "opinion"),
        ("Vu la demande de la commune de Robecq ;", "request"),
        ("Vu le courrier du 3 mars 2025 ;", "request"),
        ("Vu la convention du 12 juin 2024 ;", ""),
        ("Considérant le besoin,", ""),
    ],
)
def test_the_words_of_a_visa_tell_its_rank(text, kind):
    assert visa_kind(text) == kind


@pytest.mark.parametrize(
    ("nature", "kind"),
    [("arrete", "order"), ("deliberation", "deliberation"), ("decision", "decision")],
)
def test_the_nature_of_the_act_cited_goes_before_the_words(nature, kind):
    assert visa_kind("Vu l’acte par lequel", nature) == kind


def test_ranks_are_those_of_the_library_in_the_same_order():
    assert [*RANKS, "other"] == TextKind.values
    assert all(visa_kind("", nature) in RANKS for nature in Nature.values)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Vu la loi n° 2016-41 du 26 janvier 2016 ;", dt.date(2016, 1, 26)),
        ("Vu l’arrêté du 1er mars 2018 ;", dt.date(2018, 3, 1)),
        ("Vu l’avis rendu le 03/04/2025 ;", dt.date(2025, 4, 3)),
        (
            "Vu la délibération 2024/CC007 par laquelle le conseil du 20 février 2024 a validé,",
            dt.date(2024, 2, 20),
        ),
        ("Vu le code de la santé publique, modifié par la loi du 26 janvier 2016 ;", None),
        ("Vu la demande portant du 26 janvier au 28 avril 2026 ;", None),
        ("Vu les délibérations des 8 juillet et 17 novembre 2020 ;", None),
        ("Vu la loi du 31 février 2016 et du 1er mars 2016 ;", dt.date(2016, 3, 1)),
        ("Vu l’avis du 32/13/2025 ;", None),
        ("Vu la Constitution ;", None),
    ],
)
def test_the_date_is_the_first_that_the_words_give_to_the_text(text, day):
    assert visa_date(text) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Vu la délibération 2024/CC007 par laquelle", "2024/CC007"),
        (
            "Vu la délibération du conseil communautaire n° 2024/CC007 du 20 février 2024",
            "2024/CC007",
        ),
        ("Vu la décision n° 2026 008 du 15 janvier 2026", "2026 008"),
        ("Vu la décision 2024_445 du 12 juin 2024", "2024_445"),
        ("Vu l’arrêté N°36/2023.", "36/2023"),
        ("Vu la délibération du 20 février 2024", ""),
        ("Vu le code de la santé publique, article 12", ""),
    ],
)
def test_the_number_of_the_act_cited_is_read_as_it_is_printed(text, number):
    assert visa_number(text) == number


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Vu le code de la santé publique ;", False),
        ("Vu le code de la santé publique, notamment ses articles L. 6323-1 et suivants ;", True),
        ("Vu le CGCT, L.5211-9,", True),
        ("Vu le code du travail, notamment sa deuxième partie ;", True),
    ],
)
def test_a_code_says_which_articles_are_meant_or_not(text, named):
    assert names_articles(text) is named


def test_a_visa_ends_with_one_semicolon_whatever_ended_it():
    for end in ("", ";", " ;", "\u00a0;", ",", "."):
        assert closed(f"Vu le code{end}") == "Vu le code\u00a0;"


def test_the_name_of_a_text_leaves_out_its_articles():
    assert (
        name_of_text("Vu l’arrêté du 27 février 2018, article 2 ;") == "arrêté du 27 février 2018"
    )


def test_ranks_come_first_then_dates_and_unknown_dates_last():
    early, late = dt.date(2016, 1, 26), dt.date(2019, 7, 24)
    visas = [("order", None), ("law", None), ("law", late), ("law", early), ("code", None)]
    assert in_legal_order(visas, lambda visa: visa) == [
        ("code", None),
        ("law", early),
        ("law", late),
        ("law", None),
        ("order", None),
    ]


def test_a_visa_of_unknown_rank_follows_the_one_it_followed():
    visas = [("", "a"), ("decision", "b"), ("", "c"), ("", "d"), ("code", "e")]
    ordered = in_legal_order(visas, lambda visa: (visa[0], None))
    assert [name for _, name in ordered] == ["a", "e", "b", "c", "d"]


@given(places)
def test_ordering_keeps_every_visa_and_ordering_again_changes_nothing(found):
    visas = list(enumerate(found))
    once = in_legal_order(visas, lambda visa: visa[1])
    assert sorted(once) == visas if all(day for _, day in found) else len(once) == len(visas)
    assert {rank for rank, _ in once} == set(range(len(visas)))
    assert in_legal_order(once, lambda visa: visa[1]) == once


@given(places)
def test_equal_visas_keep_their_order(found):
    visas = list(enumerate(found))
    once = in_legal_order(visas, lambda visa: visa[1])
    by_place: dict = {}
    for rank, place in once:
        by_place.setdefault(place, []).append(rank)
    assert all(ranks == sorted(ranks) for place, ranks in by_place.items() if place[0] in RANKS)
