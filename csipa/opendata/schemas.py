"""What describes open tables to machines: Table Schema, Data Package, and a DCAT catalogue."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from csipa.opendata.columns import MISSING, Column, Kind
from csipa.opendata.datasets import LICENCE, LICENCE_ADDRESS, LICENCE_NAME, Dataset
from csipa.opendata.producing import Produced

_TABLE_SCHEMA = "https://specs.frictionlessdata.io/schemas/table-schema.json"
_DAYS = "%Y-%m-%d"
PACKAGE_NAME = "datapackage.json"
CATALOGUE_NAME = "catalogue.jsonld"


def table_schema(dataset: Dataset) -> dict[str, Any]:
    """Return the Table Schema of a table, with what the French schema catalogue asks beside."""
    schema: dict[str, Any] = {
        "$schema": _TABLE_SCHEMA,
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.description,
        "countryCode": "FR",
        "homepage": _absolute("open-data"),
        "path": _absolute("open-data-schema", dataset.name),
        "version": dataset.version,
        "created": dataset.created.isoformat(),
        "licenses": [_licence()],
        "keywords": list(dataset.keywords),
        "references": list(dataset.references),
        "fields": [_field(column) for column in dataset.columns],
        "missingValues": list(MISSING) if dataset.withholds else [""],
    }
    if dataset.primary_key:
        schema["primaryKey"] = list(dataset.primary_key)
    return {key: value for key, value in schema.items() if value not in ([], "")}


def data_package(produced: Iterable[Produced], day: dt.date) -> dict[str, Any]:
    """Return the Data Package of tables read on a day: their files, sizes and hashes."""
    return {
        "profile": "tabular-data-package",
        "name": "csipa-donnees-ouvertes",
        "title": "Données ouvertes du centre de santé intercommunal",
        "homepage": _absolute("open-data"),
        "created": f"{day.isoformat()}T00:00:00Z",
        "licenses": [_licence()],
        "resources": [_resource(one) for one in produced],
    }


def catalogue(datasets: Iterable[Dataset], day: dt.date) -> dict[str, Any]:
    """Return the catalogue of the tables in DCAT, which national portals harvest."""
    home = _absolute("open-data")
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": "Données ouvertes du centre de santé intercommunal",
        "dct:language": "fr",
        "dct:license": {"@id": LICENCE_ADDRESS},
        "dcat:dataset": [_catalogued(one, day) for one in datasets],
    }


def to_bytes(data: dict[str, Any]) -> bytes:
    """Return JSON in UTF-8, ended by a line end; the same data makes the same bytes."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _absolute(name: str, *args: str) -> str:
    return f"{settings.SITE_ADDRESS}{reverse(name, args=args)}"


def _licence() -> dict[str, str]:
    return {"name": LICENCE_NAME, "title": LICENCE, "path": LICENCE_ADDRESS}


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "title": column.title,
        "description": column.description,
        "type": column.kind.value,
        "example": column.example,
    }
    if column.uri:
        field["format"] = "uri"
    elif column.kind is Kind.DATE:
        field["format"] = _DAYS
    limits = {
        "required": column.required or None,
        "unique": column.unique or None,
        "pattern": column.pattern or None,
        "enum": list(column.values) or None,
        "minimum": column.lowest,
        "maximum": column.highest,
    }
    field["constraints"] = {key: limit for key, limit in limits.items() if limit is not None}
    return field


def _resource(one: Produced) -> dict[str, Any]:
    dataset = one.dataset
    return {
        "profile": "tabular-data-resource",
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.description,
        "path": dataset.csv_name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": one.size,
        "hash": f"sha256:{one.sha256}",
        "dialect": {"delimiter": dataset.delimiter, "lineTerminator": "\r\n", "header": True},
        "schema": dataset.schema_name,
        "sources": [{"title": dataset.source}],
        "licenses": [_licence()],
    }


def _catalogued(dataset: Dataset, day: dt.date) -> dict[str, Any]:
    files = {
        "csv": ("open-data-csv", "text/csv"),
        "xlsx": (
            "open-data-xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    }
    page = f"{_absolute('open-data')}#{dataset.name}"
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": dataset.title,
        "dct:description": dataset.description,
        "dct:modified": {"@type": "xsd:date", "@value": day.isoformat()},
        "dct:license": {"@id": LICENCE_ADDRESS},
        "dct:conformsTo": {"@id": _absolute("open-data-schema", dataset.name)},
        "dcat:keyword": list(dataset.keywords),
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:downloadURL": {"@id": _absolute(name, dataset.name)},
                "dcat:mediaType": media,
                "dct:format": kind,
                "dct:license": {"@id": LICENCE_ADDRESS},
            }
            for kind, (name, media) in files.items()
        ],
    }
