"""What the pages of sites tell: hours, limits, closures, openings; the printed sheet."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from pypdf import PdfReader

from csipa.pdf.door import DocumentTooSlow
from tests.sites.factories import EquipmentFactory, OpeningHoursFactory, RoomFactory, SiteFactory
from tests.sites.factories_projects import ClosureFactory, LimitWaiverFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def antenna():
    """An antenna of 24 hours a week, waived, with everything a sheet may tell."""
    site = SiteFactory(antenna=True, name="Robecq", commune_id="62713", parent__name="Labourse")
    for weekday in (1, 2, 3):
        OpeningHoursFactory(
            site=site,
            weekday=weekday,
            opens_at=dt.time(8),
            closes_at=dt.time(16),
            start=dt.date(2026, 1, 1),
        )
    LimitWaiverFactory(site=site)
    ClosureFactory(site=site, start=dt.date(2999, 8, 3), end=dt.date(2999, 8, 7))
    room = RoomFactory(site=site, name="Cabinet bleu", area="18.50")
    EquipmentFactory(site=site, room=room, quantity=2)
    EquipmentFactory(site=site, label="divan", end=dt.date(2020, 1, 1))
    return site


def url(name, *args):
    return reverse(f"admin:sites_site_{name}", args=args)


def text_of(answer):
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.fixture
def stranger(client, django_user_model):
    """Somebody of the house who may see no site."""
    client.force_login(django_user_model.objects.create_user("stranger", is_staff=True))
    return client


def test_page_of_an_antenna_tells_its_week_its_limits_and_its_closures(admin_client, antenna):
    page = text_of(admin_client.get(url("change", antenna.pk)))
    assert "24 h par semaine : 4 h au-delà des 20 h, admis le 5 janvier 2026" in page
    assert "Trajet depuis le centre à mesurer" in page
    assert "Du 3 au 7 août 2999 : Travaux (tout le site)" in page
    assert "Du lundi au mercredi" in page
    assert "8 h–16 h" in page


def test_page_of_a_centre_tells_the_openings_of_its_antennas_and_no_limit(admin_client, antenna):
    page = text_of(admin_client.get(url("change", antenna.parent.pk)))
    assert "Chronologie des ouvertures" in page
    assert "Robecq" in page
    assert "Limites de l’antenne" not in page
    assert "travel_minutes" not in page
    assert "limit_waivers" not in page


def test_page_asks_as_many_queries_for_many_lines_as_for_few(
    admin_client, antenna, django_assert_num_queries, django_assert_max_num_queries
):
    address = url("change", antenna.parent.pk)
    admin_client.get(address)
    with django_assert_max_num_queries(45) as few:
        admin_client.get(address)
    for _ in range(5):
        other = SiteFactory(antenna=True, parent=antenna.parent)
        OpeningHoursFactory(site=other)
        OpeningHoursFactory(site=antenna.parent, weekday=3)
        ClosureFactory(site=antenna.parent)
    with django_assert_num_queries(len(few)):
        admin_client.get(address)


def test_list_tells_the_hours_of_the_week_and_what_passes_the_limit(admin_client, antenna):
    bare = SiteFactory(antenna=True, parent=antenna.parent)
    for weekday in range(1, 7):
        OpeningHoursFactory(site=bare, weekday=weekday, closes_at=dt.time(13))
    OpeningHoursFactory(site=antenna.parent)
    page = text_of(admin_client.get(url("changelist")))
    assert "24 h (admis)" in page
    assert "24 h (au-delà de la limite)" in page
    assert "3 h<" in page


def test_hours_are_those_of_the_date_asked_for(admin_client, antenna):
    page = text_of(admin_client.get(url("hours", antenna.pk), {"jour": "2025-12-31"}))
    assert "Aucun horaire n’est en vigueur" in page
    assert "?jour=2026-01-01" in page
    page = text_of(admin_client.get(url("hours", antenna.pk), {"jour": "2026-01-01"}))
    assert "24 h" in page
    assert "Horaires et limites" in page


@pytest.mark.parametrize("day", ["hier", "2026-02-30", "1800-01-01", "9999-12-31"])
def test_bad_date_is_told_and_today_is_shown(admin_client, antenna, day):
    answer = admin_client.get(url("hours", antenna.pk), {"jour": day})
    assert answer.status_code == 200
    assert answer.context["form"].errors["jour"]


def test_empty_date_is_today(admin_client, antenna):
    answer = admin_client.get(url("hours", antenna.pk), {"jour": ""})
    assert not answer.context["form"].errors


def test_hours_of_a_centre_have_no_limit(admin_client, antenna):
    page = text_of(admin_client.get(url("hours", antenna.parent.pk)))
    assert "Limites de l’antenne" not in page


def test_travel_past_the_limit_is_told_in_words(admin_client, antenna):
    antenna.travel_minutes = 35
    antenna.save()
    page = text_of(admin_client.get(url("hours", antenna.pk)))
    assert "35 min, 5 min au-delà des 30 min admises pour une antenne, sans dérogation" in page
    assert "Au-delà de la limite" in page


def test_timeline_tells_what_opened_and_what_is_planned(
    admin_client, django_assert_num_queries, django_assert_max_num_queries
):
    centre = SiteFactory(name="Labourse")
    SiteFactory(
        antenna=True,
        name="Robecq",
        parent=centre,
        opened_on=None,
        planned_on=dt.date(2025, 12, 31),
    )
    with django_assert_max_num_queries(15) as few:
        page = text_of(admin_client.get(url("timeline")))
    assert "31 décembre 2025" in page
    assert "Ouverture prévue : date passée, le site n’est pas ouvert" in page
    for _ in range(5):
        OpeningHoursFactory(site__parent=centre, site__antenna=True)
    with django_assert_num_queries(len(few)):
        admin_client.get(url("timeline"))


def test_timeline_without_site_opens(admin_client):
    assert "Aucune date d’ouverture" in text_of(admin_client.get(url("timeline")))


def test_sheet_prints_on_one_page_what_is_known_today(admin_client, antenna):
    answer = admin_client.get(url("sheet", antenna.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="fiche-robecq.pdf"' in answer["Content-Disposition"]
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    text = pages[0].extract_text().replace("\u00a0", " ")
    for told in ("Antenne de Robecq", "Cabinet bleu", "18,5 m²", "lecteur de carte", "Travaux"):
        assert told in text
    assert "divan" not in text


def test_sheet_of_a_bare_site_prints(admin_client):
    site = SiteFactory(opened_on=None)
    answer = admin_client.get(url("sheet", site.pk))
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().replace("\u00a0", " ")
    assert "Prévu, sans date" in text
    assert "non renseigné" in text


def test_sheet_that_cannot_be_printed_says_why(admin_client, antenna, monkeypatch):
    def late(*args, **kwargs):
        raise DocumentTooSlow("L’impression a pris trop de temps.")

    monkeypatch.setattr("sites.documents.sheet.render", late)
    answer = admin_client.get(url("sheet", antenna.pk), follow=True)
    assert "L’impression a pris trop de temps." in text_of(answer)


@pytest.mark.parametrize("page", ["hours", "sheet"])
def test_page_of_no_site_is_not_found(admin_client, page):
    assert admin_client.get(url(page, 999)).status_code == 404


def test_pages_are_closed_to_those_who_may_not_see_sites(stranger, antenna):
    for address in (url("timeline"), url("hours", antenna.pk), url("sheet", antenna.pk)):
        assert stranger.get(address).status_code in (403, 404)


def test_pages_are_read_only(admin_client, antenna):
    for address in (url("timeline"), url("hours", antenna.pk), url("sheet", antenna.pk)):
        assert admin_client.post(address).status_code == 405


def test_who_may_only_read_sees_the_week_and_the_limits(client, django_user_model, antenna):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=["view_site", "every_site"]))
    client.force_login(reader)
    page = text_of(client.get(url("change", antenna.pk)))
    assert "Limites de l’antenne" in page
