"""What an act lacks to be sent to the State: all of it at once, with what to do."""

import datetime as dt

import pytest

from conventions.actions import record_execution
from conventions.models import FrozenDocument
from conventions.review.identifiers import act_identifier_of, acts_identified
from conventions.review.preflight import Chosen, preflight, sender_told
from tests.conventions.factories import ActFactory, AnnexFactory, ConventionFactory
from tests.conventions.factories_agreements import SignedCopyFactory, StoredFileFactory
from tests.conventions.factories_publication import TransmissionFactory
from tests.conventions.sending import ACT_PDF, CONVENTION_PDF, IDENTIFIER, LATER, signed_act

pytestmark = pytest.mark.django_db


def checked(act, **asked):
    return preflight(act, now=LATER, **asked)


def said(remarks):
    return " ".join(str(remark) for remark in remarks).replace("\u00a0", " ")


def test_an_act_that_lacks_nothing_is_ready_with_its_convention():
    act = signed_act()
    answer = checked(act)
    assert answer.faults == []
    assert answer.identifier == IDENTIFIER
    assert answer.object == "Signature d'une convention - accueil"
    assert answer.ready.name == f"{IDENTIFIER}-1-1_0.xml"
    assert [(piece.name, piece.content) for piece in answer.ready.pieces] == [
        (f"99_AU-{IDENTIFIER}-1-1_1.pdf", ACT_PDF),
        (f"22_CO-{IDENTIFIER}-1-1_2.pdf", CONVENTION_PDF),
    ]
    assert [piece.kind_label for piece in answer.ready.pieces] == ["Autre document", "Convention"]
    assert "communauté d’agglomération" in sender_told(answer.sender)


def test_annexes_are_chosen_with_their_types():
    act = signed_act()
    annex = act.annexes.get()
    assert len(checked(act, annexes=[]).ready.pieces) == 1
    pieces = checked(act, annexes=[Chosen(annex.pk, "32_DP")]).ready.pieces
    assert pieces[1].name.startswith("32_DP-")


def test_an_amendment_is_sent_as_one():
    act = signed_act()
    convention = act.annexes.get().convention
    parent = ConventionFactory()
    type(convention).objects.filter(pk=convention.pk).update(
        parent=parent, parent_relation="amendment", rank=1
    )
    assert checked(act).ready.pieces[1].kind == "42_AC"


def test_every_fault_of_a_draft_is_told_at_once():
    draft = ActFactory(
        number="décision complémentaire 2026", to_transmit=False, authority__siren="", title="–"
    )
    text = said(checked(draft).faults)
    for words in (
        "n’est pas signé",
        "n’étant pas soumis à la transmission",
        "ne peut pas être transmis",
        "matière de l’acte n’est pas donnée",
        "SIREN de l’autorité",
    ):
        assert words in text
    assert checked(draft).ready is None
    assert all(fault.todo for fault in checked(draft).faults)


@pytest.mark.parametrize("code", ["8", "8.12", "12.1", "santé", "8.2.0", "8.2.100"])
def test_a_heading_out_of_the_nomenclature_is_a_fault(code):
    assert "matière" in said(checked(signed_act(subject_matter=code)).faults)


def test_a_number_without_transmissible_form_is_a_fault():
    assert "2 à 15" in said(checked(signed_act(number="délégation 2026-0008 bis")).faults)


def test_an_act_without_date_or_whose_dates_cannot_be_is_refused():
    undated = signed_act(signature_date=None)
    assert "date de l’acte" in said(checked(undated).faults)
    act = signed_act(number="2026 009", authority=undated.authority)
    record_execution(act=act, by=None, sent_on=dt.date(2026, 1, 10))
    assert "Corrigez les dates" in said(checked(act).faults)


def test_bytes_that_are_no_longer_those_of_the_signature_are_not_sent():
    act = signed_act()
    FrozenDocument.objects.filter(act=act).update(content=b"%PDF-1.7 other")
    FrozenDocument.objects.filter(act=None).update(content=b"%PDF-1.7 other")
    faults = checked(act).faults
    assert [str(fault).count("empreinte") for fault in faults] == [1, 1]


