"""A draft brought to the wording of today, article by article; a signed text keeps its words."""

import datetime as dt

import pytest

from conventions.actions.clauses import import_library, new_version, publish_version
from conventions.actions.rewording import RewordingRefused, take_current_wording
from conventions.actions.writing import write_convention
from conventions.models import Clause, ConventionTemplate
from conventions.review.clauses import is_reworded, older_wordings_of
from tests.conventions.factories import AnnexFactory
from tests.conventions.pages import address, shown, staff
from tests.conventions.review.lives import signed_act
from tests.conventions.review.test_clauses import clause_of, in_force, written
from tests.conventions.writing import END, PARTNERSHIP, PERMANENCE, START, TODAY, cast

pytestmark = pytest.mark.django_db

NEXT_DAY = TODAY + dt.timedelta(days=1)
COMMITMENTS = "Engagements du partenaire\u00a0: permanence"
OBJECT = "Objet\u00a0: partenariat"


@pytest.fixture
def draft():
    """Write a convention from the starter library."""
    import_library(by=None, today=TODAY)
    players = cast()
    return write_convention(
        template=ConventionTemplate.objects.get(name=PERMANENCE),
        by=None,
        today=TODAY,
        site=players.site,
        parties=players.parties(PERMANENCE),
        start=START,
        end=END,
    )


@pytest.fixture
def writer(client):
    """Log in somebody who writes conventions."""
    client.force_login(staff("view_convention", "change_convention"))
    return client


def reword(name, **words):
    """Publish another wording of a clause."""
    version = new_version(clause=Clause.objects.get(name=name), by=None)
    for column, text in words.items():
        setattr(version, column, text)
    version.save()
    return publish_version(version=version, by=None, on=NEXT_DAY)


def article_of(convention, name):
    """Return the article that a clause wrote."""
    return convention.articles.get(clause_version__clause__name=name)


def take(article):
    """Return why the article keeps its words."""
    with pytest.raises(RewordingRefused) as refused:
        take_current_wording(article=article, by=None)
    return str(refused.value).replace("\u00a0", " ")


def test_an_article_takes_the_words_of_today_filled_from_the_records(draft):
    version = reword("Litiges", title="Différends", body="<p>{Le partenaire} saisit le juge.</p>")
    by = staff()
    article = take_current_wording(article=article_of(draft, "Litiges"), by=by)
    assert article.title == "Différends"
    assert article.body == "<p>La CPTS Val de Lys Romane saisit le juge.</p>"
    assert article.clause_version == version
    assert not is_reworded(article)
    assert article.history.first().history_user == by
    assert older_wordings_of(draft, today=NEXT_DAY) == []


def test_commitments_that_stay_keep_their_rows(draft):
    article = article_of(draft, COMMITMENTS)
    before = list(article.commitments.order_by("position"))
    version = article.clause_version
    reword(COMMITMENTS, commitments=[*version.commitments, "rendre compte chaque mois de l’action"])
    taken = take_current_wording(article=article, by=None)
    after = list(taken.commitments.order_by("position"))
    assert [row.pk for row in after[:-1]] == [row.pk for row in before]
    assert after[-1].text.startswith("rendre compte chaque mois")
    assert after[-1].text.endswith(".")
    assert taken.committed_party.role == "partner"
    assert not is_reworded(taken)


def test_whoever_had_the_page_open_is_told_of_it(draft):
    reword("Litiges", title="Différends")
    take_current_wording(article=article_of(draft, "Litiges"), by=None)
    version = draft.version
    draft.refresh_from_db()
    assert draft.version == version + 1


def test_an_article_changed_by_hand_keeps_its_words(draft):
    article = article_of(draft, "Litiges")
    article.body = "<p>Nos mots.</p>"
    article.save()
    reword("Litiges", title="Différends")
    assert "a été modifié à la main" in take(article)
    article.refresh_from_db()
    assert article.title == "Litiges"


