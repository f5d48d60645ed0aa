"""PAdES signatures of our own documents, with an authority of the test."""

import datetime as dt
import hashlib
import io
import logging
import re
from functools import cache, partial

import pypdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from csipa.pdf import door, signing
from csipa.pdf.appearance import SIZE
from csipa.pdf.signing import SigningUnavailable, certificate_told, empty_fields, sign_pdf
from tests.pdf.certificates import _asn1, authority, timestamper
from tests.pdf.signing_files import day, issued
from tests.pdf.verapdf import failures

NOW = dt.datetime(2026, 1, 15, 8, 30, tzinfo=dt.UTC)
SEAL = "Communauté d’agglomération d’essai"
BLOCK = '<div class="space" id="signature-{0}" data-label="Signature de {1}"></div>'
PAGE = (
    '<!DOCTYPE html><html lang="fr"><title>Essai</title><body><p>Un acte.</p>'
    '<div class="signer">{}</div></body></html>'
)
ASKED = {"reason": "Cachet de l’autorité", "location": "Béthune", "now": NOW}


@cache
def document(fields=2):
    blocks = [BLOCK.format(f"1-{rank}", f"Élodie {rank}") for rank in range(1, fields + 1)]
    return door.render(PAGE.format("".join(blocks)), stylesheet="acte.css")


def signed(content=None, field="signature-1-1", **changes):
    return sign_pdf(content or document(), field=field, **ASKED | changes)


def statuses(content):
    context = ValidationContext(trust_roots=[_asn1(authority().certificate)], allow_fetching=False)
    found = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return [validate_pdf_signature(each, context) for each in found]


def said(error):
    return str(error.value).replace("\u00a0", " ")


def test_the_unsigned_bytes_are_the_start_of_the_signed_ones(certificate):
    content = document()
    made = signed()
    assert len(made) > len(content)
    start = made[: len(content)]
    assert hashlib.sha256(start).digest() == hashlib.sha256(content).digest()


def test_a_signature_is_pades_certifies_and_leaves_the_others_to_be_filled(certificate):
    reader = PdfFileReader(io.BytesIO(signed()))
    (found,) = reader.embedded_signatures
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert found.field_name == "signature-1-1"
    assert found.md_algorithm == "sha256"
    assert found.docmdp_level.value == 2
    assert found.sig_object["/Reason"] == "Cachet de l’autorité"
    assert found.sig_object["/Location"] == "Béthune"


def test_the_day_is_that_of_the_caller_on_french_clocks(certificate):
    (found,) = PdfFileReader(io.BytesIO(signed())).embedded_signatures
    assert found.self_reported_timestamp == NOW
    assert found.self_reported_timestamp.utcoffset() == dt.timedelta(hours=1)
    made = signed(now=dt.datetime(2026, 7, 14, 22, 5, tzinfo=dt.UTC))
    assert "Le 15 juillet 2026 à 0 h 05" in shown(made)


def shown(content, field="signature-1-1"):
    """Return what a field shows, read from its appearance."""
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    (widget,) = [each.get_object() for each in page["/Annots"] if each.get_object()["/T"] == field]
    blank = pypdf.PdfWriter()
    leaf = blank.add_blank_page(500, 500)
    form = widget["/AP"]["/N"].get_object()
    leaf[pypdf.generic.NameObject("/Resources")] = form["/Resources"].clone(blank)
    stream = pypdf.generic.StreamObject()
    stream.set_data(form.get_data())
    leaf[pypdf.generic.NameObject("/Contents")] = blank._add_object(stream)
    return leaf.extract_text().replace("\n", " ")


def test_the_field_shows_who_signs_when_and_why(certificate):
    made = signed(shown=["Élodie Martin", "Présidente de la communauté 100 %"])
    text = shown(made)
    assert "Élodie Martin Présidente de la communauté 100 %" in text
    assert "Le 15 janvier 2026 à 9 h 30" in text
    assert "Cachet de l’autorité" in text
    assert SEAL in shown(signed())


def test_five_lines_in_the_low_field_of_an_act_stay_large_enough_to_be_read(certificate):
    made = signed(shown=["Cachet électronique", "Communauté", "Direction des actes"])
    page = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    (widget,) = [
        each.get_object() for each in page["/Annots"] if each.get_object()["/T"] == "signature-1-1"
    ]
    drawn = widget["/AP"]["/N"].get_object().get_data()
    scale = float(re.search(rb"([0-9.]+) 0 0 [0-9.]+ [0-9.]+ [0-9.]+ cm", drawn)[1])
    assert scale * SIZE >= 6  # points


@pytest.mark.parametrize("field", ["signature-1-1", "", "signature-9-9"])
@pytest.mark.verapdf
def test_a_signed_document_stays_archivable_and_accessible(certificate, field):
    assert failures(document()) == []
    assert failures(signed(field=field)) == []


@pytest.mark.verapdf
def test_a_document_without_fields_is_signed_without_a_mark(certificate):
    content = document(0)
    assert empty_fields(content) == []
    twice = signed(signed(content))
    assert failures(twice) == []
    assert [status.bottom_line or status.intact for status in statuses(twice)] == [True, True]


