"""The pages of the planning: a week, booking, series date by date, the life of a session."""

import datetime as dt
import html
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.models import Session, SessionPurpose, SessionState
from csipa.french.dates import is_working_day
from tests.consultations.factories import MONDAY
from tests.consultations.factories_sessions import SessionFactory, at
from tests.consultations.planning_scene import scene
from tests.conventions.factories import ConventionFactory
from tests.sites.factories import RoomFactory, SiteFactory, SiteScopeFactory
from tests.sites.factories_projects import ClosureFactory

pytestmark = pytest.mark.django_db
ALL = ("view_session", "add_session", "change_session")


def ordinary_monday():
    """Return a Monday to come, without a public holiday in its week nor in the two after it."""
    today = timezone.localdate()
    monday = today + dt.timedelta(days=14 - today.weekday())
    while not all(is_working_day(monday + dt.timedelta(days=7 * n + k)) for n, k in WEEKDAYS):
        monday += dt.timedelta(days=7)
    return monday


WEEKDAYS = [(week, day) for week in range(3) for day in range(5)]
COMING = ordinary_monday()


def staff(*permissions, site=None):
    user = User.objects.create_user("agent", is_staff=True)
    whole = () if site else ("every_site",)
    user.user_permissions.set(Permission.objects.filter(codename__in=(*permissions, *whole)))
    if site is not None:
        SiteScopeFactory(user=user, site=site)
    client = Client()
    client.force_login(user)
    return client


def url(name="", *args, **query):
    found = reverse(f"admin:consultations_{name}", args=args)
    return found + "?" + "&".join(f"{key}={value}" for key, value in query.items())


def text(answer):
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.unescape(bare).replace("\xa0", " "))


def week(client, site, **query):
    answer = client.get(url("planning", site=site.pk, **query))
    assert answer.status_code == 200
    return answer


def fields(place, **changed):
    values = {
        "room": place.room.pk,
        "purpose": SessionPurpose.CONSULTATION,
        "day": COMING.isoformat(),
        "starts": "09:00",
        "ends": "12:00",
    }
    return {**values, **changed}


def test_week_shows_sessions_free_time_and_both_accounts_apart(admin_client):
    place = scene()
    SessionFactory(room=place.room, starts_at=at(MONDAY, 9), ends_at=at(MONDAY, 10))
    SessionFactory(
        room=place.room,
        snp=True,
        convention=place.convention,
        practitioner="Docteur Anne Duval",
        starts_at=at(MONDAY + dt.timedelta(days=1), 14),
    )
    read = text(week(admin_client, place.site, semaine="2026-W23"))
    assert "semaine 23, du 1 er au 7 juin 2026" in read
    assert "9 h–10 h Consultations" in read
    assert "Réserver ici 10 h–12 h" in read
    assert "Docteur Anne Duval Prévue, hors activité du CSIPA" in read
    assert "Activité du CSIPA 1 séance, 1 h" in read
    assert "Soins non programmés sous convention 1 séance, 3 h" in read
    assert "ne s’additionnent pas" in read


def test_free_time_leads_to_a_form_already_filled(admin_client):
    place = scene()
    answer = week(admin_client, place.site, semaine="2026-W23")
    (link,) = re.findall(r'slot-free" href="([^"]+)"', answer.content.decode())
    form = admin_client.get(html.unescape(link)).context["form"]
    assert form["starts"].value() == dt.time(9)
    assert form["day"].value() == MONDAY
    assert form["room"].value() == place.room.pk


def test_slot_of_a_convention_leads_to_a_permanence(admin_client):
    place = scene()
    answer = week(admin_client, place.site, semaine="2026-W23")
    book, series = re.findall(r'href="([^"]+convention=[^"]+)"', answer.content.decode())
    form = admin_client.get(html.unescape(book)).context["form"]
    assert form["purpose"].value() == SessionPurpose.UNSCHEDULED
    assert form["convention"].value() == place.convention.pk
    form = admin_client.get(html.unescape(series)).context["form"]
    assert form["weekdays"].value() == [2]
    assert form["last_day"].value() == place.convention.ends_on


