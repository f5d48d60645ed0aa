"""The week grid as a plain page: who opens it, what it shows, what it costs."""

import datetime as dt

import pytest
from django.urls import reverse

from consultations.models import ActivityCount, MonthState
from tests.consultations.factories import (
    MONDAY,
    ActivityCountFactory,
    MonthLockFactory,
    SiteRecordingFactory,
    UserFactory,
)
from tests.consultations.grid_pages import (
    TODAY,
    address,
    cell,
    line_at,
    name_of,
    open_site,
    secretary,
    typed,
    words,
)
from tests.sites.factories import SiteScopeFactory
from tests.sites.factories_projects import ClosureFactory
from tests.staffing.factories import AssignmentFactory, PostFactory, PostTargetFactory

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + dt.timedelta(days=4)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def line():
    return line_at(open_site(name="Robecq"))


@pytest.fixture
def marie(client):
    user = secretary()
    client.force_login(user)
    return user


@pytest.fixture
def person(line):
    line.by_person = True
    line.save()
    post = PostTargetFactory(post=PostFactory(profession=line.profession, site=line.site)).post
    return AssignmentFactory(post=post).person


# Who may open it ----------------------------------------------------------------------------------


def test_somebody_not_logged_in_is_sent_to_the_login_and_back(client, line):
    answer = client.get(address())
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))
    assert "next=/saisie/" in answer["Location"]


def test_account_without_rights_is_refused(client, line):
    client.force_login(UserFactory())
    assert client.get(address()).status_code == 403
    assert client.post(address(), typed(line, "4")).status_code == 403


def test_account_that_only_reads_sees_figures_and_writes_none(client, line):
    ActivityCountFactory(site=line.site, profession=line.profession, date=MONDAY, done=12)
    client.force_login(secretary("view_activitycount"))
    answer = client.get(address())
    assert "<input class" not in answer.content.decode()
    assert "Votre compte permet de lire ces chiffres" in words(answer)
    assert client.post(address(), typed(line, "4", "12")).status_code == 403
    assert ActivityCount.objects.get().done == 12


def test_it_is_the_first_of_activity_in_the_menu_and_its_former_place_leads_to_it(client, marie):
    page = client.get(address()).content.decode()
    assert '<a class="nav-link" href="/saisie/" aria-current="page">Saisie de la semaine' in page
    answer = client.get(reverse("admin:consultations_grid"), {"semaine": "2026-W23"})
    assert answer["Location"] == "/saisie/?semaine=2026-W23"


# What it shows ------------------------------------------------------------------------------------


def test_zero_closed_and_nothing_are_drawn_as_three_facts(client, line, marie):
    one = {"site": line.site, "profession": line.profession}
    ActivityCountFactory(**one, date=MONDAY, done=0)
    ActivityCountFactory(**one, date=MONDAY + dt.timedelta(days=1), done=None, closed=True)
    answer = client.get(address())
    states = [
        ("zero", 'value="0"'),
        ("closed", 'value="f"'),
        ("blank", 'value=""'),
    ]
    for rank, (state, value) in enumerate(states):
        found = cell(answer, name_of(line, MONDAY + dt.timedelta(days=rank)))
        assert f'data-state="{state}"' in found
        assert value in found


def test_day_that_is_closed_is_greyed_with_the_reason_and_out_of_the_way(client, line, marie):
    ClosureFactory(site=line.site, start=MONDAY, end=MONDAY, reason="Travaux")
    answer = client.get(address())
    found = cell(answer, name_of(line))
    assert "is-closed-day" in found
    assert 'readonly tabindex="-1"' in found
    assert "fermeture : travaux" in words(answer)
    assert "samedi" not in words(answer)


def test_day_to_come_is_not_asked_for(client, line, marie):
    assert "readonly" in cell(client.get(address()), name_of(line, FRIDAY))
    assert "readonly" not in cell(client.get(address()), name_of(line, TODAY))


