"""A GeoJSON of communes is read, or refused in one sentence; a bad outline is told, not dropped."""

import json

import pytest

from sites.rules.outlines_geojson import LARGEST_FILE, OutlinesRefused, read_outlines

SQUARE = [[2.4, 50.5], [2.41, 50.5], [2.41, 50.51], [2.4, 50.51], [2.4, 50.5]]


def feature(properties, coordinates=None, kind="Polygon"):
    geometry = {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def read(*features, **more):
    return read_outlines(collection(*features, **more))


@pytest.mark.parametrize(
    "properties",
    [
        {"code": "62119", "nom": "Béthune"},
        {"INSEE_COM": "62119"},
        {"codgeo": 62119},
        {"insee_com": ["62119"]},
        {"ref:INSEE": "62119"},
        {"com_code": ["62119"], "autre": {"x": 1}},
    ],
)
def test_code_is_found_under_the_names_that_producers_give_it(properties):
    (row,) = read(feature(properties)).rows
    assert (row.insee_code, row.polygons, row.points) == ("62119", [[SQUARE]], 5)


def test_half_a_character_in_a_name_does_not_stop_the_page():
    read_back = read(feature({"code": "62119", "nom": "B\ud800thune"}), feature({"nom": "\udfff"}))
    for text in (read_back.rows[0].name, str(read_back.faults[0])):
        assert text.encode()


def test_code_that_lost_its_zero_is_mended():
    (row,) = read(feature({"insee": 1001})).rows
    assert row.insee_code == "01001"


def test_several_polygons_holes_and_heights_are_read():
    high = [[*point, 35.5] for point in SQUARE]
    (row,) = read(feature({"code": "62119"}, [[SQUARE, SQUARE], [high]], "MultiPolygon")).rows
    assert row.polygons == [[SQUARE, SQUARE], [SQUARE]]


def test_points_are_rounded_to_a_metre():
    ring = [[2.400001234, 50.5], *SQUARE[1:-1], [2.400001234, 50.5]]
    (row,) = read(feature({"code": "62119"}, [ring])).rows
    assert row.polygons[0][0][0] == [2.4, 50.5]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (feature({"nom": "Béthune"}), "le code INSEE manque"),
        (feature({"code": "beth"}), "n’est pas un code INSEE"),
        (feature({"code": "62119"}, SQUARE[0], "Point"), "ce n’est pas une surface"),
        (feature({"code": "62119"}, []), "aucun point"),
        (feature({"code": "62119"}, [SQUARE[:3]]), "moins de quatre points"),
        (feature({"code": "62119"}, [SQUARE[:-1]]), "n’est pas fermé"),
        (feature({"code": "62119"}, [[["a", 1]] * 4]), "n’est pas un nombre"),
        (feature({"code": "62119"}, [[[1]] * 4]), "n’a pas une longitude"),
        ({"type": "Feature", "properties": {"code": "62119"}, "geometry": None}, "surface"),
        ("rien", "le code INSEE manque"),
    ],
)
def test_bad_outline_is_told_and_the_others_are_read(bad, said):
    found = read(feature({"code": "62516"}), bad)
    assert [row.insee_code for row in found.rows] == ["62516"]
    (fault,) = found.faults
    assert str(fault).startswith("contour 2")
    assert said in str(fault)


def test_commune_given_twice_is_a_fault():
    found = read(feature({"code": "62119"}), feature({"code": "62119"}))
    assert "déjà le contour 1" in str(found.faults[0])


@pytest.mark.parametrize("number", ["1e400", "NaN"])
def test_number_that_is_none_is_refused(number):
    content = collection(feature({"code": "62119"})).replace(b"2.41", number.encode(), 1)
    with pytest.raises(OutlinesRefused):
        read_outlines(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "n’est pas du JSON"),
        (b"insee_code;year", "n’est pas du JSON"),
        (b"\xff\xfe{}", "n’est pas en UTF-8"),
        (b"[" * 100_000, "trop de niveaux"),
        (b"{}", "FeatureCollection"),
        (b'{"type":"FeatureCollection","features":[]}', "aucun contour"),
        (b'{"type":"FeatureCollection"}', "aucun contour"),
        (b" " * (LARGEST_FILE + 1), "dépasse 25"),
    ],
)
def test_file_of_something_else_is_refused(content, said):
    with pytest.raises(OutlinesRefused, match=said):
        read_outlines(content)


def test_lambert_93_is_refused_by_its_coordinates_or_its_name():
    metres = [[676_000.5, 7_047_000], [677_000, 7_047_000], [677_000, 7_048_000]]
    metres = [*metres, metres[0]]
    with pytest.raises(OutlinesRefused, match=r"Lambert 93.*WGS 84"):
        read(feature({"code": "62119"}, [metres]))
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    with pytest.raises(OutlinesRefused, match="Lambert 93"):
        read(feature({"code": "62119"}), crs=crs)


def test_usual_names_of_degrees_are_accepted():
    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"):
        assert read(
            feature({"code": "62119"}), crs={"type": "name", "properties": {"name": name}}
        ).rows
