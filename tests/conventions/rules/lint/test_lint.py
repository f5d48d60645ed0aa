"""The lint points out each defect of a flawed act, with its place, and nothing in a sound one."""

import copy
import datetime as dt
import time
from dataclasses import replace

import pytest

from conventions.rules.finding import Severity
from conventions.rules.lint import Body, Facts, lint_findings, place_name, source_of, title_of
from conventions.rules.lint.catalogue import LEGAL
from tests.conventions.flawed import flawed_decision, sound_decision

SIGNED = Facts(signed=True)


def found(data, facts=SIGNED):
    """Return the findings by rule."""
    by_rule = {}
    for finding in lint_findings(data, facts):
        by_rule.setdefault(finding.rule, []).append(finding)
    return by_rule


def agreement_of(data):
    """Return the convention annexed to an act."""
    return data["annexes"][0]["convention"]


DEFECTS = [
    ("period", "recitals[0]", "du 2 février 30 juin"),
    ("elision", "recitals[0]", "que il"),
    ("elision", "delegation.text", "de approuver"),
    ("agreement", "delegation.text", "prévu"),
    ("article-reference", "delegation.text", "L1321-1"),
    ("participle", "annexes[0].convention.parties[2].representative.introduction", "Représente"),
    ("agreement", "annexes[0].convention.preamble", "accord expresse"),
    ("capital-accent", "heading", "SANTE"),
    ("capital-accent", "provisions[0].label", "DECIDE"),
    ("a-accent", "title", "A L'ANTENNE"),
    ("title-stop", "title", "."),
    ("seen-capitals", "visas[0].text", "VU"),
    ("gap", "provisions[1].text", "[à compléter]"),
    ("future", "provisions[1].text", "sera"),
    ("spellings", "authority.name", "Communauté d'Agglomération Quatre-Rivières Haut Pays"),
    ("hyphens", "title", "NON-PROGRAMMÉS"),
    ("expansions", "recitals[2]", "Consultations Intercommunal (CICA)"),
    ("acronym-first", "visas[2].text", "CICA"),
    ("visa-start", "visas[2].text", "Le"),
    ("recital-start", "recitals[1]", "La"),
    ("ground-end", "visas[0].text", ","),
    ("list-marks", "annexes[0].convention.articles[1].commitments.items[0]", "cabinet."),
    ("delegation-number", "delegation.text", "délibérations"),
    ("delegation-number", "visas[1].text", "délibération"),
    ("delegation-dates", "delegation.text", ""),
    ("delegation-law", "", ""),
    ("appeal", "", ""),
    ("report", "", ""),
    ("annex-number", "annexes[0].title", "Convention tripartite"),
    ("convention-number", "annexes[0].convention.reference", ""),
    ("party-block", "annexes[0].convention.parties", ""),
    ("party-order", "provisions[0].text", None),
    ("notice", "annexes[0].convention.notice", ""),
    ("premises-lent", "annexes[0].convention.articles[1].commitments.items[0]", None),
    ("period-words", "provisions[0].text", "du 2 février au 31 juillet 2026"),
    ("date-order", "execution.received_on", ""),
    ("date-order", "annexes[0].convention.period.start", ""),
    ("visa-later", "visas[1].text", ""),
    ("signed-blank", "annexes[0].convention.signature.date", ""),
    ("signatory-name", "signature.first_name", "MARCHAND"),
    ("signatory-gender", "signature.capacity", "Le Vice-président"),
    ("signs", "recitals[0]", None),
]


@pytest.mark.parametrize(
    ("rule", "path", "passage"), DEFECTS, ids=[f"{r} {p}" for r, p, _ in DEFECTS]
)
def test_each_defect_is_found_at_its_place(rule, path, passage):
    places = [
        (place.path, place.passage)
        for finding in found(flawed_decision())[rule]
        for place in (finding.places or (finding,))
    ]
    if passage is None:
        assert path in [place for place, _ in places]
    else:
        assert (path, passage) in places


def test_nothing_is_pointed_out_in_a_sound_act():
    assert lint_findings(sound_decision(), SIGNED) == []


def test_every_spelling_of_the_agglomeration_is_quoted_with_its_place():
    bodies = (Body("communauté d’agglomération des Quatre-Rivières, Haut Pays"),)
    (finding,) = found(flawed_decision(), replace(SIGNED, bodies=bodies))["spellings"]
    assert len(finding.places) >= 3
    assert {place.path for place in finding.places} >= {
        "authority.name",
        "annexes[0].convention.preamble",
    }
    assert "nom enregistré" in finding.message
    assert finding.places[-1].fix == "Communauté d’agglomération des Quatre-Rivières, Haut Pays"


def test_a_name_in_capitals_or_at_the_start_of_a_sentence_is_not_another_spelling():
    data = sound_decision()
    data["title"] = "COMMUNAUTÉ D’AGGLOMÉRATION DES QUATRE-RIVIÈRES – Convention annexée"
    assert "spellings" not in found(data)


def test_the_settled_form_of_a_term_wins_over_the_most_used():
    (finding,) = found(flawed_decision())["hyphens"]
    assert [place.fix for place in finding.places] == ["NON PROGRAMMÉS", "non programmés"]


