"""Reads a public address as anybody would, from outside, and never more than it needs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from csipa.outside import read_within

TIMEOUT = 20.0
"""Seconds that one reading may take, from the first byte asked to the last one read."""

_REDIRECTIONS = 3
_HEADERS = {"User-Agent": "CSIPA-constat/1.0", "Accept": "*/*", "Cache-Control": "no-cache"}


class Unreachable(Exception):
    """Nothing could be read there; the text says why, in French."""


@dataclass(frozen=True)
class Answer:
    """What an address answered: the HTTP status, the bytes, and whether there were more of them."""

    status: int
    content: bytes
    is_cut: bool = False


class _Redirections(HTTPRedirectHandler):
    """Follow few redirections, on the same machine only: another one proves nothing of this one."""

    max_redirections = _REDIRECTIONS
    max_repeats = _REDIRECTIONS

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Refuse to leave the web, or the machine; HTTPError when there are too many."""
        _refuse_scheme(newurl)
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        if _machine(here.hostname) != _machine(there.hostname):
            raise Unreachable("l’adresse renvoie vers un autre site")
        if here.scheme == "https" and there.scheme != "https":
            raise Unreachable("l’adresse renvoie vers une page qui n’est pas protégée (http)")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def read_address(url: str, *, largest: int) -> Answer:
    """Read at most `largest` bytes of a page or file; raise Unreachable when nothing answers.

    An answer that is not a success (404, 500…) is an answer.
    """
    _refuse_scheme(url)
    until = time.monotonic() + TIMEOUT
    opener = build_opener(_Redirections, ProxyHandler({}))
    try:
        with opener.open(Request(url, headers=_HEADERS), timeout=TIMEOUT) as response:  # noqa: S310 (its scheme is checked above)
            content = read_within(response.read1, largest + 1, until)
            return Answer(response.status, content[:largest], len(content) > largest)
    except HTTPError as error:
        with error:
            return Answer(error.code, b"")
    except TimeoutError:
        raise Unreachable("le site n’a pas répondu à temps") from None
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise Unreachable("le site n’a pas répondu à temps") from None
        raise Unreachable(f"le site est injoignable ({type(reason).__name__})") from None


def _machine(name: str | None) -> str:
    return (name or "").removeprefix("www.")


def _refuse_scheme(url: str) -> None:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Unreachable("l’adresse du site ne commence ni par http ni par https")
