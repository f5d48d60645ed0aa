"""How large a file may be that a page takes: refused by its size, before a byte of it is read."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Largest:
    """A validator: refuses a file of more than so many megabytes (OWASP ASVS 5.0, 5.2.1)."""

    megabytes: int

    @property
    def told(self) -> str:
        """Return what the help of the field says of it: « 5 Mo au plus. »"""
        return f"{self.megabytes}\u00a0Mo au plus."

    def __call__(self, file: File[bytes]) -> None:
        """Raise ValidationError for a file that is too large."""
        if file.size > self.megabytes * _MEGABYTE:
            raise ValidationError(
                f"Ce fichier dépasse {self.megabytes} Mo : ce n’est sans doute pas le bon."
            )
