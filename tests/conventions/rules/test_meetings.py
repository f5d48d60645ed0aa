"""Whether a body could meet and decide, without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.finding import Severity
from conventions.rules.meetings import (
    clear_days,
    figures,
    has_quorum,
    meeting_findings,
    quorum,
    silenced,
    voters,
)

PRESENT = {"name": "Mme Agnès ROUSSEL", "status": "present"}
OTHER = {"name": "M. Luc BAILLEUL", "status": "present"}
AWAY = {"name": "Mme Odile SAUVAGE", "status": "represented", "proxy": "Mme Agnès ROUSSEL"}
EXCUSED = {"name": "M. Marc DUBRULLE", "status": "excused"}


def meeting(*lines, **values):
    return {"held_on": "2026-02-03", "attendances": [dict(line) for line in lines], **values}


def rules(found):
    return [finding.rule for finding in found]


@pytest.mark.parametrize(
    ("in_office", "needed"), [(1, 1), (2, 2), (5, 3), (33, 17), (34, 18), (100, 51)]
)
def test_the_quorum_is_more_than_half_of_the_members_in_office(in_office, needed):
    assert quorum(in_office) == needed
    assert has_quorum(in_office, needed)
    assert not has_quorum(in_office, needed - 1)


@given(st.integers(1, 500), st.integers(0, 500))
def test_a_quorum_is_always_a_strict_majority(in_office, present):
    assert has_quorum(in_office, present) == (2 * present > in_office)


@pytest.mark.parametrize(
    ("convened", "held", "days"),
    [
        pytest.param("2026-01-28", "2026-02-03", 5, id="five"),
        pytest.param("2026-01-30", "2026-02-03", 3, id="three"),
        pytest.param("2026-02-02", "2026-02-03", 0, id="the eve"),
        pytest.param("2026-02-03", "2026-02-03", -1, id="the same day"),
    ],
)
def test_neither_the_day_of_the_convocation_nor_that_of_the_meeting_counts(convened, held, days):
    assert clear_days(dt.date.fromisoformat(convened), dt.date.fromisoformat(held)) == days


@pytest.mark.parametrize(
    ("withdrew", "lost"),
    [
        pytest.param([], 0, id="nobody"),
        pytest.param(["M. Luc BAILLEUL"], 1, id="a member"),
        pytest.param(["Mme Agnès ROUSSEL"], 2, id="a member with a proxy"),
        pytest.param(["Mme Odile SAUVAGE"], 1, id="a member represented"),
        pytest.param(["Mme Agnès ROUSSEL", "Mme Odile SAUVAGE"], 2, id="both"),
        pytest.param(["M. Inconnu"], 1, id="a name that is not listed"),
    ],
)
def test_who_withdraws_takes_the_proxy_along(withdrew, lost):
    assert silenced([PRESENT, OTHER, AWAY, EXCUSED], withdrew) == lost


def test_the_list_gives_the_figures_of_a_vote():
    held = meeting(PRESENT, OTHER, AWAY, EXCUSED, in_office=5)
    assert figures(held) == {"in_office": 5, "present": 2, "proxies": 1, "voting": 3}
    assert figures(held, ["Mme Agnès ROUSSEL"])["voting"] == 1


def test_a_meeting_without_a_list_gives_no_figure_but_what_it_says():
    assert figures(meeting(in_office=5)) == {"in_office": 5}
    assert figures(meeting()) == {}


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 500))
def test_voters_are_never_fewer_than_none(present, proxies, withdrawn):
    assert 0 <= voters(present, proxies, withdrawn) <= present + proxies


def test_a_meeting_in_order_calls_for_nothing():
    held = meeting(PRESENT, OTHER, AWAY, EXCUSED, in_office=5, convened_on="2026-01-28")
    assert meeting_findings(held, body="council", notice=5) == []


def test_a_member_holds_one_proxy_only():
    second = AWAY | {"name": "M. Jean DUVAL"}
    (found,) = meeting_findings(meeting(PRESENT, AWAY, second))
    assert (found.rule, found.path) == ("meeting.proxy", "meeting.attendances[0].name")
    assert "L. 2121-20" in found.message.replace("\u00a0", " ")


def test_a_proxy_is_given_to_somebody_who_is_there():
    (found,) = meeting_findings(meeting(OTHER, AWAY))
    assert (found.severity, found.path) == (Severity.FAULT, "meeting.attendances[1].proxy")
    absent = EXCUSED | {"name": "Mme Agnès ROUSSEL"}
    assert rules(meeting_findings(meeting(absent, AWAY))) == ["meeting.proxy"]


def test_a_proxy_whose_holder_is_not_known_is_a_doubt():
    (found,) = meeting_findings(meeting(PRESENT, AWAY | {"proxy": None}))
    assert found.severity == Severity.DOUBT


def test_a_list_longer_than_the_members_in_office_is_a_fault():
    (found,) = meeting_findings(meeting(PRESENT, OTHER, EXCUSED, in_office=2))
    assert (found.path, found.passage) == ("meeting.in_office", "2")


@pytest.mark.parametrize(
    ("body", "notice", "convened", "severity"),
    [
        pytest.param("council", 5, "2026-01-28", None, id="five days, five due"),
        pytest.param("council", 5, "2026-01-29", Severity.DOUBT, id="four days, five due"),
        pytest.param("municipal_council", 3, "2026-01-30", None, id="three days, three due"),
        pytest.param("municipal_council", 3, "2026-01-31", Severity.DOUBT, id="two, three due"),
        pytest.param("council", None, "2026-01-29", Severity.DOUBT, id="four days, nobody knows"),
        pytest.param("council", 5, "2026-02-01", Severity.DOUBT, id="one day: an emergency"),
        pytest.param("council", 5, "2026-02-02", Severity.FAULT, id="no day"),
        pytest.param("bureau", 5, "2026-02-02", None, id="no delay for a bureau"),
    ],
)
def test_the_delay_of_the_convocation_is_checked(body, notice, convened, severity):
    found = meeting_findings(meeting(convened_on=convened), body=body, notice=notice)
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    assert all(finding.path == "meeting.convened_on" for finding in found)


def test_an_unknown_convocation_is_no_finding():
    assert meeting_findings(meeting(), body="council") == []
