"""What is missing, where, since when: whole sentences, in the tense of the day."""

import datetime as dt
from decimal import Decimal

import pytest

from staffing.documents.board_ribbon import span_of, staffing_ribbon
from staffing.documents.board_words import (
    NOT_YET_OPEN,
    Aside,
    Lack,
    PlaceLack,
    figures,
    headline,
    heads_words,
    over_sentence,
    status_words,
)
from staffing.rules.fte import Level, State

D = Decimal
TODAY = dt.date(2025, 9, 1)
SINCE = dt.date(2025, 3, 1)
DOCTORS = Lack("médecin généraliste", "médecins généralistes", D(4), (PlaceLack("", D(4), SINCE),))
NURSES = Lack(
    "infirmier",
    "infirmiers",
    D("1.9"),
    (
        PlaceLack("Robecq", D(1), SINCE, NOT_YET_OPEN),
        PlaceLack("Le Mesnil", D("0.4"), SINCE),
        PlaceLack("", D("0.5"), dt.date(2024, 6, 4)),
    ),
)
MIDWIFE = Aside("sage-femme", "sages-femmes", State.DEFERRED, D("0.5"))


def told(lacks, asides=(), *, day=TODAY, is_any=True):
    found = headline(day, lacks, asides, is_any=is_any, today=TODAY)
    return [text.replace("\u00a0", " ") for text in [found.lead, *found.lines, *found.notes]]


def test_one_lack_is_one_sentence():
    assert told([DOCTORS], [MIDWIFE]) == [
        (
            "Il manque 4 ETP de médecins généralistes, pour tout le centre, depuis le 1er mars "
            "2025 ; rien d’autre ne manque."
        ),
        "0,5 ETP de sage-femme est différé : ce n’est pas une vacance.",
    ]


def test_several_lacks_are_a_sum_then_a_line_each_with_its_places():
    assert told([DOCTORS, NURSES]) == [
        "Il manque 5,9 ETP, dans 2 professions :",
        "Tout le centre : 4 ETP de médecins généralistes, depuis le 1er mars 2025",
        "Tout le centre : 0,5 ETP d’infirmier, depuis le 4 juin 2024",
        "Le Mesnil : 0,4 ETP d’infirmier, depuis le 1er mars 2025",
        "Robecq : 1 ETP d’infirmier, site pas encore ouvert",
    ]


def test_one_profession_on_several_sites_is_a_short_sentence_then_a_line_for_each():
    assert told([NURSES]) == [
        "Il manque 1,9 ETP d’infirmier ; rien d’autre ne manque.",
        "Tout le centre : 0,5 ETP, depuis le 4 juin 2024",
        "Le Mesnil : 0,4 ETP, depuis le 1er mars 2025",
        "Robecq : 1 ETP, site pas encore ouvert",
    ]


def test_what_passes_the_line_of_what_is_authorised_is_explained():
    deferred = Level(TODAY, authorised=D(1), deferred=D("0.5"), open=D("0.5"), filled=D("1.2"))
    said = over_sentence(deferred, {State.DEFERRED: D("0.5")}).replace("\u00a0", " ")
    assert said == (
        "Au-dessus de la ligne de l’autorisé : 0,5 ETP pourvu sur un poste différé et 0,2 ETP en "
        "plus de ce qui est ouvert (deux personnes se recouvrent, ou quelqu’un tient un poste que "
        "rien n’autorise)."
    )
    assert over_sentence(Level(TODAY, D(1), open=D(1), filled=D("0.4"), vacant=D("0.6")), {}) == ""


def test_nothing_missing_is_said_too():
    assert told([]) == ["Rien ne manque : tout ce qui est ouvert est pourvu."]
    assert told([], is_any=False) == ["Aucun poste n’est autorisé à cette date."]


@pytest.mark.parametrize(
    ("day", "verb", "is_"),
    [
        (TODAY - dt.timedelta(days=1), "manquait", "était"),
        (TODAY, "manque", "est"),
        (TODAY + dt.timedelta(days=1), "manquera", "sera"),
    ],
)
def test_the_tense_follows_the_day(day, verb, is_):
    lead, note = told([DOCTORS], [MIDWIFE], day=day)
    assert lead.startswith(f"Il {verb} 4 ETP")
    assert lead.endswith(f"rien d’autre ne {verb}.")
    assert f" {is_} différé" in note
    assert told([], day=day)[0].startswith(f"Rien ne {verb} ")


def test_several_put_aside_agree():
    frozen = Aside("sage-femme", "sages-femmes", State.FROZEN, D(2))
    assert told([], [frozen])[1].startswith("2 ETP de sages-femmes sont gelés :")


def test_heads_stand_beside_the_full_time_equivalents_they_fill():
    three = Level(TODAY, open=D("4.5"), authorised=D("4.5"), filled=D("0.5"), vacant=D(4), heads=3)
    assert heads_words(three) == "3\u00a0personnes pour 0,5\u00a0ETP"
    assert status_words(three) == "4\u00a0ETP vacants"
    assert heads_words(Level(TODAY)) == "personne"
    assert status_words(Level(TODAY)) == "rien d’autorisé"
    assert status_words(Level(TODAY, authorised=D(1), deferred=D(1))) == "rien d’ouvert"
    assert status_words(Level(TODAY, authorised=D(1), open=D(1))) == "tout est pourvu"


def test_what_is_seldom_used_is_left_out_when_nil():
    assert figures(Level(TODAY))["frozen"] == ""
    assert figures(Level(TODAY))["deferred"] == "0"
    assert figures(Level(TODAY, frozen=D("0.25")))["frozen"] == "0,25"


def test_one_mistyped_year_does_not_flatten_the_ribbons():
    days = [dt.date(202, 6, 1), dt.date(2024, 6, 1), dt.date(2026, 6, 1), dt.date(2999, 1, 1)]
    span = span_of(days, today=TODAY)
    assert (span.first, span.last) == (dt.date(2024, 6, 1), dt.date(2026, 12, 1))
    nothing = span_of([], today=TODAY)
    assert nothing.first < TODAY < nothing.last


def test_a_ribbon_takes_its_parts_in_the_order_of_its_bands():
    level = Level(TODAY, D(5), D("0.4"), D(3), D(1), D("0.6"), D(2), D("1.5"), 2)
    ribbon = staffing_ribbon([level], title="x", span=span_of([], today=TODAY), on=None)
    (step,) = ribbon.steps
    assert dict(zip(ribbon.bands, step.parts, strict=True)) == {
        "pourvu": D(2),
        "vacant": D("1.5"),
        "différé": D(1),
        "gelé": D("0.6"),
        "voté": D("0.4"),
    }
    assert step.aim == D(5)
