"""Campaigns and candidates, as the records of the house tell them."""

import datetime as dt
from decimal import Decimal

import pytest

from staffing.actions.recruiting import (
    RecruitingRefused,
    add_candidate,
    close_campaign,
    hire,
    move_candidate,
    open_campaign,
    reopen_campaign,
)
from staffing.models import Candidate, Channel, Outcome, ProfessionFamily, Recruitment, Stage
from tests.staffing.factories import (
    AssignmentFactory,
    PostFactory,
    PostTargetFactory,
    ProfessionFactory,
)
from tests.staffing.factories_recruitment import (
    CandidateFactory,
    CandidateStepFactory,
    RecruitmentFactory,
)

pytestmark = pytest.mark.django_db

OPENED = dt.date(2025, 1, 6)
MARCH = dt.date(2025, 3, 3)
JUNE = dt.date(2025, 6, 2)


def profession(name, plural):
    return ProfessionFactory(name=name, plural=plural, family=ProfessionFamily.PARAMEDICAL)


def candidate(campaign=None, **values):
    campaign = campaign or RecruitmentFactory()
    return add_candidate(
        recruitment=campaign, **{"last_name": "Roques", "on": OPENED, "by": None, **values}
    )


def test_the_call_for_speech_therapists_is_kept_with_the_campaign_that_followed(admin_user):
    speech = open_campaign(
        title="Orthophonistes",
        profession=profession("orthophoniste", "orthophonistes"),
        channel=Channel.ADVERTISEMENT,
        opened_on=OPENED,
        by=admin_user,
        fte=Decimal(1),
    )
    midwives = open_campaign(
        title="Sages-femmes",
        profession=profession("sage-femme", "sages-femmes"),
        channel=Channel.NETWORK,
        opened_on=MARCH,
        by=admin_user,
    )
    close_campaign(
        recruitment=speech,
        closed_on=MARCH,
        outcome=Outcome.NO_CANDIDATE,
        by=admin_user,
        lesson="Personne n’a répondu.",
        followed_by=midwives,
    )
    speech.refresh_from_db()
    assert (speech.outcome, speech.closed_on) == (Outcome.NO_CANDIDATE, MARCH)
    assert list(midwives.follows.all()) == [speech]
    assert speech.version == 2
    last = speech.history.latest()
    assert (last.history_user, last.history_change_reason) == (admin_user, "Campagne close")


def test_the_search_by_a_firm_ends_with_the_first_doctor_a_year_later():
    post = PostTargetFactory(start=dt.date(2019, 10, 1), post=PostFactory()).post
    campaign = open_campaign(
        title="Premier médecin",
        profession=post.profession,
        channel=Channel.FIRM,
        opened_on=dt.date(2019, 10, 1),
        by=None,
        post=post,
        cost=Decimal(12000),
    )
    found = candidate(campaign, on=dt.date(2020, 6, 1))
    for stage, day in ((Stage.INTERVIEW, 15), (Stage.OFFER, 30)):
        move_candidate(candidate=found, stage=stage, on=dt.date(2020, 6, day), by=None)
    held = AssignmentFactory(post=post, start=dt.date(2020, 10, 1))
    hire(candidate=found, assignment=held, on=dt.date(2020, 9, 1), by=None)
    close_campaign(
        recruitment=campaign, closed_on=dt.date(2020, 10, 1), outcome=Outcome.FILLED, by=None
    )
    found.refresh_from_db()
    assert found.assignment == held
    assert found.last_contact_on == dt.date(2020, 9, 1)
    assert [step.stage for step in found.steps.order_by("reached_on")] == [
        Stage.CONTACT,
        Stage.INTERVIEW,
        Stage.OFFER,
        Stage.HIRED,
    ]


def test_a_post_of_another_profession_is_refused():
    with pytest.raises(RecruitingRefused, match="autre profession"):
        open_campaign(
            title="Orthophonistes",
            profession=profession("orthophoniste", "orthophonistes"),
            channel=Channel.NETWORK,
            opened_on=OPENED,
            by=None,
            post=PostFactory(),
        )


@pytest.mark.parametrize("cost", [Decimal(-1), Decimal("1e12")])
def test_a_cost_that_cannot_be_is_refused_in_french(cost):
    with pytest.raises(RecruitingRefused):
        open_campaign(
            title="Campagne",
            profession=ProfessionFactory(),
            channel=Channel.FIRM,
            opened_on=OPENED,
            by=None,
            cost=cost,
        )
    assert not Recruitment.objects.exists()


def test_a_step_before_the_former_one_writes_nothing():
    found = candidate(on=MARCH)
    with pytest.raises(RecruitingRefused, match="précède l’étape"):
        move_candidate(candidate=found, stage=Stage.INTERVIEW, on=OPENED, by=None)
    assert found.steps.count() == 1
    assert Candidate.objects.get().version == 1


