"""What an archive says of itself, signed with the key of the audit trail."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from csipa.audit.canonical import as_json
from csipa.audit.chain import chain_key
from csipa.backup.contents import Content
from csipa.backup.refusals import Refused
from csipa.backup.tables import Column, Table

FORMAT = "csipa-sauvegarde/1"
_KEY_USE = b"csipa.backup/1"


@dataclass(frozen=True)
class Manifest:
    """Where a dump comes from and what it holds; size in bytes, moment with its time zone."""

    version: str
    vendor: str
    vendor_version: str
    made_at: dt.datetime
    schema: dict[str, str]
    dump: str
    size: int
    sha256: str
    contents: tuple[Content, ...]
    is_signed: bool = True

    @property
    def rows(self) -> int:
        """Return how many rows the tables have together."""
        return sum(content.rows for content in self.contents)

    def written(self) -> bytes:
        """Return the manifest as JSON, with its signature."""
        said = self._said()
        return json.dumps({**said, "mac": _mac(said)}, ensure_ascii=False, indent=1).encode()

    def _said(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": self.version,
            "vendor": self.vendor,
            "vendor_version": self.vendor_version,
            "made_at": self.made_at.isoformat(timespec="microseconds"),
            "schema": self.schema,
            "dump": {"name": self.dump, "size": self.size, "sha256": self.sha256},
            "tables": [
                {
                    "name": content.table.name,
                    "key": list(content.table.key),
                    "columns": [
                        [column.name, column.kind, column.places]
                        for column in content.table.columns
                    ],
                    "rows": content.rows,
                    "sha256": content.sha256,
                }
                for content in self.contents
            ],
        }


def read(text: bytes) -> Manifest:
    """Return the manifest of an archive; raises Refused when it is not one.

    `is_signed` is false when another key signed it, or when somebody changed it.
    """
    try:
        said = json.loads(text)
        mac = said.pop("mac")
        if said["format"] != FORMAT:
            message = (
                f"Cette archive est d’une forme que cette version ne connaît pas "
                f"({said['format']}) : employez la version du programme qui l’a faite."
            )
            raise Refused(message)
        return _read(said, is_signed=hmac.compare_digest(str(mac), _mac(said)))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(DAMAGED.format("son manifeste ne se lit pas")) from error


DAMAGED = "L’archive est abîmée : {}. Rien n’a été fait. Prenez une autre sauvegarde."


def _read(said: dict[str, Any], *, is_signed: bool) -> Manifest:
    return Manifest(
        version=said["version"],
        vendor=said["vendor"],
        vendor_version=said["vendor_version"],
        made_at=dt.datetime.fromisoformat(said["made_at"]),
        schema=dict(said["schema"]),
        dump=said["dump"]["name"],
        size=int(said["dump"]["size"]),
        sha256=said["dump"]["sha256"],
        contents=tuple(
            Content(
                Table(
                    one["name"],
                    tuple(one["key"]),
                    tuple(Column(name, kind, int(p)) for name, kind, p in one["columns"]),
                ),
                int(one["rows"]),
                one["sha256"],
            )
            for one in said["tables"]
        ),
        is_signed=is_signed,
    )


def _mac(said: dict[str, Any]) -> str:
    key = hmac.new(chain_key(), _KEY_USE, hashlib.sha256).digest()
    return hmac.new(key, as_json(said), hashlib.sha256).hexdigest()
