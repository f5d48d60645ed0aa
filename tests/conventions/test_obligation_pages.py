"""The pages of commitments: one convention, its follow-up, the board, the panel, the sheet."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from conventions.models import Convention, Fulfilment, Tracking
from conventions.review.obligation_log import log_of
from conventions.review.obligations import obligations_of
from tests.admin.browser import form_of
from tests.conventions.factories import (
    AnnexFactory,
    ArticleFactory,
    CommitmentFactory,
    ConventionFactory,
)
from tests.conventions.factories_agreements import FulfilmentFactory, TrackingFactory
from tests.conventions.following import TODAY, commitment, followed_convention
from tests.conventions.pages import address, send_back, shown, staff
from tests.conventions.review.lives import signed_act

pytestmark = pytest.mark.django_db

BOARD = "convention_obligations"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def manager(client):
    client.force_login(staff("view_convention", "change_convention"))
    return client


@pytest.fixture
def reader(client):
    client.force_login(staff("view_convention"))
    return client


@pytest.fixture
def convention():
    return followed_convention(reference="C-1")


def at(name, convention, *keys):
    return reverse(f"admin:conventions_convention_{name}", args=[convention.pk, *keys])


def page_of(client, convention):
    return shown(client.get(at("commitments", convention)))


def note(client, row, done_on="2026-02-20", proof=""):
    url = at("fulfil", row.article.convention, row.pk)
    return client.post(url, {"done_on": done_on, "proof": proof})


# One convention -----------------------------------------------------------------------------------


def test_each_party_has_its_list_with_its_count_and_verbs_in_bold(reader, convention):
    page = page_of(reader, convention)
    counts = re.findall(r'<h2 id="party-\d">(.*?)</h2>\s*<span class="quiet">(.*?)</span>', page)
    assert counts == [
        ("La CPTS", "7 engagements"),
        ("L’agglomération", "3 engagements"),
        ("La commune", "2 engagements"),
    ]
    assert "<strong>Envoyer</strong> le planning du mois" in page
    assert "<strong>Faire connaître</strong> la consultation" in page
    assert "Rien n’est encore suivi" in page
    assert "Noter comme fait" not in page
    assert "Régler le suivi" not in page


def test_a_line_says_how_often_by_when_and_in_which_state(reader, convention):
    row = commitment(convention, "envoyer")
    TrackingFactory(commitment=row, proof="le planning")
    page = page_of(reader, convention)
    assert 'class="badge badge-danger">En retard<' in page
    assert "Chaque mois" in page
    assert "Échéance : 26 février 2026" in page
    assert "Preuve attendue : le planning" in page
    assert "1 en retard" in page
    FulfilmentFactory(commitment=row, done_on=dt.date(2026, 3, 1), proof="courriel")
    page = page_of(reader, convention)
    assert "Dernière fois : 1<sup>er</sup> mars 2026" in page
    assert "1 fait" in page
    assert "Une réalisation notée" in page
    assert "Annuler" not in page, "who only reads takes nothing back"


def test_a_convention_without_commitments_tells_how_to_write_some(reader):
    page = page_of(reader, ConventionFactory())
    assert "Aucun article de cette convention n’énumère d’engagements" in page


def test_the_page_costs_no_more_for_more_commitments(
    reader, convention, django_assert_max_num_queries
):
    for row in (commitment(convention, "envoyer"), commitment(convention, "ouvrir")):
        TrackingFactory(commitment=row)
        FulfilmentFactory(commitment=row)
    with django_assert_max_num_queries(20):
        page_of(reader, convention)


def test_the_toolbar_leads_there_from_the_convention_and_from_the_list(manager, convention):
    assert at("commitments", convention) in shown(manager.get(at("change", convention)))
    draft = followed_convention(signed=False)
    assert at("commitments", draft) in shown(manager.get(at("change", draft)))
    assert address(BOARD) in shown(manager.get(address("convention_changelist")))


# The follow-up ------------------------------------------------------------------------------------


@pytest.mark.parametrize("signed", [True, False])
def test_all_lines_are_set_at_once_signed_or_not(manager, signed):
    convention = followed_convention(signed=signed)
    rows = {name: commitment(convention, name) for name in ("envoyer", "remettre", "ouvrir")}
    before = Convention.objects.get(pk=convention.pk)
    response = send_back(
        manager,
        at("follow", convention),
        **{
            f"c{rows['envoyer'].pk}-periodicity": "monthly",
            f"c{rows['envoyer'].pk}-proof": "planning",
            f"c{rows['remettre'].pk}-periodicity": "once",
            f"c{rows['remettre'].pk}-first_due_on": "2026-04-20",
        },
    )
    assert response.status_code == 302
    assert response.url == at("commitments", convention)
    found = Tracking.objects.order_by("commitment").values_list(
        "commitment", "periodicity", "first_due_on", "proof"
    )
    assert list(found) == [
        (rows["envoyer"].pk, "monthly", None, "planning"),
        (rows["remettre"].pk, "once", dt.date(2026, 4, 20), ""),
    ]
    assert Convention.objects.get(pk=convention.pk).version == before.version


def test_the_words_of_a_commitment_suggest_how_often_it_is_due(manager):
    convention = followed_convention(signed=False)
    CommitmentFactory(
        article=ArticleFactory(convention=convention, body="", position=9),
        text="se réunir chaque trimestre.",
    )
    page = shown(manager.get(at("follow", convention)))
    assert page.count("D’après ses mots") == 1
    assert "D’après ses mots : chaque trimestre." in page


def test_a_convention_imported_without_any_seal_is_followed_too(manager, convention):
    imported = followed_convention(signed=False, as_written=True)
    AnnexFactory(act=signed_act(), text="", convention=imported)
    row = commitment(imported, "envoyer")
    response = send_back(manager, at("follow", imported), **{f"c{row.pk}-periodicity": "quarterly"})
    assert response.status_code == 302
    assert Tracking.objects.get().periodicity == "quarterly"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"periodicity": "once"}, "Donnez la date à laquelle"),
        ({"periodicity": "once", "first_due_on": "2026-05-01"}, "prend fin le 28 avril 2026"),
        ({"periodicity": "monthly", "first_due_on": "hier"}, "date valide"),
        ({"periodicity": "daily"}, "Sélectionnez un choix valide"),
        ({"proof": "x" * 301}, "300"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(manager, convention, typed, said):
    row, other = commitment(convention, "ouvrir"), commitment(convention, "envoyer")
    data = {f"c{row.pk}-{name}": value for name, value in typed.items()}
    response = send_back(
        manager, at("follow", convention), **data, **{f"c{other.pk}-periodicity": "weekly"}
    )
    page = shown(response)
    assert response.status_code == 200
    assert "Rien n’est enregistré" in page
    assert said in page
    assert "<title>Erreur" in page
    assert not Tracking.objects.exists()


def test_what_nobody_changed_is_not_written_again(manager, convention):
    row = commitment(convention, "envoyer")
    TrackingFactory(commitment=row, periodicity="monthly")
    page = at("follow", convention)
    assert "Rien à changer" in shown(manager.get(send_back(manager, page).url))
    assert Tracking.objects.get().history.count() == 1


def test_what_somebody_else_changed_meanwhile_stays(manager, convention):
    row, other = commitment(convention, "envoyer"), commitment(convention, "ouvrir")
    page = at("follow", convention)
    seen = form_of(manager.get(page))
    TrackingFactory(commitment=row, periodicity="weekly", proof="registre")
    manager.post(page, seen | {f"c{other.pk}-periodicity": ["monthly"]})
    found = Tracking.objects.order_by("pk").values_list("commitment", "periodicity", "proof")
    assert list(found) == [(row.pk, "weekly", "registre"), (other.pk, "monthly", "")]


def test_the_day_of_what_is_continuous_is_forgotten(manager, convention):
    row = commitment(convention, "envoyer")
    TrackingFactory(commitment=row, periodicity="monthly", first_due_on=dt.date(2026, 2, 5))
    send_back(manager, at("follow", convention), **{f"c{row.pk}-periodicity": "continuous"})
    tracking = Tracking.objects.get()
    assert (tracking.periodicity, tracking.first_due_on) == ("continuous", None)


def test_a_due_day_that_the_real_end_has_passed_is_kept_as_it_was(manager):
    convention = followed_convention(ends_on=dt.date(2026, 3, 31))
    row, other = commitment(convention, "remettre"), commitment(convention, "envoyer")
    TrackingFactory(commitment=row, periodicity="once", first_due_on=dt.date(2026, 4, 20))
    response = send_back(
        manager, at("follow", convention), **{f"c{other.pk}-periodicity": "weekly"}
    )
    assert response.status_code == 302


# What was done ------------------------------------------------------------------------------------


def test_what_was_done_is_noted_and_leads_back_to_its_line(manager, convention):
    row = commitment(convention, "envoyer")
    response = note(manager, row, proof="courriel")
    assert response.url == f"{at('commitments', convention)}#engagement-{row.pk}"
    done = Fulfilment.objects.get()
    assert (done.commitment, done.done_on, done.proof) == (row, dt.date(2026, 2, 20), "courriel")
    assert done.noted_by.username.startswith("user")
    page = page_of(manager, convention)
    assert "20 février 2026, courriel" in page
    assert "Noté comme fait le 20 février 2026" in page


@pytest.mark.parametrize(
    ("done_on", "said"),
    [
        ("2026-03-03", "n’est pas encore passé"),
        ("2026-02-20", "déjà noté comme tenu"),
        ("", "obligatoire"),
        ("20 février", "date valide"),
    ],
)
def test_a_day_that_cannot_be_is_told_beside_its_field(manager, convention, done_on, said):
    row = commitment(convention, "envoyer")
    FulfilmentFactory(commitment=row, done_on=dt.date(2026, 2, 20))
    response = note(manager, row, done_on=done_on)
    page = shown(response)
    assert response.status_code == 200
    assert said in page
    assert page.count('<details class="commitment-more" open>') == 1
    assert Fulfilment.objects.count() == 1


def test_a_mistake_is_taken_back_and_the_page_remembers(manager, convention):
    row = commitment(convention, "envoyer")
    TrackingFactory(commitment=row, first_due_on=dt.date(2026, 2, 5))
    TrackingFactory(
        commitment=commitment(convention, "ouvrir"),
        periodicity="once",
        first_due_on=dt.date(2026, 4, 1),
    )
    note(manager, row, proof="courriel")
    response = manager.post(at("unfulfil", convention, Fulfilment.objects.get().pk))
    assert response.status_code == 302
    assert not Fulfilment.objects.exists()
    page = page_of(manager, convention)
    assert "n’est plus noté comme fait le 20 février 2026" in page
    told = [entry.told for entry in log_of(obligations_of([convention], today=TODAY))]
    assert set(told) == {
        "n’est plus noté comme fait le 20\u00a0février\u00a02026",
        "noté comme fait le 20\u00a0février\u00a02026 (courriel)",
        "suivi chaque mois, la première fois le 5\u00a0février\u00a02026",
        "à tenir le 1er\u00a0avril\u00a02026",
    }
    assert "Historique du suivi" in page


def test_the_commitments_of_a_signed_amendment_are_noted_on_the_page_of_the_convention(
    manager, convention
):
    amendment = ConventionFactory(parent=convention, parent_relation="amendment", rank=1)
    article = ArticleFactory(convention=amendment, body="", change="insert")
    row = CommitmentFactory(article=article, text="rouvrir le samedi")
    url = at("fulfil", convention, row.pk)
    assert manager.post(url, {"done_on": "2026-02-20"}).status_code == 404
    Convention.objects.filter(pk=amendment.pk).update(sealed=True, signature_date=TODAY)
    assert manager.post(url, {"done_on": "2026-02-20"}).status_code == 302


# Rights -------------------------------------------------------------------------------------------


def test_who_only_reads_writes_nothing(reader, convention):
    row = commitment(convention, "envoyer")
    done = FulfilmentFactory(commitment=row, done_on=dt.date(2026, 2, 1))
    assert reader.get(at("follow", convention)).status_code == 403
    assert reader.post(at("follow", convention), {}).status_code == 403
    assert note(reader, row).status_code == 403
    assert reader.post(at("unfulfil", convention, done.pk)).status_code == 403
    assert Fulfilment.objects.count() == 1


def test_who_may_not_see_conventions_sees_nothing_of_them(client, convention):
    client.force_login(staff("view_act"))
    party = convention.parties.first()
    for url in (
        at("commitments", convention),
        at("sheet", convention, party.pk),
        address(BOARD),
        reverse("admin:conventions_convention_organisation_sheet", args=[party.organisation_id]),
    ):
        assert client.get(url).status_code == 403


def test_writes_are_posts_and_stay_within_their_convention(manager, convention):
    other = followed_convention()
    row = commitment(convention, "envoyer")
    done = FulfilmentFactory(commitment=row, done_on=dt.date(2026, 2, 1))
    assert manager.get(at("fulfil", convention, row.pk)).status_code == 405
    assert manager.get(at("unfulfil", convention, done.pk)).status_code == 405
    assert manager.post(at("fulfil", other, row.pk), {"done_on": "2026-02-20"}).status_code == 404
    assert manager.post(at("unfulfil", other, done.pk)).status_code == 404
    assert Fulfilment.objects.get() == done


# The panel ----------------------------------------------------------------------------------------


def test_the_convention_tells_what_is_late_and_what_is_soon_due(manager, convention):
    change = at("change", convention)
    assert "owed-panel-title" not in shown(manager.get(change))
    TrackingFactory(
        commitment=commitment(convention, "ouvrir"),
        periodicity="once",
        first_due_on=dt.date(2026, 3, 20),
    )
    page = shown(manager.get(change))
    assert "Engagements à tenir sous 30 jours" in page
    assert "échéance le 20 mars 2026" in page
    TrackingFactory(commitment=commitment(convention, "envoyer"))
    page = shown(manager.get(change)).partition("<main")[2]
    assert "Engagements en retard" in page
    assert page.index("envoyer") < page.index("ouvrir")
    assert f"{at('commitments', convention)}#engagement-" in page


def test_a_follow_up_with_nothing_pressing_shows_no_panel(manager, convention):
    TrackingFactory(
        commitment=commitment(convention, "ouvrir"),
        periodicity="once",
        first_due_on=dt.date(2026, 4, 28),
    )
    assert "owed-panel-title" not in shown(manager.get(at("change", convention)))


def test_who_settles_the_same_follow_up_otherwise_is_shown_what_the_other_wrote(
    manager, convention
):
    row, page = commitment(convention, "envoyer"), at("follow", convention)
    first, second = form_of(manager.get(page)), form_of(manager.get(page))
    first[f"c{row.pk}-proof"], second[f"c{row.pk}-proof"] = ["Courriel"], ["Compte rendu"]
    manager.post(page, first)
    answer = manager.post(page, second)
    assert "quelqu’un d’autre a écrit ici « Courriel »" in shown(answer)
    assert Tracking.objects.get(commitment=row).proof == "Courriel"
    manager.post(page, form_of(answer))
    assert Tracking.objects.get(commitment=row).proof == "Compte rendu"
