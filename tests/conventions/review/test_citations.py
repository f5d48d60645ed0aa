"""What is said of visas: texts out of date, acts not in force, doubles, order."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.actions import record_execution
from conventions.models import CancelledNumber
from conventions.review.citations import citation_findings
from tests.conventions.factories import (
    DAY,
    ActFactory,
    AnnexFactory,
    ConventionFactory,
    LegalTextFactory,
    VisaFactory,
)

pytestmark = pytest.mark.django_db


def signed(authority, **fields):
    """Return a signed decision of June 2024, of which nothing more is known."""
    defaults = {
        "authority": authority,
        "number": "2024_445",
        "year": 2024,
        "signature_date": dt.date(2024, 6, 12),
        "state": "signed",
    }
    return ActFactory(**{**defaults, **fields})


def in_force(act, day=dt.date(2024, 6, 13)):
    """Record that an act was received and published on a day."""
    record_execution(act=act, by=None, received_on=day, published_on=day)
    return act


def rules(act, on=DAY):
    """Return the findings of an act as pairs: rule and severity."""
    return [(found.rule, found.severity.value) for found in citation_findings(act, on=on)]


def only(act, on=DAY):
    """Return the only finding of an act; its message has ordinary spaces."""
    [found] = citation_findings(act, on=on)
    return found, found.message.replace("\u00a0", " ")


def test_a_text_out_of_date_is_a_fault_that_names_its_replacement():
    code = LegalTextFactory(name="Code de la santé publique")
    old = LegalTextFactory(
        kind="law", name="Ancienne loi", wording="Vu la loi ;", state="obsolete", replaced_by=code
    )
    visa = VisaFactory(text="", legal_text=old)
    found, message = only(visa.act)
    assert (found.rule, found.severity, found.path) == ("visa-obsolete", "fault", "visas[0].text")
    assert message == "« Ancienne loi » est périmé : citez plutôt « Code de la santé publique »."
    assert (found.passage, found.fix) == ("Vu la loi\u00a0;", None)


def test_a_text_out_of_date_without_replacement_is_taken_away():
    old = LegalTextFactory(kind="law", state="obsolete")
    _, message = only(VisaFactory(text="", legal_text=old).act)
    assert "retirez le visa" in message


@pytest.mark.parametrize(
    ("verified_on", "words"),
    [(None, "n’a pas été vérifié :"), (dt.date(2025, 3, 1), "vérifié depuis le 1er mars 2025 :")],
    ids=["never", "long-ago"],
)
def test_a_text_to_review_is_an_advice(verified_on, words):
    text = LegalTextFactory(state="to_review", verified_on=verified_on)
    found, message = only(VisaFactory(text="", legal_text=text).act)
    assert (found.rule, found.severity) == ("visa-unverified", "advice")
    assert words in message


def test_a_checked_text_with_its_articles_and_an_act_in_force_are_fine():
    act = ActFactory()
    VisaFactory(act=act, text="", legal_text=LegalTextFactory())
    VisaFactory(act=act, text="", cited_act=in_force(signed(act.authority)))
    assert citation_findings(act, on=DAY) == []


def test_an_act_not_signed_yet_is_a_fault():
    act = ActFactory()
    VisaFactory(act=act, text="", cited_act=ActFactory(authority=act.authority, title="Prêt"))
    found, message = only(act)
    assert (found.rule, found.severity) == ("visa-unsigned", "fault")
    assert message.endswith("pas encore signé : Projet de décision, « Prêt ».")


def test_an_act_in_force_later_than_the_day_of_signature_is_a_fault():
    act = ActFactory()
    cited = in_force(
        signed(act.authority, number="2026_1", year=2026, signature_date=DAY), dt.date(2026, 1, 20)
    )
    VisaFactory(act=act, text="", cited_act=cited)
    found, message = only(act)
    assert (found.rule, found.severity) == ("visa-not-executory", "fault")
    assert message == (
        "La décision n° 2026_1 n’est exécutoire qu’à compter du 20 janvier 2026, après le "
        "15 janvier 2026."
    )
    assert citation_findings(act, on=dt.date(2026, 1, 20)) == []
    assert citation_findings(act) == []


def test_the_day_of_a_signed_act_goes_before_today():
    act = signed(ActFactory().authority, number="2026_2", signature_date=DAY)
    cited = in_force(signed(act.authority), dt.date(2026, 1, 20))
    VisaFactory(act=act, text="Vu la décision ;", cited_act=cited)
    assert rules(act, on=dt.date(2026, 6, 1)) == [("visa-not-executory", "fault")]


@pytest.mark.parametrize(
    ("fields", "events", "missing"),
    [
        ({}, {}, "sa réception par l’État n’est pas notée et sa publication n’est pas notée"),
        ({}, {"published_on": DAY}, "sa réception par l’État n’est pas notée"),
        ({}, {"received_on": DAY}, "sa publication n’est pas notée"),
        ({"to_transmit": False}, {}, "sa publication n’est pas notée"),
        (
            {"individual": True},
            {"received_on": DAY, "published_on": DAY},
            "sa notification n’est pas notée",
        ),
        (
            {"signature_date": None, "origin": "imported"},
            {"received_on": DAY, "published_on": DAY},
            "sa date de signature n’est pas connue",
        ),
    ],
    ids=["both", "reception", "publication", "not-transmitted", "individual", "undated"],
)
def test_a_condition_not_known_to_be_met_is_a_doubt_that_says_which(fields, events, missing):
    act = ActFactory()
    cited = signed(act.authority, **fields)
    if events:
        record_execution(act=cited, by=None, **events)
    VisaFactory(act=act, text="", cited_act=cited)
    found, message = only(act, on=dt.date(2026, 2, 1))
    assert (found.rule, found.severity) == ("visa-not-executory", "doubt")
    assert f"exécutoire : {missing}. Notez" in message


def test_a_cancelled_act_is_a_fault_and_nothing_else():
    act = ActFactory()
    cited = signed(act.authority, sequence=445)
    CancelledNumber.objects.create(
        authority=act.authority,
        nature="decision",
        year=2024,
        sequence=445,
        number="2024_445",
        act=cited,
        cancelled_on=dt.date(2024, 7, 1),
        reason="Erreur",
    )
    VisaFactory(act=act, text="", cited_act=cited)
    found, message = only(act)
    assert (found.rule, found.severity) == ("visa-cancelled", "fault")
    assert message.startswith(
        "Le numéro de la décision n° 2024_445 est annulé depuis le 1er juillet"
    )


@pytest.mark.parametrize(
    ("text", "rules_found"),
    [
        ("Vu la décision 2024_445 du 12 juin 2024 ;", []),
        ("Vu la décision n° 2024 445 du 13 juin 2024 ;", [("visa-other-date", "doubt")]),
        ("Vu la décision n° 2024_445 ;", []),
        ("Vu la délibération n° 2024_445 du 13 juin 2024 ;", []),
        ("Vu la décision n° 2024_446 du 13 juin 2024 ;", []),
    ],
    ids=["same-day", "other-day", "no-day", "other-nature", "other-number"],
)
def test_a_typed_visa_that_gives_an_act_of_the_register_another_date_is_a_doubt(text, rules_found):
    act = ActFactory()
    signed(act.authority)
    VisaFactory(act=act, text=text)
    assert rules(act) == rules_found


def test_the_date_of_the_register_is_told():
    act = ActFactory()
    signed(act.authority)
    VisaFactory(
        act=act,
        text="Vu la décision ;",
        cited_nature="decision",
        cited_number="2024_445",
        cited_date=dt.date(2024, 6, 1),
    )
    _, message = only(act)
    assert message.startswith(
        "La décision n° 2024_445 est du 12 juin 2024 au registre, et non du 1er"
    )


def test_another_authority_may_have_the_same_number_on_another_day():
    signed(ActFactory().authority)
    assert rules(VisaFactory(text="Vu la décision 2024_445 du 1er juin 2024 ;").act) == []


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        (
            "Vu la loi n° 2016-41 du 26 janvier 2016 ;",
            "Vu la loi n° 2016-41 du 26 janvier 2016,",
            1,
        ),
        ("Vu le CODE du travail, article 1 ;", "Vu le code du travail, article 2 ;", 1),
        ("Vu l’avis du comité ;", "Vu l'avis du comité ;", 1),
        (
            "Vu la loi n° 2016-41 du 26 janvier 2016 ;",
            "Vu la loi n° 2019-774 du 24 juillet 2019",
            0,
        ),
        ("Vu l’avis du comité ;", "Vu l’avis du conseil ;", 0),
    ],
    ids=["law", "code", "words", "other-law", "other-words"],
)
def test_the_same_text_cited_twice_is_a_doubt(first, second, twice):
    act = ActFactory()
    VisaFactory(act=act, text=first, position=1)
    VisaFactory(act=act, text=second, position=2)
    assert rules(act) == [("visa-twice", "doubt")] * twice


def test_an_act_tied_and_typed_is_cited_twice():
    act = ActFactory()
    cited = in_force(signed(act.authority))
    VisaFactory(act=act, text="", cited_act=cited, position=1)
    VisaFactory(act=act, text="Vu la décision 2024_445 du 12 juin 2024 ;", position=2)
    assert rules(act) == [("visa-twice", "doubt")]


def test_a_code_without_its_articles_is_an_advice():
    found, _ = only(VisaFactory(text="Vu le code de la santé publique ;").act)
    assert (found.rule, found.severity) == ("visa-code-without-articles", "advice")


@pytest.mark.parametrize(
    ("fields", "path"),
    [({"visas_in_order": False}, "visas[0].text"), ({"origin": "imported"}, "visas[0].text")],
    ids=["own-order", "imported"],
)
def test_visas_out_of_order_are_an_advice_where_the_program_does_not_order_them(fields, path):
    act = ActFactory(**fields)
    VisaFactory(act=act, text="Vu le décret n° 1 du 3 mars 2018 ;", position=1)
    VisaFactory(act=act, text="Vu la loi n° 2 du 3 mars 2018 ;", position=2)
    found, message = only(act)
    assert (found.rule, found.severity, found.path) == ("visa-order", "advice", path)
    assert "« loi n° 2 du 3 mars 2018 » vient avant" in message


def test_visas_that_the_program_orders_are_never_out_of_order_and_keep_their_printed_place():
    act = ActFactory()
    VisaFactory(act=act, text="Vu le décret n° 1 du 3 mars 2018 ;", position=1)
    VisaFactory(act=act, text="Vu le code du travail ;", position=2)
    found, _ = only(act)
    assert (found.rule, found.path) == ("visa-code-without-articles", "visas[0].text")


def test_the_visas_of_an_annexed_convention_are_read_where_they_stand():
    act = ActFactory()
    AnnexFactory(act=act, position=1)
    convention = ConventionFactory()
    AnnexFactory(act=act, position=2, text="", convention=convention)
    VisaFactory(
        act=None, convention=convention, text="Vu le code du travail, article 1 ;", position=1
    )
    VisaFactory(act=None, convention=convention, text="Vu la décision ;", cited_act=act, position=2)
    VisaFactory(act=None, convention=convention, text="Vu le code civil ;", position=3)
    found, *others = citation_findings(act, on=DAY)
    assert found.path == "annexes[1].convention.visas[2].text"
    assert [other.rule for other in others] == ["visa-order"]


def test_findings_take_three_queries_however_many_visas_there_are():
    for number in (1, 4):
        act = ActFactory()
        convention = ConventionFactory()
        AnnexFactory(act=act, text="", convention=convention)
        for rank in range(number):
            cited = in_force(signed(act.authority, number=f"{rank}"))
            VisaFactory(act=act, text="", cited_act=cited)
            VisaFactory(act=act, text="", legal_text=LegalTextFactory())
            VisaFactory(act=act, text=f"Vu la décision n° {rank} du 1er mars 2020 ;")
            VisaFactory(act=None, convention=convention, text="", cited_act=cited)
        with CaptureQueriesContext(connection) as queries:
            citation_findings(act, on=DAY)
        assert len(queries) == 3
