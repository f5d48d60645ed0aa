"""PKCS#12 files of every kind that a server may be given, good and bad."""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from csipa.pdf import certificates as opened
from tests.pdf.certificates import (
    NOT_AFTER,
    NOT_BEFORE,
    PASSPHRASE,
    Identity,
    authority,
    seal,
)


def configure(settings, folder, content=None, passphrase=PASSPHRASE):
    """Name a certificate in the settings: the seal of the tests, or the file given."""
    path = folder / "secret-folder.p12"
    path.write_bytes(seal().pkcs12() if content is None else content)
    settings.SIGNING_CERTIFICATE = str(path)
    settings.SIGNING_PASSPHRASE = passphrase
    settings.TIMESTAMP_URL = ""
    opened._opened.cache_clear()


def issued(*, since=NOT_BEFORE, until=NOT_AFTER, own=False, signs=True):
    """Return the PKCS#12 file of a certificate; `own` signs it by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Cachet d’un jour")])
    root = authority()
    usage = dict.fromkeys(_USES, False) | {
        "digital_signature": signs,
        "key_encipherment": not signs,
    }
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if own else root.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key if own else root.key, hashes.SHA256())
    )
    return Identity(certificate, key, () if own else (root.certificate,)).pkcs12()


_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def day(year: int, month: int, of_month: int) -> dt.datetime:
    """Return the start of a day, in universal time."""
    return dt.datetime(year, month, of_month, tzinfo=dt.UTC)
