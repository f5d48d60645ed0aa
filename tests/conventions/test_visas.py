"""Visas of a draft: words from what they cite, legal order, and what signing makes of both."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.actions import record_execution, sign_act
from conventions.actions.visas import cite, keep_in_library, order_visas
from conventions.exchange.writer import act_data, load_act
from conventions.models import Act, LegalText, Visa
from tests.conventions.factories import (
    DAY,
    NOW,
    ActFactory,
    AnnexFactory,
    ConventionFactory,
    LegalTextFactory,
    VisaFactory,
    ready_act,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

PROJECT = (
    "Vu la délibération du conseil communautaire n° 2024/CC007 du 20 février 2024 relative au "
    "projet de santé ;"
)


def deliberation(**fields):
    """Return a signed deliberation of February 2024."""
    defaults = {
        "nature": "deliberation",
        "body": "council",
        "number": "2024/CC007",
        "signature_date": dt.date(2024, 2, 20),
        "state": "signed",
        "title": "Projet de santé.",
    }
    act = ActFactory(**{**defaults, **fields})
    received = act.signature_date + dt.timedelta(days=6)
    record_execution(act=act, by=None, received_on=received, published_on=received)
    return act


def printed(act):
    """Return the visas of an act as a file tells them, with ordinary spaces."""
    return [visa["text"].replace("\u00a0", " ") for visa in act_data(load_act(act.pk))["visas"]]


def test_an_act_of_the_register_is_cited_by_number_date_and_object():
    cited = deliberation()
    act = ActFactory(authority=cited.authority)
    VisaFactory(act=act, text="", cited_act=cited)
    [visa] = act_data(load_act(act.pk))["visas"]
    assert visa["text"].replace("\u00a0", " ") == PROJECT
    assert visa["refers_to"] == {
        "nature": "deliberation",
        "number": "2024/CC007",
        "date": "2024-02-20",
    }


def test_an_act_of_another_authority_is_cited_with_its_name():
    cited = deliberation(body="municipal_council", number="12", title="Prêt de locaux")
    act = ActFactory()
    VisaFactory(act=act, text="", cited_act=cited)
    [visa] = act_data(load_act(act.pk))["visas"]
    name = cited.authority.of_name
    assert f"Vu la délibération du conseil municipal {name} n°\u00a012" in visa["text"]
    assert visa["refers_to"]["authority"] == str(cited.authority)


def test_an_act_without_a_number_is_cited_as_a_draft():
    cited = ActFactory(title="Ouverture de l’antenne")
    act = ActFactory(authority=cited.authority)
    VisaFactory(act=act, text="", cited_act=cited)
    assert printed(act) == [
        "Vu le projet de décision du président portant ouverture de l’antenne ;"
    ]


def test_a_woman_who_signed_in_person_gives_her_gender_to_her_function():
    cited = deliberation(nature="decision", body="president", signature_gender="f")
    act = ActFactory(authority=cited.authority)
    VisaFactory(act=act, text="", cited_act=cited)
    assert printed(act)[0].startswith("Vu la décision de la présidente n° 2024/CC007")


def test_a_delegate_tells_the_gender_of_who_gave_the_delegation():
    cited = deliberation(
        nature="decision",
        body="president",
        signature_gender="m",
        signature_on_behalf="Par délégation de la présidente",
    )
    act = ActFactory(authority=cited.authority)
    VisaFactory(act=act, text="", cited_act=cited)
    assert printed(act)[0].startswith("Vu la décision de la présidente n° 2024/CC007")


def test_a_text_of_the_library_gives_its_words_at_each_reading():
    text = LegalTextFactory(wording="Vu le code du travail, article 1,")
    act = ActFactory()
    VisaFactory(act=act, text="", legal_text=text)
    assert printed(act) == ["Vu le code du travail, article 1 ;"]
    text.wording = "Vu le code du travail, article 2"
    text.save()
    assert printed(act) == ["Vu le code du travail, article 2 ;"]


def test_words_typed_go_before_those_of_the_library():
    act = ActFactory()
    VisaFactory(act=act, text="Vu le code, ainsi", legal_text=LegalTextFactory())
    VisaFactory(act=act, text="Vu la délibération du projet,", cited_act=deliberation())
    assert printed(act) == ["Vu le code, ainsi", "Vu la délibération du projet,"]
    assert act_data(load_act(act.pk))["visas"][1]["refers_to"]["number"] == "2024/CC007"


def draft_out_of_order(**fields):
    """Return a draft with a decision, then a decree, then a law, then a code."""
    act = ready_act(with_convention=False, **fields)
    act.visa_set.all().delete()
    for rank, text in enumerate(
        (
            "Vu la décision n° 12 du 3 mars 2025 ;",
            "Vu le décret n° 2018-143 du 27 février 2018 ;",
            "Vu la loi n° 2016-41 du 26 janvier 2016 ;",
            "Vu le code de la santé publique, article L. 6323-1 ;",
        ),
        start=1,
    ):
        VisaFactory(act=act, text=text, position=rank)
    return act


def stored(act):
    """Return the second word of each visa, in the order of the rows."""
    return [visa.text.split()[2] for visa in act.visa_set.order_by("position")]


def test_visas_of_a_draft_are_read_in_legal_order_and_numbered_so_when_asked():
    act = draft_out_of_order()
    assert [text.split()[2] for text in printed(act)] == ["code", "loi", "décret", "décision"]
    assert stored(act) == ["décision", "décret", "loi", "code"]
    by = User.objects.create_user("rédactrice")
    assert order_visas(act=act, by=by) == 4
    assert stored(act) == ["code", "loi", "décret", "décision"]
    assert {visa.history.first().history_user for visa in act.visa_set.all()} == {by}
    assert order_visas(act=act, by=by) == 0


def test_an_order_chosen_by_hand_is_kept():
    act = draft_out_of_order(visas_in_order=False)
    assert order_visas(act=act, by=None) == 0
    sign_act(act=act, by=None, on=DAY, now=NOW)
    assert stored(act) == ["décision", "décret", "loi", "code"]


def test_an_imported_act_keeps_the_order_of_its_source():
    act = draft_out_of_order(origin="imported")
    assert order_visas(act=act, by=None) == 0
    assert [text.split()[2] for text in printed(act)] == ["décision", "décret", "loi", "code"]


def test_signing_fixes_the_order_and_the_words_for_ever():
    act = draft_out_of_order()
    text, cited = LegalTextFactory(wording="Vu le code du travail, article 1 ;"), deliberation()
    VisaFactory(act=act, text="", legal_text=text, position=5)
    VisaFactory(act=act, text="", cited_act=cited, position=6)
    before = printed(act)
    document = sign_act(act=act, by=None, on=DAY, now=NOW)
    text.wording = "Vu autre chose ;"
    text.save()
    Act.objects.filter(pk=cited.pk).update(title="Autre objet", number="9")
    assert printed(act) == before
    assert [visa["text"].replace("\u00a0", " ") for visa in document.source["visas"]] == before
    last = act.visa_set.order_by("position")[4]
    assert (last.cited_number, last.cited_date) == ("2024/CC007", cited.signature_date)
    assert last.text


def test_the_document_made_ahead_serves_with_linked_visas(monkeypatch):
    layouts = []

    def render(context, acte, attachments=()):
        layouts.append(acte.get("number"))
        return b"%PDF-"

    monkeypatch.setattr("conventions.documents.render_pdf", render)
    act = draft_out_of_order()
    labour = LegalTextFactory(wording="Vu le code du travail, article 1 ;")
    VisaFactory(act=act, text="", legal_text=labour, position=5)
    VisaFactory(act=act, text="", cited_act=deliberation(), position=6)
    sign_act(act=act, by=None, on=DAY, now=NOW)
    assert layouts == ["2026 001"]


def test_the_visas_of_an_annexed_convention_are_fixed_too_and_may_cite_the_act():
    act = ready_act(title="Prêt des locaux")
    convention = act.annexes.get().convention
    VisaFactory(act=None, convention=convention, text="", legal_text=LegalTextFactory(), position=1)
    VisaFactory(act=None, convention=convention, text="", cited_act=act, position=2)
    document = sign_act(act=act, by=None, on=DAY, now=NOW)
    texts = list(convention.visa_set.order_by("position").values_list("text", flat=True))
    name = act.authority.of_name
    assert texts[0].startswith("Vu le code de la santé publique")
    assert f"{name} n°\u00a02026\u00a0001 du 15\u00a0janvier\u00a02026" in texts[1]
    assert [visa["text"] for visa in document.source["annexes"][0]["convention"]["visas"]] == texts


def test_reading_an_act_takes_as_many_queries_for_many_visas_as_for_one():
    counts = []
    for number in (1, 6):
        act = ActFactory()
        for rank in range(number):
            VisaFactory(act=act, text="", legal_text=LegalTextFactory())
            VisaFactory(act=act, text="", cited_act=deliberation(number=f"{number}-{rank}"))
        convention = AnnexFactory(act=act, text="", convention=ConventionFactory()).convention
        VisaFactory(act=None, convention=convention, text="", cited_act=act)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            act_data(load_act(act.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_several_texts_and_acts_are_cited_at_once_each_once_and_in_order():
    act, cited, text = draft_out_of_order(), deliberation(), LegalTextFactory(kind="code")
    version = act.version
    assert cite(act=act, texts=[text], acts=[cited, act], by=None) == 2
    assert cite(act=act, texts=[text], acts=[cited], by=None) == 0
    lines = list(act.visa_set.order_by("position"))
    assert [line.position for line in lines] == [1, 2, 3, 4, 5, 6]
    assert lines[1].legal_text == text
    assert lines[4].cited_act == cited
    act.refresh_from_db()
    assert act.version == version + 1


def test_nothing_is_added_to_a_signed_act():
    assert cite(act=deliberation(), texts=[LegalTextFactory()], by=None) == 0
    assert not Visa.objects.exists()


def test_a_visa_typed_by_hand_becomes_a_text_to_review_that_the_line_follows():
    visa = VisaFactory(text="Vu la loi n° 2016-41 du 26 janvier 2016 ;")
    text = keep_in_library(
        visa=visa, by=None, name="Loi santé", kind="law", date=dt.date(2016, 1, 26)
    )
    visa.refresh_from_db()
    assert (visa.text, visa.legal_text) == ("", text)
    assert (text.state, text.verified_on) == ("to_review", None)
    assert printed(visa.act) == ["Vu la loi n° 2016-41 du 26 janvier 2016 ;"]
    assert Act.objects.get(pk=visa.act_id).version == 2


def test_words_that_the_library_has_already_are_not_kept_twice():
    text = LegalTextFactory(wording="Vu le code ;")
    visa = VisaFactory(act=None, convention=ConventionFactory(), text="Vu le code ;")
    assert keep_in_library(visa=visa, by=None, name="X", kind="law", date=None) == text
    assert LegalText.objects.count() == 1
