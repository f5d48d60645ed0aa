"""A GeoJSON file of outlines of communes (RFC 7946): what is read, what is refused and why."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from sites.rules import identifiers
from sites.rules.identifiers import InvalidIdentifier

LARGEST_FILE = 25_000_000
MOST_POINTS = 1_000_000
# Degrees; five decimals are about a metre.
_DECIMALS = 5
# A ring of three corners, its first point given again at the end.
_LEAST_POINTS = 4
# The codes that producers write (IGN, INSEE, Etalab, OpenStreetMap), without case nor underscore.
_CODES = (
    "code",
    "insee",
    "inseecom",
    "codgeo",
    "codeinsee",
    "inseecode",
    "comcode",
    "codecommune",
    "refinsee",
    "depcom",
)
_NAMES = ("nom", "name", "nomcom", "libgeo", "libelle", "nomcommune", "comname")
_WGS84 = re.compile(r"crs\W*84|4326", re.IGNORECASE)

Ring = list[list[float]]
Polygons = list[list[Ring]]


class OutlinesRefused(ValueError):
    """The file cannot be read at all; the text is one French sentence."""


@dataclass(frozen=True)
class OutlineRow:
    """The outline of one commune, by INSEE code; `name` is that of the file, often empty."""

    number: int
    insee_code: str
    name: str
    polygons: Polygons

    @property
    def points(self) -> int:
        """How many points draw it."""
        return sum(len(ring) for polygon in self.polygons for ring in polygon)


@dataclass(frozen=True)
class OutlineFault:
    """Why one outline of the file cannot be read; `number` counts from 1."""

    number: int
    label: str
    reason: str

    def __str__(self) -> str:
        label = f" ({self.label})" if self.label else ""
        return f"contour {self.number}{label} : {self.reason}"


@dataclass(frozen=True)
class OutlineFile:
    """The outlines of a file and the faults of the others, both in its order."""

    rows: list[OutlineRow]
    faults: list[OutlineFault]


class _Faulty(ValueError):
    """One outline is wrong; the text says why."""


def read_outlines(content: bytes) -> OutlineFile:
    """Return the outlines of a FeatureCollection of Polygon and MultiPolygon, in WGS 84.

    An outline that is wrong is a fault, the others are still read. Raises OutlinesRefused for a
    file too large, of something else, nested without end, or in another projection (Lambert 93).
    """
    if len(content) > LARGEST_FILE:
        raise OutlinesRefused(
            f"Ce fichier dépasse {LARGEST_FILE // 1_000_000} Mo : gardez les communes du "
            "territoire, ou des contours simplifiés."
        )
    features = _features(_parsed(content))
    rows: list[OutlineRow] = []
    faults: list[OutlineFault] = []
    seen: dict[str, int] = {}
    points = 0
    for number, feature in enumerate(features, 1):
        properties = _flat(feature)
        name = _first(properties, _NAMES)
        label = ", ".join(part for part in (_first(properties, _CODES), name) if part)
        try:
            code = _code(properties)
            first = seen.setdefault(code, number)
            if first != number:
                raise _Faulty(f"cette commune est déjà le contour {first}.")
            rows.append(OutlineRow(number, code, name, _polygons(feature)))
        except _Faulty as error:
            faults.append(OutlineFault(number, label, str(error)))
            continue
        points += rows[-1].points
        if points > MOST_POINTS:
            raise OutlinesRefused(
                "Ce fichier compte plus d’un million de points : importez des contours simplifiés."
            )
    return OutlineFile(rows, faults)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise OutlinesRefused(
            "Ce fichier n’est pas en UTF-8 : exportez-le de nouveau en GeoJSON."
        ) from error
    except RecursionError as error:
        raise OutlinesRefused(
            "Ce fichier imbrique trop de niveaux : ce n’est pas un GeoJSON de communes."
        ) from error
    except ValueError as error:
        raise OutlinesRefused(
            "Ce fichier n’est pas du JSON : choisissez un fichier GeoJSON (.geojson ou .json)."
        ) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _features(document: Any) -> Sequence[Any]:
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise OutlinesRefused(
            "Ce fichier n’est pas une collection GeoJSON (FeatureCollection) : exportez les "
            "communes en GeoJSON."
        )
    crs = document.get("crs")
    if crs is not None and not _WGS84.search(json.dumps(crs)):
        raise _projected()
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise OutlinesRefused("Ce fichier ne contient aucun contour.")
    return features


def _projected() -> OutlinesRefused:
    return OutlinesRefused(
        "Ce fichier n’est pas en degrés mais dans une projection, sans doute Lambert 93 : "
        "exportez-le en WGS 84 (EPSG:4326), puis recommencez."
    )


def _flat(feature: Any) -> Mapping[str, str]:
    """Return the properties of a feature as texts, their names in one spelling."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return {}
    found = {}
    for key, value in properties.items():
        one = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(one, str | int) and not isinstance(one, bool):
            found[re.sub("[^a-z0-9]", "", str(key).lower())] = _shown(str(one))
    return found


def _shown(text: str) -> str:
    """Return a text that pages can write: JSON may hold half a pair of UTF-16 (« \\ud800 »)."""
    return text.strip()[:80].encode("utf-8", "replace").decode()


def _first(properties: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((properties[key] for key in keys if properties.get(key)), "")


def _code(properties: Mapping[str, str]) -> str:
    text = _first(properties, _CODES)
    if not text:
        raise _Faulty("le code INSEE manque dans ses propriétés (code, insee, INSEE_COM, codgeo).")
    try:
        # A spreadsheet takes the zero off the codes of the Ain to the Ariège.
        return identifiers.check_insee_code(text.zfill(5) if text.isdigit() else text)
    except InvalidIdentifier as error:
        raise _Faulty(str(error)) from error


def _polygons(feature: Any) -> Polygons:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise _Faulty("ce n’est pas une surface (Polygon ou MultiPolygon).")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise _Faulty("il n’a aucun point.")
    return [_polygon(polygon) for polygon in polygons]


def _polygon(rings: Any) -> list[Ring]:
    if not isinstance(rings, list) or not rings:
        raise _Faulty("il n’a aucun point.")
    return [_ring(ring) for ring in rings]


def _ring(points: Any) -> Ring:
    if not isinstance(points, list) or len(points) < _LEAST_POINTS:
        raise _Faulty("un anneau a moins de quatre points.")
    ring = [_point(point) for point in points]
    if ring[0] != ring[-1]:
        raise _Faulty("un anneau n’est pas fermé : son dernier point doit répéter le premier.")
    return ring


def _point(point: Any) -> list[float]:
    if not isinstance(point, list) or len(point) not in (2, 3):
        raise _Faulty("un point n’a pas une longitude et une latitude.")
    longitude, latitude = point[:2]
    for number in (longitude, latitude):
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise _Faulty("une coordonnée n’est pas un nombre.")
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise _projected()
    if not math.isfinite(longitude) or not math.isfinite(latitude):
        raise _Faulty("une coordonnée n’est pas un nombre.")
    return [round(float(longitude), _DECIMALS), round(float(latitude), _DECIMALS)]
