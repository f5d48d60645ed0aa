"""The journals: each line says which request or job it belongs to, and nothing that opens a door.

A line is one event: what comes from outside never starts another (OWASP ASVS 5.0, 16.4.1).
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="-")
account: ContextVar[int | None] = ContextVar("account", default=None)


@contextmanager
def belonging_to(number: str, person: int | None = None) -> Iterator[None]:
    """Put the number of a request or of a job on every line written meanwhile, and who asked."""
    tokens = request_id.set(number), account.set(person)
    try:
        yield
    finally:
        request_id.reset(tokens[0])
        account.reset(tokens[1])


_SECRETS = (
    re.compile(r"(/(?:agenda|seances)/)[^/\s\"']+(\.ics)"),
    # Links sent by mail: they choose a password, confirm an address or open an account.
    re.compile(r"(/compte/\S*?(?:key|confirm-email|invitation)/)[^/\s\"'?]+(/?)"),
    # What a provider of identity sends back in an address.
    re.compile(r"([?&](?:code|state|id_token)=)[^&\s\"'>]+()"),
    re.compile(r"(\b(?:postgres|postgresql|smtp|smtp\+tls|smtp\+ssl)://[^:/\s]+:)[^@\s]+(@)"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class Belonging(logging.Filter):
    """Adds to each line the request, or the job, and the account that it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, completed."""
        record.request_id = request_id.get()
        record.account = account.get()
        return True


class HideSecrets(logging.Filter):
    """Replaces what opens something by itself; the rest of the line stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, masked."""
        record.msg = _masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(value) for value in record.args)
        return True


class OneLine(logging.Formatter):
    """Lines for people: a message never breaks into two; the trace of an error may follow it."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole line, masked: an object may tell an address as its text."""
        return str(_masked(super().format(record)))

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line, control characters written as what they are."""
        record.message = _CONTROLS.sub(lambda found: repr(found[0])[1:-1], record.message)
        return super().formatMessage(record)

    def formatException(self, ei) -> str:
        """Return the trace, masked: the message of an error may quote an address."""
        return str(_masked(super().formatException(ei)))


class Json(JsonFormatter):
    """Lines for tools: one JSON object each, moments in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole line, masked: what is told beside the message is in it too."""
        return str(_masked(super().format(record)))

    def add_fields(self, log_data, record, message_dict) -> None:
        """Name what every line carries as the tools expect it."""
        super().add_fields(log_data, record, message_dict)
        moment = dt.datetime.fromtimestamp(record.created, tz=dt.UTC)
        # The whole of a request, its address with it: the number and the route are told already.
        log_data.pop("request", None)
        log_data["time"] = moment.isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname
        log_data["logger"] = record.name

    def formatException(self, ei) -> str:
        """Return the trace, masked."""
        return str(_masked(super().formatException(ei)))


def _masked(value: object) -> object:
    if not isinstance(value, str):
        return value
    for secret in _SECRETS:
        value = secret.sub(r"\1…\2", value)
    return value