def test_an_article_up_to_date_or_typed_by_hand_has_nothing_to_take(draft):
    assert "a déjà la rédaction actuelle" in take(article_of(draft, "Litiges"))
    article = draft.articles.first()
    article.clause_version = None
    article.save()
    assert "ne vient pas de la bibliothèque" in take(article)


def test_a_signed_convention_keeps_its_words(draft):
    reword("Litiges", title="Différends")
    article = article_of(draft, "Litiges")
    AnnexFactory(convention=draft, text="", act=signed_act())
    assert "seul un avenant change ses mots" in take(article)


def test_a_wording_that_asks_for_what_the_convention_does_not_tell_is_refused(draft):
    reword("Litiges", body="<p>Le montant est de {montant}.</p>")
    assert take(article_of(draft, "Litiges")) == "Donnez le montant."


# On the page --------------------------------------------------------------------------------------


def test_a_draft_offers_the_wording_of_today_in_one_click(writer, draft):
    page = address("convention_change", draft)
    assert "rédaction plus récente" not in shown(writer.get(page))
    reword("Litiges", title="Différends")
    told = shown(writer.get(page))
    assert "1 clause a une rédaction plus récente" in told
    assert "Reprendre la rédaction actuelle" in told
    article = article_of(draft, "Litiges")
    answer = writer.post(address("convention_reword", draft), {"article": article.pk}, follow=True)
    assert "Rédaction actuelle reprise" in shown(answer)
    article.refresh_from_db()
    assert article.title == "Différends"


def test_an_article_changed_by_hand_is_left_to_its_author(writer, draft):
    article = article_of(draft, "Litiges")
    article.body = "<p>Nos mots.</p>"
    article.save()
    reword("Litiges", title="Différends")
    told = shown(writer.get(address("convention_change", draft)))
    assert "modifié à la main" in told
    assert "Reprendre la rédaction actuelle" not in told
    answer = writer.post(address("convention_reword", draft), {"article": article.pk}, follow=True)
    assert "a été modifié à la main" in shown(answer)


def test_a_convention_in_force_tells_it_and_offers_nothing(writer):
    clause = clause_of(versions=2)
    convention = in_force(start=dt.date(2020, 1, 1), ends_on=None)
    article = written(convention, clause.versions.get(number=1))
    told = shown(writer.get(address("convention_change", convention)))
    assert "1 clause a une rédaction plus récente" in told
    assert "seul un avenant les change" in told
    assert "Reprendre la rédaction actuelle" not in told
    page = address("convention_reword", convention)
    assert writer.post(page, {"article": article.pk}).status_code == 403


@pytest.mark.parametrize("asked", ["", "x", "999999", "9" * 30])
def test_an_article_of_another_convention_is_not_found(writer, draft, asked):
    page = address("convention_reword", draft)
    assert writer.post(page, {"article": asked}).status_code == 404
    elsewhere = written(in_force(), clause_of().versions.get())
    assert writer.post(page, {"article": elsewhere.pk}).status_code == 404


def test_a_reader_takes_nothing(client, draft):
    client.force_login(staff("view_convention"))
    reword("Litiges", title="Différends")
    told = shown(client.get(address("convention_change", draft)))
    assert "1 clause a une rédaction plus récente" in told
    assert "Reprendre la rédaction actuelle" not in told
    article = article_of(draft, "Litiges")
    answer = client.post(address("convention_reword", draft), {"article": article.pk})
    assert answer.status_code == 403


def test_the_purpose_given_once_is_asked_again(draft):
    """It is in no record: an article that says it is reworded by hand."""
    players = cast_of(draft)
    other = write_convention(
        template=ConventionTemplate.objects.get(name=PARTNERSHIP),
        by=None,
        today=TODAY,
        site=players[0],
        parties={"partner": players[1]},
        start=START,
        end=END,
        purpose="l’accueil des patients",
    )
    reword(OBJECT, title="Objet et but")
    assert "Dites l’objet de la convention" in take(article_of(other, OBJECT))


def cast_of(convention):
    """Return the site and the partner of a convention."""
    party = convention.parties.get(role="partner")
    return convention.site, (party.organisation, party.representative)
