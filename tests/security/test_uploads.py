"""What is sent as a file is told by its content and its size; nothing hostile is written."""

import io

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from conventions.models import StoredFile
from csipa.jobs.models import Job
from tests.security.uploads import DOORS, HOSTILE, NAMES, OURS, bomb, forms_with_files

pytestmark = pytest.mark.django_db


def rows():
    """Count what the tables of the house hold, save what tells that somebody came."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith(OURS) and not model.__module__.startswith("csipa.jobs")
    }


def sent(client, door, place, content, name=None):
    address, fields = place
    file = SimpleUploadedFile("x", content, "text/html")
    # What a browser sends, not what Python would clean on the way.
    file._name = name or f"envoi.{door.extension}"
    return client.post(address, {**fields, door.file: file})


def test_every_form_that_takes_a_file_is_tried_here():
    assert set(forms_with_files()) == set(DOORS)


def test_no_column_leaves_a_file_in_a_folder():
    columns = [field for model in apps.get_models() for field in model._meta.get_fields()]
    assert not [field for field in columns if isinstance(field, models.FileField)]


@pytest.mark.parametrize("form", DOORS)
def test_hostile_contents_are_refused_in_a_sentence_and_write_nothing(admin_client, form):
    door = DOORS[form]
    place = door.place()
    before = rows()
    for what, content in {**HOSTILE, "bomb": bomb()}.items():
        answer = sent(admin_client, door, place, content)
        if answer.status_code == 302 and door.later:
            job = Job.objects.latest("pk")
            assert job.state == "failed", (what, job.state)
            assert job.message, what
            continue
        assert answer.status_code == 200, (what, answer.status_code)
        text = answer.content.decode()
        assert "<script>alert" not in text, what
        assert "root:" not in text, what
        assert "Traceback" not in text, what
    assert rows() == before


@pytest.mark.parametrize("form", DOORS)
def test_hostile_names_break_nothing(admin_client, form):
    door = DOORS[form]
    place = door.place()
    for name in NAMES:
        answer = sent(admin_client, door, place, b"\x01<b>", name.format(door.extension))
        assert answer.status_code in (200, 302), name
        assert "onerror=alert(1)>" not in answer.content.decode()
        assert "Set-Cookie" not in answer.headers


class Endless(io.BytesIO):
    """A file of a terabyte; reading the whole of it would never end."""

    size = 10**12
    name = "x"
    content_type = "text/plain"

    def read(self, size=-1):
        assert size is not None, "read to the end"
        assert 0 <= size <= 60_000_000, "read to the end"
        return b"x" * size

    def chunks(self, _size=None):
        raise AssertionError("read to the end")


class Matrix:
    """No party: the form of copies needs the list only."""

    rows = ()


@pytest.mark.parametrize("form", DOORS)
def test_an_endless_file_is_refused_without_being_read(form):
    kind, door = forms_with_files()[form], DOORS[form]
    for name, field in kind.base_fields.items():
        if not isinstance(field, forms.FileField):
            continue
        file = Endless()
        file.name = f"x.{door.extension}"
        values = {"matrix": Matrix()} if form == "CopyForm" else {}
        bound = kind({}, _Files({name: [file]}), **values)
        assert name in bound.errors, name
        assert bound.errors[name][0].endswith((".", "»")), bound.errors[name]


class _Files(dict):
    """Files as a request holds them."""

    def get(self, name, default=None):
        return self[name][0] if name in self else default

    def getlist(self, name):
        return (self.get(name) and self[name]) or []


def test_a_request_of_countless_fields_is_refused(client):
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS <= 20_000
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES <= 100
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= 20_000_000
    answer = client.post("/verifier/", {f"a{rank}": "1" for rank in range(20_001)})
    assert answer.status_code == 400
    assert not StoredFile.objects.exists()