def test_figure_of_a_day_said_closed_stays_open_to_be_put_right(client, line, marie):
    ClosureFactory(site=line.site, start=MONDAY, end=MONDAY)
    ActivityCountFactory(site=line.site, profession=line.profession, date=MONDAY, done=3)
    assert "readonly" not in cell(client.get(address()), name_of(line))


def test_closed_month_says_why_and_who_can_reopen_it(client, line, marie):
    head = secretary("reopen_month")
    head.first_name, head.last_name = "Delphine", "Marchand"
    head.save()
    MonthLockFactory(site=line.site, state=MonthState.VALIDATED)
    answer = client.get(address())
    assert (
        "Juin 2026 est validé à Robecq : ses chiffres ne changent plus. Delphine Marchand peut le "
        "rouvrir, avec un motif."
    ) in words(answer)
    found = cell(answer, name_of(line))
    assert "readonly" in found
    assert f'aria-describedby="lock-{line.site_id}-2026-06' in found


def test_settings_of_the_site_say_what_is_asked(client, line, marie):
    SiteRecordingFactory(site=line.site, shows_unscheduled=False, shows_hours=True)
    ActivityCountFactory(
        site=line.site, profession=line.profession, date=MONDAY, done=3, minutes_held=150
    )
    read = words(client.get(address()))
    assert "heures tenues" in read
    assert "2 h 30" in read
    assert "non programmées" not in read


def test_totals_add_up_by_row_day_and_site(client, line, marie):
    other = line_at(open_site(name="Labourse"))
    for one, done in ((line, 4), (other, 5)):
        ActivityCountFactory(site=one.site, profession=one.profession, date=MONDAY, done=done)
    page = client.get(address()).content.decode()
    assert '<output data-total="all">9</output>' in page
    assert '<output data-total="day" data-day="2026-06-01">9</output>' in page
    assert '<output data-total="site">4</output>' in page


def test_only_the_sites_of_the_account_are_shown(client, line, marie):
    line_at(open_site(name="Labourse"))
    SiteScopeFactory(user=marie, site=line.site)
    read = words(client.get(address()))
    assert "Robecq" in read
    assert "Labourse" not in read


def test_some_sites_may_be_chosen_and_the_choice_follows_from_week_to_week(client, line, marie):
    other = line_at(open_site(name="Labourse"))
    answer = client.get(address(sites=line.site_id))
    assert name_of(other) not in answer.content.decode()
    assert f"?semaine=2026-W24&amp;sites={line.site_id}" in answer.content.decode()


def test_page_without_lines_says_what_to_do(client, marie):
    open_site(name="Robecq")
    assert "Aucune ligne de saisie n’est réglée pour ce site." in words(client.get(address()))


def test_those_who_set_lines_up_are_led_there_and_the_others_to_whom_to_ask(client, marie):
    open_site()
    where = reverse("admin:consultations_siterecording_changelist")
    answer = client.get(address())
    assert where not in answer.content.decode()
    assert "Demandez-le à qui règle la saisie." in words(answer)
    client.force_login(secretary("view_activitycount", "view_siterecording"))
    assert f'<a href="{where}">' in client.get(address()).content.decode()


def test_page_leads_to_completeness_and_planning_for_those_who_may_open_them(client, line):
    client.force_login(secretary("change_activitycount"))
    assert "Planning" not in words(client.get(address()))
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(address()).content.decode()
    assert f'<a class="button" href="{reverse("admin:consultations_planning")}">' in page
    assert f'<a class="button" href="{reverse("admin:consultations_completeness")}">' in page


def test_page_without_sites_says_what_to_do(client, marie):
    assert "Aucun de vos sites n’était ouvert" in words(client.get(address()))


def test_site_closed_all_week_says_so(client, line, marie):
    ClosureFactory(site=line.site, start=MONDAY, end=MONDAY + dt.timedelta(days=6))
    assert "Robecq est fermé toute la semaine" in words(client.get(address()))


