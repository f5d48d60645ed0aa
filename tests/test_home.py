"""The start page and « À faire » say the same things, each to whom they are told."""

import datetime as dt
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from csipa import home
from csipa.admin.home_parts import Coming, Link, Task, Told
from csipa.roles.catalogue import MANAGER, ROLES
from tests.admin.factories import UserFactory
from tests.audit.factories import VerificationFactory
from tests.conventions.factories import ActFactory
from tests.conventions.factories_programmes import CommitteeDecisionFactory
from tests.conventions.holding import in_force
from tests.conventions.pages import shown
from tests.conventions.review.lives import signed_act
from tests.sites.factories import SiteFactory
from tests.sites.factories_territory import CommunityFactory, CommunityMissionFactory
from tests.staffing.factories import PostTargetFactory
from tests.two_cpts import account, signed_in

pytestmark = pytest.mark.django_db


def to_do(client):
    return client.get(reverse("admin:to_do"))


def tell(monkeypatch, **told):
    """Let the parts of the work tell these things, and the others nothing."""

    def say(said, user, *, today):
        return said

    parts = [
        home.Part(part.name, part.title, (), partial(say, told[part.name]))
        for part in home.PARTS
        if part.name in told
    ]
    monkeypatch.setattr(home, "PARTS", tuple(parts))


def task(text, level="waiting", **values):
    return Task(text, "/admin/", level, "En attente", **values)


def something_everywhere():
    """Write something that awaits a manager in most parts of the work."""
    today = timezone.localdate()
    signed_act(signature_date=today - dt.timedelta(days=3))
    ActFactory()
    in_force(reference="C-1", start=today, end=today + dt.timedelta(days=10))
    CommunityMissionFactory(community=CommunityFactory(), start=today - dt.timedelta(days=999))
    CommitteeDecisionFactory(due_on=today - dt.timedelta(days=1), done_on=None)
    PostTargetFactory(start=today)
    SiteFactory()
    VerificationFactory(fault_count=2)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_line_of_the_start_page_is_on_the_other_with_all_the_others(role):
    something_everywhere()
    client = signed_in(account(role))
    first = client.get(reverse("admin:index")).context
    page = to_do(client)
    lines = [one for group in page.context["groups"] for one in group["tasks"]]
    assert set(first["tasks"]) <= set(lines)
    assert len(lines) == page.content.decode().count('<li class="task">')
    if first["more"]:
        assert first["all_tasks"] == page.context["count"]
    else:
        assert len(lines) == len(first["tasks"])


def test_parts_come_in_the_order_of_the_work_with_their_count_and_their_pages(client):
    something_everywhere()
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    answer = to_do(client)
    groups = answer.context["groups"]
    assert [group["part"].title for group in groups] == [
        *("Actes", "Conventions", "Équipe", "CPTS", "Programmes et instances", "Service"),
    ]
    page = shown(answer)
    for group in groups:
        card = page[page.index(f'id="{group["part"].name}"') :].partition("</section>")[0]
        assert card.count('<li class="task">') == len(group["tasks"])
        assert group["count"].replace("\u00a0", " ") in card
        assert f'href="#{group["part"].name}"' in page
        for link in group["pages"]:
            assert f'<a href="{link.url}">{link.text}</a>' in card
            assert client.get(link.url).status_code == 200


def test_within_a_part_the_most_urgent_comes_first(monkeypatch, admin_client):
    day = dt.date(2026, 3, 2)
    tasks = [
        *(task("attend"), task("loin", "90"), task("tard", "late", day=day)),
        task("plus tard encore", "late", day=day - dt.timedelta(days=9)),
    ]
    tell(monkeypatch, acts=Told(tasks))
    (group,) = to_do(admin_client).context["groups"]
    assert [one.text for one in group["tasks"]] == ["plus tard encore", "tard", "attend", "loin"]


def test_a_line_is_told_in_full_here_and_summed_up_on_the_start_page(monkeypatch, admin_client):
    details = (Link("Labourse", "/admin/sites/"), Link("Huchette, depuis le 1er mai"))
    tell(monkeypatch, team=Told([task("Il manque", about="Labourse seul", details=details)]))
    page = shown(to_do(admin_client))
    assert '<li><a href="/admin/sites/">Labourse</a></li>' in page
    assert "Huchette, depuis le 1<sup>er</sup> mai" in page
    assert "Labourse seul" not in page
    first = shown(admin_client.get(reverse("admin:index")))
    assert "Labourse seul" in first
    assert "Huchette" not in first


def test_everything_that_comes_is_told_and_what_is_over_is_not(monkeypatch, admin_client):
    now = timezone.now()
    hour = dt.timedelta(hours=1)
    coming = [
        Coming(now + rank * hour, now + (rank + 1) * hour, f"Rang {rank}", "Salle", "/admin/")
        for rank in (9, -2, 3, 4, 5, 6)
    ]
    tell(monkeypatch, sessions=Told(coming=coming))
    shown_here = to_do(admin_client).context["coming"]
    assert [one.when for one in shown_here] == [f"Rang {rank}" for rank in (3, 4, 5, 6, 9)]
    assert len(admin_client.get(reverse("admin:index")).context["coming"]) == home.COMING


def test_what_was_looked_at_and_awaits_nothing_is_said_last(monkeypatch, admin_client):
    link = Link("Agenda", "/admin/")
    tell(
        monkeypatch,
        acts=Told(pages=[link], quiet="Aucun acte n’attend."),
        team=Told(),
        communities=Told([task("Mission")], quiet="Rien."),
    )
    page = shown(to_do(admin_client))
    quiet = page[page.index("quiet-title") :]
    assert "Aucun acte n’attend." in quiet
    assert '<a href="/admin/">Agenda</a>' in quiet
    assert "Équipe" not in quiet
    assert "<dt>CPTS</dt>" not in quiet
    assert "Rien ne vous attend" not in page


def test_an_account_that_nothing_awaits_is_told_so(client):
    client.force_login(UserFactory(is_staff=True))
    page = shown(to_do(client))
    assert "Rien ne vous attend aujourd’hui." in page
    assert '<li class="task">' not in page
    assert "quiet-title" not in page
    assert "coming-title" not in page
    assert "Prochaines séances" not in page


def test_what_one_page_has_read_the_other_does_not_read_again():
    something_everywhere()
    client = signed_in(User.objects.create_superuser("gestionnaire", password="x"))
    client.get(reverse("admin:index"))
    with CaptureQueriesContext(connection) as found:
        assert to_do(client).context["groups"]
    assert len(found) < 15


def test_a_change_is_told_at_once(client):
    client.force_login(account(MANAGER))
    assert to_do(client).context["groups"] == []
    act = ActFactory(title="Ouverture de Robecq")
    assert "Ouverture de Robecq" in shown(to_do(client))
    act.delete()
    assert "Ouverture de Robecq" not in shown(to_do(client))


def test_no_name_of_a_part_is_that_of_another():
    names = [part.name for part in home.PARTS]
    assert len(set(names)) == len(names)
    assert "map" not in names
