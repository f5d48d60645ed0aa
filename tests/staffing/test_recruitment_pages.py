"""The pages of campaigns and candidates: who sees what, what may be done, what is refused."""

import datetime as dt

import pytest
from django.urls import reverse

from staffing.actions.recruiting import add_candidate, close_campaign, move_candidate
from staffing.models import (
    Assignment,
    Candidate,
    CandidateStep,
    Channel,
    Outcome,
    Person,
    Recruitment,
    Stage,
)
from tests.admin.browser import form_of
from tests.conventions.pages import shown, staff
from tests.staffing.factories import (
    AssignmentFactory,
    PersonFactory,
    PostTargetFactory,
    ProfessionFactory,
)
from tests.staffing.factories_recruitment import RecruitmentFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
OPENED = dt.date(2025, 1, 6)
MARCH = dt.date(2025, 3, 3)
CAMPAIGNS = ("view_recruitment", "change_recruitment", "add_recruitment", "delete_recruitment")
CANDIDATES = ("view_candidate", "change_candidate", "add_candidate", "delete_candidate")
STEPS = tuple(f"{verb}_candidatestep" for verb in ("view", "add", "change", "delete"))
HIRING = ("add_assignment", "add_person")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def recruiter(client):
    client.force_login(staff(*CAMPAIGNS, *CANDIDATES, *STEPS, *HIRING))
    return client


@pytest.fixture
def head(client):
    """Somebody who follows campaigns and may not know who applies."""
    client.force_login(staff(*CAMPAIGNS))
    return client


def page(name, row=None):
    return reverse(f"admin:staffing_{name}", args=[row.pk] if row else [])


def somebody(campaign=None, **values):
    values = {"last_name": "Roques", "first_name": "Paul", "on": OPENED, "by": None, **values}
    return add_candidate(recruitment=campaign or RecruitmentFactory(), **values)


def send_back(client, address, **typed):
    data = form_of(client.get(address))
    return client.post(address, {**data, **{name: [value] for name, value in typed.items()}})


def test_the_list_tells_channels_outcomes_and_counts_but_nobody(head):
    campaign = RecruitmentFactory(title="Médecins, cabinet", channel=Channel.FIRM)
    move_candidate(candidate=somebody(campaign), stage=Stage.HIRED, on=MARCH, by=None)
    somebody(campaign)
    text = shown(head.get(page("recruitment_changelist")))
    assert "Médecins, cabinet" in text
    assert "2 candidats, 1 recruté" in text
    assert "Roques" not in text


def test_the_list_costs_the_same_for_many(head, django_assert_max_num_queries):
    for _ in range(12):
        somebody()
    with django_assert_max_num_queries(12):
        head.get(page("recruitment_changelist"))


def test_the_board_costs_the_same_for_many(recruiter, django_assert_max_num_queries):
    campaign = RecruitmentFactory()
    for _ in range(12):
        somebody(campaign)
    with django_assert_max_num_queries(32):
        recruiter.get(page("recruitment_change", campaign))


def test_a_head_of_service_sees_how_many_came_and_not_who(head):
    found = somebody()
    text = shown(head.get(page("recruitment_change", found.recruitment)))
    assert "1 candidat, 0 recruté, 1 sans réponse" in text
    assert "Roques" not in text
    for name, row in (
        ("candidate_changelist", None),
        ("candidate_to_erase", None),
        ("candidate_change", found),
        ("candidate_hire", found),
        ("candidate_erase", found),
        ("recruitment_add_candidate", found.recruitment),
    ):
        assert head.get(page(name, row)).status_code == 403, name
    answer = head.post(page("candidate_move", found), {"stage": "interview", "on": "2025-02-03"})
    assert answer.status_code == 403
    assert found.steps.count() == 1


def test_who_may_only_look_finds_no_button_and_writes_nothing(client):
    client.force_login(staff("view_recruitment", "view_candidate"))
    found = somebody()
    text = shown(client.get(page("recruitment_change", found.recruitment)))
    assert "Paul Roques" in text
    assert "Faire avancer" not in text
    for name, row in (
        ("recruitment_close", found.recruitment),
        ("recruitment_reopen", found.recruitment),
        ("candidate_move", found),
        ("candidate_erase", found),
        ("candidate_to_erase", None),
    ):
        assert client.post(page(name, row), {}).status_code == 403, name


