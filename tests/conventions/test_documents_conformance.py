"""The reference checker on every shape of document; needs Java."""

import pytest

from conventions.documents import act_context, render_pdf
from csipa.pdf import door
from tests.conventions import acts
from tests.pdf.verapdf import failures, failures_of

DOCUMENTS = {
    "decision with two annexes": (acts.decision, False, False),
    "the same worded here": (acts.decision, False, True),
    "deliberation with a vote": (acts.deliberation, False, False),
    "draft with its watermark": (acts.arrete, True, True),
    "convention alone, three levels": (acts.convention, False, False),
    "draft convention worded here": (acts.convention, True, True),
    "deliberation with its meeting": (acts.collegial, False, True),
    "forty parties": (acts.forty_parties, False, True),
}


@pytest.mark.verapdf
@pytest.mark.parametrize(("make", "draft", "here"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_is_archivable_and_accessible(make, draft, here):
    acte = make()
    pdf = render_pdf(act_context(acte, draft=draft, drafted_here=here), acte)

    assert failures(pdf) == []


@pytest.mark.verapdf
def test_the_checker_sees_a_document_that_is_not_accessible():
    skipping = '<!DOCTYPE html><html lang="fr"><title>x</title><h1>Un</h1><h3>Trois</h3></html>'

    assert failures_of(door.render(skipping, stylesheet="acte.css"), "PDFUA_1") != []
