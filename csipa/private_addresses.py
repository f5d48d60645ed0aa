"""Addresses that open by themselves what they lead to: a secret given once, kept as its hash."""

from __future__ import annotations

import hashlib
import secrets

# 256 bits: nobody guesses it, and a plain hash of it tells nothing.
_SECRET_BYTES = 32


def new_secret() -> str:
    """Return a secret that may stand in an address; nothing gives it again."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret.

    An address is looked for by this hash: how long the search takes says nothing of the secret.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
