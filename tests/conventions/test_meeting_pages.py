"""The pages of meetings: the list typed, proxies tied by name, names proposed, quorum told."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from conventions.actions.meetings import add_members
from conventions.models import Act, Attendance, Meeting
from conventions.review.meetings import civil_name, notice_of, proposed_names
from sites.models import Commune, Territory, TerritoryCommune
from tests.conventions.factories import (
    ActFactory,
    AttendanceFactory,
    MeetingFactory,
)
from tests.conventions.pages import address, shown
from tests.conventions.test_admin import form_data
from tests.sites.factories import OrganisationFactory, RepresentativeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

DAY = dt.date(2026, 2, 3)


@pytest.fixture
def manager(client):
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def signed(meeting=None, **values):
    known = {"state": "signed", "origin": "imported", "number": "7", "signatory": None}
    return ActFactory(meeting=meeting, **{**known, **values})


def lines(*rows):
    """Return what a browser sends for new lines of a list: name, status, proxy."""
    data = {"attendances-TOTAL_FORMS": len(rows), "attendances-INITIAL_FORMS": 0}
    for rank, (name, status, proxy) in enumerate(rows):
        data |= {
            f"attendances-{rank}-name": name,
            f"attendances-{rank}-status": status,
            f"attendances-{rank}-proxy_name": proxy,
            f"attendances-{rank}-ORDER": rank + 1,
        }
    return data


def test_a_list_is_typed_at_once_with_proxies_to_lines_not_saved_yet(manager):
    target = address("meeting_add")
    data = form_data(manager.get(target)) | {
        "authority": OrganisationFactory().pk,
        "body": "council",
        "held_on": "2026-02-03",
        **lines(
            ("Mme Agnès ROUSSEL", "present", ""),
            ("M. Luc BAILLEUL", "represented", "mme agnes roussel"),
            ("M. Marc DUBRULLE", "represented", "Mme Odile SAUVAGE"),
            ("Mme Odile SAUVAGE", "present", ""),
        ),
    }
    response = manager.post(target, data)
    assert response.status_code == 302, response.context["errors"]
    rows = Attendance.objects.order_by("position")
    assert [(row.name, row.proxy and row.proxy.name) for row in rows] == [
        ("Mme Agnès ROUSSEL", None),
        ("M. Luc BAILLEUL", "Mme Agnès ROUSSEL"),
        ("M. Marc DUBRULLE", "Mme Odile SAUVAGE"),
        ("Mme Odile SAUVAGE", None),
    ]


@pytest.mark.parametrize(
    ("status", "proxy", "said"),
    [
        pytest.param("represented", "M. Inconnu", "n’est pas un autre membre", id="unknown"),
        pytest.param("represented", "M. Luc BAILLEUL", "n’est pas un autre membre", id="oneself"),
        pytest.param("present", "Mme Agnès ROUSSEL", "Seul un membre représenté", id="present"),
    ],
)
def test_a_proxy_that_makes_no_sense_is_refused_at_its_line(manager, status, proxy, said):
    meeting = MeetingFactory()
    AttendanceFactory(meeting=meeting, name="Mme Agnès ROUSSEL", position=1)
    AttendanceFactory(meeting=meeting, name="M. Luc BAILLEUL", position=2)
    data = form_data(manager.get(address("meeting_change", meeting)))
    data |= {"attendances-1-status": status, "attendances-1-proxy_name": proxy}
    assert said in shown(manager.post(address("meeting_change", meeting), data))
    assert not Attendance.objects.exclude(proxy=None).exists()


def test_a_member_who_comes_after_all_gives_no_proxy_any_more(manager):
    meeting = MeetingFactory()
    holder = AttendanceFactory(meeting=meeting, position=1)
    away = AttendanceFactory(meeting=meeting, position=2, status="represented", proxy=holder)
    data = form_data(manager.get(address("meeting_change", meeting)))
    assert data["attendances-1-proxy_name"] == holder.name
    data |= {"attendances-1-status": "present", "attendances-1-proxy_name": ""}
    assert manager.post(address("meeting_change", meeting), data).status_code == 302
    away.refresh_from_db()
    assert (away.status, away.proxy) == ("present", None)


def test_a_holder_cannot_leave_the_list_before_the_proxy_is_taken_back(manager):
    meeting = MeetingFactory()
    holder = AttendanceFactory(meeting=meeting, position=1)
    AttendanceFactory(meeting=meeting, position=2, status="represented", proxy=holder)
    data = form_data(manager.get(address("meeting_change", meeting)))
    data |= {"attendances-0-DELETE": "on"}
    assert "n’est pas un autre membre" in shown(
        manager.post(address("meeting_change", meeting), data)
    )


def test_an_untouched_page_writes_nothing(manager):
    meeting = MeetingFactory()
    holder = AttendanceFactory(meeting=meeting, position=1)
    away = AttendanceFactory(meeting=meeting, position=2, status="represented", proxy=holder)
    data = form_data(manager.get(address("meeting_change", meeting)))
    assert manager.post(address("meeting_change", meeting), data).status_code == 302
    meeting.refresh_from_db()
    assert meeting.version == 1
    assert away.history.count() == 1


@pytest.mark.parametrize(
    ("in_office", "again", "verdict"),
    [
        pytest.param(3, False, "atteint", id="reached"),
        pytest.param(5, False, "non atteint", id="not reached"),
        pytest.param(None, False, "inconnu", id="unknown"),
        pytest.param(9, True, "non exigé", id="second convocation"),
    ],
)
def test_the_quorum_is_told_in_words(manager, in_office, again, verdict):
    meeting = MeetingFactory(in_office=in_office, second_convocation=again)
    for _ in range(2):
        AttendanceFactory(meeting=meeting)
    text = shown(manager.get(address("meeting_change", meeting)))
    assert f"<strong data-quorum-verdict>{verdict}</strong>" in text


def test_what_is_to_be_checked_is_told_on_the_page(manager):
    meeting = MeetingFactory(held_on=DAY, convened_on=DAY, in_office=1)
    AttendanceFactory(meeting=meeting)
    assert "jour franc" in shown(manager.get(address("meeting_change", meeting)))


def test_the_list_of_the_last_meeting_is_taken_again(manager):
    authority = OrganisationFactory()
    last = MeetingFactory(authority=authority, held_on=dt.date(2025, 12, 9))
    for name in ("Mme Agnès ROUSSEL", "M. Luc BAILLEUL"):
        AttendanceFactory(meeting=last, name=name)
    meeting = MeetingFactory(authority=authority, held_on=DAY)
    form = manager.get(address("meeting_members", meeting)).context["form"]
    names = form["names"].value()
    manager.post(address("meeting_members", meeting), {"names": names})
    rows = meeting.attendances.order_by("position")
    assert [(row.name, row.status, row.position) for row in rows] == [
        ("Mme Agnès ROUSSEL", "present", 1),
        ("M. Luc BAILLEUL", "present", 2),
    ]
    meeting.refresh_from_db()
    assert meeting.version == 2


def test_names_already_there_and_representatives_known_by_another_title_come_once():
    authority = OrganisationFactory()
    for first, last, gender, title in (
        ("Agnès", "Roussel", "f", ""),
        ("Étienne", "Delattre", "m", "Docteur"),
    ):
        RepresentativeFactory(
            organisation=authority, first_name=first, last_name=last, gender=gender, title=title
        )
    last = MeetingFactory(authority=authority, held_on=dt.date(2025, 12, 9))
    AttendanceFactory(meeting=last, name="M. Étienne DELATTRE")
    meeting = MeetingFactory(authority=authority, held_on=DAY)
    assert proposed_names(meeting) == ["M. Étienne DELATTRE", "Mme Agnès ROUSSEL"]
    AttendanceFactory(meeting=meeting, name="Mme Agnes Roussel")
    assert proposed_names(meeting) == ["M. Étienne DELATTRE"]


def test_a_title_of_its_own_is_kept():
    person = RepresentativeFactory(first_name="Étienne", last_name="Delattre", title="Docteur")
    assert civil_name(person) == "Docteur Étienne DELATTRE"


def test_names_are_added_once_whatever_their_spelling():
    meeting = MeetingFactory()
    AttendanceFactory(meeting=meeting, name="Mme Agnès ROUSSEL", position=4)
    added = add_members(
        meeting=meeting,
        names=["Mme Agnes Roussel", "M. Luc BAILLEUL", "M. LUC BAILLEUL"],
        by=None,
    )
    assert added == 1
    assert meeting.attendances.get(name="M. Luc BAILLEUL").position == 5


def test_a_name_too_long_adds_nobody():
    meeting = MeetingFactory()
    with pytest.raises(ValidationError):
        add_members(meeting=meeting, names=["M. Luc BAILLEUL", "x" * 201], by=None)
    assert not meeting.attendances.exists()


def test_a_meeting_closes_with_its_first_signed_act(manager):
    meeting = MeetingFactory()
    AttendanceFactory(meeting=meeting)
    signed(meeting)
    text = shown(manager.get(address("meeting_change", meeting)))
    assert "sa liste ne change plus" in text
    assert "Ajouter un acte à cette réunion" in text
    assert manager.get(address("meeting_members", meeting)).status_code == 403
    with pytest.raises(ValidationError, match="ne change plus"):
        add_members(meeting=meeting, names=["M. Luc BAILLEUL"], by=None)


def test_the_database_itself_refuses_to_change_a_sealed_meeting():
    meeting = MeetingFactory()
    row = AttendanceFactory(meeting=meeting)
    act = ActFactory(meeting=meeting)
    Act.objects.filter(pk=act.pk).update(sealed=True)
    for write in (
        lambda: Meeting.objects.filter(pk=meeting.pk).update(second_convocation=True),
        lambda: Attendance.objects.filter(pk=row.pk).update(status="absent"),
        lambda: AttendanceFactory(meeting=meeting),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_the_list_and_the_search_find_a_meeting_by_its_day(manager):
    MeetingFactory(held_on=DAY, place="Robecq")
    MeetingFactory(held_on=dt.date(2026, 4, 7), place="Béthune")
    for asked in ("3 février 2026", "03/02/2026", "Robecq"):
        response = manager.get(address("meeting_changelist"), {"q": asked})
        assert response.context["cl"].result_count == 1


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_meeting_of_a_hundred_members_and_eighty_acts_takes_as_many_queries_as_a_small_one(
    manager,
):
    meeting = MeetingFactory()
    counts = []
    for members, taken in ((2, 1), (98, 79)):
        holder = AttendanceFactory(meeting=meeting)
        AttendanceFactory.create_batch(members - 2, meeting=meeting)
        AttendanceFactory(meeting=meeting, status="represented", proxy=holder)
        ActFactory.create_batch(taken, meeting=meeting, authority=meeting.authority)
        act = meeting.acts.first()
        counts.append(
            [
                queries(manager, address("meeting_change", meeting)),
                queries(manager, address("meeting_report", meeting)),
                queries(manager, address("act_change", act)),
                queries(manager, address("act_export", act)),
            ]
        )
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("populations", "notice"),
    [
        pytest.param([400, 3_500], 5, id="a commune of 3 500"),
        pytest.param([400, 3_499], 3, id="small communes"),
        pytest.param([400, None], None, id="an unknown population"),
        pytest.param([], None, id="no commune recorded"),
    ],
)
def test_the_convocation_of_a_community_follows_its_largest_commune(populations, notice):
    authority = OrganisationFactory(siren="356000000")
    territory = Territory.objects.create(kind="epci", name="Trois Vallées", code=authority.siren)
    communes = Commune.objects.order_by("pk")[: len(populations)]
    for commune, population in zip(communes, populations, strict=True):
        Commune.objects.filter(pk=commune.pk).update(population=population, population_year=None)
        TerritoryCommune.objects.create(territory=territory, commune=commune)
    assert notice_of(authority, "council", DAY) == notice
    assert notice_of(authority, "bureau", DAY) is None


def test_the_convocation_of_a_commune_follows_its_own_population():
    commune = OrganisationFactory(kind="commune", commune=Commune.objects.order_by("pk").first())
    commune.commune.population = 4_000
    assert notice_of(commune, "municipal_council", DAY) == 5
