"""Files that a job starts from reach the worker of any machine, then go."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from csipa.jobs.inputs import CHUNK, forget_inputs, keep_input, unpacked
from tests.jobs.factories import JobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return JobFactory()


@pytest.mark.parametrize("size", [1, CHUNK, CHUNK + 1, 2 * CHUNK + 7])
def test_a_file_comes_back_byte_for_byte_under_its_name(job, size):
    content = bytes(range(256)) * (size // 256 + 1)
    content = content[:size]
    keep_input(job=job, key="file", file=SimpleUploadedFile("répertoire 2026.txt", content))
    with unpacked(job, "file") as path:
        assert path.name == "répertoire 2026.txt"
        assert path.read_bytes() == content
    assert not path.exists()


def test_a_file_that_was_not_given_is_none(job):
    keep_input(job=job, key="file", file=SimpleUploadedFile("a.txt", b"a"))
    with unpacked(job, "skills") as path:
        assert path is None


@pytest.mark.parametrize("name", ["../../x.txt", "..\\..\\x.txt", "/etc/x.txt"])
def test_a_name_that_is_sent_makes_no_path(job, name):
    file = SimpleUploadedFile("a", b"x")
    file._name = name
    keep_input(job=job, key="file", file=file)
    with unpacked(job, "file") as path:
        assert path.name == "x.txt"
        assert ".." not in path.parts


def test_files_are_forgotten_together_and_what_was_made_stays(job):
    for key in ("file", "skills"):
        keep_input(job=job, key=key, file=SimpleUploadedFile("a.txt", b"a"))
    job.parts.create(key="42", content=b"made")
    forget_inputs(job)
    assert [part.key for part in job.parts.all()] == ["42"]