def test_the_board_says_where_each_is_and_since_when(recruiter):
    found = somebody()
    move_candidate(candidate=found, stage=Stage.INTERVIEW, on=dt.date(2026, 11, 12), by=None)
    text = shown(recruiter.get(page("recruitment_change", found.recruitment)))
    assert "depuis 10 jours (12/11/2026)" in text
    assert "Faire avancer : proposition" in text
    assert "12/11/2028" in text


def test_a_button_moves_a_candidate_forward(recruiter):
    found = somebody()
    answer = recruiter.post(
        page("candidate_move", found), {"stage": "interview", "on": "2025-03-03"}, follow=True
    )
    assert "Étape notée : entretien." in shown(answer)
    assert found.steps.get(stage=Stage.INTERVIEW).reached_on == MARCH


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({"stage": "interview", "on": "2024-12-31"}, "précède l’ouverture"),
        ({"stage": "interview", "on": "2026-11-23"}, "à venir"),
        ({"stage": "interview", "on": "hier"}, "n’existe pas"),
        ({"stage": "interview"}, "Donnez le jour"),
        ({"stage": "ailleurs", "on": "2025-03-03"}, "pas notée"),
    ],
)
def test_a_step_that_cannot_be_is_refused_in_a_sentence(recruiter, posted, told):
    found = somebody()
    answer = recruiter.post(page("candidate_move", found), posted, follow=True)
    assert told in shown(answer)
    assert found.steps.count() == 1


def test_a_move_by_address_alone_is_refused(recruiter):
    assert recruiter.get(page("candidate_move", somebody())).status_code == 405


def test_a_wrong_step_is_corrected_on_the_page_of_the_candidate(recruiter):
    found = somebody()
    step = move_candidate(candidate=found, stage=Stage.REJECTED, on=MARCH, by=None)
    address = page("candidate_change", found)
    answer = send_back(recruiter, address, **{"steps-1-DELETE": "on"})
    assert answer.status_code == 302
    assert not CandidateStep.objects.filter(pk=step.pk).exists()
    refused = send_back(recruiter, address, **{"steps-0-reached_on": "2024-12-01"})
    assert "précède l’ouverture" in shown(refused)


def test_a_step_added_on_the_page_counts_as_an_exchange(recruiter):
    found = somebody()
    data = form_of(recruiter.get(page("candidate_change", found)))
    data |= {
        "steps-TOTAL_FORMS": ["2"],
        "steps-1-stage": ["interview"],
        "steps-1-reached_on": ["2025-03-03"],
        "steps-1-candidate": [str(found.pk)],
        "steps-1-id": [""],
    }
    assert recruiter.post(page("candidate_change", found), data).status_code == 302
    found.refresh_from_db()
    assert found.last_contact_on == MARCH


def test_a_contact_to_come_does_not_keep_the_data_longer(recruiter):
    found = somebody()
    refused = send_back(recruiter, page("candidate_change", found), last_contact_on="2031-01-01")
    assert "à venir" in shown(refused)


def test_the_last_step_of_a_candidate_is_not_deleted(recruiter):
    refused = send_back(recruiter, page("candidate_change", somebody()), **{"steps-0-DELETE": "on"})
    assert "Gardez au moins une étape" in shown(refused)


def test_a_candidate_is_added_from_the_campaign(recruiter):
    campaign = RecruitmentFactory()
    answer = send_back(
        recruiter, page("recruitment_add_candidate", campaign), last_name="Vidal", on="2025-02-03"
    )
    assert answer.status_code == 302
    assert Candidate.objects.get().steps.get().reached_on == dt.date(2025, 2, 3)
    refused = send_back(
        recruiter, page("recruitment_add_candidate", campaign), last_name="Bru", on="2024-02-03"
    )
    assert "précède l’ouverture" in shown(refused)


