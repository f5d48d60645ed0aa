"""The history of a text and of its parts: nothing that belongs to it is left out."""

import json

import pytest
from django.apps import apps

from conventions.actions import sign_act
from conventions.models import (
    Act,
    Convention,
    CouncilDelegation,
    DelegationOrder,
    Programme,
    Redaction,
)
from conventions.proof.chronicle import PARTS, history_data, history_sheet, stories_of
from conventions.proof.pieces import scope_of
from csipa.admin.history import history_manager
from tests.conventions.factories import DAY, NOW, ready_act
from tests.conventions.factories_publication import RedactionFactory

# What rests on an act or a convention without being a part of it.
_ELSEWHERE = {CouncilDelegation, DelegationOrder, Programme}


def test_every_model_that_belongs_to_a_text_has_its_history_told():
    parts = {(owner, part) for owner, found in PARTS.items() for part in found}
    for model in apps.get_app_config("conventions").get_models():
        if history_manager(model) is None or model in _ELSEWHERE:
            continue
        for field in model._meta.concrete_fields:
            owner = field.related_model
            names = owner and field.name == owner._meta.model_name
            if names and owner in (Act, Convention):
                # A decision about a convention names the act that took it: it is the convention's.
                assert any(part is model for _, part in parts), f"{model.__name__}.{field.name}"


@pytest.mark.django_db
def test_what_was_deleted_is_told_with_who_did_it(django_user_model):
    act = ready_act(with_convention=False)
    row = RedactionFactory(act=act, words="Camille Martin")
    row._history_user = django_user_model.objects.create_user("camille")
    row.delete()
    assert not Redaction.objects.exists()
    saves = stories_of(scope_of(act))[0].saves
    deeds = [line.deed for save in saves for line in save.rows if "Occultation" in line.subject]
    assert deeds == ["ajout", "suppression"]
    assert saves[-1].by == "camille"


@pytest.mark.django_db
def test_the_first_save_comes_first_and_the_table_holds_every_change():
    act = ready_act()
    sign_act(act=act, by=None, on=DAY, now=NOW)
    signed = Act.objects.get()
    stories = stories_of(scope_of(signed))
    assert stories[0].name == str(signed)
    moments = [save.when for save in stories[0].saves]
    assert moments == sorted(moments)
    data = history_data(stories)
    changes = [
        change
        for story in data
        for save in story["enregistrements"]
        for line in save["lignes"]
        for change in line["changements"] or [None]
    ]
    assert len(history_sheet(stories).rows) == len(changes) > 20
    json.dumps(data)


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_lines(django_assert_max_num_queries):
    act = ready_act(with_convention=False)
    for _ in range(6):
        RedactionFactory(act=act)
    with django_assert_max_num_queries(25):
        stories_of(scope_of(act))
