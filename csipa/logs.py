"""Keeps out of the journals what opens something by itself."""

from __future__ import annotations

import logging
import re

_FEED = re.compile(r"(/(?:agenda|seances)/)[^/\s\"']+(\.ics)")


class HideSecrets(logging.Filter):
    """Replaces the secret in the address of an agenda; the rest of the line stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, masked."""
        record.msg = _masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(value) for value in record.args)
        return True


def _masked(value: object) -> object:
    return _FEED.sub(r"\1…\2", value) if isinstance(value, str) else value