def test_closing_proposes_the_outcome_that_the_facts_suggest(recruiter):
    empty = RecruitmentFactory()
    assert form_of(recruiter.get(page("recruitment_close", empty)))["outcome"] == ["no_candidate"]
    found = somebody()
    address = page("recruitment_close", found.recruitment)
    assert form_of(recruiter.get(address))["outcome"] == ["none_hired"]
    move_candidate(candidate=found, stage=Stage.HIRED, on=MARCH, by=None)
    assert form_of(recruiter.get(address))["outcome"] == ["filled"]
    refused = send_back(recruiter, address, outcome="no_candidate")
    assert "1 candidat a été recruté" in shown(refused)
    assert send_back(recruiter, address).status_code == 302
    found.recruitment.refresh_from_db()
    assert found.recruitment.outcome == Outcome.FILLED


def test_a_failed_call_and_the_one_that_followed_show_each_other(recruiter):
    speech = RecruitmentFactory(
        title="Appel A",
        profession=ProfessionFactory(name="orthophoniste", plural="orthophonistes"),
    )
    midwives = RecruitmentFactory(
        title="Appel B",
        profession=ProfessionFactory(name="sage-femme", plural="sages-femmes"),
        opened_on=MARCH,
    )
    answer = send_back(recruiter, page("recruitment_close", speech), followed_by=str(midwives.pk))
    assert answer.status_code == 302
    first = shown(recruiter.get(page("recruitment_change", speech)))
    assert "Aucun candidat" in first
    assert "(sages-femmes, en cours)" in first
    second = shown(recruiter.get(page("recruitment_change", midwives)))
    assert "Fait suite à" in second
    assert "(orthophonistes, aucun candidat)" in second


def test_a_closed_campaign_is_reopened_by_a_button(recruiter):
    campaign = RecruitmentFactory()
    close_campaign(recruitment=campaign, closed_on=MARCH, outcome=Outcome.DROPPED, by=None)
    assert "Rouvrir" in shown(recruiter.get(page("recruitment_change", campaign)))
    recruiter.post(page("recruitment_reopen", campaign))
    campaign.refresh_from_db()
    assert (campaign.outcome, campaign.closed_on) == (Outcome.RUNNING, None)


def test_the_page_of_a_campaign_refuses_what_its_candidates_contradict(recruiter):
    campaign = somebody().recruitment
    address = page("recruitment_change", campaign)
    assert "s’est manifesté dès" in shown(send_back(recruiter, address, opened_on="2025-02-01"))
    post = PostTargetFactory(
        post__profession=ProfessionFactory(name="sage-femme", plural="sages-femmes")
    ).post
    assert "autre profession" in shown(send_back(recruiter, address, post=str(post.pk)))
    earlier = RecruitmentFactory(opened_on=dt.date(2020, 1, 1))
    refused = shown(send_back(recruiter, address, followed_by=str(earlier.pk)))
    assert "avant cette campagne" in refused


def test_what_is_learnt_may_not_name_a_candidate(recruiter):
    campaign = somebody().recruitment
    for name in ("recruitment_change", "recruitment_close"):
        refused = send_back(recruiter, page(name, campaign), lesson="Mme Roques a refusé.")
        assert "nomme un candidat" in shown(refused)
    campaign.refresh_from_db()
    assert (campaign.lesson, campaign.closed_on) == ("", None)


def test_a_campaign_is_added_on_its_page(recruiter):
    answer = send_back(
        recruiter,
        page("recruitment_add"),
        title="Salon",
        profession=str(ProfessionFactory().pk),
        channel="event",
        opened_on="2025-01-06",
    )
    assert answer.status_code == 302
    assert Recruitment.objects.get().outcome == Outcome.RUNNING


def test_a_campaign_with_candidates_is_not_deleted(recruiter):
    campaign = somebody().recruitment
    address = page("recruitment_delete", campaign)
    assert recruiter.post(address, {"post": "yes"}).status_code == 403
    assert Recruitment.objects.filter(pk=campaign.pk).exists()


