"""Answers of other machines, read up to a size and a time, from the place that was asked alone.

A service that is compromised, or another that took its place, can neither fill the memory nor hold
a process for ever, nor send it to read a third one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

import requests
from urllib3.exceptions import HTTPError

_CHUNK = 64 * 1024


class Unanswered(OSError):
    """Nothing usable came; the text, in English, is for the journal."""


@dataclass(frozen=True)
class Answer:
    """What came: the HTTP status, the kind that the machine says, the bytes."""

    status: int
    kind: str
    content: bytes


def ask(
    url: str,
    *,
    largest: int,
    seconds: float,
    data: Mapping[str, str] | bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """GET an address, or POST data to it; no redirection is followed. Raises Unanswered."""
    until = time.monotonic() + seconds
    try:
        with requests.request(
            "GET" if data is None else "POST",
            url,
            data=data,
            # Packed bytes could be far larger once unpacked: they are not asked for.
            headers={"Accept-Encoding": "identity", **(headers or {})},
            timeout=seconds,
            allow_redirects=False,
            stream=True,
        ) as answer:
            content = read_within(answer.raw.read1, largest + 1, until)
            kind = answer.headers.get("Content-Type", "")
            status = answer.status_code
    except (OSError, HTTPException, HTTPError, ValueError) as error:
        raise Unanswered(type(error).__name__) from error
    if len(content) > largest:
        raise Unanswered("too large")
    return Answer(status, kind, content)


def read_within(read1: Callable[[int], Any], largest: int, until: float) -> bytes:
    """Read up to `largest` bytes, by what has come; raise TimeoutError past a moment.

    `read1` returns as soon as there is a byte: whoever sends one at a time is not waited for.
    """
    parts: list[bytes] = []
    left = largest
    while left and (part := read1(min(_CHUNK, left))):
        if time.monotonic() > until:
            raise TimeoutError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
