"""The certificate that the demonstration makes to try the seal with."""

import datetime as dt

import pytest

from csipa.demo.seal import write_seal
from csipa.pdf.signing import certificate_told

NOW = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def certificate(tmp_path, settings):
    settings.SIGNING_CERTIFICATE = str(tmp_path / "var" / "cachet.p12")
    settings.SIGNING_PASSPHRASE = ""
    write_seal(tmp_path / "var" / "cachet.p12", now=NOW)
    return tmp_path / "var" / "cachet.p12"


def test_it_opens_without_a_passphrase_and_says_that_it_is_worth_nothing(certificate):
    told = certificate_told(now=NOW)
    assert told.subject == "Cachet de démonstration"
    assert told.organisation == "Démonstration, sans valeur"
    assert told.self_signed
    assert not told.fault


def test_it_is_for_its_owner_alone(certificate):
    assert certificate.stat().st_mode & 0o077 == 0


def test_a_certificate_that_is_there_already_is_kept(certificate):
    before = certificate.read_bytes()
    write_seal(certificate, now=NOW + dt.timedelta(days=900))
    assert certificate.read_bytes() == before
