"""No free text of activity may hold a patient."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from consultations.models.validators import validate_no_person

# Names of professionals and partners, and what the database alone writes.
NAMES = {
    ("Session", "practitioner"),
    ("PreventionPartner", "name"),
    ("SessionFeed", "name"),
    ("SessionFeed", "secret_hash"),
}


def free_texts():
    for model in apps.get_app_config("consultations").get_models():
        if model.__name__.startswith("Historical"):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                yield model.__name__, field


def test_every_free_text_is_read_for_patients():
    unread = {
        (model, field.name)
        for model, field in free_texts()
        if validate_no_person not in field.validators
    }
    assert {(model, name) for model, name in unread if name != "kind"} == NAMES


def test_comment_with_a_name_is_refused_and_an_ordinary_one_passes():
    validate_no_person("Panne de chauffage, fermé à 16 h 30")
    with pytest.raises(ValidationError, match="le nom d’une personne"):
        validate_no_person("Mme Dupont rappelée")
