"""The figures of a vote against one another, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.finding import Severity
from conventions.rules.votes import vote_findings

WHOLE = {
    "in_office": 33,
    "present": 25,
    "proxies": 4,
    "voting": 28,
    "expressed": 26,
    "for": 24,
    "against": 2,
    "abstained": 2,
    "withdrew": ["M. Luc BAILLEUL"],
    "unanimous": False,
}


def vote(**changes):
    return {**WHOLE, **changes}


def told(found):
    return [(finding.rule, finding.path, finding.severity.value) for finding in found]


def test_a_vote_that_adds_up_calls_for_nothing():
    assert vote_findings(WHOLE) == []


@pytest.mark.parametrize("side", ["for", "against"])
def test_one_side_alone_may_already_outnumber_the_voters(side):
    figures = {"voting": 4, side: 9}
    assert told(vote_findings(figures))[0] == ("vote.expressed", "vote.expressed", "fault")
    assert vote_findings({"voting": 4, side: 3, "abstained": 0}) == []


@pytest.mark.parametrize("empty", [None, {}, {"unanimous": True}, {"for": 12}, {"present": 3}])
def test_unknown_figures_call_for_nothing(empty):
    assert vote_findings(empty) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"present": 40, "voting": None},
            [("vote.present", "vote.present", "fault")],
            id="more present than in office",
        ),
        pytest.param(
            {"proxies": 9, "voting": None},
            [("vote.present", "vote.proxies", "fault")],
            id="present and represented beyond those in office",
        ),
        pytest.param(
            {"voting": 30, "abstained": 4},
            [("vote.voting", "vote.voting", "fault")],
            id="more voters than there can be",
        ),
        pytest.param(
            {"voting": 29, "abstained": 3},
            [("vote.voting", "vote.voting", "doubt")],
            id="a withdrawal that is not counted",
        ),
        pytest.param(
            {"expressed": 25, "abstained": 3},
            [("vote.expressed", "vote.expressed", "fault")],
            id="voices that do not make the votes expressed",
        ),
        pytest.param(
            {"expressed": None, "for": 29},
            [("vote.expressed", "vote.expressed", "fault")],
            id="more voices than voters",
        ),
        pytest.param(
            {"abstained": 3},
            [("vote.abstained", "vote.abstained", "fault")],
            id="an abstention too many",
        ),
        pytest.param(
            {"abstained": 1},
            [("vote.abstained", "vote.abstained", "doubt")],
            id="a blank vote perhaps",
        ),
        pytest.param(
            {"unanimous": True},
            [("vote.unanimous", "vote.unanimous", "fault")],
            id="unanimous with voices against",
        ),
        pytest.param(
            {"for": 28, "against": 0, "expressed": 28, "abstained": 0},
            [("vote.unanimous", "vote.unanimous", "doubt")],
            id="unanimous without saying so",
        ),
        pytest.param(
            {"for": 12, "against": 14},
            [("vote.majority", "vote.for", "fault")],
            id="no majority",
        ),
        pytest.param(
            {"for": 13, "against": 13},
            [("vote.majority", "vote.for", "doubt")],
            id="a tie",
        ),
        pytest.param(
            {"present": 16, "proxies": 13},
            [("vote.quorum", "vote.present", "fault")],
            id="no quorum, whatever the proxies",
        ),
    ],
)
def test_each_gap_is_told_once_at_its_place(changes, expected):
    assert told(vote_findings(vote(**changes))) == expected


def test_unanimity_counts_every_voice_against_and_every_abstention():
    (found,) = vote_findings({"unanimous": True, "against": 1, "abstained": 2})
    assert "1 voix contre et 2 abstentions" in found.message.replace("\u00a0", " ")


def test_a_tie_reminds_of_the_casting_vote_of_the_chair():
    (found,) = vote_findings({"for": 4, "against": 4})
    assert "prépondérante" in found.message


def test_a_second_convocation_asks_for_no_quorum_but_is_to_be_cited():
    meeting = {"held_on": "2026-02-03", "in_office": 33, "second_convocation": True}
    (found,) = vote_findings({"present": 5}, meeting)
    assert (found.rule, found.severity) == ("vote.quorum", Severity.ADVICE)


def test_the_list_of_the_meeting_stands_in_for_figures_that_the_vote_lacks():
    lines = [{"name": "Mme A", "status": "present"}, {"name": "M. B", "status": "excused"}]
    meeting = {"held_on": "2026-02-03", "in_office": 2, "attendances": lines}
    (found,) = vote_findings({}, meeting)
    assert (found.rule, found.path) == ("vote.quorum", "meeting.attendances")


def test_a_vote_that_departs_from_the_list_is_a_doubt():
    lines = [{"name": name, "status": "present"} for name in ("Mme A", "M. B", "M. C")]
    meeting = {"held_on": "2026-02-03", "in_office": 3, "attendances": lines}
    found = vote_findings({"present": 2, "withdrew": ["M. D"]}, meeting)
    assert told(found) == [
        ("vote.list", "vote.present", "doubt"),
        ("vote.withdrew", "vote.withdrew[0]", "doubt"),
    ]


def test_who_withdraws_takes_the_proxy_along():
    lines = [
        {"name": "Mme A", "status": "present"},
        {"name": "M. B", "status": "present"},
        {"name": "M. C", "status": "represented", "proxy": "Mme A"},
    ]
    meeting = {"held_on": "2026-02-03", "in_office": 3, "attendances": lines}
    figures = {"present": 2, "proxies": 1, "withdrew": ["Mme A"]}
    assert vote_findings({**figures, "voting": 1}, meeting) == []
    assert told(vote_findings({**figures, "voting": 2}, meeting)) == [
        ("vote.voting", "vote.voting", "doubt")
    ]


def test_what_is_wrong_with_the_meeting_comes_along():
    meeting = {"held_on": "2026-02-03", "convened_on": "2026-02-03"}
    (found,) = vote_findings({}, meeting, body="council")
    assert found.rule == "meeting.notice"


@st.composite
def honest_votes(draw):
    """Return a vote as minutes should count it, some of its figures left out."""
    present = draw(st.integers(1, 120))
    proxies = draw(st.integers(0, present))
    in_office = draw(st.integers(present + proxies, 2 * present - 1 + proxies))
    in_office = min(in_office, 2 * present - 1) if 2 * present - 1 >= present + proxies else None
    names = [f"M. {rank}" for rank in range(draw(st.integers(0, min(5, present - 1))))]
    voting = present + proxies - len(names)
    against = draw(st.integers(0, (voting - 1) // 2))
    votes_for = draw(st.integers(against + 1, voting - against))
    whole = {
        "in_office": in_office,
        "present": present,
        "proxies": proxies,
        "voting": voting,
        "expressed": votes_for + against,
        "for": votes_for,
        "against": against,
        "abstained": voting - votes_for - against,
        "unanimous": against == 0 and voting == votes_for,
    }
    unknown = draw(st.sets(st.sampled_from(sorted(whole))))
    return {key: None if key in unknown else value for key, value in whole.items()} | {
        "withdrew": names
    }


@given(honest_votes())
def test_honest_minutes_are_never_reproached_whatever_they_leave_out(figures):
    assert vote_findings(figures) == []


@given(
    st.fixed_dictionaries(
        {
            key: st.none() | st.integers(0, 200)
            for key in WHOLE
            if key not in ("withdrew", "unanimous")
        }
        | {"unanimous": st.none() | st.booleans(), "withdrew": st.lists(st.text(max_size=5))}
    )
)
def test_any_figures_are_read_without_failing_and_each_finding_says_why(figures):
    for found in vote_findings(figures):
        assert found.path.startswith("vote.")
        assert found.message.endswith((".", "?"))


@given(honest_votes(), st.integers(1, 50))
def test_votes_expressed_beyond_the_voters_never_pass(figures, more):
    if None in (figures["voting"], figures["for"], figures["against"]):
        return
    wrong = figures | {"expressed": figures["voting"] + more}
    assert "vote.expressed" in [found.rule for found in vote_findings(wrong)]
