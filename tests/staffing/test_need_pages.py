"""The pages of a study of need: the calculation, its copy, two side by side, its print."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from staffing.actions.need import duplicate_study, set_public_holidays
from staffing.models import (
    NeedStudy,
    ProfessionFamily,
    SupportScope,
    SupportUnit,
)
from staffing.review.need import compared, study_needs
from tests.admin.factories import UserFactory
from tests.sites.factories import SiteFactory
from tests.staffing.factories import AssignmentFactory, PostTargetFactory, ProfessionFactory
from tests.staffing.factories_recruitment import (
    NeedProfessionFactory,
    ServiceWorkFactory,
    SupportWorkFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 9, 1)


@pytest.fixture
def study():
    """The worked example: one doctor, half a full time filled of one authorised."""
    need = NeedProfessionFactory()
    ServiceWorkFactory(need=need)
    SupportWorkFactory(need=need)
    SupportWorkFactory(
        need=need,
        label="Coordination",
        scope=SupportScope.SOME,
        amount=Decimal(104),
        unit=SupportUnit.HOURS_YEAR,
    )
    post = PostTargetFactory(post__profession=need.profession).post
    AssignmentFactory(post=post)
    return need.study


@pytest.fixture
def nurses(study):
    """Nurses in the same study, without any support work."""
    profession = ProfessionFactory(
        name="infirmier", plural="infirmiers", family=ProfessionFamily.PARAMEDICAL, position=2
    )
    need = NeedProfessionFactory(study=study, profession=profession)
    ServiceWorkFactory(need=need, label="Soins")
    return need


def address(name, study, query=""):
    return reverse(f"admin:staffing_needstudy_{name}", args=[study.pk]) + query


def lines_of(study):
    return study_needs(study, today=DAY).lines


def test_a_study_stands_beside_what_is_authorised_and_filled(study):
    (line,) = lines_of(study)
    assert (line.level.authorised, line.level.filled) == (1, Decimal("0.5"))
    assert round(line.need.required, 3) == Decimal("1.096")
    assert round(line.authorised_gap, 3) == Decimal("-0.096")
    assert round(line.filled_gap, 3) == Decimal("-0.596")
    assert round(line.ratio, 3) == Decimal("0.456")


def test_a_profession_of_the_same_study_inherits_nothing(study, nurses):
    doctors, others = lines_of(study)
    assert round(doctors.need.required, 3) == Decimal("1.096")
    assert round(others.need.required, 3) == Decimal("0.874")


def test_a_study_of_one_site_counts_what_that_site_has(study):
    study.site = SiteFactory()
    study.save()
    assert lines_of(study)[0].level.filled == 0
    PostTargetFactory(
        post__profession=study.professions.get().profession, post__site=study.site, fte=2
    )
    assert lines_of(study)[0].level.authorised == 2


def test_a_profession_that_cannot_be_worked_out_says_why_and_takes_the_total_away(study, nurses):
    SupportWorkFactory(need=nurses, label="Réunions", amount=Decimal(100))
    needs = study_needs(study, today=DAY)
    assert [bool(line.need) for line in needs.lines] == [True, False]
    assert "en dessous de 100" in needs.lines[1].fault
    assert not needs.is_whole


def test_the_number_of_queries_does_not_grow_with_the_professions(
    study, nurses, django_assert_num_queries
):
    with django_assert_num_queries(5):
        needs = study_needs(study, today=DAY)
        assert [line.words.required for line in needs.lines] == ["1,096", "0,874"]


def test_the_page_shows_every_assumption_and_every_step(admin_client, study, nurses):
    html = admin_client.get(address("study", study)).content.decode()
    html = html.replace("\xa0", " ").replace("&nbsp;", " ")
    for shown in (
        "5 jours × 52 semaines",
        "218 jours",
        "1 526 h par an",
        "4 578",
        "0,874 × 1,176 + 0,068",
        "1,096 ETP",
        "1,1 ETP",
        "104 h par an",
    ):
        assert shown in html, shown


@pytest.mark.parametrize("name", ["study", "change"])
def test_both_pages_say_what_the_difference_is_worth(admin_client, study, name):
    html = admin_client.get(address(name, study)).content.decode().replace("\xa0", " ")
    assert "si elle vient d’une équipe incomplète, il est un minimum." in html
    assert "au-dessous de 1, le travail presse." in html
    assert "activité réalisée, pas la demande" in html
    if name == "study":
        assert f"Étude complète : {study.title}</h1>" in html


def test_the_page_of_a_study_leads_to_each_profession(admin_client, study):
    html = admin_client.get(address("change", study)).content.decode()
    need = study.professions.get()
    assert reverse("admin:staffing_needprofession_change", args=[need.pk]) in html
    page = admin_client.get(reverse("admin:staffing_needprofession_change", args=[need.pk]))
    assert "Consultations" in page.content.decode()


def test_a_new_profession_is_offered_the_public_holidays_of_the_year(admin_client, study):
    html = admin_client.get(address("change", study)).content.decode()
    blank = html.split('name="professions-__prefix__-public_holidays"')[1].split(">")[0]
    assert 'value="9"' in blank


def test_a_copy_has_all_the_lines_and_changes_nothing(admin_client, study, nurses):
    answer = admin_client.post(address("duplicate", study))
    copy = NeedStudy.objects.latest("pk")
    assert answer.url == address("change", copy)
    assert copy.title == f"{study.title} (copie)"
    assert [line.need for line in lines_of(copy)] == [line.need for line in lines_of(study)]
    assert copy.history.get().history_user.username == "admin"
    assert copy.professions.first().service_work.get().history.count() == 1


def test_the_copy_of_a_long_title_keeps_within_the_column(study):
    study.title = "a" * 160
    assert len(duplicate_study(study=study).title) == 160


def test_the_public_holidays_are_put_in_every_profession(admin_client, study, nurses):
    study.professions.update(public_holidays=0)
    answer = admin_client.post(address("holidays", study), follow=True)
    assert "2 professions mises à jour" in answer.content.decode().replace("\xa0", " ")
    assert set(study.professions.values_list("public_holidays", flat=True)) == {9}
    study.refresh_from_db()
    assert study.version == 2
    assert set_public_holidays(study=study) == 0


def test_two_studies_side_by_side_tell_what_differs(admin_client, study):
    copy = duplicate_study(study=study)
    line = copy.professions.get().service_work.get()
    line.minutes = Decimal(30)
    line.save()
    ((_, rows),) = compared(study_needs(study, today=DAY), study_needs(copy, today=DAY))
    different = {row.label: (row.left, row.right) for row in rows if row.differs}
    assert set(different) == {"Consultations", "Besoin pour les soins", "Besoin"}
    assert different["Besoin"] == ("1,096\xa0ETP", "1,61\xa0ETP")
    html = admin_client.get(address("compare", study, f"?avec={copy.pk}")).content.decode()
    assert html.count("need-differs") == 3


def test_activities_of_one_name_are_all_compared(study):
    ServiceWorkFactory(need=study.professions.get(), label="Besoin", minutes=Decimal(10))
    ServiceWorkFactory(need=study.professions.get(), label="Consultations", minutes=Decimal(5))
    needs = study_needs(study, today=DAY)
    ((_, rows),) = compared(needs, needs)
    labels = [row.label for row in rows]
    assert {"Consultations", "Consultations (2)", "Besoin (2)", "Besoin"} <= set(labels)


@pytest.mark.parametrize("query", ["", "?avec=", "?avec=x", "?avec=999999"])
def test_a_comparison_with_nothing_only_offers_the_choice(admin_client, study, query):
    answer = admin_client.get(address("compare", study, query))
    assert answer.status_code == 200
    assert "need-compared" not in answer.content.decode()


def test_the_study_prints_with_its_assumptions_and_formulas(admin_client, study):
    study.assumptions = "Posées en réunion du 1er mars"
    study.save()
    answer = admin_client.get(address("print", study))
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in reader.pages).replace("\xa0", " ")
    for shown in ("1 526 h par an", "4 578", "1,096", "Posées en réunion", "÷ durée"):
        assert shown in text, shown
    assert "etude-de-besoin.json" in reader.attachments


def test_saving_the_work_of_a_profession_goes_back_to_the_calculation(admin_client, study):
    need = study.professions.get()
    page = reverse("admin:staffing_needprofession_change", args=[need.pk])
    data = {
        "version": admin_client.get(page).context["version"],
        "days_per_week": "5",
        "hours_per_day": "7",
        "public_holidays": "9",
        "annual_leave": "25",
        "sick_leave": "3",
        "other_leave": "5",
        "service_work-TOTAL_FORMS": "0",
        "service_work-INITIAL_FORMS": "0",
        "support_work-TOTAL_FORMS": "0",
        "support_work-INITIAL_FORMS": "0",
    }
    assert admin_client.post(page, data).url == address("study", study)


@pytest.mark.parametrize("name", ["study", "print", "compare", "duplicate", "holidays"])
def test_nothing_is_shown_or_written_without_the_right_to_it(study, name):
    client = Client()
    client.force_login(UserFactory())
    send = client.post if name in ("duplicate", "holidays") else client.get
    assert send(address(name, study)).status_code == 403
    assert NeedStudy.objects.count() == 1


def test_who_may_only_look_writes_nothing(study):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="view_needstudy"))
    client = Client()
    client.force_login(user)
    html = client.get(address("study", study)).content.decode()
    assert "Dupliquer" not in html
    assert "Modifier" not in html
    for name in ("duplicate", "holidays"):
        assert client.post(address(name, study)).status_code == 403


@pytest.mark.parametrize("name", ["duplicate", "holidays"])
def test_an_address_that_writes_answers_to_a_post_alone(admin_client, study, name):
    assert admin_client.get(address(name, study)).status_code == 405
