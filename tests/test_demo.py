"""The demonstration builds on an empty database, is right to the letter, and refuses any other."""

import datetime as dt
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conventions.actions.ending import settle_end
from conventions.models import Act, Commitment, Convention
from csipa import home
from csipa.audit.live import check_live
from csipa.audit.report import Report
from csipa.audit.sources import followed_models
from csipa.demo.build import Demonstration, NotEmpty
from csipa.french.dates import count_days_inclusive
from sites.models import Site
from staffing.review.establishment import by_profession
from tests.conftest import quick_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Build the demonstration once, without laying its acts out, and take it back at the end."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("conventions.documents.render_pdf", quick_bytes)
        Demonstration(now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)).build()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("demonstration")
def test_the_decision_of_january_is_signed_executory_and_has_its_convention():
    act = Act.objects.get(number="2026 008")
    assert act.signature_date == dt.date(2026, 1, 15)
    assert act.execution.received_on == act.execution.published_on == dt.date(2026, 1, 16)
    convention = Convention.objects.get(annex__act=act)
    assert count_days_inclusive(convention.start, convention.end) == 93
    assert (convention.originals, convention.notice_value) == (3, 15)
    promised = Commitment.objects.filter(article__convention=convention)
    counts = [
        promised.filter(article__committed_party=party).count()
        for party in convention.parties.order_by("position")
    ]
    assert counts == [3, 7, 2]


@pytest.mark.usefixtures("demonstration")
def test_every_convention_ends_on_the_day_that_its_rows_tell():
    kept = {row.pk: (row.ends_on, row.ended_by) for row in Convention.objects.all()}
    for convention in Convention.objects.all():
        settle_end(convention=convention)
    assert {row.pk: (row.ends_on, row.ended_by) for row in Convention.objects.all()} == kept
    assert any(ends_on for ends_on, _ in kept.values())


@pytest.mark.usefixtures("demonstration")
def test_the_sites_are_those_of_the_centre():
    day = dt.date(2025, 9, 1)
    states = {site.name: str(site.state_on(day)) for site in Site.objects.all()}
    assert states == {
        "Labourse": "open",
        "Norrent-Fontes": "open",
        "Gauchin-Légal": "open",
        "Robecq": "planned",
    }


@pytest.mark.usefixtures("demonstration")
def test_every_row_of_the_demonstration_is_valid():
    for model in apps.get_models():
        if model._meta.app_label in ("sites", "conventions"):
            for row in model._default_manager.all():
                if not model.__name__.startswith("Historical"):
                    row.full_clean()


@pytest.mark.usefixtures("demonstration")
def test_every_row_of_the_demonstration_is_as_its_last_version():
    """No write of the program, in all that it builds, passes over the history."""
    report = Report(started_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    for model in followed_models():
        for _ in check_live(report, model, since=None):
            pass
    assert [fault.text for fault in report.faults] == []
    assert report.rows > 1000


@pytest.mark.usefixtures("demonstration")
def test_there_is_a_draft_to_try():
    assert Act.objects.drafts().exists()


@pytest.mark.usefixtures("demonstration")
def test_the_manager_may_write_and_the_reader_only_read():
    manager = User.objects.get(username="gestionnaire")
    reader = User.objects.get(username="lecture")
    assert manager.has_perm("conventions.change_act")
    assert reader.has_perm("conventions.view_act")
    assert not reader.has_perm("conventions.change_act")


@pytest.mark.usefixtures("demonstration")
def test_a_database_that_is_not_empty_is_refused():
    with pytest.raises(NotEmpty, match="base vide"):
        Demonstration(now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)).build()
    with pytest.raises(CommandError) as refused:
        call_command("demo")
    assert refused.value.returncode == 2


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(
    ("day", "heads", "filled", "vacant"),
    [
        (dt.date(2024, 7, 1), 6, Decimal("2.5"), Decimal(2)),
        (dt.date(2025, 9, 1), 3, Decimal("0.5"), Decimal(4)),
        (dt.date(2027, 1, 5), 4, Decimal("1.5"), Decimal(3)),
    ],
)
def test_the_doctors_are_those_that_the_press_told(day, heads, filled, vacant):
    doctors = by_profession(day)[0][0].level
    assert doctors.authorised == Decimal("4.5")
    assert (doctors.heads, doctors.filled, doctors.vacant) == (heads, filled, vacant)


