"""The Word document of a draft: the words of the PDF, real styles, lists and tables."""

import html
import io
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from conventions.actions import sign_act
from conventions.documents import act_context, render_docx, render_html
from conventions.exports import TextSigned, word_file
from conventions.models import Convention
from tests.conventions import acts
from tests.conventions.factories import DAY, NOW, ready_act

ALL = ["decision", "deliberation", "arrete", "convention", "forty_parties"]


def context_of(name, *, draft=True):
    return act_context(getattr(acts, name)(), draft=draft, drafted_here=True)


def opened(name, *, draft=True):
    return Document(io.BytesIO(render_docx(context_of(name, draft=draft))))


def blocks(document):
    """Yield the paragraphs in reading order; a table of signatures is read by columns."""
    for child in document.element.body:
        if child.tag == qn("w:p"):
            yield Paragraph(child, document)
        elif child.tag == qn("w:tbl"):
            for column in Table(child, document).columns:
                for cell in column.cells:
                    yield from cell.paragraphs


def words_of_word(document):
    return "".join("".join(p.text for p in blocks(document)).split())


def words_of_pdf(context):
    """Return what the PDF lays out: its HTML without tags, hyphens as they are typed."""
    body = render_html(context).split("<body>")[1]
    text = html.unescape(re.sub(r"<[^>]*>", "", body)).replace("\u2011", "-")
    return "".join(text.split())


def paragraphs(document, style):
    return [p for p in blocks(document) if p.style.name == style]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("draft", [True, False], ids=["draft", "final"])
def test_the_words_are_those_of_the_pdf(name, draft):
    context = context_of(name, draft=draft)
    assert words_of_word(opened(name, draft=draft)) == words_of_pdf(context)


def test_each_kind_of_paragraph_has_its_style():
    document = opened("decision")
    data = acts.decision()

    assert paragraphs(document, "Title")[0].text.endswith("n°\u00a02026\u00a0031")
    assert len(paragraphs(document, "Considérant")) >= len(data["recitals"])
    assert len(paragraphs(document, "Visa")) >= len(data["visas"])
    assert paragraphs(document, "Dispositif")[0].runs[0].bold
    assert paragraphs(document, "Nom du signataire")[0].text == "Hélène MARQUANT"
    assert [p.text for p in paragraphs(document, "Heading 2")][:2] == [
        "Préambule",
        "Article\u00a01er – Objet",
    ]
    assert paragraphs(opened("deliberation"), "Article")[0].text == "Article\u00a01er"


def test_annexes_begin_on_a_page_of_their_own_under_their_name():
    document = opened("decision")
    heads = [p.text for p in paragraphs(document, "Heading 1")]
    assert heads == [
        "Annexe A à la décision n°\u00a02026\u00a0031",
        "Annexe B à la décision n°\u00a02026\u00a0031",
    ]
    assert len(document.sections) == 3
    assert all(section.start_type.name == "NEW_PAGE" for section in document.sections)


def test_lists_are_numbered_by_word_and_begin_again_at_one():
    document = opened("decision")
    marks = [
        (p.style.name, p._p.pPr.numPr.numId.val if p._p.pPr.numPr is not None else None)
        for p in document.paragraphs
        if p.style.name.startswith("List")
    ]
    assert {style for style, _ in marks} == {"List Bullet", "List Number"}
    assert not any(p.text.startswith(("–", "-", "1.")) for p in document.paragraphs)
    restarted = {number for style, number in marks if style == "List Number"}
    numbering = document.part.numbering_part.element
    for number in restarted:
        (num,) = numbering.xpath(f"w:num[@w:numId={number}]")
        assert num.xpath("w:lvlOverride[@w:ilvl=0]/w:startOverride/@w:val") == ["1"]


def test_a_nested_list_stands_one_level_deeper():
    document = opened("decision")
    levels = [
        p._p.pPr.numPr.ilvl.val
        for p in paragraphs(document, "List Bullet")
        if p._p.pPr.numPr is not None and p._p.pPr.numPr.ilvl is not None
    ]
    assert {0, 1} <= set(levels)


def test_bold_italic_breaks_and_ordinals_of_a_body_are_kept():
    document = opened("decision")
    runs = [run for p in document.paragraphs for run in p.runs]
    assert any(run.bold and run.text == "consultation avancée" for run in runs)
    assert any(run.italic and run.text for run in runs)
    assert any("\n" in p.text for p in document.paragraphs)
    assert any(run.font.superscript and run.text == "er" for run in runs)


def test_parties_sign_two_by_two_under_their_names():
    document = opened("forty_parties")
    assert len(document.tables) == 20
    for table in document.tables:
        assert table._tbl.xpath("w:tr[1]/w:trPr/w:tblHeader")
        assert len(table._tbl.xpath("w:tr/w:trPr/w:cantSplit")) == 2
        assert table._tbl.xpath("w:tblPr/w:tblCaption/@w:val")[0].startswith("Signature")
    first = document.tables[0]
    assert [cell.text for cell in first.rows[0].cells] == [
        "La Commune de Val-Fictif-1",
        "La Commune de Val-Fictif-2",
    ]
    assert "Madame\u00a0Camille\u00a0DUBREUIL-1" in first.cell(1, 0).text


