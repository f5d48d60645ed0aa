"""Keeps bytes once, under their SHA-256."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.contrib.auth.models import AbstractBaseUser

from conventions.models import StoredFile


def store_file(
    *, content: bytes, content_type: str, by: AbstractBaseUser | None, now: dt.datetime
) -> StoredFile:
    """Return the row of these bytes, without them, made unless it is there already."""
    sha256 = hashlib.sha256(content).hexdigest()
    row = StoredFile(
        sha256=sha256,
        content=content,
        size=len(content),
        content_type=content_type,
        stored_at=now,
        stored_by=by,
    )
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    return StoredFile.objects.defer("content").get(sha256=sha256)