def test_the_most_used_form_wins_where_none_is_settled():
    data = sound_decision()
    data["recitals"][0] = "Considérant le porte-drapeau, le porte-drapeau et le porte drapeau ;"
    (finding,) = found(data)["hyphens"]
    assert (finding.passage, finding.fix) == ("porte drapeau", "porte-drapeau")


def test_findings_come_by_severity_then_in_the_order_of_reading():
    findings = lint_findings(flawed_decision(), SIGNED)
    ranks = [list(Severity).index(finding.severity) for finding in findings]
    assert ranks == sorted(ranks)
    assert findings[-1].rule == "signs"
    faults = [f.path.split("[")[0] for f in findings if f.severity is Severity.FAULT]
    assert faults.index("heading") < faults.index("recitals") < faults.index("annexes")


def test_a_passage_is_shown_in_its_sentence():
    (finding,) = [f for f in found(flawed_decision())["elision"] if f.passage == "de approuver"]
    (place,) = finding.places
    assert place.before.endswith("donnant au Président pouvoir ")
    assert place.after.startswith(" les procès-verbaux")


def test_a_correction_stands_inside_one_text_node_of_a_body():
    data = sound_decision()
    body = "<p>Pouvoir de <strong>approuver</strong> &amp; de approuver.</p>"
    agreement_of(data)["articles"][0]["body"] = body
    across, inside = (place for f in found(data)["elision"] for place in f.places)
    assert (across.fix, across.start) == (None, None)
    assert body[inside.start : inside.end] == "de approuver"


def test_an_act_written_here_is_spared_what_the_program_prints_itself():
    data = flawed_decision()
    told = found(data, Facts(drafted_here=True))
    assert not {"party-block", "annex-number", "signed-blank"} & told.keys()
    assert "party-identity" in told


def test_the_act_that_lets_a_commune_sign_may_come_after_our_draft():
    def told(facts):
        return [f.message for f in found(sound_decision_of_a_commune(), facts)["party-identity"]]

    for facts in (Facts(), Facts(drafted_here=True, signed=True)):
        assert any("acte qui habilite" in message for message in told(facts))
    drafted = found(sound_decision_of_a_commune(), Facts(drafted_here=True))
    assert "party-identity" not in drafted


def sound_decision_of_a_commune():
    """Return an act with a convention whose second party is a commune, its deliberation unknown."""
    data = sound_decision()
    party = agreement_of(data)["parties"][1]
    party |= {"legal_form": "commune", "insee_code": "62713"}
    party.pop("acts", None)
    return data


SUMS = [
    ({"amount": "100.00", "payers": [{"amount": "60.00"}, {"amount": "30.00"}]}, 1),
    ({"amount": "100.00", "instalments": [{"percent": 60}, {"percent": 30}]}, 1),
    ({"amount": "100.00", "instalments": [{"percent": 60, "amount": "60.00"}]}, 2),
    ({"amount": "100.00", "payers": [{"amount": "60.00", "percent": 60}, {"percent": 40}]}, 0),
    ({"amount": "0.30", "payers": [{"amount": "0.10"}, {"amount": "0.20"}]}, 0),
    ({}, 0),
]


@pytest.mark.parametrize(("finance", "count"), SUMS)
def test_sums_are_exact_and_unknown_figures_prove_nothing(finance, count):
    data = sound_decision()
    agreement_of(data)["finance"] = finance
    assert len(found(data).get("sums", [])) == count


def test_articles_must_follow_one_another():
    data = sound_decision()
    data["provisions"] = [
        {
            "label": f"Article {n}",
            "text": f"Texte annexé ; recours de deux mois ; conseil informé {n}.",
        }
        for n in ("1er", "2", "4")
    ]
    (finding,) = found(data)["article-numbers"]
    assert finding.path == "provisions[2].label"
    agreement_of(data)["articles"] = [{"number": 2, "title": "Durée", "body": "<p>Un an.</p>"}]
    assert len(found(data)["article-numbers"]) == 2


def test_the_days_of_a_list_take_the_month_and_year_that_follow():
    data = sound_decision()
    data["delegation"] = {
        "text": "En vertu des délibérations n° 1 à 4 des 8 juillet, 29 septembre et 17 novembre "
        "2020, 2 février 2021,",
        "dates": ["2020-07-08", "2020-09-29", "2020-11-17", "2021-02-02"],
    }
    assert "delegation-dates" not in found(data)
    data["delegation"]["dates"][1] = "2020-10-29"
    (finding,) = found(data)["delegation-dates"]
    assert "29\u00a0octobre" in finding.message
    assert "29\u00a0septembre" in finding.message


def test_a_convention_signed_too_early_is_pointed_out():
    day = dt.date(2026, 2, 21)
    facts = replace(SIGNED, enforceable_on=day)
    (finding,) = found(sound_decision(), facts)["date-order"]
    assert finding.path == "annexes[0].convention.signature.date"
    concluded = {"annexes[0].convention.": day}
    assert not found(sound_decision(), replace(facts, concluded=concluded))


