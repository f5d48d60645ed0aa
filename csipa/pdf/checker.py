"""The child process that reads a PDF from anybody: `python -m csipa.pdf.checker MEMORY SECONDS`.

One file, one process. It knows no Django, no database and no secret, may write no file and never
asks the network anything: that a certificate was revoked since is not noticed.
"""

from __future__ import annotations

import io
import os
import resource
import signal
import sys
from datetime import datetime
from typing import Any, BinaryIO

from asn1crypto import pem, x509
from pyhanko.pdf_utils.decode_limits import DecodeLimits, StreamDecodeLimits
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import KeyUsageConstraints, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from csipa.pdf.appended import only_signed_since
from csipa.pdf.embedded import EmbeddedRefused, embedded_content
from csipa.pdf.frames import read_frame, write_frame
from csipa.pdf.revisions import Revision, earlier_revisions

MOST_SIGNATURES = 50
_LIMITS = DecodeLimits(per_stream=StreamDecodeLimits(max_output_size=32 * 1024 * 1024))
_LONGEST_NAME = 200

# EN 319 412-5 §4.2.3: the mark of a certificate made for seals (id-etsi-qct-eseal), as DER.
_QC_STATEMENTS = "1.3.6.1.5.5.7.1.3"
_FOR_SEALS = bytes.fromhex("060704008e46010602")
_FOR_SIGNATURES = bytes.fromhex("060704008e46010601")
# EN 319 412-2 §4.3: a natural person's subject holds one of these.
_OF_A_PERSON = frozenset({"given_name", "surname", "pseudonym"})
_USAGES = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)


class Unreadable(Exception):
    """The file cannot be read; `args[0]` is the outcome that the asker has a sentence for."""


def opened(content: bytes) -> tuple[PdfFileReader, bool]:
    """Return the file, and whether it follows the format strictly; raises Unreadable."""
    for strict in (True, False):
        try:
            reader = PdfFileReader(io.BytesIO(content), strict=strict, decode_limits=_LIMITS)
            encrypted = reader.encrypted
            _ = reader.root["/Pages"]
        except (MemoryError, RecursionError):
            raise
        except Exception:  # the library raises all sorts of errors on what is not a PDF  # noqa: S112 (tried again less strictly, then told as unreadable)
            continue
        if encrypted:
            raise Unreadable("encrypted")
        return reader, strict
    raise Unreadable("damaged")


class Checker:
    """Reads the signatures of one file, against the authorities that are trusted at one moment."""

    def __init__(self, content: bytes, roots: list[x509.Certificate], now: datetime) -> None:
        self.content = content
        self.roots = roots
        self.now = now
        self.reader, self.strict = opened(content)

    def result(self) -> dict[str, Any]:
        """Return what the file holds, ready for JSON."""
        signatures, foreign = self._signatures()
        return {
            "signatures": signatures,
            "unread": foreign,
            "roots": len(self.roots),
            "faithful": self._faithful(earlier_revisions(self.content)) if signatures else [],
        }

    def _signatures(self) -> tuple[list[dict[str, Any]], int]:
        """Return the signatures in the order of signing, and how many nothing can be said of."""
        found, unread = [], 0
        for name, value, field in enumerate_sig_fields(self.reader, filled_status=True):
            if len(found) + unread == MOST_SIGNATURES:
                raise Unreadable("signatures")
            try:
                if value.get_object().get("/Type") == "/DocTimeStamp":
                    continue
                embedded = EmbeddedPdfSignature(self.reader, field, name)
                found.append((embedded.signed_revision, self._told(embedded)))
            except (MemoryError, RecursionError):
                raise
            except Exception:  # as above: one broken signature must not hide the others
                unread += 1
        return [told for _, told in sorted(found, key=lambda pair: pair[0])], unread

    def _told(self, embedded: EmbeddedPdfSignature) -> dict[str, Any]:
        """Say who signed, when, what, and how far that can be believed."""
        status = self._status(embedded, self.now)
        stamp = status.timestamp_validity
        stamped = bool(stamp and stamp.intact and stamp.valid)
        if stamp and stamp.trusted and not status.trusted and stamp.timestamp < self.now:
            # The timestamp proves that the signature existed while the certificate was good.
            status = self._status(embedded, stamp.timestamp)
        certificate = embedded.signer_cert
        subject, issuer = certificate.subject.native, certificate.issuer.native
        signed_at = stamp.timestamp if stamped else embedded.self_reported_timestamp
        return {
            "signer": _one(subject, "common_name", "pseudonym", "organization_name"),
            "organisation": _one(subject, "organization_name"),
            "issuer": _one(issuer, "common_name", "organization_name"),
            "signed_at": signed_at.isoformat() if signed_at else None,
            "timestamped": stamped,
            "intact": bool(status.intact and status.valid and self.strict),
            "whole_document": status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
            "later_changes": _later_changes(status),
            "trusted": bool(status.trusted and self.strict),
            "expired": certificate.not_valid_after < self.now,
            "seal": _is_seal(certificate),
        }

    def _status(self, embedded: EmbeddedPdfSignature, moment: datetime) -> PdfSignatureStatus:
        return validate_pdf_signature(
            embedded,
            signer_validation_context=self._context(moment),
            ts_validation_context=self._context(self.now),
            key_usage_settings=_USAGES,
        )

    def _context(self, moment: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=self.roots,
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
        )

    def _faithful(self, revisions: list[Revision]) -> list[str]:
        """Return the hashes of the earlier revisions after which only signing happened."""
        tables = {
            self.reader.xrefs.get_startxref_for_revision(number): number
            for number in range(self.reader.xrefs.total_revisions)
        }
        return [
            revision.sha256
            for revision in revisions
            if revision.startxref in tables and self._only_signed_since(tables[revision.startxref])
        ]

    def _only_signed_since(self, number: int) -> bool:
        """Tell whether all that follows revision `number` are signatures and their evidence."""
        if not self.strict:
            return False
        try:
            return only_signed_since(self.reader, number)
        except (MemoryError, RecursionError):
            raise
        except Exception:  # as above
            return False