@pytest.mark.parametrize("wrong", ["2026-W60", "demain", "9999-W99"])
def test_week_that_is_none_is_said(admin_client, wrong):
    assert "n’est pas une semaine" in text(week(admin_client, scene().site, semaine=wrong))


@pytest.mark.parametrize("edge", ["0001-W01", "9999-W51"])
def test_first_and_last_weeks_of_the_calendar_are_shown(admin_client, edge):
    week(admin_client, scene().site, semaine=edge)


def test_site_without_room_says_what_to_do(admin_client):
    assert "n’a pas encore de salle" in text(week(admin_client, SiteFactory()))


def test_closed_day_offers_nothing_to_book(admin_client):
    place = scene()
    ClosureFactory(site=place.site, start=MONDAY, end=MONDAY + dt.timedelta(days=6))
    answer = week(admin_client, place.site, semaine="2026-W23")
    assert "Réserver ici" not in text(answer)


def test_one_day_is_marked_for_narrow_screens(admin_client):
    answer = week(admin_client, scene().site, semaine="2026-W23", jour="2026-06-03")
    (day,) = [one for one in answer.context["days"] if one["is_shown"]]
    assert day["day"].day == dt.date(2026, 6, 3)


def test_booking_writes_who_and_when(admin_client, admin_user):
    place = scene()
    answer = admin_client.post(url("planning_book", site=place.site.pk), fields(place))
    session = Session.objects.get()
    assert session.author == admin_user
    assert answer.url.startswith(reverse("admin:consultations_planning"))


def test_what_is_refused_is_said_by_its_field_and_nothing_is_lost(admin_client):
    place = scene()
    address = url("planning_book", site=place.site.pk)
    admin_client.post(address, fields(place))
    form = admin_client.post(address, fields(place, title="Suivi")).context["form"]
    assert "La salle est prise de 9" in form.errors["room"][0]
    assert form["title"].value() == "Suivi"
    assert Session.objects.count() == 1


def test_what_is_unusual_asks_for_its_reason_only_then(admin_client):
    place = scene()
    address = url("planning_book", site=place.site.pk)
    assert "Motif de l’exception" not in text(admin_client.get(address))
    late = fields(place, starts="18:00", ends="19:00")
    answer = admin_client.post(address, late)
    assert "Hors des horaires" in answer.context["form"].errors["reason"][0]
    assert "Motif de l’exception" in text(answer)
    admin_client.post(address, {**late, "reason": "Rattrapage"})
    assert Session.objects.get().override_reason == "Rattrapage"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends": "09:00"}, "ends"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "n’importe"}, "day"),
        ({"cleaning": "9999"}, "cleaning"),
        ({"purpose": "unscheduled"}, "convention"),
        ({"title": "rappeler le 06 12 34 56 78"}, "title"),
    ],
)
def test_wrong_input_is_said_by_its_field(admin_client, changed, field):
    place = scene()
    answer = admin_client.post(url("planning_book", site=place.site.pk), fields(place, **changed))
    assert field in answer.context["form"].errors
    assert not Session.objects.exists()


def series_fields(place, **changed):
    last = COMING + dt.timedelta(weeks=2)
    values = {"last_day": last.isoformat(), "weekdays": ["1"], "every": "1"}
    return fields(place, **{**values, **changed})


def row(origin, todo="keep", **moved):
    name = f"d{origin.isoformat()}"
    values = {"day": origin.isoformat(), "starts": "09:00", "ends": "12:00", **moved}
    return {f"{name}-todo": todo, **{f"{name}-{key}": value for key, value in values.items()}}


def test_series_shows_each_date_and_proposes_to_skip_what_cannot_be(admin_client):
    place = scene()
    taken = COMING + dt.timedelta(weeks=1)
    SessionFactory(room=place.room, starts_at=at(taken, 9))
    answer = admin_client.post(
        url("planning_series", site=place.site.pk), {**series_fields(place), "step": "preview"}
    )
    rows = answer.context["rows"]
    assert [one.todo for one in rows] == ["keep", "skip", "keep"]
    assert "La salle est prise" in rows[1].verdicts[0].text
    assert Session.objects.count() == 1