def test_two_signatures_one_after_the_other_are_both_intact(certificate):
    first = signed()
    assert empty_fields(first) == ["signature-1-2"]
    both = signed(first, field="signature-1-2")
    assert both.startswith(first)
    one, two = statuses(both)
    assert all([one.intact, one.valid, two.intact, two.valid])
    assert one.docmdp_ok
    assert two.coverage is SignatureCoverageLevel.ENTIRE_FILE
    second = PdfFileReader(io.BytesIO(both)).embedded_signatures[1]
    assert second.docmdp_level is None


def test_a_field_that_is_taken_is_not_signed_over(certificate):
    first = signed()
    again = signed(first)
    assert [status.intact for status in statuses(again)] == [True, True]
    assert shown(again) == shown(first)


@pytest.mark.parametrize("place", [20, 2000, -3000])
def test_one_byte_changed_is_seen(certificate, place):
    made = bytearray(signed())
    where = place if place > 0 else len(document()) + place
    made[where] ^= 1
    try:
        (status,) = statuses(bytes(made))
    except Exception:
        return
    assert not status.intact


def test_a_time_stamp_is_added_when_there_is_a_service(certificate, monkeypatch):
    service = timestamper(NOW)
    monkeypatch.setattr(signing, "timestamper", lambda: service)
    (status,) = statuses(signed())
    assert status.timestamp_validity.intact
    assert status.timestamp_validity.timestamp == NOW


def test_a_service_that_does_not_answer_signs_nothing(certificate, settings):
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(SigningUnavailable) as error:
        signed()
    assert "service d’horodatage ne répond pas" in said(error)


def test_the_certificate_is_told(certificate):
    told = certificate_told(now=NOW)
    assert (told.subject, told.organisation, told.issuer) == (SEAL, SEAL, "Autorité d’essai")
    assert (told.valid_from, told.valid_until) == (day(2020, 1, 1), day(2045, 1, 1))
    assert (told.self_signed, told.ends_soon, told.fault) == (False, False, "")
    certificate(issued(own=True, until=day(2026, 2, 1)))
    told = certificate_told(now=NOW)
    assert (told.self_signed, told.ends_soon, told.days_left) == (True, True, 17)
    assert told.last_day == dt.date(2026, 2, 1)


REFUSED = {
    "expired": (partial(issued, until=day(2026, 1, 15)), "a expiré le 15 janvier 2026"),
    "not yet valid": (
        partial(issued, since=day(2026, 3, 1)),
        "n’est valable qu’à partir du 1er mars 2026",
    ),
    "not made to sign": (partial(issued, signs=False), "n’est pas fait pour signer"),
    "not a key file": (lambda: b"-----BEGIN CERTIFICATE-----", "n’est pas un fichier PKCS#12"),
    "empty": (lambda: b"", "n’est pas un fichier PKCS#12"),
}


@pytest.mark.parametrize(("made", "why"), REFUSED.values(), ids=REFUSED)
def test_a_certificate_that_cannot_sign_is_refused_with_why(certificate, made, why):
    certificate(made())
    with pytest.raises(SigningUnavailable) as error:
        signed()
    assert why in said(error)


def test_a_wrong_passphrase_is_refused_and_nothing_secret_is_told(certificate, caplog):
    certificate(passphrase="mauvais secret")
    with caplog.at_level(logging.DEBUG), pytest.raises(SigningUnavailable) as error:
        signed()
    assert "mot de passe du certificat de signature est faux" in said(error)
    for told in (caplog.text, said(error)):
        assert "mauvais secret" not in told
        assert "secret-folder" not in told


def test_a_file_that_is_gone_or_not_named_is_told(certificate, settings):
    settings.SIGNING_CERTIFICATE += ".absent"
    with pytest.raises(SigningUnavailable) as error:
        certificate_told(now=NOW)
    assert "ne peut pas être lu" in said(error)
    assert "absent" not in said(error)
    settings.SIGNING_CERTIFICATE = ""
    assert certificate_told(now=NOW) is None
    with pytest.raises(SigningUnavailable) as error:
        signed()
    assert "Aucun certificat de signature n’est configuré" in said(error)


def test_unsigned_bytes_with_fields_are_the_same_each_time():
    page = PAGE.format(BLOCK.format("1-1", "Élodie"))
    assert door.render(page, stylesheet="acte.css") == door.render(page, stylesheet="acte.css")


def test_a_field_is_named_told_and_read_in_its_place():
    reader = pypdf.PdfReader(io.BytesIO(document()))
    fields = reader.get_fields()
    assert list(fields) == ["signature-1-1", "signature-1-2"]
    assert fields["signature-1-1"]["/TU"] == "Signature de Élodie 1"
    page = reader.pages[0]
    assert page["/Tabs"] == "/S"
    widget = page["/Annots"][0].get_object()
    left, bottom, right, top = widget["/Rect"]
    assert right - left > 100
    assert top - bottom == pytest.approx(51, abs=0.5)
    nums = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    form = nums[nums.index(widget["/StructParent"]) + 1].get_object()
    assert (form["/S"], form["/Alt"]) == ("/Form", "Signature de Élodie 1")
    assert form["/P"]["/S"] == "/Div"
