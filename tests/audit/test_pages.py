"""The page « Intégrité », the line of « À faire », the message, the job."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse

from conventions.models import Act
from csipa.audit.actions import seal, verify
from csipa.audit.models import Verification
from csipa.jobs.models import Job, JobState
from tests.admin.factories import UserFactory
from tests.audit.factories import VerificationFactory
from tests.conventions.factories import ActFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 1, 16, 9, 0, tzinfo=dt.UTC)
PAGE = reverse("admin:integrity")
VERIFY = reverse("admin:integrity_verify")
FAULT = "Quelque chose a été changé en dehors du programme"


def logged_in(client, *codenames):
    """Log in somebody of the back office with these permissions."""
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


@pytest.fixture
def altered():
    """Return an act one of whose versions was changed, and verified since."""
    act = ActFactory(number="2026 008")
    seal(now=NOW)
    Act.history.model.objects.update(title="x")
    verify(now=NOW)
    return act


def test_the_page_asks_for_its_permission(client):
    logged_in(client, "view_act")
    assert client.get(PAGE).status_code == 403
    assert client.post(VERIFY).status_code == 403


def test_an_empty_page_says_what_to_do(client):
    logged_in(client, "add_verification")
    text = client.get(PAGE).content.decode()
    assert "Rien n’a encore été vérifié." in text
    assert "seal_audit_trail" in text
    assert "Vérifier maintenant" in text


def test_who_only_reads_has_no_button_and_may_not_post(client):
    logged_in(client, "view_verification")
    assert "Vérifier maintenant" not in client.get(PAGE).content.decode()
    assert client.post(VERIFY).status_code == 403


def test_the_page_tells_the_fault_and_leads_to_the_thing(client, altered):
    logged_in(client, "view_verification", "view_act")
    text = client.get(PAGE).content.decode()
    assert "l’historique des actes a été modifiée" in text
    assert reverse("admin:conventions_act_change", args=[altered.pk]) in text


def test_no_link_leads_to_what_the_person_may_not_see(client, altered):
    logged_in(client, "view_verification")
    text = client.get(PAGE).content.decode()
    assert "l’historique des actes a été modifiée" in text
    assert reverse("admin:conventions_act_change", args=[altered.pk]) not in text


def test_each_verification_has_its_page(client, altered):
    logged_in(client, "view_verification")
    done = Verification.objects.get()
    text = client.get(reverse("admin:integrity_verification", args=[done.pk])).content.decode()
    assert "l’historique des actes a été modifiée" in text
    assert (
        client.get(reverse("admin:integrity_verification", args=[done.pk + 1])).status_code == 404
    )


def test_the_queries_of_the_page_do_not_grow(client, django_assert_max_num_queries):
    logged_in(client, "view_verification")
    for _ in range(15):
        VerificationFactory(asked_by=UserFactory())
    with django_assert_max_num_queries(12):
        client.get(PAGE)


def test_the_button_verifies_with_a_job_that_gives_an_account(client, altered):
    user = logged_in(client, "add_verification")
    response = client.post(VERIFY)
    job = Job.objects.get()
    assert response.url == reverse("admin:jobs_job_change", args=[job.pk])
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert b"".join(job.result.stream()).decode().startswith("2\u00a0anomalies trouvées")
    assert Verification.objects.first().asked_by == user


def test_the_start_page_tells_a_fault_to_who_may_see_it(client, altered):
    logged_in(client, "view_verification")
    assert FAULT in client.get(reverse("admin:to_do")).content.decode()
    logged_in(client, "view_act")
    assert FAULT not in client.get(reverse("admin:to_do")).content.decode()


def test_the_start_page_says_nothing_while_nothing_is_wrong(client):
    VerificationFactory()
    VerificationFactory(fault_count=3, scope="sites")
    logged_in(client, "view_verification")
    assert FAULT not in client.get(reverse("admin:to_do")).content.decode()


def test_the_scheduled_check_writes_to_those_named(settings):
    settings.AUDIT_RECIPIENTS = ["dgs@agglo.example"]
    ActFactory(number="2026 008")
    seal(now=NOW)
    verify(now=NOW)
    assert mail.outbox == []
    Act.history.model.objects.update(title="x")
    verify(now=NOW, by=UserFactory())
    assert mail.outbox == []
    verify(now=NOW)
    (message,) = mail.outbox
    assert message.to == ["dgs@agglo.example"]
    assert message.subject == "CSIPA\u00a0: intégrité, 2\u00a0anomalies"
    assert "Décision n° 2026 008" in message.body


def test_nobody_is_written_to_unless_named(altered):
    assert mail.outbox == []