def test_a_package_too_heavy_is_refused():
    act = signed_act()
    FrozenDocument.objects.filter(act=None).update(size=150 * 1024 * 1024)
    assert "150 Mo" in said(checked(act).faults)
    assert checked(act, annexes=[]).faults == []


def test_a_convention_without_pdf_stays_in_the_act_and_is_told():
    act = signed_act(convention=False)
    annex = AnnexFactory(act=act, convention=ConventionFactory(reference="C-9"), text="")
    answer = checked(act)
    assert len(answer.ready.pieces) == 1
    assert "« C-9 » n’a pas de PDF à elle" in said(answer.warnings)
    assert "n’est pas au registre" in said(checked(act, annexes=[Chosen(annex.pk, "22_CO")]).faults)


def test_an_annex_of_another_act_or_of_an_unknown_type_is_refused():
    act, annex = signed_act(), AnnexFactory()
    assert "n’est pas de cet acte" in said(checked(act, annexes=[Chosen(annex.pk, "22_CO")]).faults)
    own = Chosen(act.annexes.get().pk, "99_ZZ")
    assert "99_ZZ" in said(checked(act, annexes=[own]).faults)


def test_what_is_sent_of_a_long_object_is_told():
    answer = checked(signed_act(title="Convention tripartite – 中 " * 30))
    assert answer.faults == []
    assert "dépasse 499 caractères" in said(answer.warnings)
    assert "中" in said(answer.warnings)
    assert len(answer.object) <= 499


def test_an_act_received_sent_or_packed_before_is_warned_of():
    act = signed_act()
    TransmissionFactory(act=act)
    assert "déjà 1 paquet" in said(checked(act).warnings)
    record_execution(act=act, by=None, sent_on=dt.date(2026, 1, 15))
    assert "transmis le 15 janvier 2026" in said(checked(act).warnings)
    record_execution(act=act, by=None, received_on=dt.date(2026, 1, 16))
    answer = checked(act)
    assert "déjà reçu en préfecture, le 16 janvier 2026" in said(answer.warnings)
    assert answer.ready


def test_settings_that_are_missing_are_told(settings):
    act = signed_act()
    assert "example.org" in said(checked(act).warnings)
    settings.ACTES_RETURN_EMAILS = []
    settings.ACTES_CLASSIFICATION_DATE = "un jour"
    settings.ACTES_ARRONDISSEMENT = ""
    text = said(checked(act).faults)
    for name in ("ACTES_RETURN_EMAILS", "ACTES_CLASSIFICATION_DATE", "ACTES_ARRONDISSEMENT"):
        assert name in text


def test_the_pdf_signed_electronically_in_the_frozen_one_is_sent():
    act = signed_act(convention=False)
    document = act.documents.get()
    signed = StoredFileFactory(content=ACT_PDF + b"signature")
    other = StoredFileFactory(content=b"%PDF-1.7 elsewhere")
    for file in (signed, other):
        SignedCopyFactory(act=act, convention=None, kind="electronic", file=file, document=document)
    piece = checked(act).ready.pieces[0]
    assert piece.content == ACT_PDF + b"signature"
    assert piece.title == "Acte signé électroniquement"


def test_two_acts_of_one_identifier_are_told():
    act = signed_act(convention=False)
    signed_act(number="2026-008", authority=act.authority, convention=False)
    assert IDENTIFIER in said(checked(act).faults)


def test_the_department_is_that_of_the_seat_then_that_of_the_settings(settings):
    act = signed_act(authority_insee_code="59350")
    assert act_identifier_of(act).startswith("059-")
    act.authority_insee_code, act.authority.commune = "", None
    assert act_identifier_of(act).startswith("062-")
    settings.ACTES_DEPARTMENT = "976"
    assert act_identifier_of(act).startswith("976-")


def test_an_act_is_found_by_its_identifier_or_by_that_under_which_it_was_sent():
    act = signed_act()
    assert acts_identified(IDENTIFIER) == [act]
    old = IDENTIFIER.replace("-AU", "-DE")
    assert acts_identified(old) == []
    TransmissionFactory(act=act, identifier=old)
    assert acts_identified(old) == [act]
    assert acts_identified("nothing") == []


def test_the_check_asks_a_bounded_number_of_queries(django_assert_max_num_queries):
    act = signed_act()
    with django_assert_max_num_queries(9):
        checked(act)