def test_hiring_creates_the_person_and_the_assignment_in_one_step(recruiter):
    target = PostTargetFactory(start=OPENED)
    found = somebody(RecruitmentFactory(profession=target.post.profession))
    address = page("candidate_hire", found)
    initial = form_of(recruiter.get(address))
    assert initial["post"] == [str(target.post.pk)]
    assert (initial["first_name"], initial["last_name"]) == (["Paul"], ["Roques"])
    answer = send_back(
        recruiter, address, hired_on="2025-03-03", gender="m", fte="0.5", start="2025-04-01"
    )
    assert answer.status_code == 302
    held = Assignment.objects.get()
    found.refresh_from_db()
    assert found.assignment == held
    assert (str(held.person), held.start) == ("Paul Roques", dt.date(2025, 4, 1))
    assert found.steps.get(stage=Stage.HIRED).reached_on == MARCH


@pytest.mark.parametrize(("wanted", "proposed"), [("2.3", [""]), ("0.8", ["0.8"]), (None, [""])])
def test_hiring_proposes_no_more_than_one_full_time(recruiter, wanted, proposed):
    target = PostTargetFactory(start=OPENED, fte=3)
    found = somebody(RecruitmentFactory(profession=target.post.profession, fte=wanted))
    asked = form_of(recruiter.get(page("candidate_hire", found)))
    assert asked.get("fte", [""]) == proposed


def test_hiring_to_a_post_put_off_has_to_be_confirmed(recruiter):
    target = PostTargetFactory(start=OPENED, state="deferred", reason="Faute de candidat")
    found = somebody(RecruitmentFactory(profession=target.post.profession))
    address = page("candidate_hire", found)
    typed = {"hired_on": "2025-03-03", "gender": "m", "fte": "0.5", "start": "2025-04-01"}
    assert "Ce poste est différé depuis le" in shown(send_back(recruiter, address, **typed))
    assert not Assignment.objects.exists()
    assert send_back(recruiter, address, **typed, despite_state="on").status_code == 302


def test_hiring_over_what_is_authorised_writes_nothing(recruiter):
    target = PostTargetFactory(start=OPENED)
    found = somebody(RecruitmentFactory(profession=target.post.profession))
    refused = send_back(
        recruiter,
        page("candidate_hire", found),
        hired_on="2025-03-03",
        gender="m",
        fte="1.5",
        start="2025-04-01",
    )
    assert refused.status_code == 200
    assert 'role="alert"' in shown(refused)
    assert not Person.objects.exists()
    assert not found.steps.filter(stage=Stage.HIRED).exists()


def test_hiring_finds_somebody_who_was_here_and_an_assignment_already_typed(recruiter):
    known = PersonFactory(first_name="Paul", last_name="Roques")
    held = AssignmentFactory(person=known)
    found = somebody(RecruitmentFactory(profession=held.post.profession))
    address = page("candidate_hire", found)
    assert form_of(recruiter.get(address))["person"] == [str(known.pk)]
    answer = send_back(recruiter, address, hired_on="2025-03-03", assignment=str(held.pk))
    assert answer.status_code == 302
    found.refresh_from_db()
    assert found.assignment == held
    assert Person.objects.count() == 1


def test_a_new_assignment_asks_for_what_it_needs(recruiter):
    found = somebody()
    refused = shown(send_back(recruiter, page("candidate_hire", found), fte=""))
    assert "Donnez le genre" in refused
    assert "Donnez la part d’un temps plein" in refused


def test_who_may_not_assign_links_an_assignment_only(client):
    client.force_login(staff(*CANDIDATES))
    held = AssignmentFactory()
    found = somebody(RecruitmentFactory(profession=held.post.profession))
    address = page("candidate_hire", found)
    assert "Nouvelle affectation" not in shown(client.get(address))
    full = {"hired_on": "2025-03-03", "last_name": "R", "first_name": "P", "gender": "m"}
    full |= {"post": held.post.pk, "fte": "0.5", "start": "2025-04-01"}
    assert client.post(address, full).status_code == 403
    linked = {"hired_on": "2025-03-03", "assignment": held.pk}
    assert client.post(address, linked).status_code == 302
