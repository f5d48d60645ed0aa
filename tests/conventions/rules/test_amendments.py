"""What an amendment says of the articles it changes, and how they are numbered afterwards."""

import datetime as dt

import pytest

from conventions.rules import amendment_words, amendments
from conventions.rules.amendment_words import AmendedConvention, Amending
from conventions.rules.amendments import INSERT, REPEAL, REPLACE

NBSP = "\u00a0"
END = dt.date(2026, 4, 28)
UNMOVED = ", sans que les articles suivants changent de numéro"
ADDED = "il est ajouté un article 2 ainsi rédigé"
REWORDED = "modifier certaines stipulations"


def plain(text):
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("articles", "numbers"),
    [
        ([("", 0), ("", 0), ("", 0)], ["1", "2", "3"]),
        ([("", 0), ("", 1), ("", 2), ("", 1), ("", 0)], ["1", "1.1", "1.1.1", "1.2", "2"]),
        ([("7", 0), ("", 1), ("", 0)], ["7", "7.1", "2"]),
        ([("", 3), ("", 0)], ["1", "2"]),
        ([], []),
    ],
)
def test_articles_print_under_their_number_or_their_rank(articles, numbers):
    assert amendments.printed_numbers(articles) == numbers


@pytest.mark.parametrize(
    ("before", "taken", "last", "number"),
    [
        ("9", ["8", "9", "10"], False, "9 bis"),
        ("9", ["8", "9", "9 bis", "10"], False, "9 ter"),
        ("9 bis", ["9", "9 bis", "10"], False, "9 ter"),
        ("9", ["8", "9"], True, "10"),
        ("9", ["8", "9", "10"], True, "11"),
        ("3.1", ["3", "3.1", "3.2"], False, "3.1 bis"),
        ("3.2", ["3", "3.1", "3.2"], True, "3.3"),
        ("A", ["A"], True, "A bis"),
        ("9 bis", ["9", "9 bis"], True, "9 ter"),
    ],
)
def test_an_article_added_takes_bis_between_two_others_and_the_next_number_at_the_end(
    before, taken, last, number
):
    given = [one.replace(" ", NBSP) for one in taken]

    assert plain(amendments.next_number(before.replace(" ", NBSP), given, last=last)) == number


def test_twenty_articles_after_one_all_have_a_number():
    taken = ["9", "10"]
    for _ in range(20):
        taken.append(amendments.next_number("9", taken, last=False))

    assert len(set(taken)) == 22
    assert all(amendments.base_number(number) == "9" for number in taken[2:])


@pytest.mark.parametrize(
    ("number", "title", "split"),
    [
        ("2", "Durée", ("2", "Durée")),
        ("1", "Article 3 – Durée", ("3", "Durée")),
        ("1", "ARTICLE 1er : Objet", ("1", "Objet")),
        ("4", "Articles de bureau", ("4", "Articles de bureau")),
        ("4", "Article 9 bis – Données", ("9 bis", "Données")),
    ],
)
def test_an_imported_title_that_holds_its_number_gives_it(number, title, split):
    assert amendments.split_title(number, title) == split


@pytest.mark.parametrize(
    ("change", "heading", "sentence"),
    [
        (
            REPLACE,
            "Modification de l’article 2 (« Durée »)",
            "L’article 2 de la convention est remplacé par les stipulations suivantes :",
        ),
        (
            INSERT,
            "Ajout d’un article 2 (« Durée »)",
            f"Après l’article 1er de la convention, {ADDED}{UNMOVED} :",
        ),
        (
            REPEAL,
            "Suppression de l’article 2 (« Durée »)",
            f"L’article 2 de la convention est supprimé{UNMOVED}.",
        ),
    ],
)
def test_a_change_is_told_in_the_words_of_an_amendment(change, heading, sentence):
    said = amendments.change_sentence(change, "2", after="1", followed=True)

    assert plain(amendments.change_heading(change, "2", "Durée")) == heading
    assert plain(said) == sentence


def test_a_change_of_the_first_article_says_premier_and_a_title_too_long_is_cut():
    heading = plain(amendments.change_heading(REPLACE, "1", "Objet " * 100))

    assert heading.startswith("Modification de l’article 1er (« Objet Objet")
    assert len(heading) < 250
    assert "…" in heading


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Convention tripartite", "Avenant n° 2 à la convention tripartite"),
        ("Contrat local de santé", "Avenant n° 2 au contrat local de santé"),
        ("Accord de partenariat", "Avenant n° 2 à l’accord de partenariat"),
        ("Mise à disposition", "Avenant n° 2 à la convention « Mise à disposition »"),
    ],
)
def test_the_title_of_an_amendment_agrees_with_what_it_amends(title, named):
    assert plain(amendments.amendment_title(2, title)) == named


