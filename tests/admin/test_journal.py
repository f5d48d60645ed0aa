"""What a page of ours writes is told among the last changes; what it refuses is not."""

from contextlib import suppress

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from csipa.admin.journal import journalled
from sites.models import Site
from tests.admin.browser import form_of
from tests.admin.factories import UserFactory
from tests.admin.finding.asking import ask
from tests.conventions.agreed import agreed, parties_of
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Commit at the end of each request, as the site does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def convention():
    return agreed(2)


@pytest.fixture
def signatures(convention):
    return reverse("admin:conventions_convention_signatures", args=[convention.pk])


def entries():
    return list(LogEntry.objects.values_list("user__username", "object_id", "action_flag"))


def signed(client, committed, signatures, convention, day):
    name = f"p{parties_of(convention)[0].pk}-signed_on"
    with committed():
        return client.post(signatures, {**form_of(client.get(signatures)), name: day})


def test_who_signed_finds_it_among_the_last_changes(
    admin_client, committed, convention, signatures
):
    assert signed(admin_client, committed, signatures, convention, "2026-01-20").status_code == 302
    name = User.objects.get().username
    assert entries() == [(name, str(convention.pk), CHANGE)]
    page = reverse("admin:conventions_convention_change", args=[convention.pk])
    assert page in [line.url for group in ask(admin_client).groups for line in group.lines]


def test_what_is_refused_or_changes_nothing_is_not_noted(
    admin_client, committed, convention, signatures
):
    signed(admin_client, committed, signatures, convention, "pas un jour")
    signed(admin_client, committed, signatures, convention, "")
    admin_client.get(signatures)
    assert entries() == []


def test_one_request_does_not_speak_for_the_next(admin_client, committed, convention, signatures):
    signed(admin_client, committed, signatures, convention, "2026-01-20")
    signed(admin_client, committed, signatures, convention, "pas un jour")
    assert len(entries()) == 1


@pytest.mark.parametrize(("refused", "count"), [(False, 1), (True, 0)])
def test_what_a_refusal_undoes_is_not_noted(rf, committed, refused, count):
    site = SiteFactory()

    def view(request, pk):
        with suppress(ValueError), transaction.atomic():
            site.save()
            if refused:
                raise ValueError
        return HttpResponse()

    request = rf.post("/")
    request.user = UserFactory()
    with committed():
        journalled(view, Site)(request, pk=site.pk)
    assert len(entries()) == count