def test_dates_are_kept_skipped_and_moved_then_booked_together(admin_client):
    place = scene()
    days = [COMING + dt.timedelta(weeks=rank) for rank in range(3)]
    SessionFactory(room=place.room, starts_at=at(days[1], 9))
    other = days[1] + dt.timedelta(days=1)
    data = {
        **series_fields(place, reason="Jour déplacé"),
        **row(days[0]),
        **row(days[1], "move", day=other.isoformat(), starts="10:00"),
        **row(days[2], "skip"),
        "step": "book",
    }
    answer = admin_client.post(url("planning_series", site=place.site.pk), data)
    assert answer.status_code == 302
    starts = Session.objects.filter(series__isnull=False).values_list("starts_at", flat=True)
    assert sorted(starts) == [at(days[0], 9), at(other, 10)]


def test_date_taken_meanwhile_books_nothing_and_says_which(admin_client):
    place = scene()
    days = [COMING + dt.timedelta(weeks=rank) for rank in range(3)]
    SessionFactory(room=place.room, starts_at=at(days[2], 9))
    data = {**series_fields(place), "step": "book"}
    for day in days:
        data |= row(day)
    answer = admin_client.post(url("planning_series", site=place.site.pk), data)
    assert "Rien n’est réservé" in text(answer)
    assert [bool(one.verdicts) for one in answer.context["rows"]] == [False, False, True]
    assert Session.objects.count() == 1


def test_date_moved_nowhere_is_said(admin_client):
    place = scene()
    data = {**series_fields(place, last_day=COMING.isoformat()), "step": "check"}
    data |= row(COMING, "move", day="")
    answer = admin_client.post(url("planning_series", site=place.site.pk), data)
    assert "donnez un jour et des heures" in text(answer)


def test_series_of_ten_years_is_refused(admin_client):
    place = scene()
    data = series_fields(place, last_day=COMING.replace(year=COMING.year + 10).isoformat())
    form = admin_client.post(url("planning_series", site=place.site.pk), data).context["form"]
    assert "au plus un an" in form.errors["last_day"][0]


def test_session_is_confirmed_held_cleaned_and_cancelled_from_its_page(admin_client):
    place = scene()
    day = timezone.localdate() - dt.timedelta(days=1)
    session = SessionFactory(room=place.room, starts_at=at(day, 9))
    page = url("session_change", session.pk)
    assert "Noter tenue" in text(admin_client.get(page))
    for step in ("confirmer", "tenir"):
        admin_client.post(url("session_step", session.pk, step))
    admin_client.post(url("session_cleaning", session.pk), {"on": day.isoformat()})
    session.refresh_from_db()
    assert (session.state, session.cleaned_on) == (SessionState.HELD, day)
    assert admin_client.post(url("session_cancel", session.pk), {"reason": ""}).status_code == 200
    admin_client.post(url("session_cancel", session.pk), {"reason": "Erreur"})
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert "Annulée : Erreur" in text(admin_client.get(page))


def test_step_is_posted_and_known(admin_client):
    session = SessionFactory()
    assert admin_client.get(url("session_step", session.pk, "tenir")).status_code == 405
    assert admin_client.post(url("session_step", session.pk, "danser")).status_code == 404


def test_session_is_moved_from_its_page_and_a_stale_page_writes_nothing(admin_client):
    place = scene()
    session = SessionFactory(room=place.room, starts_at=at(COMING, 9))
    page = url("session_edit", session.pk)
    form = admin_client.get(page).context["form"]
    assert form["ends"].value() == dt.time(12)
    moved = fields(place, ends="11:00", version=session.version)
    assert admin_client.post(page, moved).status_code == 302
    answer = admin_client.post(page, {**moved, "ends": "10:00"})
    assert "entre-temps" in text(answer)
    session.refresh_from_db()
    assert session.ends_at == at(COMING, 11)


def test_list_shows_the_sessions_and_is_narrowed(admin_client):
    SessionFactory(title="Équipe", starts_at=at(COMING, 9))
    SessionFactory(title="Ancienne", starts_at=at(dt.date(2026, 1, 5), 9))
    read = text(admin_client.get(url("session_changelist", quand="a-venir")))
    assert "Équipe" in read
    assert "Ancienne" not in read
    for when in ("passees", "semaine"):
        assert admin_client.get(url("session_changelist", quand=when)).status_code == 200


