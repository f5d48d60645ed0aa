"""A reading of the register that begins: one at a time, from a file that is whole."""

import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staffing.actions.register_start import RegisterRefused, start_reading
from staffing.exchange.register.fictitious import population
from staffing.models import CareProvider
from tests.sites.factories import TerritoryCommuneFactory
from tests.staffing.register_files import NOW, read, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    """A commune of a territory."""
    return TerritoryCommuneFactory()


def test_a_zip_damaged_inside_is_refused_in_a_sentence(tmp_path, member):
    text = write(tmp_path, population([(member.commune_id, "62190")], 400))
    path = tmp_path / "PS_LibreAcces_202609230000.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(text, text.name)
    content = bytearray(path.read_bytes())
    # The first byte packed, after the heading of the member: a kind of block that does not exist.
    content[30 + len(text.name)] = 0x07
    path.write_bytes(content)
    with pytest.raises(RegisterRefused, match="téléchargez-le à nouveau"):
        read(path, member.territory)
    assert not CareProvider.objects.exists()


def test_the_territory_is_held_while_a_reading_is_begun(tmp_path, member):
    path = write(tmp_path, population([(member.commune_id, "62190")], 1))
    with CaptureQueriesContext(connection) as asked:
        start_reading(path=path, territory=member.territory, now=NOW)
    told = [query["sql"] for query in asked.captured_queries]
    held = any("FOR UPDATE" in sql and '"sites_territory"' in sql for sql in told)
    assert held or not connection.features.has_select_for_update
