"""Acts taken at a meeting: opened from it, agreeing with it, their vote filled from its list."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from conventions.actions.meetings import fill_vote
from conventions.models import Act, Vote
from tests.conventions.factories import (
    ActFactory,
    AttendanceFactory,
    MeetingFactory,
    VoteFactory,
)
from tests.conventions.pages import address, shown
from tests.conventions.test_admin import form_data
from tests.sites.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

DAY = dt.date(2026, 2, 3)


@pytest.fixture
def manager(client):
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def new_act(manager, meeting):
    """Follow « Ajouter un acte à cette réunion » and return the address and what it sends."""
    toolbar = manager.get(address("meeting_change", meeting)).context["toolbar"]
    (link,) = [link for link in toolbar if link.label == "Ajouter un acte à cette réunion"]
    return link.url, form_data(manager.get(link.url))


def test_an_act_added_from_the_meeting_opens_with_what_is_known_and_the_next_rank(manager):
    meeting = MeetingFactory()
    ActFactory(meeting=meeting, meeting_rank=3)
    _, data = new_act(manager, meeting)
    kept = ("authority", "body", "nature", "meeting", "meeting_rank", "enacting")
    assert [str(data[key]) for key in kept] == [
        str(meeting.authority_id),
        "council",
        "deliberation",
        str(meeting.pk),
        "4",
        "Le conseil communautaire, après en avoir délibéré,",
    ]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        pytest.param("council", None, id="a council reports to nobody"),
        pytest.param("bureau", "rendu compte de la présente délibération", id="a bureau does"),
    ],
)
def test_the_usual_blocks_are_those_of_the_body(manager, body, told):
    _, data = new_act(manager, MeetingFactory(body=body))
    texts = [value for key, value in data.items() if key.endswith("-text")]
    assert (
        any(told in text for text in texts) if told else not any("connaissance" in t for t in texts)
    )


def test_a_new_act_takes_the_figures_of_its_meeting_into_its_vote(manager):
    meeting = MeetingFactory(in_office=5)
    holder = AttendanceFactory(meeting=meeting)
    AttendanceFactory(meeting=meeting, status="represented", proxy=holder)
    AttendanceFactory(meeting=meeting, status="absent")
    target, data = new_act(manager, meeting)
    data |= {"title": "Contrat local de santé", "provisions-TOTAL_FORMS": 0}
    data |= {key: "x" for key in data if key.startswith("provision") and key.endswith("-text")}
    response = manager.post(target, data)
    assert response.status_code == 302, response.context["errors"]
    vote = Act.objects.get(meeting=meeting).vote
    assert (vote.in_office, vote.present, vote.proxies, vote.voting) == (5, 1, 1, 2)
    assert vote.votes_for is None


def collegial_draft(**values):
    meeting = MeetingFactory(in_office=5)
    holder = AttendanceFactory(meeting=meeting, name="Mme A", position=1)
    AttendanceFactory(meeting=meeting, name="M. B", position=2)
    AttendanceFactory(meeting=meeting, name="M. C", position=3, status="represented", proxy=holder)
    return ActFactory(
        meeting=meeting,
        authority=meeting.authority,
        body="council",
        nature="deliberation",
        **values,
    )


def test_a_button_fills_the_figures_that_a_vote_lacks_and_leaves_the_others(manager):
    act = collegial_draft()
    VoteFactory(act=act, in_office=7, withdrew=["Mme A"])
    assert "Reprendre ces chiffres dans le vote" in shown(manager.get(address("act_change", act)))
    manager.post(address("act_vote", act))
    vote = Vote.objects.get(act=act)
    assert (vote.in_office, vote.present, vote.proxies, vote.voting) == (7, 2, 1, 1)
    assert "Reprendre ces chiffres" not in shown(manager.get(address("act_change", act)))
    assert fill_vote(act=act, by=None) == []


def test_naming_who_withdrew_lowers_the_number_of_voters(manager):
    act = collegial_draft()
    fill_vote(act=act, by=None)
    data = form_data(manager.get(address("act_change", act)))
    manager.post(address("act_change", act), data | {"vote-0-withdrew": "M. B"})
    assert Vote.objects.get(act=act).voting == 2
    data = form_data(manager.get(address("act_change", act)))
    manager.post(address("act_change", act), data | {"vote-0-withdrew": "Mme A\nM. B"})
    assert Vote.objects.get(act=act).voting == 0
    data = form_data(manager.get(address("act_change", act)))
    data |= {"vote-0-withdrew": "", "vote-0-voting": "3"}
    manager.post(address("act_change", act), data)
    assert Vote.objects.get(act=act).voting == 3


def test_the_vote_of_a_signed_act_or_of_none_is_not_filled(manager):
    for act in (collegial_draft(state="signed", number="8", origin="imported"), ActFactory()):
        with pytest.raises(ValidationError):
            fill_vote(act=act, by=None)
    assert manager.get(address("act_vote", act)).status_code == 405


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"body": "bureau"}, "n’est pas de l’organe", id="another body"),
        pytest.param({"authority": "other"}, "autre collectivité", id="another authority"),
    ],
)
def test_an_act_and_its_meeting_agree(manager, changes, said):
    act = collegial_draft()
    if "authority" in changes:
        changes = {"authority": OrganisationFactory().pk}
    data = form_data(manager.get(address("act_change", act))) | changes
    assert said in shown(manager.post(address("act_change", act), data))


def test_the_gaps_of_the_vote_are_told_on_the_page_of_the_act(manager):
    act = collegial_draft()
    VoteFactory(act=act, in_office=5, present=2, proxies=1, voting=4)
    assert "il ne peut pas y en avoir plus de 3" in shown(manager.get(address("act_change", act)))