def test_list_takes_as_many_queries_with_many_sessions(admin_client, django_assert_max_num_queries):
    for _ in range(12):
        SessionFactory()
    with django_assert_max_num_queries(10):
        admin_client.get(url("session_changelist"))


def test_print_is_a_pdf(admin_client):
    place = scene()
    SessionFactory(room=place.room, starts_at=at(MONDAY, 9))
    answer = admin_client.get(url("planning_pdf", site=place.site.pk, semaine="2026-W23"))
    assert answer.content.startswith(b"%PDF")


def test_somebody_sees_and_books_the_sites_they_work_for_only():
    place, other = scene(), scene(reference="C-2")
    session = SessionFactory(room=other.room, title="Ailleurs")
    client = staff(*ALL, site=place.site)
    assert client.get(url("planning_book", site=other.site.pk)).status_code == 404
    assert client.get(url("planning_series", site=other.site.pk)).status_code == 404
    for name in ("change", "edit", "cancel"):
        assert client.get(url(f"session_{name}", session.pk)).status_code in (302, 404)
    assert client.post(url("session_step", session.pk, "confirmer")).status_code == 404
    assert "Ailleurs" not in text(client.get(url("session_changelist")))
    shown = week(client, other.site).context["site"]
    assert shown == place.site
    stolen = fields(place, room=other.room.pk)
    answer = client.post(url("planning_book", site=place.site.pk), stolen)
    assert "room" in answer.context["form"].errors


def test_reading_is_not_writing():
    place = scene()
    session = SessionFactory(room=place.room, starts_at=at(MONDAY, 9))
    client = staff("view_session")
    answer = week(client, place.site, semaine="2026-W23")
    assert "Réserver" not in text(answer)
    assert "Libre 10 h" not in text(answer)
    assert client.get(url("planning_book", site=place.site.pk)).status_code == 403
    assert client.get(url("planning_series", site=place.site.pk)).status_code == 403
    assert client.get(url("session_edit", session.pk)).status_code == 403
    assert client.post(url("session_step", session.pk, "confirmer")).status_code == 403
    assert "Confirmer" not in text(client.get(url("session_change", session.pk)))


def test_planning_asks_for_its_permission():
    assert staff("view_site").get(url("planning")).status_code == 403


def test_page_of_a_site_tells_its_week_to_whoever_may_read_it(admin_client):
    place = scene()
    SessionFactory(room=place.room, starts_at=at(COMING, 9), title="Équipe")
    page = reverse("admin:sites_site_change", args=[place.site.pk])
    assert "Planning de la semaine" in text(admin_client.get(page))
    assert "Équipe" in text(admin_client.get(page))
    assert "Planning de la semaine" not in text(staff("view_site").get(page))


def test_page_of_a_convention_tells_what_was_held(admin_client):
    place = scene()
    values = {"room": place.room, "snp": True, "convention": place.convention}
    SessionFactory(starts_at=at(MONDAY, 9), state=SessionState.HELD, **values)
    SessionFactory(starts_at=at(COMING, 9), **values)
    page = reverse("admin:conventions_convention_change", args=[place.convention.pk])
    read = text(admin_client.get(page))
    assert "1 tenue sur 2 séances réservées" in read
    assert "Prochaine séance" in read
    assert (
        admin_client.get(url("session_changelist", convention__id__exact=place.convention.pk))
        .context["cl"]
        .result_count
        == 2
    )


def test_conventions_of_permanences_are_offered_before_the_lease_of_the_site(admin_client):
    place = scene()
    for title, kind in (("Bail", "premises"), ("Permanence du nord", "permanence")):
        ConventionFactory(title=title, kind=kind, site=place.site)
    page = text(admin_client.get(url("planning_book", site=place.site.pk)))
    assert 0 < page.index("Permanence du nord") < page.index("Bail")


def test_room_of_another_site_is_not_offered(admin_client):
    place = scene()
    RoomFactory(name="Cabinet lointain")
    answer = admin_client.get(url("planning_book", site=place.site.pk))
    assert "Cabinet lointain" not in text(answer)
