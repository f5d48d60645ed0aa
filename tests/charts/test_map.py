"""A map puts places where they are, sizes them by area, and tells classes apart without colour."""

import math
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.charts.geometry import Box
from csipa.charts.looks import DARK_PAPER, DARK_RAMP, PAPER, RAMP
from csipa.charts.map import NARROW, Landmark, MapLegend, Place, class_look, point_map
from csipa.charts.map_geometry import Circle, fitted, names_that_fit, radius, sector

SVG = "{http://www.w3.org/2000/svg}"
BOX = Box(10, 10, 410, 310)
LEGEND = MapLegend(("peu", "assez", "beaucoup"), [(1000, "1 000")], "Taille", marks="site")
BETHUNE, LILLERS = (2.638, 50.530), (2.481, 50.563)
POINTS = st.tuples(st.floats(-5, 9), st.floats(41, 51))


def place(name="Lieu", point=BETHUNE, weight=1000, rank=0, **values):
    return Place(name, point, weight, rank, f"{name} : {weight}", "#ici", **values)


def draw(*places, **values):
    return ElementTree.fromstring(
        point_map(title="Carte", places=places, **{"legend": LEGEND, **values})
    )


@given(st.lists(POINTS, min_size=1, max_size=20))
def test_every_point_stands_in_the_box(points):
    projection, bottom = fitted(points, BOX)
    assert bottom <= BOX.bottom + 1e-6
    for point in points:
        x, y = projection.place(point)
        assert BOX.left - 1e-6 <= x <= BOX.right + 1e-6
        assert BOX.top - 1e-6 <= y <= bottom + 1e-6


def test_north_is_above_and_east_on_the_right():
    projection, _ = fitted([BETHUNE, LILLERS], BOX)
    (east, low), (west, high) = projection.place(BETHUNE), projection.place(LILLERS)
    assert (east > west, low > high) == (True, True)


def test_a_kilometre_is_as_long_in_both_directions():
    corners = [(2.0, 50.0), (3.0, 51.0)]
    projection, _ = fitted(corners, BOX)
    (left, low), (right, high) = map(projection.place, corners)
    assert (right - left) / (low - high) == pytest.approx(math.cos(math.radians(50.5)))


def test_map_without_a_point_is_refused():
    with pytest.raises(ValueError, match="point"):
        fitted([], BOX)


def test_area_is_proportional_to_the_weight():
    assert radius(100, 400, 20, 1) == pytest.approx(10)
    assert radius(0, 400, 20, 3) == 3
    assert radius(1, 400_000, 20, 3) == 3


def test_share_of_a_circle():
    assert sector(0, 0, 10, 0) == ""
    assert sector(0, 0, 10, 1).count("a10.0") == 2
    assert sector(0, 0, 10, 0.25).endswith("0 0 1 10.0 -0.0z")
    assert " 1 1 " in sector(0, 0, 10, 0.75)


def test_names_never_touch():
    circles = [
        Circle(100, 100, 10, "Premier"),
        Circle(112, 100, 10, "Second"),
        Circle(300, 100, 5, "x"),
    ]
    written = names_that_fit(circles, BOX, 13, most=2)
    assert len(written) == 2
    assert written[0][0] == 0
    assert written[0][3] != "start"


def test_name_that_does_not_fit_is_left_out():
    assert names_that_fit([Circle(60, 50, 5, "x" * 90)], BOX, 13, most=5) == []


def test_classes_are_told_apart_without_colour():
    shares = [class_look(rank, 5)[1] for rank in range(5)]
    assert shares == [0, 0.25, 0.5, 0.75, 1]
    assert len({class_look(rank, 5)[0] for rank in range(5)}) == 5
    assert class_look(None, 5) == ("currentColor", 0)
    assert class_look(0, 1)[1] == 1


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ramp", "paper"), [(RAMP, PAPER), (DARK_RAMP, DARK_PAPER)])
def test_classes_go_away_from_the_paper_step_by_step(ramp, paper):
    light = luminance(paper)
    contrasts = [
        (max(light, luminance(one)) + 0.05) / (min(light, luminance(one)) + 0.05) for one in ramp
    ]
    assert contrasts[0] >= 3
    assert all(after / before > 1.2 for before, after in pairwise(contrasts))


def test_paper_has_one_colour_a_page_one_for_each_scheme():
    assert class_look(4, 5, is_print=True)[0] == RAMP[-1]
    assert class_look(4, 5)[0] == f"light-dark({RAMP[-1]}, {DARK_RAMP[-1]})"
    assert "light-dark" not in point_map(
        title="Carte",
        places=[place(rank=2)],
        legend=LEGEND,
        landmarks=[Landmark(BETHUNE, "x")],
        is_print=True,
    )


def test_large_circle_closed_in_on_its_four_sides_is_named_at_a_corner():
    around = [Circle(x, y, 8) for x, y in ((240, 150), (160, 150), (200, 110), (200, 190))]
    written = names_that_fit([Circle(200, 150, 20, "Bruay"), *around], BOX, 13, most=5)
    assert [(rank, anchor) for rank, _, _, anchor in written][:1] == [(0, "start")]


def test_each_place_is_a_link_that_says_its_figure():
    svg = draw(place("Béthune", weight=25000), place("Lillers", LILLERS, 10000, None))
    assert svg.get("role") == "group"
    links = list(svg.iter(f"{SVG}a"))
    assert [link.get("aria-label") for link in links] == ["Béthune : 25000", "Lillers : 10000"]
    assert links[0].get("href") == "#ici"
    assert svg.get("aria-labelledby") == next(svg.iter(f"{SVG}title")).get("id")


def test_print_is_one_image():
    svg = draw(place(), is_print=True)
    assert svg.get("role") == "img"
    assert not list(svg.iter(f"{SVG}a"))


def test_legend_says_classes_sizes_and_marks_in_words():
    svg = draw(place(), landmarks=[Landmark(BETHUNE, "centre : Labourse")])
    texts = [one.text for one in svg.iter(f"{SVG}text")]
    assert {"peu", "assez", "beaucoup", "non renseigné", "Taille", "1 000", "site"} <= set(texts)
    assert "centre : Labourse" in [one.text for one in svg.iter(f"{SVG}title")]


def test_outlines_are_drawn_under_and_widen_the_map():
    ring = [(2.0, 50.0), (3.0, 50.0), (3.0, 51.0), (2.0, 50.0)]
    svg = draw(place(), outlines=[[ring]])
    kinds = [one.tag.removeprefix(SVG) for one in svg.iter()]
    assert kinds.index("path") < kinds.index("a")
    assert "688.0L688.6 32.0" in next(svg.iter(f"{SVG}path")).get("d")


def test_only_attributes_of_presentation():
    for one in draw(place(rank=2), landmarks=[Landmark(BETHUNE, "x")]).iter():
        assert not {"style", "class"} & set(one.keys())


def test_narrow_drawing_is_as_wide_as_a_phone():
    assert draw(place(), size=NARROW).get("width") == "360"


def test_map_of_nothing_is_a_sentence():
    assert "Aucune donnée" in point_map(title="Carte", places=[], legend=LEGEND)


@pytest.mark.parametrize("legend", [MapLegend(("une",)), MapLegend(tuple("abcdef"))])
def test_class_out_of_the_legend_is_refused(legend):
    with pytest.raises(ValueError, match="class"):
        point_map(title="Carte", places=[place(rank=3)], legend=legend)
