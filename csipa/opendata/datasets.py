"""The tables given to anybody: each app declares its own when it starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings

from csipa.opendata.columns import Column, Value

LICENCE = "Licence Ouverte 2.0"
LICENCE_NAME = "etalab-2.0"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
Row = Mapping[str, Value]


@dataclass(frozen=True)
class LeftOut:
    """Something that the files do not tell, why, and the page of the back office that corrects it.

    `whole` says that the row is missing, and not only some of its cells.
    """

    what: str
    why: str
    address: str = ""
    whole: bool = True


@dataclass
class Reading:
    """One reading of a table on a day, and what had to be left out of it."""

    day: dt.date
    left_out: list[LeftOut] = field(default_factory=list)

    def leave_out(self, what: str, why: str, address: str = "") -> None:
        """Note that a row is not published."""
        self.left_out.append(LeftOut(what, why, address))

    def remark(self, what: str, why: str, address: str = "") -> None:
        """Note that a row is published without some of its cells."""
        self.left_out.append(LeftOut(what, why, address, whole=False))


@dataclass(frozen=True)
class Dataset:
    """A table: what it says, its columns, and who reads its rows.

    `rows` yields dictionaries by name of column, always in the same order for the same data; a
    name that is lacking is an empty cell. `name` makes the addresses of its files. `created` is
    the day on which its schema was first published, `version` that of the schema.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: Callable[[Reading], Iterable[Row]]
    source: str
    rank: int
    created: dt.date
    version: str = "1.0.0"
    primary_key: tuple[str, ...] = ()
    delimiter: str = ","
    references: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    @property
    def csv_name(self) -> str:
        """Return the name of its file."""
        return f"{self.name}.csv"

    @property
    def xlsx_name(self) -> str:
        """Return the name of its workbook."""
        return f"{self.name}.xlsx"

    @property
    def schema_name(self) -> str:
        """Return the name of its Table Schema."""
        return f"{self.name}.schema.json"

    @property
    def withholds(self) -> bool:
        """Tell whether « s » may stand in its cells."""
        return any(column.withheld for column in self.columns)


class UnknownDataset(LookupError):
    """No such table is published; the text is French."""


_datasets: dict[str, Dataset] = {}


def register(dataset: Dataset) -> Dataset:
    """Declare a table and return it; a name is declared once."""
    if _datasets.setdefault(dataset.name, dataset) is not dataset:
        message = f"two datasets are named {dataset.name!r}"
        raise ValueError(message)
    return dataset


def declared() -> list[Dataset]:
    """Return every table, published or not, in the order in which pages list them."""
    return sorted(_datasets.values(), key=lambda dataset: (dataset.rank, dataset.name))


def published() -> list[Dataset]:
    """Return the tables that the setting OPEN_DATA publishes: all of them where it says nothing."""
    wanted = settings.OPEN_DATA
    return [one for one in declared() if wanted is None or one.name in wanted]


def published_dataset(name: str) -> Dataset:
    """Return a published table by its name. Raises UnknownDataset."""
    for dataset in published():
        if dataset.name == name:
            return dataset
    names = ", ".join(one.name for one in published()) or "aucun"
    raise UnknownDataset(f"Aucun jeu publié ne s’appelle « {name} » (jeux publiés : {names}).")
