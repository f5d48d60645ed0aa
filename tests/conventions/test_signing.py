"""Signing: number, words, seal and document, together or not at all."""

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError, transaction

from conventions.actions import SigningRefused, record_execution, sign_act
from conventions.actions.numbers import take_number
from conventions.exports import TextNotFound, exported, find_text, printed
from conventions.models import Act, Convention, NumberSeries, Party, Provision, Visa
from csipa.pdf.door import PdfError
from tests.conventions.factories import DAY, NOW, ActFactory, ready_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def sign(act, on=DAY):
    """Sign an act and return it as it then stands."""
    document = sign_act(act=act, by=None, on=on, now=NOW)
    return Act.objects.get(pk=act.pk), document


def test_a_signed_act_has_its_number_its_date_and_its_document():
    act, document = sign(ready_act())
    assert (act.number, act.year, act.sequence) == ("2026 001", 2026, 1)
    assert act.signature_date == DAY
    assert hashlib.sha256(bytes(document.content)).hexdigest() == document.sha256
    assert printed(act) == bytes(document.content)


def test_the_convention_is_frozen_on_its_own_too():
    act, _ = sign(ready_act())
    convention = Convention.objects.get(annex__act=act)
    document = convention.documents.get()
    assert document.source["authorised_by"] == {
        "nature": "decision",
        "number": "2026 001",
        "date": "2026-01-15",
    }
    assert printed(convention) == bytes(document.content)


def test_numbers_follow_one_another_without_a_gap():
    signatory = ready_act(with_convention=False).signatory
    acts = [ready_act(with_convention=False, signatory=signatory) for _ in range(3)]
    numbers = [sign(act)[0].number for act in acts]
    assert numbers == ["2026 001", "2026 002", "2026 003"]


def test_a_refused_signature_takes_no_number():
    act = ActFactory(signatory=None)
    with pytest.raises(SigningRefused) as refused:
        sign(act)
    assert any("signataire" in reason for reason in refused.value.reasons)
    assert not NumberSeries.objects.exists()


def test_a_document_that_cannot_be_made_leaves_a_draft_without_a_number(monkeypatch):
    def fail(*_args, **_options):
        raise PdfError("La police manque.")

    act = ready_act()
    monkeypatch.setattr("conventions.documents.render_pdf", fail)
    with pytest.raises(PdfError):
        sign(act)
    act.refresh_from_db()
    assert not act.is_signed
    assert act.number == ""
    assert not NumberSeries.objects.exists()


def test_signing_twice_gives_the_same_document_and_no_second_number():
    act, first = sign(ready_act())
    again = sign_act(act=act, by=None, on=dt.date(2027, 1, 1), now=NOW)
    assert again.pk == first.pk
    assert NumberSeries.objects.get().last == 1


def of_same_authority(act, **fields):
    """Return another draft of the authority of `act`."""
    return ready_act(with_convention=False, signatory=act.signatory, **fields)


@pytest.mark.parametrize(
    ("number", "on", "sequence"),
    [
        pytest.param("2024_445", dt.date(2024, 6, 12), 445, id="underscore"),
        pytest.param("2023 – 063", dt.date(2023, 3, 4), 63, id="dash"),
        pytest.param("N°36/2023", dt.date(2023, 5, 9), None, id="rank-first"),
        pytest.param("12/2025", dt.date(2025, 5, 9), None, id="no-zeros"),
    ],
)
def test_an_old_act_keeps_the_number_it_had(number, on, sequence):
    act, _ = sign(of_same_authority(ready_act(with_convention=False), number=number), on=on)
    assert (act.number, act.year, act.sequence) == (number, on.year, sequence)
    assert find_text(number) == act
    assert list(NumberSeries.objects.values_list("last", flat=True)) == [sequence][: bool(sequence)]


@pytest.mark.parametrize(
    "typed", ["2023_063", "2023 063", "N° 2023–063", "n°2023 – 063", "2023 – 063"]
)
def test_an_act_is_found_again_however_its_number_is_spelt(typed):
    draft = of_same_authority(ready_act(with_convention=False), number="2023 – 063")
    act, _ = sign(draft, on=dt.date(2023, 3, 4))
    assert find_text(typed) == act


def test_two_spellings_are_two_acts_when_they_were_given_as_such():
    first = ActFactory(number="36/2023")
    second = ActFactory(number="Délib 36-2023")
    third = ActFactory(number="36-2023")
    assert find_text("DELIB 36/2023") == second
    assert find_text("36/2023") == first
    assert find_text("36-2023") == third
    with pytest.raises(TextNotFound, match="Plusieurs textes"):
        find_text("36 2023")


def test_a_number_given_last_year_is_signed_in_january():
    draft = of_same_authority(ready_act(with_convention=False), number="2025 900")
    act, _ = sign(draft)
    assert (act.year, act.sequence) == (2025, 900)
    assert NumberSeries.objects.get().year == 2025


def test_nobody_signs_outside_their_time_in_office():
    act = ready_act(with_convention=False)
    act.signatory.end = dt.date(2025, 12, 31)
    act.signatory.save()
    with pytest.raises(SigningRefused, match="pas en fonction"):
        sign(act)