def told(**fields):
    values = {
        "reference": "C-1",
        "title": "Convention de partenariat",
        "signed_on": dt.date(2026, 1, 20),
        "end": END,
        "others": ["la CPTS", "la commune de Robecq"],
    }
    return AmendedConvention(**{**values, **fields})


def test_a_new_end_alone_prolongs_the_convention():
    amending = Amending(rank=1, end=dt.date(2026, 6, 30))
    first, second = amendment_words.decision_recitals(told(), amending)

    assert amending.extends(END)
    assert plain(first) == (
        "Considérant que la convention n° C-1, signée le 20 janvier 2026 avec la CPTS et la "
        "commune de Robecq, prend fin le 28 avril 2026 ;"
    )
    assert (
        plain(second)
        == "Considérant que les parties souhaitent la poursuivre jusqu’au 30 juin 2026,"
    )
    assert plain(amendment_words.decision_provision(told(), amending, "decision")) == (
        "d’autoriser la signature, avec la CPTS et la commune de Robecq, de l’avenant n° 1 annexé "
        "à la présente décision, qui prolonge jusqu’au 30 juin 2026 la convention n° C-1."
    )


@pytest.mark.parametrize(
    ("amending", "wish"),
    [
        (Amending(rank=1, rewords=True), f"sont convenues d’en {REWORDED}"),
        (
            Amending(rank=1, rewords=True, end=dt.date(2026, 6, 30)),
            f"sont convenues d’en fixer le terme au 30 juin 2026 et d’en {REWORDED}",
        ),
        (
            Amending(rank=1, end=dt.date(2026, 3, 31)),
            "sont convenues d’en fixer le terme au 31 mars 2026",
        ),
    ],
)
def test_the_decision_says_why_the_convention_is_amended(amending, wish):
    _, second = amendment_words.decision_recitals(told(), amending)

    assert not amending.extends(END)
    assert plain(second) == f"Considérant que les parties {wish},"


def test_the_object_tells_the_amendments_already_signed():
    (_, body), (_, effect), (_, rest) = amendment_words.usual_articles(
        told(amended=["avenant n° 1 du 2 avril 2026"]), Amending(rank=2, rewords=True)
    )

    assert plain(body) == (
        "<p>Le présent avenant modifie la convention n° C-1, signée le 20 janvier 2026, déjà "
        "modifiée par l’avenant n° 1 du 2 avril 2026, dans les conditions fixées ci-après.</p>"
    )
    assert effect.endswith("le jour où la dernière des parties le signe.</p>")
    assert rest.endswith("demeurent inchangées.</p>")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (END, dt.date(2026, 6, 30), "fixé au 28 avril 2026, est reporté au 30 juin 2026 inclus."),
        (END, dt.date(2026, 3, 1), "fixé au 28 avril 2026, est avancé au 1er mars 2026 inclus."),
        (None, END, "conclue sans terme, prend fin le 28 avril 2026 inclus."),
    ],
)
def test_the_article_on_the_term_says_where_it_moves(old, new, said):
    assert said in plain(amendment_words.term_article(old, new)[1])


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("jusqu’au 28 avril 2026 inclus", "jusqu’au 30 juin 2026 inclus"),
        ("au 28\u00a0Avril\u00a02026", "au 30 juin 2026"),
        ("le 128 avril 2026", "le 128 avril 2026"),
        ("le 28 avril 20261", "le 28 avril 20261"),
        ("sans date", "sans date"),
    ],
)
def test_the_old_end_is_put_off_where_it_is_written_in_full(body, written):
    assert plain(amendment_words.with_new_end(body, END, dt.date(2026, 6, 30))) == written


def test_the_first_of_a_month_is_found_with_or_without_its_ending():
    old, new = dt.date(2026, 5, 1), dt.date(2026, 6, 1)

    for written in ("1er mai 2026", "1 mai 2026"):
        assert plain(amendment_words.with_new_end(written, old, new)) == "1er juin 2026"


def test_an_act_that_the_register_lacks_is_still_cited():
    date = dt.date(2026, 1, 15)

    assert plain(amendment_words.authorising_visa("decision", "2026 008", date)) == (
        "Vu la décision n° 2026 008 du 15 janvier 2026, par laquelle la convention a été "
        "autorisée ;"
    )
    assert plain(amendment_words.authorising_visa("", "12", None)) == (
        "Vu l’acte n° 12, par lequel la convention a été autorisée ;"
    )
