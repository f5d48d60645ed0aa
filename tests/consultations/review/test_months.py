"""Why a month no longer changes, and who can reopen it."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission

from consultations.models import MonthState
from consultations.review.months import Reopener, lock_sentence, reopeners
from tests.consultations.factories import MonthLockFactory, UserFactory
from tests.sites.factories import SiteFactory, SiteScopeFactory

pytestmark = pytest.mark.django_db


def head(name, **fields):
    user = UserFactory(first_name="", last_name=name, **fields)
    group, _ = Group.objects.get_or_create(name="Responsables")
    group.permissions.set(Permission.objects.filter(codename="reopen_month"))
    user.groups.add(group)
    return user


def said(*names, **fields):
    lock = MonthLockFactory(site__name="Robecq", state=MonthState.CLOSED, **fields)
    who = [Reopener(name, frozenset()) for name in names]
    return lock_sentence(lock, who).replace("\u00a0", " ")


def test_sentence_names_who_can_reopen():
    assert said("Marie Duval", "Paul Petit") == (
        "Juin 2026 est clos à Robecq : ses chiffres ne changent plus. Marie Duval et Paul Petit "
        "peuvent le rouvrir, avec un motif."
    )


def test_sentence_names_three_people_at_most():
    assert "A, B et C peuvent" in said("A", "B", "C", "D")


def test_sentence_says_when_nobody_can():
    assert said().endswith("Aucun compte n’a le droit de le rouvrir : voyez l’administrateur.")


def test_those_who_can_are_found_by_group_and_those_who_can_everything_come_last():
    UserFactory(first_name="", last_name="Toute", is_superuser=True)
    head("Zola")
    head("Partie", is_active=False)
    UserFactory(first_name="", last_name="Autre")
    assert [one.name for one in reopeners()] == ["Zola", "Toute"]


def test_those_who_work_for_other_sites_are_not_named():
    lock = MonthLockFactory(month=dt.date(2026, 6, 1))
    elsewhere, here = head("Ailleurs"), head("Ici")
    SiteScopeFactory(user=elsewhere, site=SiteFactory())
    SiteScopeFactory(user=here, site=lock.site)
    sentence = lock_sentence(lock, reopeners())
    assert "Ici peut le rouvrir" in sentence


def test_accounts_are_read_in_two_queries(django_assert_num_queries):
    for name in "ABCD":
        SiteScopeFactory(user=head(name))
    with django_assert_num_queries(2):
        reopeners()
