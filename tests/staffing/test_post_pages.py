"""Pages of posts: where they stand, what is authorised, what is refused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from staffing.models import (
    Assignment,
    Post,
    PostTarget,
)
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    PersonFactory,
    PostFactory,
    PostShareFactory,
    PostTargetFactory,
)
from tests.staffing.pages import lines, said, staff, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    """Two doctors authorised, one and a half there."""
    post = PostTargetFactory(fte=2, post__label="Médecins", act_number="2024_055").post
    AssignmentFactory(post=post, fte=1, person=PersonFactory(first_name="Anne", last_name="Roy"))
    AssignmentFactory(post=post, fte=Decimal("0.5"))
    return post


def test_the_list_of_posts_tells_what_is_vacant_and_what_is_put_off(admin_client, post):
    PostTargetFactory(fte=1, state="deferred", reason="Faute de candidat", post__label="Différé")
    page = admin_client.get(url("post_changelist"))
    rows = {row.label: row for row in page.context["cl"].result_list}
    columns = page.context["cl"].model_admin
    shown = {
        label: [getattr(columns, name)(row) for name in ("authorised", "filled", "heads")]
        for label, row in rows.items()
    }
    assert shown == {"Médecins": ["2", "1,5", 2], "Différé": ["1", "0", 0]}
    assert "0,5" in columns.vacant(rows["Médecins"])
    assert columns.vacant(rows["Différé"]) is None


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"etat": "open"}, ["Médecins", "Plein"]),
        ({"etat": "vacant"}, ["Médecins"]),
        ({"etat": "deferred"}, ["Différé"]),
        ({"etat": "voted"}, []),
        ({"etat": "none"}, ["Sans effectif"]),
        ({"etat": "caprice"}, ["Différé", "Médecins", "Plein", "Sans effectif"]),
        ({"site": "partages"}, ["Différé"]),
        ({"site": "centre"}, ["Médecins", "Plein"]),
        ({"site": "antenne"}, ["Différé", "Sans effectif"]),
        ({"site": "999999"}, ["Différé", "Médecins", "Plein", "Sans effectif"]),
    ],
)
def test_filters_of_posts_ask_about_today(admin_client, post, question, found):
    antenna = SiteFactory()
    late = PostTargetFactory(fte=1, state="deferred", reason="Faute", post__label="Différé").post
    PostTargetFactory(post=late, start=timezone.localdate() + dt.timedelta(days=9), fte=1)
    PostShareFactory(post=late, site=antenna)
    AssignmentFactory(post=PostTargetFactory(fte=1, post__label="Plein").post, fte=1)
    PostFactory(label="Sans effectif", site=antenna)
    asked = {name: antenna.pk if value == "antenne" else value for name, value in question.items()}
    page = admin_client.get(url("post_changelist"), asked)
    assert sorted(row.label for row in page.context["cl"].result_list) == found


def test_the_page_of_a_post_tells_who_is_there_and_what_was_decided(admin_client, post):
    later = timezone.localdate() + dt.timedelta(days=30)
    PostTargetFactory(post=post, start=later, fte=3)
    AssignmentFactory(
        post=post, fte=1, start=later, person=PersonFactory(first_name="Zoé", last_name="Bel")
    )
    page = text(admin_client.get(url("post_change", post.pk)))
    assert "2\u00a0ETP ouverts au recrutement" in page
    assert "3\u00a0ETP ouverts au recrutement" in page
    assert "Anne Roy" in page
    assert "Zoé Bel" in page
    assert page.count("À venir</span>") == 2
    assert "2024_055" in page
    assert f"{url('assignment_add')}?post={post.pk}" in page


def test_a_deferred_post_is_never_called_vacant(admin_client):
    target = PostTargetFactory(state="deferred", fte=Decimal("0.5"), reason="Faute de candidate")
    page = text(admin_client.get(url("post_change", target.post.pk)))
    assert "0,5\u00a0ETP différé, et non vacant (Faute de candidate)." in page
    assert "<dt>Vacants</dt>" not in page


def test_who_may_not_read_assignments_reads_no_name_on_a_post(post):
    page = text(staff("view_post").get(url("post_change", post.pk)))
    assert "Anne Roy" not in page
    assert "2 personnes" in page.replace("\u00a0", " ")


def test_what_is_authorised_changes_from_its_button(admin_client, post):
    values = {
        "start": "2026-01-01",
        "fte": "2.5",
        "state": "open",
        "act_number": "2025_120",
        "act_date": "2025-12-10",
        "reason": "",
    }
    answer = admin_client.post(url("post_target", post.pk), values, follow=True)
    assert "2,5\u00a0ETP" in said(answer)
    line = post.targets.get(start=dt.date(2026, 1, 1))
    assert (line.fte, line.act_number) == (Decimal("2.5"), "2025_120")
    refused = admin_client.post(url("post_target", post.pk), {**values, "fte": "1"})
    assert "alors que 1,5\u00a0ETP y est affecté" in text(refused)
    line.refresh_from_db()
    assert line.fte == Decimal("2.5")


def test_only_who_may_change_posts_changes_what_they_are_authorised_for(post):
    client = staff("view_post")
    assert client.get(url("post_target", post.pk)).status_code == 403
    assert client.post(url("post_target", post.pk), {}).status_code == 403
    assert client.get(url("post_target", 9999)).status_code == 404


def post_values(post, *targets, shares=(), initial=0, **values):
    return {
        "label": post.label,
        "profession": post.profession_id,
        "site": "",
        "version": post.version,
        **lines("targets", *targets, initial=initial),
        **lines("shares", *shares),
        "_continue": "1",
        **values,
    }


def target_line(target, **values):
    known = {"id": target.pk, "post": target.post_id, "start": target.start.isoformat()}
    return {**known, "fte": str(target.fte), "state": target.state, **values}


def test_lines_of_a_post_are_refused_under_those_who_are_there(admin_client, post):
    target = post.targets.get()
    values = post_values(post, target_line(target, fte="1"), initial=1)
    page = text(admin_client.post(url("post_change", post.pk), values))
    assert "alors que 1,5\u00a0ETP y est affecté ce jour-là" in page
    target.refresh_from_db()
    assert target.fte == 2


def test_a_page_may_lower_one_line_and_add_another(admin_client, post):
    Assignment.objects.filter(post=post).update(end=dt.date(2025, 12, 31))
    target = post.targets.get()
    new = {"post": post.pk, "start": "2026-01-01", "fte": "1", "state": "open"}
    values = post_values(post, target_line(target, fte="1.5"), new, initial=1)
    answer = admin_client.post(url("post_change", post.pk), values)
    assert answer.status_code == 302, text(answer)
    assert [str(row.fte) for row in post.targets.order_by("start")] == ["1.500", "1.000"]


def test_what_only_the_database_sees_is_said_on_the_page(admin_client, post):
    target = post.targets.get()
    new = {"post": post.pk, "start": target.start.isoformat(), "fte": "2", "state": "open"}
    values = post_values(post, target_line(target, DELETE="on"), new, initial=1)
    answer = admin_client.post(url("post_change", post.pk), values)
    assert answer.status_code == 200
    assert "dépassent les équivalents temps plein autorisés" in text(answer)
    assert PostTarget.objects.get().pk == target.pk


def test_parts_of_a_post_are_exchanged_in_any_order(admin_client):
    post = PostFactory()
    small = PostShareFactory(post=post, percent=10)
    large = PostShareFactory(post=post, percent=90)
    rows = [
        {"id": share.pk, "post": post.pk, "site": share.site_id, "percent": percent}
        for share, percent in ((small, "90"), (large, "10"))
    ]
    values = post_values(post, **lines("shares", *rows, initial=2))
    answer = admin_client.post(url("post_change", post.pk), values)
    assert answer.status_code == 302, text(answer)
    small.refresh_from_db()
    assert small.percent == 90


@pytest.mark.parametrize(
    ("shares", "on_site", "told"),
    [
        pytest.param(["60", "50"], False, "ne dépassent pas 100\u00a0% ensemble", id="too much"),
        pytest.param(["60"], True, "celui d’un site ou partagé", id="a site and parts"),
    ],
)
def test_parts_of_a_post_that_do_not_go_together_are_refused(admin_client, shares, on_site, told):
    post = PostFactory()
    rows = [{"post": post.pk, "site": SiteFactory().pk, "percent": share} for share in shares]
    site = SiteFactory().pk if on_site else ""
    values = post_values(post, shares=rows, site=site)
    assert told in text(admin_client.post(url("post_change", post.pk), values))
    assert not post.shares.exists()


def test_a_post_that_somebody_held_stays(admin_client, post):
    admin_client.post(url("post_delete", post.pk), {"post": "yes"})
    assert Post.objects.filter(pk=post.pk).exists()
