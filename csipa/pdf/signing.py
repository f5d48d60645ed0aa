"""PAdES signatures (ETSI EN 319 142-1): the only door to pyHanko for signing.

Baseline B-B, B-T when settings name a time-stamping service (RFC 3161). What is signed is added
after the bytes (ISO 32000-1 §7.5.6): the unsigned file stays whole at the start of the signed one,
and its SHA-256 can be worked out from it for ever. The first signature certifies the document and
lets fields be filled (DocMDP 2, §12.8.2.2), so that other parties may still sign.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError as UnreadablePdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    enumerate_sig_fields,
)
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from csipa.french.dates import long_date
from csipa.french.hours import said_time
from csipa.pdf.appearance import shown_style
from csipa.pdf.certificates import (
    Certificate,
    SigningUnavailable,
    certificate_told,
    usable_signer,
)
from csipa.pdf.timestamps import timestamper

__all__ = ["Certificate", "SigningUnavailable", "certificate_told", "empty_fields", "sign_pdf"]

DIGEST = "sha256"


def said_moment(now: dt.datetime) -> str:
    """Return « 15 janvier 2026 à 9 h 30 », on the clocks of settings.TIME_ZONE."""
    local = timezone.localtime(now)
    return f"{long_date(local.date())} à {said_time(local.time())}"


def empty_fields(content: bytes) -> list[str]:
    """Return the names of the signature fields of a PDF of ours that nobody filled."""
    reader = PdfFileReader(io.BytesIO(content))
    return [name for name, _, _ in enumerate_sig_fields(reader, filled_status=False)]


def sign_pdf(
    content: bytes,
    *,
    field: str,
    reason: str,
    location: str,
    now: dt.datetime,
    shown: Sequence[str] = (),
) -> bytes:
    """Return a PDF of ours with one more signature, made at `now` by the server’s certificate.

    It shows in `field`, an empty signature field of the file: the lines of `shown`, the day and
    the reason. When the file has no such field, the signature is invisible. Raises
    SigningUnavailable; what is returned was read again and found intact.
    """
    signer, told = usable_signer(now)
    try:
        signed = asyncio.run(
            _signed(
                content,
                signer=signer,
                field=field,
                reason=reason,
                location=location,
                now=timezone.localtime(now),
                lines=[*(shown or [told.subject]), f"Le {said_moment(now)}", reason],
            )
        )
    except (TimestampRequestError, OSError) as error:
        raise SigningUnavailable(
            "Le service d’horodatage ne répond pas : rien n’est signé. Recommencez plus tard."
        ) from error
    except (SigningError, UnreadablePdf) as error:
        raise SigningUnavailable(
            "Ce PDF n’accepte plus de signature : rien n’est signé."
        ) from error
    _verify(content, signed, signer, now)
    return signed


async def _signed(
    content: bytes,
    *,
    signer: SimpleSigner,
    field: str,
    reason: str,
    location: str,
    now: dt.datetime,
    lines: Sequence[str],
) -> bytes:
    """Add the signature; the moment is `now`, not that of the machine."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    names = {name: found for name, _, found in enumerate_sig_fields(writer)}
    is_first = not writer.prev.embedded_signatures
    place = names.get(field)
    is_shown = place is not None and "/V" not in place.get_object()
    name = field if is_shown else _free_name(set(names))
    made = PdfSigner(
        PdfSignatureMetadata(
            field_name=name,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            location=location,
            certify=is_first,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        ),
        signer=signer,
        timestamper=timestamper(),
        stamp_style=shown_style(lines, _width(place)) if is_shown else None,
        new_field_spec=None if is_shown else SigFieldSpec(name),
    )
    session = made.init_signing_session(writer, existing_fields_only=is_shown)
    session.system_time = now
    size = await session.estimate_signature_container_size(None)
    ready = session.prepare_tbs_document(validation_info=None, bytes_reserved=size)
    prepared, output = ready.digest_tbs_document()
    await ready.perform_signature(
        document_digest=prepared.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=now),
    )
    return bytes(output.getvalue())


def _width(place: Any) -> float:
    """Return the width of a field, in points."""
    left, _, right, _ = place.get_object()["/Rect"]
    return float(right) - float(left)


def _free_name(taken: set[str]) -> str:
    """Return a name for a field that does not show."""
    rank = len(taken) + 1
    while f"cachet-{rank}" in taken:
        rank += 1
    return f"cachet-{rank}"


def _verify(content: bytes, signed: bytes, signer: SimpleSigner, now: dt.datetime) -> None:
    """Read what was just signed as anybody will, our own certificate taken as trusted."""
    if not signed.startswith(content) or len(signed) <= len(content):
        raise SigningUnavailable(_NOT_KEPT)
    last = PdfFileReader(io.BytesIO(signed)).embedded_signatures[-1]
    trusted = ValidationContext(trust_roots=[signer.signing_cert], allow_fetching=False, moment=now)
    status = validate_pdf_signature(last, trusted)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (status.intact and status.valid and whole):
        raise SigningUnavailable(_NOT_KEPT)


_NOT_KEPT = (
    "La signature relue n’est pas celle du document : rien n’est gardé. Prévenez qui s’occupe du "
    "serveur."
)
_NOT_ACCEPTED = "Ce PDF n’accepte plus de signature : rien n’est signé."
