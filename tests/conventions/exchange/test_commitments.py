"""Commitments as a convention written here prints them, and as it goes on printing them."""

import datetime as dt
import json

import pytest

from conventions.actions import import_file, sign_act
from conventions.actions.fixing import apply_fixes, fixable
from conventions.documents.agreements import convention_part
from conventions.exchange.agreements import convention_data, load_convention, standalone_data
from conventions.exchange.commitments import article_words, the_party
from conventions.exchange.spots import spots_of
from conventions.models import Article, Commitment, Convention
from conventions.review.findings import finding_key, findings_of
from conventions.rules.readiness import convention_refusals
from conventions.rules.wordings import wording_digest
from tests.admin.factories import UserFactory
from tests.conventions import acts
from tests.conventions.factories import (
    DAY,
    NOW,
    ArticleFactory,
    CommitmentFactory,
    ConventionFactory,
    PartyFactory,
    ready_act,
)
from tests.conventions.following import followed_convention
from tests.sites.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

TYPED = ("- Ouvrir les locaux.", "Chauffer la salle", "CPTS : tenir le planning,")
PRINTED = ["ouvrir les locaux ;", "chauffer la salle ;", "CPTS : tenir le planning."]
NBSP = "\u00a0"


def article_with(*texts, convention=None, **fields):
    """Return an article whose party takes these commitments."""
    convention = convention or ConventionFactory()
    if "committed_party" not in fields:
        fields["committed_party"] = PartyFactory(convention=convention, short_name="la Commune")
    article = ArticleFactory(**{"convention": convention, "title": "", "body": "", **fields})
    for place, text in enumerate(texts, start=1):
        CommitmentFactory(article=article, text=text, position=place)
    return article


def written(convention):
    """Return the articles of the exchange form, with plain spaces."""
    data = convention_data(load_convention(convention.pk))
    return json.loads(json.dumps(data["articles"], ensure_ascii=False).replace(NBSP, " "))


def test_a_list_is_written_with_its_punctuation_whatever_was_typed():
    article = article_with(*TYPED)
    (said,) = written(article.convention)
    assert said == {
        "title": "Engagements de la Commune",
        "introduction": "La Commune s’engage à :",
        "commitments": {"party": 1, "items": PRINTED},
    }
    assert [line.text for line in article.commitments.order_by("position")] == list(TYPED)


def test_the_document_prints_what_the_exchange_form_says():
    data = standalone_data(load_convention(article_with(*TYPED).convention.pk))
    (said,) = convention_part(data, drafted_here=True)["articles"]
    assert said["heading"].replace(NBSP, " ") == "Article 1er – Engagements de la Commune"
    assert said["introduction"] == f"La Commune s’engage à{NBSP}:"
    assert [item.replace(NBSP, " ") for item in said["items"]] == PRINTED


def test_words_that_were_typed_above_the_list_stay():
    article = article_with("ouvrir", title="Locaux", introduction="La Commune promet d’ :")
    (said,) = written(article.convention)
    assert (said["title"], said["introduction"]) == ("Locaux", "La Commune promet d’ :")


def test_a_text_that_announces_the_list_needs_no_line_more():
    article = article_with("ouvrir", title="Locaux", body="<p>La Commune s’engage à&nbsp;:</p>")
    assert "introduction" not in written(article.convention)[0]


@pytest.mark.parametrize(
    ("short_name", "organisation", "line", "title"),
    [
        ("les Communes", {}, "Les Communes s’engagent à :", "Engagements des Communes"),
        ("Les communes", {}, "Les communes s’engagent à :", "Engagements des communes"),
        (
            "Département",
            {"article": "le", "gender": "m"},
            "Le Département s’engage à :",
            "Engagements du Département",
        ),
        ("l’ARS", {}, "L’ARS s’engage à :", "Engagements de l’ARS"),
        (
            "Hospices",
            {"article": "les", "gender": "m"},
            "Les Hospices s’engagent à :",
            "Engagements des Hospices",
        ),
        (
            "MonSISRA",
            {"article": "none", "gender": "m"},
            "MonSISRA s’engage à :",
            "Engagements de MonSISRA",
        ),
        (
            "",
            {"official_name": "maison de santé", "article": "la"},
            "La maison de santé s’engage à :",
            "Engagements de la maison de santé",
        ),
        (
            "",
            {"short_name": "CPTS", "article": "la"},
            "La CPTS s’engage à :",
            "Engagements de la CPTS",
        ),
    ],
)
def test_the_line_agrees_with_the_name_of_the_party(short_name, organisation, line, title):
    convention = ConventionFactory()
    party = PartyFactory(
        convention=convention,
        short_name=short_name,
        organisation=OrganisationFactory(**organisation),
    )
    article_with("ouvrir les locaux", convention=convention, committed_party=party)
    (said,) = written(convention)
    assert (said["introduction"], said["title"]) == (line, title)