def test_the_number_and_the_object_must_be_transmissible():
    data = sound_decision()
    data["number"], data["title"] = "Décision du printemps n° 12", "convention annexée " * 30
    assert {"number-form", "object-length"} <= found(data).keys()


def test_an_annex_announced_must_be_there_and_the_other_way_round():
    data = sound_decision()
    data["annexes"] = []
    assert found(data)["annex-announced"][0].path == "provisions[0].text"
    data = sound_decision()
    data["provisions"][0]["text"] = "d’approuver la convention."
    assert found(data)["annex-announced"][0].path == "annexes"


def test_the_agreement_of_the_owner_settles_premises_lent_twice():
    data = flawed_decision()
    body = "<p>La commune, propriétaire, autorise la sous-occupation du cabinet.</p>"
    agreement_of(data)["articles"][0]["body"] = body
    assert "premises-lent" not in found(data)


PEOPLE = [
    ("Représenté par sa maire", "f", "party-agreement", "Représentée"),
    ("Représentée par son maire", "f", "signatory-gender", "sa maire"),
    ("Représentée par sa présidente", "m", "signatory-gender", "son président"),
    ("Représentée par sa maire", "f", None, None),
    ("Représentée par son directeur adjoint", "m", None, None),
]


@pytest.mark.parametrize(("introduction", "gender", "rule", "fix"), PEOPLE)
def test_who_represents_agrees_with_the_party_and_the_person(introduction, gender, rule, fix):
    data = sound_decision()
    person = agreement_of(data)["parties"][1]["representative"]
    person |= {"introduction": introduction, "gender": gender, "capacity": "Maire"}
    findings = [f for same in found(data).values() for f in same]
    assert [(f.rule, f.fix) for f in findings] == ([(rule, fix)] if rule else [])


LISTS = [
    (["un ;", "deux ;", "trois."], 0),
    (["un,", "deux,", "trois."], 0),
    (["Un.", "Deux.", "Trois."], 0),
    (["un ;", "deux.", "trois."], 1),
    (["un ;", "deux ;", "trois"], 1),
    (["un", "deux", "trois"], 3),
    (["dit : oui !", "deux ;"], 0),
]


@pytest.mark.parametrize(("items", "count"), LISTS, ids=[" ".join(items) for items, _ in LISTS])
def test_a_list_ends_its_items_alike_in_fields_and_in_bodies(items, count):
    data = sound_decision()
    data["provisions"][0]["items"] = items
    agreement_of(data)["articles"][0]["body"] = (
        f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    )
    places = [place for f in found(data).get("list-marks", []) for place in f.places]
    assert len(places) == 2 * count


def test_a_convention_is_read_by_itself():
    convention = copy.deepcopy(agreement_of(flawed_decision()))
    data = {"format": "csipa-convention/1", **convention}
    paths = {finding.path for finding in lint_findings(data, SIGNED)}
    assert {"reference", "parties", "preamble", "parties[2].representative.introduction"} <= paths
    assert "" not in paths


PLACES = [
    ("", False, "Ensemble de l’acte"),
    ("", True, "Ensemble de la convention"),
    ("title", False, "Objet"),
    ("title", True, "Titre"),
    ("visas[1].text", False, "Visa 2"),
    ("recitals[0]", False, "Considérant 1"),
    ("provisions[0].items[2]", False, "Disposition 1, élément 3"),
    ("provisions[0].label", False, "Disposition 1, verbe"),
    ("annexes[0].convention.articles[3].body", False, "Annexe 1, article 4"),
    ("annexes[0].convention.articles[3].articles[0].title", False, "Annexe 1, article 4.1, titre"),
    ("articles[1].commitments.items[0]", True, "Article 2, élément 1"),
    ("annexes[1].convention.parties[0].representative.capacity", False, None),
]


@pytest.mark.parametrize(("path", "alone", "name"), PLACES)
def test_places_are_said_in_french(path, alone, name):
    said = place_name(path, convention=alone)
    assert said == (name or "Annexe 2, partie 1, représentant")


def test_every_rule_has_a_title_and_a_source():
    for finding in lint_findings(flawed_decision(), SIGNED):
        assert title_of(finding.rule) != finding.rule
        assert source_of(finding.rule)
    assert title_of("vote.present") == "Vote"
    assert title_of("unheard-of") == "unheard-of"
    assert all(title and source for title, source in LEGAL.values())


def test_an_act_four_times_as_long_is_not_read_in_sixteen_times_as_long():
    short, long = (min(_seconds(_long_act(parts)) for _ in range(3)) for parts in (100, 400))
    assert long < 10 * short


def _long_act(parts):
    data = flawed_decision()
    convention = agreement_of(data)
    convention["articles"] = [copy.deepcopy(convention["articles"][n % 2]) for n in range(parts)]
    data["visas"] = [{"text": f"Vu la décision n° {n} du 5 mai 2024,"} for n in range(parts // 2)]
    return data


def _seconds(data):
    start = time.process_time()
    lint_findings(data, SIGNED)
    return time.process_time() - start
