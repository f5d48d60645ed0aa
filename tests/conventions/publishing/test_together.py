"""Many acts put online at once: which go, which are refused, and who does it when they are many."""

import pytest
from django.urls import reverse

from conventions.actions.publishing import PublishingRefused
from conventions.admin import publication_links
from conventions.bulk import publishing
from conventions.models import Publication
from csipa.jobs.models import Job
from tests.conventions.factories_publication import PublicationFactory, PublishedDocumentFactory
from tests.conventions.pages import shown, staff
from tests.conventions.review.lives import signed_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def publisher(client):
    user = staff("view_act", "add_publication")
    client.force_login(user)
    return user


def chosen(client, *rows, **more):
    data = {"action": "publish_together", "_selected_action": [row.pk for row in rows], **more}
    return shown(client.post(reverse("admin:conventions_act_changelist"), data, follow=True))


def kept(**options):
    act = signed_act(**options)
    PublishedDocumentFactory(act=act)
    return act


def test_several_acts_go_online_together_and_others_say_why_not(client, publisher):
    good, individual = kept(number="2026 008"), kept(number="2026 009", individual=True)
    there = PublicationFactory(act=signed_act(number="2026 010")).act
    page = chosen(client, good, individual, there)
    assert "1 acte sera mis en ligne" in page
    assert "acte individuel" in page
    assert "Déjà en ligne" in page
    assert not hasattr(good, "publication")
    page = chosen(client, good, individual, there, publish="1")
    assert "1 acte est en ligne." in page
    assert set(Publication.objects.values_list("act__number", flat=True)) == {
        "2026 008",
        "2026 010",
    }


def test_many_acts_go_online_by_a_worker_and_the_refused_are_named(client, publisher, monkeypatch):
    monkeypatch.setattr(publication_links, "AT_ONCE", 1)
    good, bad = kept(number="2026 008"), kept(number="2026 009")
    real = publishing.publish_act

    def publish(*, act, **asked):
        if act == bad:
            raise PublishingRefused(["Le texte nomme quelqu’un."])
        return real(act=act, **asked)

    monkeypatch.setattr(publishing, "publish_act", publish)
    assert "en arrière-plan" in chosen(client, good, bad)
    page = chosen(client, good, bad, publish="1").replace("\u00a0", " ")
    assert "1 acte est en ligne. 1 acte refusé : voyez le fichier." in page
    account = b"".join(Job.objects.get().result.stream()).decode()
    assert "Le texte nomme quelqu’un." in account
    assert [one.act for one in Publication.objects.all()] == [good]


def test_the_queries_of_the_confirmation_do_not_grow(client, publisher, django_assert_num_queries):
    rows = [kept(number=f"2026 {rank:03d}") for rank in range(10, 22)]
    chosen(client, *rows[:2])
    with django_assert_num_queries(9):
        chosen(client, *rows)


def test_who_may_not_publish_is_offered_nothing_in_the_list(client):
    act = kept()
    client.force_login(staff("view_act"))
    assert "publish_together" not in shown(client.get(reverse("admin:conventions_act_changelist")))
    chosen(client, act, publish="1")
    assert not Publication.objects.exists()
