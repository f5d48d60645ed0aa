"""« Arrêter le texte »: a convention authorised elsewhere gets its document, for ever."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from conventions.actions.amending import amend
from conventions.actions.closing import ClosingRefused, close_text, closing_refusals
from conventions.exchange.agreements import standalone_data
from conventions.models import Convention, DocumentKind, Party
from conventions.review.agreeing import matrix_of
from conventions.review.open_findings import open_findings
from tests.conventions import amended
from tests.conventions.agreed import DAY, TODAY, agreed, note
from tests.conventions.amended import in_force, signed
from tests.conventions.factories import (
    ArticleFactory,
    CommitmentFactory,
    EmpoweringActFactory,
    LegalTextFactory,
    VisaFactory,
)
from tests.conventions.factories_agreements import (
    FinancialTermFactory,
    InstalmentFactory,
    LentEquipmentFactory,
    OccupiedRoomFactory,
    OccupiedSlotFactory,
    PayerFactory,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 2, 1, 9, 0, tzinfo=dt.UTC)


def alone(**fields):
    return agreed(2, annexed=False, **{"reference": "C-1", **fields})


def closed(convention, **options):
    return close_text(convention=convention, by=None, now=NOW, **options)


def test_the_words_are_fixed_the_document_kept_and_the_text_sealed():
    convention = alone()
    user = User.objects.create_user("agent")
    document = close_text(convention=convention, by=user, now=NOW)
    assert (document.kind, document.created_by) == (DocumentKind.CONVENTION, user)
    assert bytes(document.content).startswith(b"%PDF-")
    convention.refresh_from_db()
    assert convention.sealed
    assert Party.objects.filter(convention=convention, as_written=True).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Convention.objects.filter(pk=convention.pk).update(title="Autre")


def test_it_prints_as_what_the_program_words_and_not_as_a_file_brought_it():
    document = closed(alone())
    assert document.context["parts"][0]["agreed"]


def test_a_text_without_a_reference_or_not_ready_stays_open_with_every_reason():
    convention = alone(reference="", originals=None)
    convention.articles.all().delete()
    with pytest.raises(ClosingRefused) as refused:
        closed(convention)
    said = [reason[:22] for reason in refused.value.reasons]
    assert said[0].startswith("Donnez une référence")
    assert len(said) == 3
    assert not Convention.objects.get().sealed


def test_an_annexed_text_is_closed_by_its_act():
    convention = agreed(2, reference="C-2")
    assert "quand l’acte est signé" in closing_refusals(convention)[0].replace("\u00a0", " ")
    with pytest.raises(ClosingRefused):
        closed(convention)


def test_a_text_is_closed_once():
    convention = alone()
    closed(convention)
    with pytest.raises(ClosingRefused, match="déjà arrêté"):
        closed(convention)
    assert convention.documents.count() == 1


def test_what_rereading_found_must_have_been_seen():
    convention = alone(title="Convention de partenariat  de de santé")
    found = open_findings(convention, on=None)
    assert found
    with pytest.raises(ClosingRefused) as refused:
        closed(convention)
    assert refused.value.findings == found
    assert not convention.documents.exists()
    closed(convention, findings_accepted=found)
    assert convention.documents.exists()


def test_the_words_of_its_visas_are_fixed_too():
    convention = alone()
    text = LegalTextFactory()
    VisaFactory(act=None, convention=convention, legal_text=text, text="", position=1)
    document = closed(convention, findings_accepted=open_findings(convention, on=None))
    assert document.source["visas"] == [{"text": text.wording}]


def test_signatures_given_to_the_draft_hold_and_those_of_later_name_the_document():
    convention = alone()
    note(convention, (1, {"signed_on": DAY}))
    document = closed(convention)
    assert matrix_of(convention, today=TODAY).rows[0].is_valid
    noted = note(convention, (2, {"signed_on": DAY}))
    assert noted.matrix.complete
    assert noted.matrix.rows[1].signature.document == document
    assert convention.conclusion.signed_on == DAY


def test_whatever_is_agreed_reads_the_same_before_and_after_the_closing():
    convention = alone()
    first = convention.parties.first()
    FinancialTermFactory(convention=convention)
    InstalmentFactory(convention=convention)
    PayerFactory(convention=convention, party=first)
    OccupiedRoomFactory(convention=convention)
    LentEquipmentFactory(convention=convention)
    OccupiedSlotFactory(convention=convention)
    promised = ArticleFactory(convention=convention, position=9, committed_party=first, body="")
    CommitmentFactory(article=promised)
    EmpoweringActFactory(party=first)
    note(convention, (1, {"signed_on": DAY}))
    closed(convention, findings_accepted=open_findings(convention, on=None))
    (row, _) = matrix_of(convention, today=TODAY).rows
    assert (row.changes, row.is_valid) == ([], True)
    assert row.text["common"]["finance"]["amount"] == "300.00"


def test_an_amendment_signed_ahead_of_its_decision_stays_signed():
    made = amend(convention=in_force(), by=None, today=amended.TODAY, end=amended.NEW_END)
    ahead = {"signed_on": amended.TODAY, "early_reason": "Agenda du maire."}
    note(made.convention, (1, ahead), (2, ahead), today=amended.TODAY)
    signed(made.act, amended.TODAY)
    matrix = matrix_of(made.convention, today=amended.TODAY)
    assert [row.told for row in matrix.rows] == ["signée", "signée"]
    assert matrix.document is not None


def test_a_record_that_changes_after_the_closing_voids_nothing():
    convention = alone()
    closed(convention)
    note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": DAY}))
    organisation = convention.parties.first().organisation
    organisation.official_name = "association Autre Nom"
    organisation.save()
    assert matrix_of(convention, today=TODAY).complete


def test_what_the_exchange_form_gains_later_voids_nothing_that_is_closed(monkeypatch):
    convention = alone()
    closed(convention)
    note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": DAY}))

    def grown(loaded):
        return {**standalone_data(loaded), "penalties": "Aucune."}

    monkeypatch.setattr("conventions.review.agreeing.standalone_data", grown)
    assert matrix_of(convention, today=TODAY).complete