def _later_changes(status: PdfSignatureStatus) -> str:
    """Return nothing, "allowed" or "suspicious": what was done to the file after the signature."""
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return ""
    suspicious = (
        status.coverage is not SignatureCoverageLevel.ENTIRE_REVISION
        or isinstance(status.diff_result, SuspiciousModification)
        or not status.docmdp_ok
    )
    return "suspicious" if suspicious else "allowed"


def _one(name: dict[str, Any], *keys: str) -> str:
    """Return the first of these parts of a name that is there, without signs nobody sees."""
    for key in keys:
        value = name.get(key)
        text = value[0] if isinstance(value, list) and value else value
        if isinstance(text, str) and text.strip():
            shown = "".join(sign if sign.isprintable() else " " for sign in text)
            return " ".join(shown.split())[:_LONGEST_NAME]
    return ""


def _is_seal(certificate: x509.Certificate) -> bool:
    """Tell the seal of a legal person from the signature of somebody.

    The mark of a qualified certificate decides; else a seal is what names no person but the
    identifier of an organisation (EN 319 412-3 §4.2.1).
    """
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted == _QC_STATEMENTS:
            statements = extension["extn_value"].contents
            if _FOR_SEALS in statements:
                return True
            if _FOR_SIGNATURES in statements:
                return False
    parts = set(certificate.subject.native)
    return "organization_identifier" in parts and not parts & _OF_A_PERSON


def _certificates(files: list[bytes]) -> list[x509.Certificate]:
    """Return the certificates of PEM files; what is none is left out."""
    found = []
    for file in files:
        try:
            parts = [der for kind, _, der in pem.unarmor(file, multiple=True)]
            found += [x509.Certificate.load(der, strict=True) for der in parts]
        except ValueError:
            continue
    return found


def _title(reader: PdfFileReader) -> str:
    """Return the title that a file gives itself, nothing when it gives none."""
    try:
        return str(reader.trailer_view["/Info"]["/Title"])
    except KeyError:
        return ""


def _answer(header: dict[str, Any], parts: list[bytes]) -> tuple[str, dict[str, Any], bytes]:
    """Do what is asked; return (outcome, result, bytes)."""
    content, *files = parts
    try:
        if header["task"] == "embedded":
            reader, _ = opened(content)
            found = embedded_content(reader, header["name"])
            return "done", {"title": _title(reader)}, found
        now = datetime.fromisoformat(header["now"])
        return "done", Checker(content, _certificates(files), now).result(), b""
    except (Unreadable, EmbeddedRefused) as error:
        return str(error), {}, b""
    except MemoryError:
        return "memory", {}, b""
    except RecursionError:
        return "damaged", {}, b""
    except Exception:  # whatever the library raises on such a file, the asker gets an answer
        return "damaged", {}, b""


def _answer_pipe() -> BinaryIO:
    """Keep standard output for the answer; what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def main(memory: int, seconds: int) -> None:
    """Answer one request within `memory` bytes of address space and `seconds` of computing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    answers = _answer_pipe()
    header, parts = read_frame(os.fdopen(sys.stdin.fileno(), "rb", buffering=0))
    outcome, result, found = _answer(header, parts)
    write_frame(answers, {"outcome": outcome, "result": result}, [found])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
