"""The kinds of jobs that the apps declare: the right each asks for, and that it goes by steps."""

import inspect
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from csipa.jobs import kinds
from csipa.jobs.kinds import ANYBODY, Kind, may_ask
from tests.admin.factories import UserFactory

DECLARED = [kind for name, kind in sorted(kinds._kinds.items()) if not name.startswith("tests.")]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", DECLARED, ids=lambda kind: kind.name)
def test_a_kind_asks_for_a_right_that_exists_or_for_none(kind):
    if kind.permission == ANYBODY:
        return
    app, _, codename = kind.permission.partition(".")
    known = Permission.objects.filter(content_type__app_label=app, codename=codename)
    assert known.exists(), kind.permission


@pytest.mark.parametrize("kind", DECLARED, ids=lambda kind: kind.name)
def test_a_kind_is_done_step_by_step(kind):
    run = kind.run.func if isinstance(kind.run, partial) else kind.run
    assert inspect.isgeneratorfunction(run)


@pytest.mark.django_db
def test_what_anybody_may_ask_for_is_for_those_whose_account_is_open():
    kind = Kind("tests.open", print, ANYBODY)
    assert kind.is_open_to(UserFactory())
    assert not kind.is_open_to(UserFactory(is_active=False))
    assert not kind.is_open_to(AnonymousUser())
    assert may_ask(UserFactory())
    assert not may_ask(AnonymousUser())
