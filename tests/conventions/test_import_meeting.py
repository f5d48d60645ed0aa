"""Importing the act of a council or of a bureau with its meeting."""

import datetime as dt
import json

import pytest

from conventions.actions import import_file
from conventions.exchange.compare import pruned
from conventions.exchange.faults import ExchangeError
from conventions.exchange.reader import read
from conventions.exports import exported
from conventions.models import Act, Meeting
from tests.conventions import acts
from tests.conventions.factories import NOW, ActFactory, MeetingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def take(data, **options):
    return import_file(content=json.dumps(data).encode(), by=None, now=NOW, **options)


def other(**meeting):
    """Return another act of the same meeting, told with some changes."""
    data = acts.collegial() | {"number": "2026/CC005", "title": "Autre objet"}
    data["meeting"] |= {"rank": 5, **meeting}
    return data


def faults(data, **options):
    with pytest.raises(ExchangeError) as caught:
        take(data, **options)
    return {fault.path: fault.message for fault in caught.value.faults}


def test_export_gives_the_meeting_of_the_file_back():
    act = take(acts.collegial()).act
    assert json.loads(exported(act)) == acts.collegial()
    assert act.meeting_rank == 4
    assert act.individual
    assert not act.to_transmit


def test_a_file_without_a_meeting_exports_none():
    for make in (acts.decision, acts.deliberation):
        act = take(make()).act
        assert act.meeting is None
        assert pruned(json.loads(exported(act))) == pruned(make())


def test_a_second_convocation_comes_and_goes():
    data = acts.collegial()
    data["meeting"] |= {"second_convocation": True}
    act = take(data).act
    assert act.meeting.second_convocation
    assert json.loads(exported(act)) == data


def test_a_proxy_may_be_given_to_somebody_further_down_the_list():
    data = acts.collegial()
    data["meeting"]["attendances"].reverse()
    assert json.loads(exported(take(data).act)) == data


def test_two_acts_of_one_meeting_share_it():
    first, second = take(acts.collegial()).act, take(other()).act
    assert first.meeting == second.meeting
    assert json.loads(exported(second)) == other()
    assert Meeting.objects.count() == 1


def test_a_file_that_says_less_takes_the_rest_from_the_record_and_says_so():
    take(acts.collegial())
    data = other()
    data["meeting"] = {"held_on": "2026-02-03"}
    imported = take(data)
    assert imported.act.meeting.attendances.count() == 6
    assert any("déjà enregistrée" in notice for notice in imported.notices)


def test_a_file_that_says_more_completes_the_record():
    bare = other()
    bare["meeting"] = {"held_on": "2026-02-03", "place": "Salle des fêtes de Robecq"}
    take(bare)
    take(acts.collegial())
    assert Meeting.objects.get().attendances.count() == 6


def test_a_file_that_contradicts_the_record_is_refused_with_the_place():
    take(acts.collegial())
    found = faults(other(place="Béthune", in_office=7))
    assert found.keys() == {"meeting.place", "meeting.in_office"}
    assert Act.objects.count() == 1


def test_replacing_the_only_act_of_a_meeting_corrects_the_meeting():
    take(acts.collegial())
    data = acts.collegial()
    data["meeting"]["attendances"][5]["status"] = "absent"
    data["meeting"]["place"] = "Béthune"
    act = take(data, replace=True).act
    assert json.loads(exported(act)) == data
    assert Meeting.objects.count() == 1


def test_replacing_one_of_two_acts_leaves_the_meeting_to_the_other():
    take(acts.collegial())
    take(other())
    changed = acts.collegial()
    changed["meeting"]["place"] = "Béthune"
    assert faults(changed, replace=True).keys() == {"meeting.place"}


def test_a_meeting_sealed_by_an_act_signed_here_is_not_completed():
    meeting = MeetingFactory(held_on=dt.date(2026, 1, 13), in_office=5)
    act = ActFactory(authority=meeting.authority, body="council", meeting=meeting)
    Act.objects.filter(pk=act.pk).update(sealed=True)
    data = other(held_on="2026-01-13", in_office=5, convened_on="2026-01-05")
    data["authority"] = {"name": str(act.authority), "body": "council"}
    assert faults(data).keys() == {"meeting"}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        pytest.param({"held_on": None}, "meeting.held_on", id="no day"),
        pytest.param({"held_at": "25:00"}, "meeting.held_at", id="no such hour"),
        pytest.param({"held_at": "18h30"}, "meeting.held_at", id="an hour in another form"),
        pytest.param({"convened_on": "2026-02-04"}, "meeting.convened_on", id="convened after"),
        pytest.param({"surprise": 1}, "meeting.surprise", id="a key that is not there"),
        pytest.param({"second_convocation": False}, "meeting.second_convocation", id="no flag"),
        pytest.param(
            {"attendances": [{"name": "Mme A", "status": "late"}]},
            "meeting.attendances[0].status",
            id="an unknown status",
        ),
        pytest.param(
            {"attendances": [{"name": "Mme A", "status": "present", "proxy": "Mme A"}]},
            "meeting.attendances[0].proxy",
            id="a proxy of somebody who is there",
        ),
        pytest.param(
            {"attendances": [{"name": "Mme A", "status": "represented", "proxy": "Mme A"}]},
            "meeting.attendances[0].proxy",
            id="a proxy to oneself",
        ),
        pytest.param(
            {"attendances": [{"name": "Mme A", "status": "represented", "proxy": "M. B"}]},
            "meeting.attendances[0].proxy",
            id="a proxy to nobody",
        ),
    ],
)
def test_a_wrong_meeting_is_told_with_its_path(changes, path):
    data = acts.collegial()
    data["meeting"] |= changes
    assert faults(data).keys() == {path}
    assert not Meeting.objects.exists()


def test_a_name_twice_in_the_list_is_told_at_both_places():
    data = acts.collegial()
    data["meeting"]["attendances"][4]["name"] = "M. Philippe HENNEBELLE"
    assert faults(data).keys() == {
        "meeting.attendances[4].name",
        "meeting.attendances[5].name",
    }


def test_only_a_collegial_act_has_a_meeting():
    data = acts.collegial()
    data["authority"]["body"] = "president"
    assert faults(data).keys() == {"meeting"}


@pytest.mark.parametrize(("key", "value"), [("individual", False), ("to_transmit", True)])
def test_the_common_case_is_not_written(key, value):
    data = acts.decision() | {key: value}
    (sentence,) = faults(data).values()
    assert str(not value).lower() in sentence


@pytest.mark.parametrize("broken", [3, "x", [], {"attendances": 3}, {"attendances": [3, "x"]}])
def test_a_meeting_of_any_shape_is_told_and_never_fails(broken):
    data = acts.collegial() | {"meeting": broken}
    with pytest.raises(ExchangeError):
        read(json.dumps(data).encode())
