"""Stylesheets joined when static files are collected: many small sources, one request a page.

A sheet that opens with `@import "other.css";` is native CSS: a browser follows it where nothing was
collected. `collectstatic` puts the text of the other in its place, before names get their hash and
files are compressed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Ours alone: those of libraries are left as they came.
OURS = "csipa/css/*.css"
_IMPORT = re.compile(r'^@import "(?P<path>[^":?]+)";$', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL = re.compile(r"url\((?P<quote>[\"']?)(?P<path>[^\"')]+)(?P=quote)\)")
# What a path that starts anew has: a scheme (data:, https:), the root, or a mark of its own page.
_ELSEWHERE = re.compile(r"[a-z]+:|/|#", re.IGNORECASE)

Files = Mapping[str, tuple[Storage, str]]


class CannotJoin(ValueError):
    """A sheet asks for one that is not there, for itself, or in a way that is not followed."""


def joined(name: str, files: Files, above: tuple[str, ...] = ()) -> str:
    """Return the text of a sheet with those that it imports in their place; raises CannotJoin."""
    if name not in files or name in above:
        what = "imports itself" if name in above else "is not there"
        raise CannotJoin(f"{name} {what} (from {' > '.join(above)}).")
    storage, path = files[name]
    with storage.open(path) as file:
        text = file.read().decode("utf-8")
    folder = posixpath.dirname(name)

    def replaced(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, found["path"]))
        inner = joined(target, files, (*above, name))
        return _moved(inner, posixpath.dirname(target), folder)

    whole = _IMPORT.sub(replaced, text)
    if "@import" in _COMMENT.sub("", whole):
        raise CannotJoin(f'{name}: only @import "path"; on a line of its own is followed.')
    return whole


def _moved(text: str, source: str, folder: str) -> str:
    """Return a sheet whose paths, written for one folder, are right in another."""
    if source == folder:
        return text

    def written(found: re.Match[str]) -> str:
        if _ELSEWHERE.match(found["path"]):
            return found[0]
        path = posixpath.relpath(posixpath.join(source, found["path"]), folder)
        return f'url("{path}")'

    return _URL.sub(written, text)


class _Joined(Storage):
    """Gives the joined text of one sheet in the place of its source."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _open(self, name: str, mode: str = "rb") -> ContentFile:
        return ContentFile(self.text.encode(), name=name)


class StylesheetStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise’s storage, which joins our stylesheets before it names and compresses them."""

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], *args: Any, **options: Any
    ) -> Iterator[tuple[str, str | None, Any]]:
        """Process the collected files; a sheet that imports others as one text."""
        sheets = {name for name in paths if fnmatch(name, OURS)}
        texts = {name: (_Joined(joined(name, paths)), name) for name in sheets}
        yield from super().post_process({**paths, **texts}, *args, **options)
