"""What actions and meetings add up to; words that would name somebody."""

import pytest

from consultations.rules.prevention import (
    ActionLine,
    ActionSums,
    Attendance,
    MeetingLine,
    MeetingSums,
    Presence,
    refused_profession,
    said_actions,
    said_meetings,
    summarise_actions,
    summarise_meetings,
)


def plain(text):
    return text.replace("\u00a0", " ")


def test_actions_add_up_by_theme_by_place_and_by_both():
    found = summarise_actions(
        [
            ActionLine("vaccination", "mobile", 40, 180),
            ActionLine("vaccination", "site", 5, None),
            ActionLine("frailty", "site", 100, 60),
        ]
    )
    assert found.whole == ActionSums(actions=3, reached=145, minutes=240, untimed=1)
    assert found.by_theme["vaccination"].reached == 45
    assert found.by_place["site"].reached == 105
    assert found.by_both["vaccination", "site"].actions == 1
    assert ("frailty", "mobile") not in found.by_both


def test_what_nobody_counted_is_not_zero():
    found = summarise_actions([ActionLine("frailty", "site"), ActionLine("frailty", "site", 0)])
    assert found.whole.uncounted == 1
    assert found.whole.is_counted


@pytest.mark.parametrize(
    ("sums", "said"),
    [
        (ActionSums(), "aucune action"),
        (ActionSums(actions=3, reached=145), "3 actions, 145 personnes touchées"),
        (ActionSums(actions=1, reached=1), "1 action, 1 personne touchée"),
        (ActionSums(actions=2, uncounted=2), "2 actions, public non compté"),
        (
            ActionSums(actions=3, reached=1200, uncounted=1),
            "3 actions, 1 200 personnes touchées (public non compté pour 1)",
        ),
    ],
)
def test_actions_are_said_with_what_their_sum_leaves_out(sums, said):
    assert plain(said_actions(sums)) == said


def test_meetings_add_up_by_kind_and_professions_by_presence():
    found = summarise_meetings(
        [
            MeetingLine("cases", 60, 3, True, [Presence("infirmier", 2), Presence("IDE", 1)]),
            MeetingLine("cases", 30, None, False, [Presence("infirmier", 1)]),
            MeetingLine("training", None, None, False, [Presence("infirmier", 1)]),
        ]
    )
    assert found.on_cases == MeetingSums(meetings=2, open=1, minutes=90, cases=3, uncounted=1)
    assert found.whole.meetings == 3
    assert found.whole.untimed == 1
    assert found.attendance == [Attendance("infirmier", 3, 4), Attendance("IDE", 1, 1)]


def test_no_meeting_on_cases_is_said():
    assert said_meetings(summarise_meetings([]).on_cases).startswith("aucune réunion")
    assert plain(said_meetings(MeetingSums(meetings=12))).startswith("12 réunions sur")


@pytest.mark.parametrize(
    "typed",
    [
        "Dr Petit",
        "mme petit",
        "Anne Duval",
        "M. Cocq",
        "Jean-Luc Éluard",
        "infirmière (Anne Duval)",
    ],
)
def test_a_name_is_no_profession(typed):
    assert "ressemble à un nom" in refused_profession(typed)


def test_a_profession_holds_no_figure():
    assert "sans chiffre" in refused_profession("2 infirmiers")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "assistante sociale",
        "assistante sociale du CCAS de Béthune",
        "IDE de l’EHPAD",
        "Médecin",
    ],
)
def test_a_profession_is_kept(typed):
    assert refused_profession(typed) == ""