@pytest.mark.usefixtures("demonstration")
def test_the_second_half_post_of_midwife_is_put_off_and_nobody_is_missing():
    midwives = by_profession(dt.date(2025, 9, 1))[0][1].level
    assert (midwives.authorised, midwives.open, midwives.deferred) == (
        Decimal(1),
        Decimal("0.5"),
        Decimal("0.5"),
    )
    assert midwives.vacant == 0


ACCOUNTS = (
    *("responsable", "gestionnaire", "secretaire", "coordination"),
    *("projet", "lecture", "technique", "admin"),
)
# Rows that decide what an account may see: its rights are part of what a reading is kept under.
RIGHTS = {"auth_permission", "auth_group", "auth_user_groups", "auth_group_permissions"}
RIGHTS |= {"auth_user_user_permissions", "django_content_type", "auth_user"}

# Chores are told again within ten minutes; sums are those of the counts, by triggers.
NOT_WATCHED = {"jobs_chorerun", "consultations_monthlytotal"}


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("name", ACCOUNTS)
def test_the_start_page_costs_under_fifteen_queries_while_nothing_changes(client, name):
    client.force_login(User.objects.get(username=name))
    first = client.get(reverse("admin:index"))
    with CaptureQueriesContext(connection) as found:
        again = client.get(reverse("admin:index"))
    assert len(found) < 15
    assert again.context["figures"] == first.context["figures"]
    assert again.context["figures"]


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_line_and_figure_of_the_start_page_leads_where_the_account_may_go(client, name):
    client.force_login(User.objects.get(username=name))
    page = client.get(reverse("admin:index"))
    shown = [*page.context["tasks"], *page.context["figures"], *page.context["coming"]]
    for one in shown:
        assert client.get(one.url).status_code == 200, one


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_link_of_what_is_to_do_leads_where_the_account_may_go(client, name):
    client.force_login(User.objects.get(username=name))
    page = client.get(reverse("admin:to_do")).context
    lines = [one for group in page["groups"] for one in group["tasks"]]
    parts = [told.pages for _, told in page["quiet"]]
    parts += [group["pages"] for group in page["groups"]]
    links = {one.url for one in (*lines, *page["coming"])}
    links |= {link.url for line in lines for link in line.details if link.url}
    links |= {link.url for pages in parts for link in pages}
    assert links
    for url in links:
        assert client.get(url).status_code == 200, url


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("name", ACCOUNTS)
def test_what_is_to_do_costs_under_fifteen_queries_after_the_start_page(client, name):
    client.force_login(User.objects.get(username=name))
    first = client.get(reverse("admin:index"))
    with CaptureQueriesContext(connection) as found:
        page = client.get(reverse("admin:to_do"))
    assert len(found) < 15
    lines = [one for group in page.context["groups"] for one in group["tasks"]]
    assert set(first.context["tasks"]) <= set(lines)


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("name", ACCOUNTS)
def test_what_the_start_page_reads_is_what_it_says_it_reads(name):
    user = User.objects.get(username=name)
    for reading in home.readings_of(user, timezone.localdate(), timezone.now()):
        models = [apps.get_model(label) for label in reading.of]
        said = {model._meta.db_table for model in models}
        said |= {
            model.history.model._meta.db_table for model in models if hasattr(model, "history")
        }
        with CaptureQueriesContext(connection) as found:
            reading.read()
        statements = " ".join(query["sql"] for query in found)
        read = {
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if f'"{model._meta.db_table}"' in statements
        }
        assert read - said - RIGHTS - NOT_WATCHED == set(), reading.name
