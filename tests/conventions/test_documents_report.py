"""The report to the council: its words, then its pages."""

import io

import pytest
from pypdf import PdfReader

from conventions.documents.report import render_report, render_report_html, report_context
from tests.pdf.verapdf import failures


def decision(**values):
    known = {
        "key": 1,
        "nature": "decision",
        "body": "president",
        "number": "2026 008",
        "date": "2026-01-15",
        "title": "Permanence de soins à Norrent-Fontes",
        "powers": [{"subject": "approuver les prêts ;", "number": "2022/12", "date": "2022-05-31"}],
        "delegation": "",
        "enforceable_on": "2026-01-16",
        "late": False,
        "effects": [],
        "conventions": [],
    }
    return known | values


def convention(**values):
    known = {
        "title": "Convention tripartite",
        "reference": "",
        "parties": ["La commune de Robecq", "la CPTS Val de Lys", "APAS 82"],
        "start": "",
        "end": "",
        "finance": {},
    }
    return known | values


def data(*decisions, **values):
    known = {
        "format": "csipa-compte-rendu/1",
        "authority": "Communauté d’agglomération des Trois Vallées",
        "body": "council",
        "held_on": "2026-02-03",
        "chair": "Mme Isabelle CARLIER, présidente",
        "since": "2025-12-09",
        "decisions": list(decisions),
        "cancelled": [],
        "cancelled_keys": [],
    }
    return known | values


def context(*decisions, draft=False, **values):
    return _spaced(report_context(data(*decisions, **values), draft=draft))


def row(**values):
    return context(decision(**values))["rows"][0]


def _spaced(value):
    if isinstance(value, dict):
        return {key: _spaced(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_spaced(item) for item in value]
    return value.replace("\u00a0", " ") if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("count", "total"),
    [
        (0, "Aucune décision n’a été prise par délégation."),
        (1, "Le présent compte rendu porte sur une décision."),
        (21, "Le présent compte rendu porte sur vingt et une décisions."),
    ],
)
def test_the_total_is_in_words_and_in_the_feminine(count, total):
    assert context(*[decision()] * count)["total"] == total


@pytest.mark.parametrize(
    ("body", "subtitle", "article", "capacity"),
    [
        ("council", "Conseil communautaire du 3 février 2026", "L. 5211-10", "La présidente,"),
        ("municipal_council", "Conseil municipal du 3 février 2026", "L. 2122-23", "La maire,"),
        ("board", "Conseil d’administration du 3 février 2026", "délégation", "La présidente,"),
    ],
)
def test_each_council_has_its_name_its_article_and_its_executive(body, subtitle, article, capacity):
    told = context(body=body)
    assert (told["subtitle"], told["capacity"]) == (subtitle, capacity)
    assert article in told["legal"]


@pytest.mark.parametrize(
    ("chair", "capacity"),
    [
        ("M. Henri VASSEUR, président", "Le président,"),
        ("Mme Claire LEMOINE, vice-présidente", "Le président,"),
        ("", "Le président,"),
    ],
)
def test_the_executive_signs_whoever_chairs_in_its_place(chair, capacity):
    assert context(chair=chair)["capacity"] == capacity


@pytest.mark.parametrize(
    ("woman", "name"), [(True, "Décision de la présidente"), (False, "Décision du président")]
)
def test_a_decision_is_named_after_who_held_the_office(woman, name):
    [row] = context(decision(held_by_woman=woman))["rows"]
    assert row["name"] == f"{name} n° 2026 008 du 15 janvier 2026"


def test_the_period_starts_from_the_last_meeting_when_there_is_one():
    assert context()["period"] == "Décisions prises depuis la réunion du 9 décembre 2025"
    assert context(since="")["period"] == "Décisions prises jusqu’au 3 février 2026"


def test_a_decision_is_told_in_a_row_and_in_sentences():
    told = row()
    assert (told["number"], told["date"], told["enforceable"]) == (
        "2026 008",
        "15/01/2026",
        "16/01/2026",
    )
    assert told["name"] == "Décision du président n° 2026 008 du 15 janvier 2026"
    assert told["sentences"] == [
        "Matière déléguée : approuver les prêts (délibération n° 2022/12 du 31 mai 2022).",
        "Exécutoire le 16 janvier 2026.",
    ]