def test_a_party_as_written_has_the_name_of_its_document():
    party = PartyFactory(as_written=True, name="La Commune de Robecq", short_name="")
    assert the_party(party) == "la Commune de Robecq"


def test_commitments_of_no_party_are_those_of_each():
    article = article_with("se réunir", committed_party=None)
    (said,) = written(article.convention)
    assert said["introduction"] == "Chacune des parties s’engage à :"
    assert said["title"] == "Engagements des parties"
    refusals = convention_refusals(convention_data(load_convention(article.convention_id)))
    assert not [line for line in refusals if "engagements" in line]


def test_an_article_without_commitments_is_given_no_words():
    convention = ConventionFactory()
    ArticleFactory(convention=convention, title="", introduction="", body="<p>Libre.</p>")
    assert written(convention) == [{"body": "<p>Libre.</p>"}]


@pytest.mark.parametrize("fields", [{"depth": 1}, {"change": "repeal"}])
def test_a_sub_article_and_an_amending_article_are_given_no_title(fields):
    article = article_with("ouvrir")
    for column, value in fields.items():
        setattr(article, column, value)
    words = article_words(article.convention, article, article.committed_party)
    assert words == {"introduction": f"La Commune s’engage à{NBSP}:"}


def test_a_text_that_came_from_a_file_is_written_to_the_letter():
    data = acts.convention()
    data["signature"]["date"] = None
    data["articles"] = [{"title": "Prêt", "commitments": {"party": 3, "items": ["- Prêter"]}}]
    convention = import_file(content=json.dumps(data).encode(), by=None, now=NOW).convention
    assert written(convention) == data["articles"]


def test_the_signature_fixes_the_words_that_are_printed():
    act = ready_act()
    convention = Convention.objects.get(annex__act=act)
    party = convention.parties.order_by("position").last()
    article = article_with(*TYPED, convention=convention, committed_party=party, position=90)
    before = json.loads(json.dumps(standalone_data(load_convention(convention.pk))))
    user = UserFactory()
    document = sign_act(act=act, by=user, on=DAY, now=NOW)
    after = standalone_data(load_convention(convention.pk))
    assert after["articles"] == before["articles"]
    assert document.source["annexes"][0]["convention"]["articles"] == after["articles"]
    texts = article.commitments.order_by("position").values_list("text", flat=True)
    assert [text.replace(NBSP, " ") for text in texts] == PRINTED
    article.refresh_from_db()
    assert article.title.startswith("Engagements de")
    told = article.commitments.first().history.first()
    assert (told.history_user, told.history_change_reason) == (user, "Signature")


@pytest.mark.parametrize("reworded", [False, True])
def test_an_article_goes_on_saying_what_its_clause_says(reworded):
    act = ready_act()
    convention = Convention.objects.get(annex__act=act)
    article = article_with(
        "Ouvrir les locaux",
        convention=convention,
        committed_party=convention.parties.order_by("position").last(),
        position=90,
        title="Lieu",
    )
    digest = wording_digest(
        title="Autre" if reworded else "Lieu",
        introduction="",
        body="",
        commitments=["Ouvrir les locaux"],
    )
    Article.objects.filter(pk=article.pk).update(clause_digest=digest)
    sign_act(act=act, by=None, on=DAY, now=NOW)
    article.refresh_from_db()
    now = wording_digest(
        title=article.title,
        introduction=article.introduction,
        body=article.body,
        commitments=[article.commitments.get().text],
    )
    assert article.introduction
    assert (article.clause_digest == now) is not reworded


def test_a_correction_falls_on_the_right_words_of_a_list():
    article = article_with(
        "-  Ouvrir les locaux,", "•   Convenir de accord des horaires", "Rendre les clés"
    )
    convention = article.convention
    spots = spots_of(load_convention(convention.pk))
    said = [spot.read(spot.row) for path, spot in spots.items() if ".items[" in path]
    assert [text.replace(NBSP, " ") for text in said] == written(convention)[0]["commitments"][
        "items"
    ]
    keys = {
        finding_key(f) for f in fixable(convention, findings_of(convention)) if f.rule == "elision"
    }
    apply_fixes(text=convention, keys=keys, by=None)
    texts = Commitment.objects.filter(article=article).order_by("position")
    assert [line.text.replace(NBSP, " ") for line in texts] == [
        "-  Ouvrir les locaux,",
        "convenir d’accord des horaires ;",
        "Rendre les clés",
    ]


def test_words_given_by_the_program_are_not_corrected_in_the_draft():
    convention = article_with("ouvrir").convention
    spots = spots_of(load_convention(convention.pk))
    spot = spots["articles[0].introduction"]
    assert spot.read(spot.row) == ""


def test_writing_reads_no_more_rows_for_more_commitments(django_assert_num_queries):
    convention = followed_convention(signed=False)
    loaded = load_convention(convention.pk)
    with django_assert_num_queries(0):
        data = convention_data(loaded)
    assert len(data["articles"]) == 3
    assert dt.date.fromisoformat(data["period"]["end"]) == convention.end
