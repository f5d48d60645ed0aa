"""What a reader finds in the PDF of an act: its words, pages, bookmarks, attachment."""

import datetime as dt
import hashlib
import io
import json
import os
import re
import subprocess
import sys

import pypdf
import pytest

from conventions.documents import act_context, render_html, render_pdf
from csipa.pdf import door
from tests.conventions import acts
from tests.conventions.source_words import folded, words_of_act, words_of_convention

PAGE_NUMBER = re.compile(r"page (\d+) / (\d+)$", re.MULTILINE)


def printed(acte, *, draft=False, here=False):
    return render_pdf(act_context(acte, draft=draft, drafted_here=here), acte)


def read(acte, **options):
    return pypdf.PdfReader(io.BytesIO(printed(acte, **options)))


def spaced(text):
    return text.replace("\u00a0", " ")


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (acts.decision, words_of_act),
        (acts.deliberation, words_of_act),
        (acts.arrete, words_of_act),
        (acts.convention, words_of_convention),
        (acts.forty_parties, words_of_act),
    ],
    ids=["decision", "deliberation", "arrete", "convention", "forty parties"],
)
def test_every_word_of_the_file_is_printed_in_its_order(make, words):
    acte = make()
    text, place = folded(text_of(read(acte))), 0
    for expected in map(folded, words(acte)):
        assert expected in text[place:], expected
        place = text.index(expected, place) + len(expected)


def test_the_act_and_each_annex_count_their_own_pages():
    texts = [page.extract_text() for page in read(acts.forty_parties()).pages]
    counted = [tuple(map(int, PAGE_NUMBER.search(text).groups())) for text in texts]
    act, agreement, rules = counted[0][1], counted[-2][1], 1

    assert agreement > 5
    assert counted == [
        *((page, act) for page in range(1, act + 1)),
        *((page, agreement) for page in range(1, agreement + 1)),
        (1, rules),
    ]


@pytest.mark.parametrize(
    ("make", "draft", "footer"),
    [
        (acts.decision, False, "Décision n° 2026 031 – page 1 / 2"),
        (acts.decision, True, "Décision n° 2026 031 (projet) – page 1 / 2"),
        (acts.deliberation, False, "Délibération N° 7/2026 – page 1 / 1"),
        (acts.arrete, True, "Projet d’arrêté – page 1 / 1"),
    ],
    ids=["decision", "numbered draft", "number with its sign", "draft"],
)
def test_the_footer_names_the_act_and_the_page(make, draft, footer):
    assert footer in read(make(), draft=draft).pages[0].extract_text()


def test_an_annex_is_named_in_its_footer():
    assert "Annexe B à la décision n° 2026 031 – page 1 / 1" in (
        read(acts.decision()).pages[-1].extract_text()
    )


def test_the_document_opens_at_its_title_in_french_with_bookmarks():
    reader = read(acts.decision())
    root = reader.trailer["/Root"]
    act, agreement, articles, rules = reader.outline

    assert spaced(reader.metadata.title).startswith("Décision n° 2026 031 – Sage-femme")
    assert reader.metadata.author == "Communauté d’agglomération des Trois Vallées"
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert spaced(act.title) == "Décision n° 2026 031"
    assert spaced(agreement.title) == (
        "Annexe A à la décision n° 2026 031 – Convention d’accueil d’une consultation avancée de "
        "sage-femme"
    )
    assert [spaced(line.title) for line in articles] == [
        "Préambule",
        "Article 1 – Objet",
        "Article 2 – Engagements de l’association",
        "Article 3 – Fin anticipée",
    ]
    assert (
        spaced(rules.title)
        == "Annexe B à la décision n° 2026 031 – Règlement intérieur de l’antenne"
    )


def test_dates_of_the_file_are_those_of_the_signature():
    reader = read(acts.decision())

    assert reader.metadata["/CreationDate"] == reader.metadata["/ModDate"] == "D:20260302"


def test_the_exchange_file_travels_inside_the_document():
    acte = acts.decision()
    reader = read(acte)
    (specification,) = [
        entry.get_object()
        for entry in reader.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"][1::2]
    ]

    assert json.loads(reader.attachments["acte.json"][0]) == acte
    assert specification["/AFRelationship"] == "/Source"


def test_other_attachments_travel_too():
    acte = acts.arrete()
    plan = door.Attachment("plan.txt", b"plan", "Plan", dt.date(2026, 1, 15), "Supplement")
    context = act_context(acte, draft=True, drafted_here=True)
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(context, acte, [plan])))

    assert list(reader.attachments) == ["acte.json", "plan.txt"]


def test_a_draft_shows_projet_on_every_page_without_a_word_in_the_way():
    reader = read(acts.decision(), draft=True)
    plain = read(acts.decision())

    assert "(projet)" in reader.metadata.title
    for page, same in zip(reader.pages, plain.pages, strict=True):
        assert "PROJET" not in page.extract_text()
        assert len(page.get_contents().get_data()) > len(same.get_contents().get_data()) - 50
    assert "/Pattern" in reader.pages[0]["/Resources"]
    assert not plain.pages[0]["/Resources"].get("/Pattern")


def test_one_context_gives_the_same_bytes_here_and_in_another_process():
    acte = acts.decision()
    context = act_context(acte, draft=False, drafted_here=True)
    here = render_pdf(context, acte)
    code = (
        "import sys, json, hashlib, django; django.setup();"
        "from conventions.documents import render_pdf; context, acte = json.load(sys.stdin);"
        "print(hashlib.sha256(render_pdf(context, acte)).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps([context, acte]),
        capture_output=True,
        text=True,
        check=True,
        cwd=door.PROJECT,
        env={**os.environ, "PYTHONHASHSEED": "11", "DJANGO_SETTINGS_MODULE": "csipa.settings"},
    ).stdout.strip()

    assert hashlib.sha256(here).hexdigest() == there


def test_two_hundred_pages_print():
    acte = acts.decision()
    sentence = "Les parties se réunissent chaque trimestre pour examiner la fréquentation. "
    acte["annexes"][0]["convention"]["preamble"] = f"<p>{sentence * 8}</p>" * 1300

    assert len(read(acte).pages) > 200


def test_markup_in_plain_fields_and_in_bodies_is_text_or_nothing():
    acte = acts.decision()
    acte["title"] = "<img src=file:///etc/passwd> & fils"
    agreement = acte["annexes"][0]["convention"]
    agreement["preamble"] = (
        '<p onclick="x">Bon<script>alert(1)</script>jour</p><img src="http://x">'
    )
    context = act_context(acte, draft=False, drafted_here=False)
    context["parts"][1]["articles"][0]["body"] = "<p>Fin</p><iframe src='file:///etc/passwd'>"
    page = render_html(context)

    assert "&lt;img src=file:///etc/passwd&gt; &amp; fils" in page
    assert "<p>Bonjour</p>" in page
    assert "<p>Fin</p>" in page
    assert not re.search(r"<(img|script|iframe)|onclick", page)