@pytest.mark.parametrize("week", ["2026-W54", "hier", "9999-W52", "0001-W01", "<b>", "2026-W00"])
def test_week_that_is_none_gives_this_one_and_a_sentence(client, line, marie, week):
    answer = client.get(reverse("saisie"), {"semaine": week})
    assert "n’est pas une semaine" in words(answer)
    assert 'data-week="2026-W23"' in answer.content.decode()


@pytest.mark.parametrize("day", ["2026-13-45", "demain", "9999-12-31", "0001-01-01"])
def test_day_that_is_none_gives_this_week_and_a_sentence(client, line, marie, day):
    assert "n’est pas une semaine" in words(client.get(reverse("saisie"), {"jour": day}))


@pytest.mark.parametrize("week", ["2000-W02", "2199-W50"])
def test_first_and_last_weeks_of_the_calendar_are_shown(client, line, marie, week):
    assert client.get(reverse("saisie"), {"semaine": week}).status_code == 200


def test_a_day_gives_its_week_and_is_the_one_of_a_narrow_screen(client, line, marie):
    page = client.get(reverse("saisie"), {"jour": "2026-05-26"}).content.decode()
    assert 'data-week="2026-W22"' in page
    assert '<th scope="col" data-day="2026-05-26" class="is-chosen">' in page


@pytest.mark.parametrize("sites", ["abc", "999999999999", "1,,2", "-1"])
def test_sites_that_are_none_show_those_of_the_account(client, line, marie, sites):
    assert name_of(line) in client.get(address(sites=sites)).content.decode()


# People -------------------------------------------------------------------------------------------


def test_line_by_person_has_a_row_for_each_person_assigned(client, line, person):
    client.force_login(secretary("view_activitycount", "change_activitycount", "see_people"))
    answer = client.get(address())
    assert cell(answer, name_of(line, person=person))
    assert name_of(line) not in answer.content.decode()
    client.post(address(), typed(line, "7", person=person))
    assert ActivityCount.objects.get().person == person


def test_somebody_who_may_not_see_people_reads_one_sum(client, line, person, marie):
    one = {"site": line.site, "profession": line.profession, "date": MONDAY}
    ActivityCountFactory(**one, person=person, done=7)
    ActivityCountFactory(**one, person=AssignmentFactory().person, done=4)
    answer = client.get(address())
    assert str(person) not in words(answer)
    assert "Médecin généraliste (ensemble)" in words(answer)
    assert 'data-state="number" data-value="11"' in answer.content.decode()


def test_somebody_who_may_not_see_people_writes_none(client, line, person, marie):
    client.post(address(), typed(line, "7", person=person))
    answer = client.post(address(), typed(line, "7"))
    assert answer.context["unsaved"] == []
    assert not ActivityCount.objects.exists()
    assert "se saisit personne par personne" in words(answer)


def test_figures_of_a_person_count_in_a_line_of_the_profession_too(client, line, marie):
    ActivityCountFactory(
        site=line.site,
        profession=line.profession,
        date=MONDAY,
        person=AssignmentFactory().person,
        done=7,
    )
    answer = client.get(address())
    assert '<output data-total="site">7</output>' in answer.content.decode()
    assert "readonly" not in cell(answer, name_of(line))


# Bounded work -------------------------------------------------------------------------------------


@pytest.mark.parametrize("sites", [1, 4])
def test_page_takes_as_many_queries_for_four_sites_as_for_one(
    client, marie, sites, django_assert_num_queries
):
    for _ in range(sites):
        site = open_site()
        line = line_at(site, by_person=True)
        SiteRecordingFactory(site=site)
        SiteScopeFactory(user=marie, site=site)
        ActivityCountFactory(site=site, profession=line.profession, date=MONDAY)
        MonthLockFactory(site=site, state=MonthState.CLOSED)
    AssignmentFactory(post=PostTargetFactory(post__profession=line.profession).post)
    with django_assert_num_queries(16):
        assert client.get(address()).status_code == 200