def test_a_new_year_starts_its_series_with_the_pattern_of_the_last():
    act = ready_act(with_convention=False)
    NumberSeries.objects.create(
        authority=act.authority, nature="decision", year=2025, pattern="{yy}-{seq:04d}", last=9
    )
    assert take_number(authority=act.authority, nature="decision", year=2026) == (1, "26-0001")
    assert take_number(authority=act.authority, nature="decision", year=2025) == (10, "25-0010")


def test_words_stay_as_signed_when_the_records_change():
    act, _ = sign(ready_act())
    before = exported(act)
    party = Party.objects.filter(convention__annex__act=act).last()
    party.organisation.official_name = "association Nouveau Nom"
    party.organisation.save()
    act.signatory.last_name = "Autre"
    act.signatory.save()
    assert exported(act) == before
    assert "DHÉLIN" in before


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda act: Act.objects.filter(pk=act.pk).update(title="X"), id="act"),
        pytest.param(lambda act: Act.objects.filter(pk=act.pk).update(sealed=False), id="unseal"),
        pytest.param(lambda act: act.visa_set.update(text="X"), id="visa"),
        pytest.param(lambda act: act.recital_set.all().delete(), id="recital"),
        pytest.param(
            lambda act: Provision.objects.create(act=act, text="ajout", position=9), id="provision"
        ),
        pytest.param(lambda act: act.annexes.update(title="X"), id="annex"),
        pytest.param(lambda act: Convention.objects.update(title="X"), id="convention"),
        pytest.param(lambda act: Party.objects.update(name="X"), id="party"),
        pytest.param(
            lambda act: Convention.objects.get().articles.update(body="<p>X</p>"), id="article"
        ),
        pytest.param(
            lambda act: Convention.objects.get().articles.last().commitments.all().delete(),
            id="commitment",
        ),
        pytest.param(lambda act: act.documents.update(sha256="0"), id="document"),
        pytest.param(lambda act: act.documents.all().delete(), id="document-deleted"),
        pytest.param(
            lambda act: Visa.objects.filter(act=act).update(act=ActFactory()), id="visa-moved-away"
        ),
    ],
)
def test_the_database_itself_refuses_to_change_a_signed_text(write):
    act, _ = sign(ready_act())
    with pytest.raises(DatabaseError, match="conventions_"), transaction.atomic():
        write(act)


def test_execution_is_still_noted_after_signature():
    act, _ = sign(ready_act())
    record_execution(act=act, by=None, received_on=DAY, published_on=DAY)
    assert '"received_on": "2026-01-15"' in exported(act)


def test_a_draft_remains_open_in_the_database():
    act = ready_act()
    assert act.visa_set.update(text="Vu autre chose ;") == 1
    assert act.recital_set.all().delete()[0] == 1


def test_the_version_of_the_page_may_go_on_after_signature():
    act, _ = sign(ready_act())
    act.version += 1
    act.save(update_fields=["version"])
    with pytest.raises(DatabaseError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(version=9, title="X")


def test_the_documents_are_rendered_before_the_number_is_taken(monkeypatch):
    seen = []

    def render(*_args):
        seen.append(NumberSeries.objects.exists())
        return b"%PDF"

    monkeypatch.setattr("conventions.documents.render_pdf", render)
    sign(ready_act())
    assert seen == [False, False]


def test_a_number_taken_meanwhile_renders_the_document_again(monkeypatch):
    act = ready_act(with_convention=False)
    monkeypatch.setattr("conventions.actions.signing.next_number", lambda **_: (7, "2026 007"))
    signed, document = sign(act)
    assert signed.number == "2026 001"
    assert document.source["number"] == "2026 001"


def test_nobody_signs_ahead_of_the_day():
    act = ready_act(with_convention=False)
    with pytest.raises(SigningRefused, match="est à venir"):
        sign(act, on=DAY + dt.timedelta(days=1))
    assert not NumberSeries.objects.exists()


def test_the_series_goes_on_after_a_number_typed_by_hand():
    old = of_same_authority(ready_act(with_convention=False), number="2026_004")
    sign(old)
    act, _ = sign(of_same_authority(old))
    assert act.number == "2026 005"


@pytest.mark.parametrize("spelling", ["2026 004", "2026_4", "n° 2026-004"])
def test_a_number_is_never_given_twice_under_any_spelling(spelling):
    old = of_same_authority(ready_act(with_convention=False), number="2026_004")
    sign(old)
    new = of_same_authority(old, number=spelling)
    with pytest.raises(SigningRefused, match="est déjà celui de l’acte"):
        sign(new)
    new.refresh_from_db()
    assert not new.is_signed


def test_a_number_in_another_style_is_not_given_twice_either():
    old = of_same_authority(ready_act(with_convention=False), number="36/2026")
    sign(old)
    with pytest.raises(SigningRefused, match="est déjà celui de l’acte"):
        sign(of_same_authority(old, number="N° 36-2026"))
