"""The time-stamping service that the settings name, asked within limits (RFC 3161, § 3.4)."""

from __future__ import annotations

from asyncio import to_thread

from asn1crypto import tsp
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, set_tsp_headers

from csipa.outside import Unanswered, ask

PATIENCE = 15
"""Seconds that the service may take."""
_LARGEST = 200_000
_KIND = "application/timestamp-reply"


class Service(TimeStamper):
    """Asks one address over HTTP."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return what the service answers. Raises TimestampRequestError."""
        return await to_thread(self._asked, req.dump())

    def _asked(self, query: bytes) -> tsp.TimeStampResp:
        try:
            answer = ask(
                self.url,
                data=query,
                headers=set_tsp_headers({}),
                largest=_LARGEST,
                seconds=PATIENCE,
            )
        except Unanswered as error:
            raise TimestampRequestError(f"No answer: {error}") from error
        if answer.status != 200 or answer.kind.partition(";")[0].strip() != _KIND:
            raise TimestampRequestError(f"Answer {answer.status}, {answer.kind[:60]}")
        try:
            stamp = tsp.TimeStampResp.load(answer.content, strict=True)
            _ = stamp.native  # read to the end: what is damaged is told now
        except (ValueError, TypeError) as error:
            raise TimestampRequestError("Unreadable answer") from error
        return stamp


def timestamper() -> TimeStamper | None:
    """Return the service of the settings, None when they name none."""
    return Service(settings.TIMESTAMP_URL) if settings.TIMESTAMP_URL else None
