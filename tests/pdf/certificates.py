"""A certification authority of our own for tests: nothing here is trusted anywhere.

Keys are elliptic (P-256, made in a millisecond), apart from that of the timestamping service: the
one that pyHanko gives for tests signs with RSA only. Everything is made once a process.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

PASSPHRASE = "phrase d’essai"
NOT_BEFORE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
NOT_AFTER = dt.datetime(2045, 1, 1, tzinfo=dt.UTC)
EXPIRED_ON = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)

_QC_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
# SEQUENCE { SEQUENCE { id-etsi-qcs-QcType, SEQUENCE { id-etsi-qct-eseal } } } (EN 319 412-5).
_OF_A_SEAL = bytes.fromhex("3015 3013 0606 0400 8e46 0106 3009 0607 0400 8e46 0106 02")

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Identity:
    """A certificate, its private key, and the certificates above it."""

    certificate: x509.Certificate
    key: Key
    above: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        """Return the certificate alone, as a trust list holds it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def pkcs12(self, passphrase: str = PASSPHRASE) -> bytes:
        """Return the certificate, its key and its chain as a settings file would (PKCS#12)."""
        return pkcs12.serialize_key_and_certificates(
            b"essai",
            self.key,
            self.certificate,
            list(self.above),
            serialization.BestAvailableEncryption(passphrase.encode()),
        )


@cache
def authority(name: str = "Autorité d’essai") -> Identity:
    """Return a root authority; another name gives another one."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name, organisation="Essais")
    certificate = (
        _certificate(subject, subject, key, NOT_BEFORE, NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Identity(certificate, key)


@cache
def person(name: str = "Camille Martin", *, expired: bool = False) -> Identity:
    """Return somebody who signs for an authority; `expired`: since the end of 2020."""
    first, _, last = name.partition(" ")
    subject = _name(name, organisation="Communauté d’agglomération d’essai", first=first, last=last)
    return _issued(subject, EXPIRED_ON if expired else NOT_AFTER)


@cache
def seal(*, expired: bool = False) -> Identity:
    """Return the seal of a legal person, marked as such."""
    organisation = "Communauté d’agglomération d’essai"
    subject = _name(organisation, organisation=organisation, siren="200072460")
    mark = x509.UnrecognizedExtension(_QC_STATEMENTS, _OF_A_SEAL)
    return _issued(subject, EXPIRED_ON if expired else NOT_AFTER, mark)


@cache
def timestamping() -> Identity:
    """Return a timestamping authority."""
    return _issued(
        _name("Horodatage d’essai", organisation="Essais"),
        NOT_AFTER,
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]),
        critical=True,
        key=rsa.generate_private_key(65537, 2048),
    )


def timestamper(fixed: dt.datetime | None = None) -> DummyTimeStamper:
    """Return a timestamping service that answers in this process; `fixed` is its clock."""
    identity = timestamping()
    store = SimpleCertificateStore()
    for above in identity.above:
        store.register(_asn1(above))
    return DummyTimeStamper(
        _asn1(identity.certificate), _asn1_key(identity), certs_to_embed=store, fixed_dt=fixed
    )


def signed(
    content: bytes,
    by: Identity,
    *,
    at: dt.datetime | None = None,
    timestamped: bool = False,
    field: str = "Signature",
    change: Callable[[IncrementalPdfFileWriter], None] | None = None,
) -> bytes:
    """Return `content` signed in place (PAdES, an invisible field) by `by`, as others would.

    `change` may alter the file in the very revision of the signature, as a cheat would.
    """
    store = SimpleCertificateStore()
    for above in by.above:
        store.register(_asn1(above))
    signer = signers.SimpleSigner(
        signing_cert=_asn1(by.certificate), signing_key=_asn1_key(by), cert_registry=store
    )
    out = io.BytesIO()
    metadata = signers.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    if change is not None:
        change(writer)
    pdf_signer = signers.PdfSigner(
        metadata, signer=signer, timestamper=timestamper(at) if timestamped else None
    )
    pdf_signer.sign_pdf(writer, output=out)
    return out.getvalue()


def _issued(
    subject: x509.Name,
    until: dt.datetime,
    mark: x509.ExtensionType | None = None,
    *,
    critical: bool = False,
    key: Key | None = None,
) -> Identity:
    """Return an end certificate of the first authority."""
    root = authority()
    key = key or ec.generate_private_key(ec.SECP256R1())
    builder = _certificate(subject, root.certificate.subject, key, NOT_BEFORE, until)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    builder = builder.add_extension(_usage(authority=False), critical=True)
    if mark is not None:
        builder = builder.add_extension(mark, critical=critical)
    return Identity(builder.sign(root.key, hashes.SHA256()), key, (root.certificate,))


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: Key,
    since: dt.datetime,
    until: dt.datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(
    common: str, *, organisation: str, first: str = "", last: str = "", siren: str = ""
) -> x509.Name:
    """Return a subject as EN 319 412 writes those of persons, legal persons and services."""
    told = [
        (NameOID.COUNTRY_NAME, "FR"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATION_IDENTIFIER, f"NTRFR-{siren}" if siren else ""),
        (NameOID.GIVEN_NAME, first),
        (NameOID.SURNAME, last),
        (NameOID.COMMON_NAME, common),
    ]
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in told if value])


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _asn1_key(identity: Identity) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(
        identity.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