def test_a_candidate_who_withdrew_goes_no_further():
    found = candidate()
    move_candidate(candidate=found, stage=Stage.WITHDRAWN, on=MARCH, by=None)
    with pytest.raises(RecruitingRefused, match="close depuis"):
        move_candidate(candidate=found, stage=Stage.OFFER, on=JUNE, by=None)


def test_a_campaign_that_hired_somebody_cannot_have_had_no_candidate():
    found = candidate()
    move_candidate(candidate=found, stage=Stage.HIRED, on=MARCH, by=None)
    with pytest.raises(RecruitingRefused, match="recruté"):
        close_campaign(
            recruitment=found.recruitment, closed_on=JUNE, outcome=Outcome.NO_CANDIDATE, by=None
        )


def test_a_campaign_does_not_close_before_its_last_step():
    found = candidate(on=JUNE)
    with pytest.raises(RecruitingRefused, match="après cette date"):
        close_campaign(
            recruitment=found.recruitment, closed_on=MARCH, outcome=Outcome.NONE_HIRED, by=None
        )


def test_a_campaign_does_not_close_before_it_opens():
    campaign = RecruitmentFactory(opened_on=MARCH)
    with pytest.raises(RecruitingRefused, match="après son ouverture"):
        close_campaign(
            recruitment=campaign, closed_on=OPENED, outcome=Outcome.NO_CANDIDATE, by=None
        )


def test_closing_answers_those_who_wait_when_asked():
    campaign = RecruitmentFactory()
    waiting, gone = candidate(campaign), candidate(campaign, last_name="Vidal")
    move_candidate(candidate=gone, stage=Stage.WITHDRAWN, on=MARCH, by=None)
    close_campaign(
        recruitment=campaign,
        closed_on=JUNE,
        outcome=Outcome.NONE_HIRED,
        by=None,
        reject_open=True,
    )
    assert waiting.steps.get(stage=Stage.REJECTED).reached_on == JUNE
    assert not gone.steps.filter(stage=Stage.REJECTED).exists()


def test_answering_those_who_wait_is_no_contact_that_delays_their_erasure():
    found = candidate()
    close_campaign(
        recruitment=found.recruitment,
        closed_on=JUNE,
        outcome=Outcome.NONE_HIRED,
        by=None,
        reject_open=True,
    )
    found.refresh_from_db()
    assert found.last_contact_on == OPENED


def test_a_closed_campaign_takes_nobody_until_it_is_reopened():
    campaign = RecruitmentFactory()
    close_campaign(recruitment=campaign, closed_on=MARCH, outcome=Outcome.NO_CANDIDATE, by=None)
    with pytest.raises(RecruitingRefused, match="rouvrez-la"):
        candidate(campaign)
    with pytest.raises(RecruitingRefused, match="déjà close"):
        close_campaign(recruitment=campaign, closed_on=MARCH, outcome=Outcome.DROPPED, by=None)
    reopen_campaign(recruitment=campaign, by=None)
    assert candidate(campaign).pk
    with pytest.raises(RecruitingRefused, match="rien à rouvrir"):
        reopen_campaign(recruitment=campaign, by=None)


def test_campaigns_do_not_follow_each_other_in_a_ring():
    first, second = RecruitmentFactory(), RecruitmentFactory()
    close_campaign(
        recruitment=first,
        closed_on=MARCH,
        outcome=Outcome.NO_CANDIDATE,
        by=None,
        followed_by=second,
    )
    with pytest.raises(RecruitingRefused, match="déjà la suite"):
        close_campaign(
            recruitment=second,
            closed_on=MARCH,
            outcome=Outcome.NO_CANDIDATE,
            by=None,
            followed_by=first,
        )


def test_hiring_wants_an_assignment_of_the_profession_looked_for():
    post = PostTargetFactory(
        post=PostFactory(profession=profession("sage-femme", "sages-femmes"))
    ).post
    with pytest.raises(RecruitingRefused, match="sage-femme"):
        hire(candidate=candidate(), assignment=AssignmentFactory(post=post), on=MARCH, by=None)


def test_an_assignment_comes_of_one_candidate_only():
    held = AssignmentFactory()
    hire(candidate=candidate(), assignment=held, on=MARCH, by=None)
    with pytest.raises(RecruitingRefused, match="autre candidat"):
        hire(candidate=candidate(), assignment=held, on=MARCH, by=None)


def test_somebody_noted_as_hired_takes_an_assignment_later_and_keeps_the_date():
    step = CandidateStepFactory(
        candidate=CandidateFactory(), stage=Stage.HIRED, reached_on=dt.date(2025, 1, 20)
    )
    hire(candidate=step.candidate, assignment=AssignmentFactory(), on=JUNE, by=None)
    assert step.candidate.steps.get().reached_on == dt.date(2025, 1, 20)


def test_a_candidate_has_a_name_and_a_sound_address():
    with pytest.raises(RecruitingRefused, match="au moins le nom"):
        candidate(last_name="")
    with pytest.raises(RecruitingRefused):
        candidate(email="pas une adresse")
    assert not Candidate.objects.exists()
