"""The certificate that the server signs with: read from its file, told to people, refused with why.

The file is PKCS#12 (RFC 7292), as certification services hand it out. Neither its path, its
passphrase nor its key ever gets into a message.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from asn1crypto import pkcs12, x509
from django.conf import settings
from django.utils import timezone
from pyhanko.sign.signers import SimpleSigner

from csipa.french.dates import long_date

LARGEST = 1024 * 1024
"""Bytes: a PKCS#12 file with its chain takes some ten thousand."""

SOON = 60
"""Days before its end from which a certificate is to be renewed: issuing one takes weeks."""


class SigningUnavailable(Exception):
    """Nothing can be signed; its text is one French sentence that says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What is told of the certificate; `fault` says why it cannot sign now, empty when it can."""

    subject: str
    organisation: str
    issuer: str
    valid_from: dt.datetime
    valid_until: dt.datetime
    days_left: int
    self_signed: bool
    fault: str = ""

    @property
    def ends_soon(self) -> bool:
        """Tell whether it is time to ask for the next one."""
        return not self.fault and self.days_left <= SOON

    @property
    def last_day(self) -> dt.date:
        """Return the day on which it ends."""
        return timezone.localdate(self.valid_until)


def certificate_told(*, now: dt.datetime | None = None) -> Certificate | None:
    """Return what is known of the certificate, None when the settings name none.

    Raises SigningUnavailable when its file cannot be used. `now` is an aware moment.
    """
    if not settings.SIGNING_CERTIFICATE:
        return None
    return _told(load_signer().signing_cert, now or timezone.now())


def usable_signer(now: dt.datetime) -> tuple[SimpleSigner, Certificate]:
    """Return what signs at `now`, and what is told of it; raises SigningUnavailable."""
    signer = load_signer()
    told = _told(signer.signing_cert, now)
    if told.fault:
        raise SigningUnavailable(told.fault)
    return signer, told


def load_signer() -> SimpleSigner:
    """Return the key and the certificates of the file; raises SigningUnavailable.

    Opening it takes a while on purpose (its passphrase is stretched), so what was opened is kept
    until the file or the passphrase changes.
    """
    if not settings.SIGNING_CERTIFICATE:
        raise SigningUnavailable(
            "Aucun certificat de signature n’est configuré sur ce serveur : "
            "le cachet électronique n’est pas disponible."
        )
    path = Path(settings.SIGNING_CERTIFICATE)
    try:
        status = path.stat()
        if status.st_size > LARGEST:
            raise SigningUnavailable(_NOT_PKCS12)
        return _opened(
            path, status.st_size, status.st_mtime_ns, settings.SIGNING_PASSPHRASE.encode()
        )
    except OSError:
        raise SigningUnavailable(
            "Le fichier du certificat de signature ne peut pas être lu : vérifiez son emplacement "
            "et ses droits sur le serveur."
        ) from None


_NOT_PKCS12 = (
    "Le fichier du certificat de signature n’est pas un fichier PKCS#12 (.p12 ou .pfx) : demandez-"
    "le sous cette forme à qui l’a délivré."
)


@lru_cache(maxsize=2)
def _opened(path: Path, size: int, modified_ns: int, passphrase: bytes) -> SimpleSigner:
    """Open the file of that size and date."""
    content = path.read_bytes()
    try:
        pkcs12.Pfx.load(content, strict=True)["version"].native  # noqa: B018 (reads it)
    except (ValueError, TypeError):
        raise SigningUnavailable(_NOT_PKCS12) from None
    try:
        return SimpleSigner.load_pkcs12_data(content, [], passphrase or None)
    except ValueError:
        raise SigningUnavailable(
            "Le mot de passe du certificat de signature est faux : corrigez-le dans la "
            "configuration du serveur."
        ) from None
    except (AttributeError, TypeError):
        raise SigningUnavailable(
            "Le fichier du certificat de signature ne contient pas de clé privée : exportez-le de "
            "nouveau avec sa clé."
        ) from None


def _told(certificate: x509.Certificate, now: dt.datetime) -> Certificate:
    subject, issuer = certificate.subject.native, certificate.issuer.native
    start, end = certificate.not_valid_before, certificate.not_valid_after
    return Certificate(
        subject=_name(subject),
        organisation=_first(subject.get("organization_name")),
        issuer=_name(issuer),
        valid_from=start,
        valid_until=end,
        days_left=(timezone.localdate(end) - timezone.localdate(now)).days,
        self_signed=certificate.subject == certificate.issuer,
        fault=_fault(certificate, start, end, now),
    )


def _fault(
    certificate: x509.Certificate, start: dt.datetime, end: dt.datetime, now: dt.datetime
) -> str:
    """Say why a certificate cannot sign at `now`; empty when it can."""
    if now < start:
        day = long_date(timezone.localdate(start))
        return f"Le certificat de signature n’est valable qu’à partir du {day}."
    if now > end:
        day = long_date(timezone.localdate(end))
        return (
            f"Le certificat de signature a expiré le {day} : installez celui qui le remplace. "
            "Ce qui est déjà signé le reste."
        )
    usage = certificate.key_usage_value
    if usage is not None and not usage.native & {"digital_signature", "non_repudiation"}:
        return "Ce certificat n’est pas fait pour signer : demandez un certificat de cachet."
    return ""


def _name(native: dict[str, object]) -> str:
    """Return the common name of a subject, else its organisation."""
    return _first(native.get("common_name")) or _first(native.get("organization_name")) or "inconnu"


def _first(value: object) -> str:
    """Return a name that a certificate may hold several times."""
    return str(value[0] if isinstance(value, list) else value or "")
