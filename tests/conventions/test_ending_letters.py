"""The letters that end a convention: one for each other party, with blanks for what is unknown."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from conventions.actions.terminating import terminate
from conventions.documents.notice import letters_context, letters_html, letters_pdf
from conventions.review.ending_letters import headings_of, letters_of
from sites.models import Organisation, Representative
from tests.conventions.ending import TODAY, notice, parties, permanence
from tests.conventions.factories import ArticleFactory
from tests.conventions.review.lives import executory_act
from tests.pdf.verapdf import failures

pytestmark = pytest.mark.django_db


def ended(*, giver=1, convention=None, today=TODAY, **fields):
    """Return the end of a convention, its sender with an address."""
    convention = convention or permanence()
    decision = notice(convention, giver=giver, **fields)
    sender = parties(convention)[giver - 1].organisation
    Organisation.objects.filter(pk=sender.pk).update(
        seat_address="100 avenue de Londres", seat_postal_code="62400", commune="62119"
    )
    return terminate(convention=convention, decision=decision, by=None, today=today)


def letters(*, place="", **fields):
    return letters_context(letters_of(ended(**fields), place=place))["letters"]


def plain(text):
    return text.replace("\u00a0", " ")


def body(letter):
    return plain(" ".join(line["before"] for line in letter["paragraphs"]))


def test_each_other_party_has_its_letter():
    found = letters()
    assert [letter["recipient"]["name"] for letter in found] == [
        "L’association Naître au village",
        "L’association Bien vieillir",
    ]
    assert {letter["sender"]["name"] for letter in found} == {
        "La communauté d’agglomération des Trois Vallées"
    }
    assert found[0]["sender"]["lines"] == ["100 avenue de Londres", "62400 Béthune"]


def test_the_letter_says_what_ends_when_and_under_which_article():
    said = body(letters()[0])
    assert "La communauté d’agglomération des Trois Vallées et l’association Naître" in said
    assert "signée le 26 janvier 2026" in said
    assert "prévues à son article 2 (« Résiliation »)" in said
    assert "Un préavis de 15 jours court du jour où la dernière des parties reçoit" in said
    assert "reçue le 10 mars 2026 au plus tard" in said
    assert "met fin à la convention le 25 mars 2026, dernier jour inclus" in said
    assert "Les autres parties reçoivent une lettre semblable" in said


def test_the_letter_is_addressed_to_who_holds_the_office_on_its_day():
    convention = permanence()
    told = parties(convention)[1]
    Representative.objects.filter(pk=told.representative_id).update(end=dt.date(2026, 3, 1))
    Representative.objects.create(
        organisation=told.organisation,
        first_name="Claire",
        last_name="Delattre",
        gender="f",
        capacity="président",
        start=dt.date(2026, 3, 2),
    )
    letter = letters(convention=convention)[0]
    assert letter["recipient"]["attention"] == (
        "À l’attention de Madame Claire DELATTRE, présidente"
    )
    assert letter["greeting"] == "Madame la Présidente,"
    assert "Veuillez agréer, Madame la Présidente," in letter["closing"]


def test_what_is_unknown_is_a_line_to_fill_in():
    convention = permanence(sealed=False)
    Representative.objects.update(end=dt.date(2026, 3, 9))
    convention.articles.all().delete()
    found = letters(convention=convention)[0]
    assert found["greeting"] == "Madame, Monsieur,"
    assert found["recipient"]["unknown"]
    assert found["recipient"]["blank"]
    assert found["signature"]["unknown"]
    assert found["place"] == ""
    assert [line["blank"] for line in found["paragraphs"]].count(True) == 1
    html = letters_html(letters_context(letters_of(convention.termination)))
    assert html.count('<span class="blank"></span>') >= 8


def test_a_person_is_written_to_and_signs_in_their_own_name():
    convention = permanence()
    person = parties(convention)[1].organisation
    Representative.objects.filter(organisation=person).update(end=dt.date(2026, 3, 1))
    Organisation.objects.filter(pk=person.pk).update(
        kind="person", official_name="Madame Nadège Plouvier", article="none", gender="f"
    )
    letter = letters(convention=convention)[0]
    assert plain(letter["recipient"]["name"]) == "Madame Nadège Plouvier"
    assert (letter["greeting"], letter["recipient"]["attention"]) == ("Madame,", "")
    assert not letter["recipient"]["unknown"]
    convention.termination.delete()
    own = letters(convention=convention, giver=2)[0]
    assert plain(own["signature"]["name"]) == "Madame Nadège Plouvier"
    assert "Madame Nadège Plouvier et la communauté" in body(own)


def test_the_place_is_printed_when_it_is_given():
    assert letters(place=" Béthune ")[0]["place"] == "Béthune"


def test_the_form_of_the_notice_is_that_of_the_convention():
    assert letters()[0]["registered"]
    written = permanence(notice_form="written", reference="C-2026-2")
    assert not letters(convention=written)[0]["registered"]


def test_the_letter_signed_by_delegation_says_so():
    convention = permanence()
    Representative.objects.filter(pk=parties(convention)[0].representative_id).update(
        on_behalf="Par délégation de la présidente",
        capacity="vice-président délégué",
        gender="f",
    )
    signature = letters(convention=convention)[0]["signature"]
    assert signature["lines"] == ["Par délégation de la présidente", "La vice-présidente déléguée"]
    assert plain(signature["name"]) == "Alix NOM1"


def test_the_act_that_authorises_the_end_is_cited_once_it_has_a_number():
    act = executory_act(number="2026 031")
    assert "autorisée par la décision n° 2026 031 du 15 janvier 2026" in body(letters(act=act)[0])


def test_an_end_ahead_of_its_notice_gives_its_reason():
    said = body(
        letters(
            effect_on=dt.date(2026, 3, 12), short_notice_reason="Sinistre.", reason="Toit percé."
        )[0]
    )
    assert "avant la fin du préavis de 15 jours, pour la raison suivante : Sinistre." in said
    assert "motivée comme suit : Toit percé." in said


def test_a_day_chosen_after_the_notice_is_said_alone():
    said = body(letters(effect_on=dt.date(2026, 4, 15))[0])
    assert "La convention prend fin le 15 avril 2026, dernier jour inclus." in said


def test_a_denunciation_says_that_nothing_goes_on():
    convention = permanence(renewal="tacit")
    letter = letters(convention=convention, kind="denunciation")[0]
    assert letter["object"].startswith("Dénonciation")
    said = body(letter)
    assert "il n’y aura pas de nouvelle reconduction" in said
    assert "prend donc fin le 28 avril 2026, dernier jour inclus, au terme" in said


def test_a_letter_before_the_convention_begins_says_when_it_would():
    convention = permanence(start=dt.date(2026, 3, 12), signed_on=dt.date(2026, 3, 1))
    assert ", qui prend effet le 12 mars 2026." in body(letters(convention=convention)[0])


def test_articles_are_found_under_the_number_they_print():
    convention = permanence(sealed=False)
    ArticleFactory(convention=convention, position=3, title="Article 12 – Litiges")
    assert [one.number for one in headings_of(convention)] == ["1", "2", "12"]


def test_the_letters_print_one_after_the_other_and_twice_the_same():
    data = letters_of(ended())
    pdf = letters_pdf(data)
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 2
    assert "Alix NOM1" in reader.pages[1].extract_text().replace("\u00a0", " ")
    assert "C-2026-1" in reader.metadata.title
    assert letters_pdf(data) == pdf


@pytest.mark.verapdf
def test_the_letters_are_archivable_and_accessible():
    termination = ended()
    assert failures(letters_pdf(letters_of(termination))) == []
    Representative.objects.update(end=dt.date(2020, 1, 1))
    assert failures(letters_pdf(letters_of(termination))) == []
