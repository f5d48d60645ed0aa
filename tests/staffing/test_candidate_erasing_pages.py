"""Candidates on screen: until when each is kept, whose data is due, erasing on demand."""

import datetime as dt

import pytest

from staffing.actions.recruiting import add_candidate, close_campaign, move_candidate
from staffing.models import Candidate, Outcome, Stage
from tests.conventions.pages import shown, staff
from tests.staffing.factories_recruitment import RecruitmentFactory
from tests.staffing.test_recruitment_pages import CANDIDATES, STEPS, page

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def keeper(client):
    client.force_login(staff(*CANDIDATES, *STEPS))
    return client


def somebody(name, on, campaign=None):
    campaign = campaign or RecruitmentFactory(opened_on=dt.date(2020, 1, 1))
    return add_candidate(recruitment=campaign, last_name=name, on=on, by=None)


def test_the_list_shows_when_each_is_erased_and_warns(keeper):
    somebody("Fournier", TODAY)
    somebody("Prochain", dt.date(2024, 12, 1))
    somebody("Passé", dt.date(2024, 11, 22))
    hired = somebody("Gardé", dt.date(2020, 2, 1))
    move_candidate(candidate=hired, stage=Stage.HIRED, on=dt.date(2020, 3, 1), by=None)
    text = shown(keeper.get(page("candidate_changelist")))
    assert "22 novembre 2028" in text
    assert text.count("Bientôt") == 1
    assert text.count('badge-danger">À effacer') == 1
    assert "gardé : recruté" in text


def test_the_list_costs_the_same_for_many(keeper, django_assert_max_num_queries):
    for rank in range(12):
        somebody(f"Nom{rank}", TODAY)
    with django_assert_max_num_queries(12):
        keeper.get(page("candidate_changelist"))


@pytest.mark.parametrize(("answer", "found"), [("attente", "Reste"), ("withdrawn", "Parti")])
def test_candidates_are_filtered_by_answer(keeper, answer, found):
    somebody("Reste", TODAY)
    gone = somebody("Parti", TODAY)
    move_candidate(candidate=gone, stage=Stage.WITHDRAWN, on=TODAY, by=None)
    text = shown(keeper.get(page("candidate_changelist"), {"reponse": answer}))
    assert [name for name in ("Reste", "Parti") if name in text] == [found]


def test_those_due_are_erased_by_one_button(keeper):
    somebody("Passé", dt.date(2024, 11, 22))
    kept = somebody("Récent", TODAY)
    text = shown(keeper.get(page("candidate_to_erase")))
    assert "1 candidat à effacer" in text
    assert "Récent" not in text
    answer = shown(keeper.post(page("candidate_to_erase"), follow=True))
    assert "1 candidat effacé." in answer
    assert "Aucun candidat à effacer" in answer
    assert list(Candidate.objects.exclude(last_name="")) == [kept]


def test_erasing_wants_the_right_to_delete(client):
    client.force_login(staff("view_candidate", "change_candidate"))
    due = somebody("Passé", dt.date(2024, 11, 22))
    assert "Effacer maintenant" not in shown(client.get(page("candidate_to_erase")))
    assert client.post(page("candidate_to_erase")).status_code == 403
    assert client.post(page("candidate_erase", due)).status_code == 403
    due.refresh_from_db()
    assert due.last_name == "Passé"


def test_a_candidate_of_a_closed_campaign_is_erased_when_they_ask(keeper):
    found = somebody("Demande", TODAY)
    close_campaign(
        recruitment=found.recruitment, closed_on=TODAY, outcome=Outcome.NONE_HIRED, by=None
    )
    assert "ne se défait pas" in shown(keeper.get(page("candidate_erase", found)))
    assert Candidate.objects.get().last_name == "Demande"
    assert keeper.post(page("candidate_erase", found)).status_code == 302
    assert Candidate.objects.get().erased_on == TODAY


def test_the_page_of_somebody_erased_is_closed(keeper):
    found = somebody("Demande", TODAY)
    keeper.post(page("candidate_erase", found))
    text = shown(keeper.get(page("candidate_change", found)))
    assert "Les données de ce candidat sont effacées" in text
    assert "Demande" not in text
    history = page("candidate_history", found)
    assert "Demande" not in shown(keeper.get(history))


def test_deleting_a_candidate_forgets_the_history_too(keeper):
    found = somebody("Erreur", TODAY)
    address = page("candidate_delete", found)
    version = keeper.get(address).context["version"]
    answer = keeper.post(address, {"post": "yes", "version": version})
    assert answer.status_code == 302
    assert not Candidate.history.filter(last_name="Erreur").exists()
    assert not Candidate.objects.exists()


def test_candidates_are_added_from_their_campaign_only(keeper):
    assert keeper.get(page("candidate_add")).status_code == 403
