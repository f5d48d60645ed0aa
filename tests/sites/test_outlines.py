"""Outlines of communes: preview, agreement to replace, the same file twice, the command."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from sites.actions.outlines import OutlinesChanged, import_outlines
from sites.models import CommuneOutline
from sites.review.outline_import import plan_outlines
from sites.rules.outlines_geojson import read_outlines
from tests.sites.factories import CommuneFactory
from tests.sites.factories_territory import CommuneOutlineFactory
from tests.sites.pages import address, shown, staff
from tests.sites.rules.test_outlines_geojson import SQUARE, collection, feature

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)
OTHER = [[2.4, 50.5], [2.42, 50.5], [2.42, 50.52], [2.4, 50.5]]


@pytest.fixture
def commune():
    return CommuneFactory(name="Outreville", latitude="50.505000", longitude="2.405000")


def send(client, *features):
    file = SimpleUploadedFile("communes.geojson", collection(*features))
    return client.post(address("communeoutline_import"), {"file": file, "source": "Etalab 2026"})


def confirm(client, answer, **values):
    values["apercu"] = answer.context["carried"]
    return client.post(address("communeoutline_import"), values, follow=True)


def test_outline_is_shown_before_it_is_written(admin_client, commune):
    unknown = feature({"code": "97999", "nom": "Nulle-Part"})
    answer = send(admin_client, feature({"code": commune.pk}), unknown)
    text = shown(answer)
    assert "1 contour ajouté" in text
    assert "97999 Nulle-Part" in text
    assert not CommuneOutline.objects.exists()
    confirm(admin_client, answer)
    outline = commune.outline
    assert (outline.polygons, outline.source) == ([[SQUARE]], "Etalab 2026")
    assert outline.history.get().history_change_reason == "Import de contours"


def test_other_outline_is_replaced_only_when_asked(admin_client, commune):
    CommuneOutlineFactory(commune=commune, source="Ancien")
    answer = send(admin_client, feature({"code": commune.pk}, [OTHER]))
    assert "Ancien, importé le" in shown(answer)
    assert "1 gardé tel quel" in shown(confirm(admin_client, answer))
    assert CommuneOutline.objects.get().source == "Ancien"
    assert "1 remplacé" in shown(confirm(admin_client, answer, remplacer="1"))
    assert CommuneOutline.objects.get().polygons == [[OTHER]]


def test_same_file_twice_changes_nothing(admin_client, commune):
    confirm(admin_client, send(admin_client, feature({"code": commune.pk})))
    before = CommuneOutline.history.count()
    assert "n’apporte rien de nouveau" in shown(send(admin_client, feature({"code": commune.pk})))
    assert CommuneOutline.history.count() == before


def test_outline_far_from_the_known_point_is_pointed_out(admin_client, commune):
    turned = [[y, x] for x, y in SQUARE]
    text = shown(send(admin_client, feature({"code": commune.pk}, [turned])))
    assert "loin du point connu" in text


def test_lambert_is_refused_on_the_page(admin_client, commune):
    metres = [[676000, 7047000]] * 4
    assert "Lambert 93" in shown(send(admin_client, feature({"code": commune.pk}, [metres])))


def test_bad_outline_is_listed_beside_the_good_ones(admin_client, commune):
    text = shown(send(admin_client, feature({"code": commune.pk}), feature({"nom": "Sans code"})))
    assert "Contour 2 (Sans code) : le code INSEE manque" in text
    assert "Importer les contours justes et laisser les autres" in text


def test_plan_that_is_no_longer_true_is_not_written(commune):
    rows = read_outlines(collection(feature({"code": commune.pk}))).rows
    digest = plan_outlines(rows).digest
    CommuneOutlineFactory(commune=commune, polygons=[[OTHER]])
    with pytest.raises(OutlinesChanged):
        import_outlines(rows=rows, source="x", today=DAY, digest=digest)


def test_many_outlines_ask_few_queries(django_assert_max_num_queries):
    features = [feature({"code": CommuneFactory().pk}) for _ in range(30)]
    rows = read_outlines(collection(*features)).rows
    with django_assert_max_num_queries(2):
        plan_outlines(rows)


def test_import_is_for_those_who_may_write(client):
    client.force_login(staff("view_communeoutline"))
    assert client.get(address("communeoutline_import")).status_code == 403
    assert client.get(address("communeoutline_changelist")).status_code == 200


def test_outline_is_not_typed_by_hand(admin_client, commune):
    outline = CommuneOutlineFactory(commune=commune)
    assert admin_client.get(address("communeoutline_add")).status_code == 403
    text = shown(admin_client.get(address("communeoutline_change", outline)))
    assert 'name="polygons"' not in text


def test_command_imports_and_tells_what_it_leaves(tmp_path, capsys, commune):
    file = tmp_path / "communes.geojson"
    file.write_bytes(
        collection(feature({"code": commune.pk}), feature({"code": "97999"}), feature({}))
    )
    with pytest.raises(CommandError, match="Contours à corriger\u00a0: 1"):
        call_command("import_outlines", file)
    assert not CommuneOutline.objects.exists()
    call_command("import_outlines", file, only_good=True)
    said = capsys.readouterr()
    assert "1\u00a0contour ajouté" in said.out
    assert "commune inconnue\u00a0: 97999" in said.err
    assert commune.outline.source == "communes.geojson"


@pytest.mark.parametrize("content", [b"", json.dumps({"type": "Point"}).encode()])
def test_command_refuses_something_else(tmp_path, content):
    file = tmp_path / "x.geojson"
    file.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("import_outlines", file)
    assert caught.value.returncode == 2
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("import_outlines", tmp_path / "rien")
