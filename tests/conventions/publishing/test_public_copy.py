"""The public copy: the words are nowhere in the file, the annex left out says that it is."""

import json
import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from conventions.documents.context import act_context
from conventions.documents.public_copy import (
    HeldBack,
    Struck,
    WordsLeft,
    count_printed,
    public_context,
    public_pdf,
    public_source,
)
from tests.conventions import acts
from tests.pdf.verapdf import failures

PRIVATE = "vie privée d’une personne physique"
SAFETY = "sécurité des personnes ou des bâtiments"
STRUCK = [Struck("Zoé Quennehen-Dubois", PRIVATE), Struck("06 12 34 56 78", PRIVATE)]
HELD = [HeldBack(2, SAFETY, "plan des issues")]


def named_act():
    """Return a decision that names somebody wherever an act can."""
    act = acts.decision()
    agreement = act["annexes"][0]["convention"]
    act["title"] += " avec Zoé Quennehen-Dubois"
    act["recitals"] = ["Considérant la demande de Mme ZOE QUENNEHEN\u2011DUBOIS, au 0612345678,"]
    agreement["title"] = "Convention avec Zoé Quennehen-Dubois"
    agreement["preamble"] = "<p>Madame Zoé <strong>Quennehen-Dubois</strong> exerce.</p>"
    person = {"title": "Madame", "first_name": "Zoé", "last_name": "QUENNEHEN-DUBOIS"}
    agreement["parties"][0]["representative"] |= person
    return act


def made(act, struck=STRUCK, held_back=(), *, here=True):
    source = public_source(act, struck, held_back)
    context = public_context(act, struck, held_back, drafted_here=here)
    return public_pdf(context, source, struck)


def read(pdf):
    """Return what a reader finds: the text of the pages, the title, the data."""
    reader = PdfReader(BytesIO(pdf))
    pages = "\n".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ")
    return pages, reader.metadata, json.loads(reader.attachments["acte.json"][0])


@pytest.fixture(scope="module")
def copy():
    return made(named_act(), held_back=HELD)


def test_no_word_is_left_in_the_pages_the_titles_or_the_data(copy):
    pages, metadata, data = read(copy)
    everything = f"{pages} {dict(metadata)} {json.dumps(data, ensure_ascii=False)}".lower()
    for word in ("quennehen", "dubois", "0612345678", "12 34 56"):
        assert word not in everything
        assert word.encode() not in copy.lower()
    assert pages.count("[occulté]") >= 6


def test_the_copy_says_that_it_is_one_on_the_first_page_and_at_the_foot_of_each(copy):
    pages, metadata, _ = read(copy)
    notice = "Copie publique : des mentions ont été retirées en application de l’article"
    flat = re.sub(r"\s+", " ", pages)
    assert flat.count(notice) == len(PdfReader(BytesIO(copy)).pages) + 1
    assert f"Retiré : {PRIVATE} (2 mentions)." in flat
    assert metadata.title.endswith("(copie publique)")


def test_an_annex_left_out_leaves_a_line_with_its_ground_in_its_place(copy):
    pages, _, data = read(copy)
    assert f"non publiée ({SAFETY} : plan des issues)" in re.sub(r"\s+", " ", pages)
    assert set(data["annexes"][1]) <= {"title", "number"}
    original = acts.decision()["annexes"][1]
    assert original["title"] not in pages


def test_an_annex_numbered_by_the_program_is_called_by_its_number():
    act = acts.decision()
    for annex in act["annexes"]:
        annex.pop("number", None)
    context = public_context(act, [], [HeldBack(2, SAFETY)], drafted_here=True)
    titled = context["parts"][2]["title"].replace("\u00a0", " ")
    assert titled == f"Annexe n° 2 – non publiée ({SAFETY})"


def test_words_that_the_program_writes_itself_are_refused_rather_than_left():
    act = acts.decision()
    with pytest.raises(WordsLeft, match="encore lisible"):
        made(act, [Struck("Il est convenu ce qui suit", PRIVATE)])


def test_words_left_by_the_layout_are_found_in_the_file(monkeypatch):
    """The check of the file does not rest on that of the data."""
    act = named_act()
    source = public_source(act, STRUCK, [])
    context = public_context(act, STRUCK, [], drafted_here=True)
    whole = act_context(act, draft=False, drafted_here=True)
    monkeypatch.setattr("conventions.documents.public_copy.texts_of", lambda *_: [])
    with pytest.raises(WordsLeft, match="Quennehen"):
        public_pdf({**context, "parts": whole["parts"]}, source, STRUCK[:1])
    for key in ("title", "description"):
        with pytest.raises(WordsLeft):
            public_pdf({**context, key: whole["title"]}, source, STRUCK[:1])


def test_words_left_in_the_data_alone_are_found(monkeypatch):
    act = named_act()
    context = public_context(act, STRUCK, [], drafted_here=True)
    with pytest.raises(WordsLeft):
        public_pdf(context, act, STRUCK)


def test_what_a_reader_meets_is_counted():
    act = named_act()
    context = act_context(act, draft=False, drafted_here=True)
    assert count_printed(context, act, "Zoé Quennehen-Dubois") >= 6
    assert count_printed(context, act, "Zoé Martin") == 0


def test_an_act_with_the_words_of_its_source_takes_the_same_way():
    pages, _, _ = read(made(named_act(), here=False))
    assert "[occulté]" in pages
    assert "quennehen" not in pages.lower()


@pytest.mark.verapdf
def test_a_public_copy_is_archivable_and_accessible(copy):
    assert failures(copy) == []
