"""The command `print_report`: a file, or one sentence and a code."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.consultations.report_year import written_year

pytestmark = pytest.mark.django_db


def printed(first, last, file):
    out = StringIO()
    call_command("print_report", "--from", first, "--to", last, "-o", str(file), stdout=out)
    return out.getvalue()


def test_the_report_is_written(tmp_path):
    written_year()
    file = tmp_path / "rapport.pdf"
    assert "octets" in printed("2026-01-01", "30 juin 2026", file)
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("hier", "2026-06-30", "n’est pas une date"),
        ("2026-02-30", "2026-06-30", "n’est pas une date"),
        ("2026-06-30", "2026-01-01", "échangez"),
        ("2000-01-01", "2026-01-01", "plus courte"),
    ],
)
def test_a_wrong_period_is_refused(tmp_path, first, last, said):
    with pytest.raises(CommandError, match=said) as refused:
        printed(first, last, tmp_path / "rapport.pdf")
    assert refused.value.returncode == 2
    assert not (tmp_path / "rapport.pdf").exists()


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être écrit") as refused:
        printed("2026-01-01", "2026-06-30", tmp_path / "absent" / "rapport.pdf")
    assert refused.value.returncode == 2
