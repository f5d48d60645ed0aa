"""What the start page and « À faire » tell of counts, of months and of sessions."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission, User
from django.template.loader import render_to_string
from django.urls import reverse

from consultations.admin.home import told_of_counts, told_of_sessions
from consultations.models import Ledger
from consultations.rules.months import MonthState
from csipa.admin.home_parts import Told, still_coming
from csipa.roles.catalogue import COORDINATOR, MANAGER, SECRETARY
from csipa.roles.keeping import group_of, keep_groups
from tests.consultations.factories import (
    ActivityCountFactory,
    MonthLockFactory,
    RecordingLineFactory,
    UserFactory,
)
from tests.consultations.factories_sessions import SessionCountFactory, SessionFactory, at
from tests.consultations.pages import account
from tests.conventions.factories import ConventionFactory, PartyFactory
from tests.sites.factories import OpeningHoursFactory, RoomFactory, SiteFactory, SiteScopeFactory
from tests.two_cpts import two_cpts

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 9)
NOW = at(TODAY, 12)
MAY = dt.date(2026, 5, 1)
VIEW, ENTER = "view_activitycount", "change_activitycount"
STEPS = ("close_month", "check_month", "validate_month")
SESSIONS = ("view_session", "view_sessioncount", "add_sessioncount")


def recorded(name):
    """Return the line of a site opened in May, on Tuesdays and Thursdays: four days are due."""
    site = SiteFactory(name=name, opened_on=dt.date(2026, 5, 25))
    for weekday in (2, 4):
        OpeningHoursFactory(site=site, weekday=weekday)
    return RecordingLineFactory(site=site)


@pytest.fixture
def line():
    return recorded("Robecq")


def enter(line, *days, month=6):
    for day in days:
        ActivityCountFactory(
            site=line.site, profession=line.profession, date=dt.date(2026, month, day)
        )


def enter_all(line):
    enter(line, 26, 28, month=5)
    enter(line, 2, 4)


def plain(text):
    return text.replace("\u00a0", " ")


def counts(*rights, sites=()):
    return told_of_counts(account(VIEW, *rights, sites=sites), today=TODAY)


def texts(told):
    return [plain(task.text) for task in told.tasks]


def test_missing_days_are_one_task_whose_days_lead_to_their_cells(line):
    (task,) = counts(ENTER).tasks
    assert plain(task.text) == "Il manque 4 journées à Robecq"
    assert (task.level, task.mark) == ("late", "En retard")
    assert plain(task.when) == "depuis le mardi 26 mai"
    page = reverse("admin:consultations_completeness_month", args=[line.site_id, "2026-05"])
    assert task.url == page
    assert [plain(day.text) for day in task.details] == [
        *("mardi 26 mai", "jeudi 28 mai", "mardi 2 juin", "jeudi 4 juin"),
    ]
    assert all(day.url.startswith("/saisie/?semaine=") for day in task.details)
    shown = render_to_string("admin/_task.html", {"task": task, "is_whole": True})
    assert shown.count('<a href="/saisie/?semaine=') == 4
    assert render_to_string("admin/_task.html", {"task": task}).count("/saisie/") == 0


def test_many_missing_days_are_named_up_to_five_then_counted(line):
    for weekday in (1, 3, 5):
        OpeningHoursFactory(site=line.site, weekday=weekday)
    (task,) = counts(ENTER).tasks
    assert len(task.details) == 6
    assert plain(task.details[-1].text) == "et 5 autres"
    assert task.details[-1].url == task.url


def test_one_day_missing_leads_to_its_cell_and_is_fresh_for_three_days(line):
    enter(line, 26, 28, month=5)
    enter(line, 2)
    (task,) = counts(ENTER).tasks
    assert plain(task.text) == "Il manque 1 journée à Robecq"
    assert task.url.startswith("/saisie/?semaine=2026-W23")
    assert (task.level, task.when, task.details) == ("late", "le jeudi\u00a04\u00a0juin", ())
    user = account(VIEW, ENTER)
    (task,) = told_of_counts(user, today=dt.date(2026, 6, 7)).tasks
    assert (task.level, task.mark) == ("30", "À saisir")


def test_who_may_not_enter_has_nothing_to_do_and_is_told_how_much_is_missing(line):
    told = counts()
    assert told.tasks == []
    assert plain(told.quiet) == "4 journées ne sont pas saisies depuis le 1er mai 2026."
    assert [page.text for page in told.pages] == ["Complétude"]


def test_where_nothing_is_missing_it_is_said_since_when(line):
    enter_all(line)
    told = counts(ENTER)
    assert told.tasks == []
    assert plain(told.quiet) == "Rien ne manque depuis le 1er mai 2026."
    assert [page.text for page in told.pages] == ["Complétude", "Saisir la semaine"]


def test_where_nothing_is_recorded_nothing_is_said(line):
    line.delete()
    told = counts(ENTER, *STEPS)
    assert (told.tasks, told.quiet, told.figures) == ([], "", [])


def test_counts_are_told_to_who_may_see_them_only(line, django_assert_num_queries):
    stranger = account()
    stranger.get_all_permissions()
    with django_assert_num_queries(0):
        assert told_of_counts(stranger, today=TODAY) == Told()


def test_the_days_entered_are_counted_since_the_month_before(line):
    enter(line, 26, month=5)
    figure = next(one for one in counts().figures if one.label == "journée saisie")
    assert plain(figure.value) == "1 sur 4"
    assert plain(figure.as_of) == "du 1er mai 2026 à hier"


def test_a_month_with_a_day_missing_is_not_to_be_closed(line):
    enter(line, 26, month=5)
    assert texts(counts("close_month")) == []


def test_a_month_of_which_nothing_was_expected_is_not_to_be_closed(line):
    type(line.site).objects.filter(pk=line.site_id).update(opened_on=dt.date(2026, 6, 2))
    enter(line, 2, 4)
    assert texts(counts("close_month")) == []


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (MonthState.OPEN, "Clore le mois"),
        (MonthState.CLOSED, "Vérifier le mois"),
        (MonthState.CHECKED, "Valider le mois"),
        (MonthState.VALIDATED, None),
    ],
)
def test_the_month_before_awaits_its_next_step_of_who_may_take_it(line, state, text):
    enter_all(line)
    if state is not MonthState.OPEN:
        MonthLockFactory(site=line.site, month=MAY, state=state.value)
    found = counts(*STEPS, "reopen_month").tasks
    assert [task.text for task in found] == ([text] if text else [])
    for task in found:
        assert (task.level, plain(task.about)) == ("waiting", "Mai 2026, Robecq")
        page = reverse("admin:consultations_months_month", args=[line.site_id, "2026-05"])
        assert task.url == page
    others = dict(zip((MonthState.OPEN, MonthState.CLOSED, MonthState.CHECKED), STEPS, strict=True))
    without = [step for held, step in others.items() if held is not state]
    assert counts(*without).tasks == []


def secretary(*sites):
    """Return a secretary of some sites."""
    user = UserFactory()
    keep_groups()
    user.groups.add(group_of(SECRETARY))
    for site in sites:
        SiteScopeFactory(user=user, site=site)
    return user


def test_a_secretary_is_told_of_their_own_sites_alone(line):
    elsewhere = recorded("Labourse")
    enter_all(recorded("Allouagne"))
    told = told_of_counts(secretary(line.site), today=TODAY)
    assert texts(told) == ["Il manque 4 journées à Robecq"]
    assert plain(told.figures[0].value) == "0 sur 4"
    MonthLockFactory(site=elsewhere.site, month=MAY, state=MonthState.CLOSED.value)
    manager = UserFactory()
    manager.groups.add(group_of(MANAGER))
    SiteScopeFactory(user=manager, site=line.site)
    assert texts(told_of_counts(manager, today=TODAY)) == ["Il manque 4 journées à Robecq"]


def test_a_secretary_without_a_site_is_told_nothing(line):
    told = told_of_counts(secretary(), today=TODAY)
    assert (told.tasks, told.quiet) == ([], "")


def test_the_consultations_of_the_last_month_are_told_beside_those_of_the_year_before(line):
    day = {"site": line.site, "profession": line.profession}
    ActivityCountFactory(**day, date=dt.date(2026, 5, 26), done=12)
    ActivityCountFactory(**day, date=dt.date(2025, 5, 27), done=10)
    elsewhere = recorded("Labourse")
    ActivityCountFactory(
        site=elsewhere.site, profession=elsewhere.profession, date=dt.date(2026, 5, 26), done=99
    )
    reader = secretary(line.site)
    found = {figure.label: figure for figure in told_of_counts(reader, today=TODAY).figures}
    figure = found["consultations"]
    assert (figure.value, plain(figure.as_of)) == ("12", "en mai 2026")
    assert plain(figure.change) == "+20 % en un an"


@pytest.mark.parametrize("count", [1, 4])
def test_counts_take_a_fixed_number_of_queries(count, django_assert_max_num_queries):
    for rank in range(count):
        enter(recorded(f"Site {rank}"), 26, month=5)
    user = User.objects.create_superuser("gestionnaire", password="x")
    with django_assert_max_num_queries(10):
        assert len(told_of_counts(user, today=TODAY).tasks) == count


def over(**values):
    """Return a session of unscheduled care that is over and that nobody counted."""
    start = values.pop("starts_at", at(dt.date(2026, 6, 8), 9))
    return SessionFactory(snp=True, starts_at=start, **values)


def sessions(*rights, user=None):
    if user is None:
        user = UserFactory()
        named = Permission.objects.filter(codename__in=(*rights, "every_site"))
        user.user_permissions.set(named.exclude(content_type__app_label="sessions"))
    return told_of_sessions(user, today=TODAY, now=NOW)


def test_one_session_to_count_leads_to_its_form_and_several_to_their_list():
    session = over()
    SessionCountFactory(session=over())
    over(state="cancelled", cancel_reason="Congé")
    over(starts_at=NOW - dt.timedelta(hours=1))
    (task,) = sessions(*SESSIONS).tasks
    assert plain(task.text) == "1 permanence à compter"
    assert task.url == reverse("admin:consultations_sessions_count", args=[session.pk])
    assert (task.level, plain(task.when)) == ("30", "depuis le 8 juin 2026")
    over(starts_at=at(dt.date(2026, 6, 1), 9))
    told = sessions(*SESSIONS)
    (task,) = told.tasks
    assert plain(task.text) == "2 permanences à compter"
    assert task.url == reverse("admin:consultations_sessions")
    assert (task.level, task.mark) == ("late", "En retard")
    assert plain(task.when) == "depuis le 1er juin 2026"
    assert [page.text for page in told.pages] == ["Séances à compter", "Planning"]


def test_sessions_to_count_are_no_task_for_who_only_reads_them():
    over()
    told = sessions("view_session", "view_sessioncount")
    assert (told.tasks, told.quiet) == ([], "")


def test_where_every_session_is_counted_it_is_said():
    SessionCountFactory(session=over())
    assert sessions(*SESSIONS).quiet == "Aucune permanence n’est à compter."


def test_sessions_are_told_to_who_may_see_them_only(django_assert_num_queries):
    over()
    stranger = account()
    stranger.get_all_permissions()
    with django_assert_num_queries(0):
        assert told_of_sessions(stranger, today=TODAY, now=NOW) == Told()


def test_people_seen_last_month_and_sessions_of_the_next_thirty_days_are_figures():
    SessionCountFactory(session=over(starts_at=at(dt.date(2026, 5, 12), 9)), done=7)
    SessionCountFactory(session=over(), done=50)
    SessionFactory(starts_at=at(TODAY, 14))
    SessionFactory(starts_at=at(TODAY + dt.timedelta(days=29), 9))
    SessionFactory(starts_at=at(TODAY + dt.timedelta(days=30), 9))
    found = {figure.label: figure for figure in sessions(*SESSIONS).figures}
    assert found["reçus en permanence"].value == "7"
    assert found["reçus en permanence"].as_of == "en mai\u00a02026"
    assert found["séances prévues"].value == "2"


def test_what_comes_is_told_with_its_place_until_it_is_over():
    morning = SessionFactory(starts_at=at(TODAY, 8), title="Bilan")
    noon = SessionFactory(starts_at=at(TODAY, 11, 30))
    tomorrow = SessionFactory(starts_at=at(TODAY + dt.timedelta(days=1), 9))
    later = SessionFactory(starts_at=at(TODAY + dt.timedelta(days=3), 9))
    SessionFactory(
        starts_at=at(TODAY + dt.timedelta(days=2), 9), state="cancelled", cancel_reason="Congé"
    )
    found = sessions(*SESSIONS).coming
    assert [plain(one.when) for one in found] == [
        "Aujourd’hui, 8 h–11 h",
        "Aujourd’hui, 11 h 30–14 h 30",
        "Demain, 9 h–12 h",
        "Vendredi 12 juin, 9 h–12 h",
    ]
    assert (found[0].about, found[0].text) == ("Bilan", f"{morning.site.name}, {morning.room.name}")
    page = reverse("admin:consultations_planning")
    assert found[0].url == f"{page}?site={morning.site_id}&semaine=2026-W24"
    left = still_coming(found, now=NOW)
    assert [one.ends_at for one in left] == [noon.ends_at, tomorrow.ends_at, later.ends_at]


def test_a_secretary_is_told_of_the_sessions_of_their_site_alone():
    own = over()
    over()
    SessionFactory(starts_at=at(TODAY, 14))
    mine = SessionFactory(starts_at=at(TODAY, 14), room=own.room)
    told = sessions(user=secretary(own.site))
    assert texts(told) == ["1 permanence à compter"]
    assert [one.starts_at for one in told.coming] == [mine.starts_at]
    assert [one.text for one in told.coming] == [f"{mine.site.name}, {mine.room.name}"]


@pytest.fixture
def cpts():
    """Two CPTS, each with a convention under which a session was held and one is to come."""
    found = two_cpts()
    held = []
    for community in (found.mine, found.theirs):
        convention = ConventionFactory()
        PartyFactory(convention=convention, organisation=community.organisation)
        room = RoomFactory()
        held.append(over(convention=convention, room=room))
        SessionFactory(
            ledger=Ledger.SNP,
            convention=convention,
            room=room,
            starts_at=at(TODAY, 14),
            purpose="unscheduled",
        )
    return SimpleNamespace(user=found.user, own=held[0], foreign=held[1])


def test_a_coordinator_is_told_of_the_sessions_of_their_cpts_alone(cpts):
    assert cpts.user.groups.get().name == COORDINATOR.name
    told = sessions(user=cpts.user)
    (task,) = told.tasks
    assert task.url == reverse("admin:consultations_sessions_count", args=[cpts.own.pk])
    assert [one.text for one in told.coming] == [f"{cpts.own.site.name}, {cpts.own.room.name}"]
    assert told_of_counts(cpts.user, today=TODAY) == Told()


@pytest.mark.parametrize("count", [1, 5])
def test_sessions_take_a_fixed_number_of_queries(count, django_assert_max_num_queries):
    for _ in range(count):
        over()
        SessionFactory(starts_at=at(TODAY, 14))
    user = User.objects.create_superuser("gestionnaire", password="x")
    with django_assert_max_num_queries(10):
        assert len(told_of_sessions(user, today=TODAY, now=NOW).coming) == count