def test_what_is_not_known_is_said_to_be_unknown():
    told = row(powers=[], delegation="En vertu de la délibération du 31 mai 2022,")
    assert told["power"] == "En vertu de la délibération du 31 mai 2022"
    bare = row(powers=[{"subject": "ester en justice", "number": "", "date": ""}])
    assert bare["sentences"][0] == "Matière déléguée : ester en justice (délibération)."
    assert row(enforceable_on="")["sentences"][-1] == "Date exécutoire non connue."


@pytest.mark.parametrize(
    ("finance", "money"),
    [
        ({}, ""),
        ({"mode": "free"}, "à titre gratuit"),
        ({"mode": "valued", "amount": "800.00"}, "à titre gratuit"),
        ({"mode": "rent", "amount": "1200.00", "period": "month"}, "1 200,00 € par mois"),
        ({"mode": "lump_sum", "amount": "5000.00"}, "5 000,00 €"),
        ({"mode": "per_act", "per_act": {"amount": "25.00", "unit": "acte"}}, "25,00 € par acte"),
    ],
)
def test_the_money_of_a_convention_is_told_in_a_few_words(finance, money):
    assert row(conventions=[convention(finance=finance)])["stake"] == money


def test_a_convention_is_told_with_its_parties_and_its_period():
    annexed = convention(start="2026-01-26", end="2026-04-28", reference="C-3")
    assert row(conventions=[annexed])["sentences"][1] == (
        "Convention annexée : « Convention tripartite » (C-3), entre la commune de Robecq, "
        "la CPTS Val de Lys et APAS 82, du 26 janvier au 28 avril 2026."
    )
    endless = convention(parties=[], start="2026-01-26")
    assert row(conventions=[endless])["sentences"][1] == (
        "Convention annexée : « Convention tripartite », à compter du 26 janvier 2026."
    )


def test_the_column_of_amounts_is_there_when_one_decision_has_one():
    assert "Montant ou effet" not in render_report_html(
        report_context(data(decision()), draft=False)
    )
    rich = decision(effects=[{"verb": "terminates", "convention": "C-1"}])
    html = render_report_html(report_context(data(decision(), rich), draft=False))
    assert "Montant ou effet" in html
    assert "résilie la convention C" in html


def test_markup_in_an_object_is_printed_as_text():
    html = render_report_html(report_context(data(decision(title="<b>Prêt</b>")), draft=False))
    assert "&lt;b&gt;Prêt" in html


@pytest.fixture(scope="module")
def printed():
    """A report of several pages, as PDF and as text."""
    many = [decision(key=rank, number=f"2026 {rank:03d}") for rank in range(1, 41)]
    cancelled = [
        {"nature": "decision", "number": "2026 041", "date": "2026-01-20", "reason": "Doublon."}
    ]
    told = data(*many, cancelled=cancelled)
    content = render_report(report_context(told, draft=False), told)
    pages = [_spaced(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]
    return told, content, pages


def test_the_head_of_the_table_comes_back_on_every_page_it_covers(printed):
    _, _, pages = printed
    assert len(pages) > 3
    with_head = [page for page in pages if "Délégation exercée" in page]
    assert len(with_head) >= 2
    for rank, page in enumerate(pages, start=1):
        assert f"page {rank} / {len(pages)}" in page


def test_every_decision_is_in_the_table_and_in_a_paragraph(printed):
    _, _, pages = printed
    text = "\n".join(pages)
    for rank in range(1, 41):
        assert f"Décision du président n° 2026 {rank:03d}" in text
        assert text.count(f"2026 {rank:03d}") >= 2
    assert "Décision n° 2026 041 : numéro annulé le 20 janvier 2026" in text


def test_the_same_data_give_the_same_bytes_and_travel_with_them(printed):
    told, content, _ = printed
    assert render_report(report_context(told, draft=False), told) == content
    assert "compte-rendu.json" in PdfReader(io.BytesIO(content)).attachments


@pytest.mark.verapdf
def test_the_report_is_archivable_and_accessible(printed):
    assert failures(printed[1]) == []
