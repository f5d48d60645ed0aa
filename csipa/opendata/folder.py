"""The published tables as a folder: whole, or not at all."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from csipa.opendata.datasets import Dataset
from csipa.opendata.producing import Produced
from csipa.opendata.reading import produce_all
from csipa.opendata.schemas import PACKAGE_NAME, data_package, table_schema, to_bytes


def write_folder(datasets: Sequence[Dataset], folder: Path, *, day: dt.date) -> list[Produced]:
    """Write tables, their schemas and their package in a folder that takes the place of `folder`.

    Everything is written beside, then the name changes hands: readers never see half of it, and a
    failure leaves what was there. A file of another name in the folder is refused, never lost.
    Raises FileExistsError, or what reading the tables raises.
    """
    folder = folder.absolute()
    _check(folder, datasets)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        beside.chmod(0o755)
        found = _write(datasets, beside, day)
        _take_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return found


def _write(datasets: Sequence[Dataset], folder: Path, day: dt.date) -> list[Produced]:
    found = []
    for one in produce_all(datasets, day):
        with one.file, (folder / one.dataset.csv_name).open("wb") as file:
            shutil.copyfileobj(one.file, file)
        schema = to_bytes(table_schema(one.dataset))
        (folder / one.dataset.schema_name).write_bytes(schema)
        found.append(one)
    (folder / PACKAGE_NAME).write_bytes(to_bytes(data_package(found, day)))
    return found


def _check(folder: Path, datasets: Sequence[Dataset]) -> None:
    """Refuse a folder that holds what this one would not hold any more."""
    if not folder.exists():
        return
    ours = {PACKAGE_NAME}
    ours |= {name for one in datasets for name in (one.csv_name, one.schema_name)}
    strange = sorted(path.name for path in folder.iterdir() if path.name not in ours)
    if strange:
        raise FileExistsError(
            f"Le dossier {folder} contient « {strange[0]} », qui n’est pas de cet export : "
            "choisissez un autre dossier, ou videz celui-ci."
        )


def _take_place(beside: Path, folder: Path) -> None:
    if not folder.exists():
        beside.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    try:
        folder.rename(old / folder.name)
        try:
            beside.rename(folder)
        except OSError:
            (old / folder.name).rename(folder)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