def test_a_group_of_parties_has_its_own_tables():
    document = opened("convention")
    assert [p.text for p in paragraphs(document, "Groupe")] == [
        "L’État et ses agences",
        "Les collectivités",
    ]
    assert [len(table.columns) for table in document.tables] == [1, 2]


@pytest.mark.parametrize("name", ["decision", "deliberation"])
def test_a_signature_is_never_alone_on_a_page(name):
    document = opened(name)
    signature = next(i for i, p in enumerate(document.paragraphs) if "Fait à" in p.text)
    assert document.paragraphs[signature - 1].paragraph_format.keep_with_next
    for style in ("Signature", "Heading 2", "Title", "Formule", "Introduction"):
        assert document.styles[style].paragraph_format.keep_with_next


def parts_xml(document):
    """Return the header and footer of the second page of the first part."""
    section = document.sections[0]
    return section.header._element, section.footer._element


def test_pages_are_a4_and_say_whose_act_it_is_and_how_many_they_are():
    document = opened("decision")
    header, footer = parts_xml(document)
    section = document.sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert round(section.left_margin.mm) >= 25
    assert "Communauté d’agglomération des Trois Vallées" in "".join(header.itertext())
    fields = footer.xpath(".//w:fldSimple/@w:instr")
    assert [field.strip() for field in fields] == ["PAGE", "NUMPAGES"]
    assert "Décision n°\u00a02026\u00a0031 (projet) – page" in "".join(footer.itertext())


def test_only_a_draft_bears_the_mark():
    for draft in (True, False):
        document = opened("decision", draft=draft)
        for section in document.sections:
            headers = [section.header]
            if section.different_first_page_header_footer:
                headers.append(section.first_page_header)
            for header in headers:
                assert ("PROJET" in header.paragraphs[0].text) == draft
                assert bool(header._element.xpath(".//w:pict")) == draft


def test_the_document_says_its_title_author_language_and_no_day_of_its_own():
    document = opened("decision")
    told = document.core_properties
    assert told.title.startswith("Décision n°\u00a02026\u00a0031")
    assert told.author == told.last_modified_by == "Communauté d’agglomération des Trois Vallées"
    assert told.language == "fr-FR"
    assert told.created.isoformat().startswith("2026-03-02")
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["fr-FR"]
    assert opened("arrete").core_properties.created.year == 1980


@pytest.mark.parametrize("name", ALL)
def test_the_same_context_gives_the_same_bytes(name):
    first, second = render_docx(context_of(name)), render_docx(context_of(name))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert archive.testzip() is None


def test_the_list_of_styles_holds_ours_and_french_names():
    names = {style.name for style in opened("arrete").styles}
    assert {"Visa", "Considérant", "Dispositif", "Article", "Signature"} <= names
    assert len(names) < 50


@pytest.mark.django_db
def test_a_draft_opens_in_word_and_a_signed_act_does_not(admin_client, quick_pdf):
    act = ready_act()
    address = reverse("admin:conventions_act_word", args=[act.pk])
    change = reverse("admin:conventions_act_change", args=[act.pk])
    assert address in admin_client.get(change).content.decode()
    response = admin_client.get(address)
    assert response["Content-Disposition"] == f'attachment; filename="projet-{act.pk}.docx"'
    assert Document(io.BytesIO(response.content)).core_properties.title

    sign_act(act=act, by=None, on=DAY, now=NOW)
    assert address not in admin_client.get(change).content.decode()
    assert "seul document est le PDF" in admin_client.get(address, follow=True).content.decode()
    with pytest.raises(TextSigned):
        word_file(act)


@pytest.mark.django_db
def test_a_convention_alone_opens_in_word(admin_client):
    ready_act()
    convention = Convention.objects.get()
    address = reverse("admin:conventions_convention_word", args=[convention.pk])
    change = reverse("admin:conventions_convention_change", args=[convention.pk])
    assert address in admin_client.get(change).content.decode()
    document = Document(io.BytesIO(admin_client.get(address).content))
    assert convention.title.replace(" ", "") in words_of_word(document).replace("\u00a0", "")


@pytest.mark.django_db
def test_nobody_without_rights_fetches_a_draft(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("x", is_staff=True))
    assert (
        client.get(reverse("admin:conventions_act_word", args=[ready_act().pk])).status_code == 403
    )


@pytest.mark.django_db
def test_the_command_prints_for_word_by_the_name_of_the_file(tmp_path, quick_pdf):
    act = ready_act()
    act.number = "2026 777"
    act.save()
    call_command("print_act", "2026 777", "-o", tmp_path / "acte.docx")
    assert Document(tmp_path / "acte.docx").core_properties.language == "fr-FR"
    sign_act(act=act, by=None, on=DAY, now=NOW)
    with pytest.raises(CommandError, match="PDF figé"):
        call_command("print_act", "2026 777", "-o", tmp_path / "signe.docx")


def test_the_secretary_of_the_meeting_signs_below_on_the_same_page():
    document = opened("collegial")
    title = next(i for i, p in enumerate(document.paragraphs) if p.text.endswith("de séance"))
    assert document.paragraphs[title - 1].paragraph_format.keep_with_next
    assert [p.text for p in document.paragraphs[title : title + 2]] == [
        "Le secrétaire de séance",
        "Marc DUBRULLE",
    ]
