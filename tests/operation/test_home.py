"""What the start page and « À faire » tell those who look after the service."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from csipa.admin.home_parts import Told
from csipa.audit.actions import seal, verify
from csipa.jobs.actions import begin_chore, end_chore
from csipa.operation.chores import CHORES
from csipa.operation.home import told
from tests.admin.factories import UserFactory
from tests.audit.factories import VerificationFactory
from tests.conventions.factories import ActFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 1, 16, 9, tzinfo=dt.UTC)
TODAY = dt.date(2026, 1, 16)
SERVICE = ("view_user", "add_verification", "view_verification")


def account(*codenames):
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    user.get_all_permissions()
    return user


def heard(*codenames, now=NOW):
    return told(account(*codenames), today=timezone.localdate(now), now=now)


def plain(text):
    return text.replace("\u00a0", " ")


def labels(found):
    return {figure.label: figure.value for figure in found.figures}


def test_a_fault_is_told_with_its_first_sentences_and_leads_to_the_verification():
    acts = [ActFactory() for _ in range(5)]
    seal(now=NOW)
    type(acts[0]).history.model.objects.update(title="x")
    verify(now=NOW)
    found = heard("view_verification")
    (task,) = found.tasks
    assert plain(task.text).startswith("Quelque chose a été changé en dehors du programme : ")
    assert (task.level, task.mark, plain(task.when)) == ("late", "Anomalie", "le 16 janvier 2026")
    assert task.url == reverse("admin:integrity")
    *first, rest = [plain(one.text) for one in task.details]
    assert len(first) == 3
    assert all("l’historique des actes a été modifiée" in text for text in first)
    assert rest.startswith("et ")
    assert labels(found)["anomalies d’intégrité"] == "10"


def test_a_verification_that_found_nothing_is_said_with_its_day():
    VerificationFactory(started_at=NOW)
    VerificationFactory(started_at=NOW, fault_count=3, scope="sites")
    found = heard("view_verification")
    assert found.tasks == []
    assert plain(found.quiet) == (
        "La vérification de l’intégrité, le 16 janvier 2026, n’a rien trouvé."
    )
    assert labels(found) == {"anomalie d’intégrité": "0"}
    assert [page.text for page in found.pages] == ["Intégrité"]


def test_where_nothing_was_verified_nothing_is_claimed():
    found = heard("view_verification")
    assert (found.tasks, found.figures, found.quiet) == ([], [], "")


def test_what_does_not_run_is_told_to_who_looks_after_the_service():
    found = heard(*SERVICE)
    assert {plain(task.text) for task in found.tasks} >= {
        "Intégrité : jamais vérifiée.",
        "Tâches de la nuit : aucune n’a encore été faite ici.",
    }
    state = reverse("admin:operation_state")
    assert {(task.level, task.mark, task.url) for task in found.tasks} == {
        ("late", "À réparer", state)
    }
    assert [page.text for page in found.pages] == ["Intégrité", "État du service"]
    assert heard("view_verification", "add_verification").tasks == []


def test_a_fault_is_not_told_twice():
    VerificationFactory(fault_count=2)
    texts = [task.text for task in heard(*SERVICE).tasks]
    assert sum("2\u00a0anomalies" in text for text in texts) == 1
    assert not any(text.startswith("Intégrité") for text in texts)


def test_a_service_that_asks_for_nothing_says_so(settings):
    settings.BACKUP_ELSEWHERE = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    now = timezone.now()
    for chore in CHORES:
        begin_chore(command=chore.command, label=chore.label, now=now)
        end_chore(command=chore.command, succeeded=True, said="fait.", now=now)
    VerificationFactory(started_at=now, finished_at=now)
    found = heard(*SERVICE, now=now)
    assert found.tasks == []
    assert found.quiet.endswith("n’a rien trouvé. Le service ne demande rien.")
    done = f"{len(CHORES)} sur {len(CHORES)}"
    assert labels(found)["tâches de la nuit faites"] == done


def test_the_accounts_that_may_enter_are_counted():
    UserFactory(is_active=False)
    found = heard("view_user")
    assert labels(found) == {"compte ouvert": "1"}


def test_others_are_told_nothing_at_no_cost(django_assert_num_queries):
    VerificationFactory(fault_count=2)
    stranger = account("view_act")
    with django_assert_num_queries(0):
        assert told(stranger, today=TODAY, now=NOW) == Told()


def test_the_service_is_told_in_ten_queries(django_assert_max_num_queries):
    VerificationFactory(fault_count=2)
    keeper = account(*SERVICE)
    with django_assert_max_num_queries(12):
        assert told(keeper, today=TODAY, now=NOW).tasks
