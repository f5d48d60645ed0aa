"""The pages of the register and of care offer."""

import csv
import io
import zipfile

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from csipa.jobs.models import Job
from sites.models import Territory
from staffing.exchange.register.fictitious import FictitiousPlace, population
from staffing.models import CareProvider, RegisterImport
from tests.sites.factories import TerritoryCommuneFactory
from tests.staffing.factories_community import CarePlaceFactory, CareProviderFactory
from tests.staffing.register_files import LATER, NAME, read, write

pytestmark = pytest.mark.django_db
PAGE = "admin:staffing_register"
OFFER = "admin:staffing_careprovider_offer"
LIST = "admin:staffing_careprovider_changelist"


@pytest.fixture
def territory():
    return TerritoryCommuneFactory().territory


@pytest.fixture
def commune(territory):
    return territory.memberships.get().commune


def person(*permissions):
    user = User.objects.create_user("coordination", is_staff=True)
    for one in (*permissions, "sites.every_community"):
        app, name = one.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=name)
        )
    return user


def sent(tmp_path, places, name=NAME):
    return SimpleUploadedFile(name, write(tmp_path, places, name=name).read_bytes())


def test_a_file_that_is_sent_is_read_then_deleted(admin_client, tmp_path, territory, commune):
    file = sent(tmp_path, population([(commune.pk, "62120")], 5))
    response = admin_client.post(reverse(PAGE), {"territory": territory.pk, "file": file})
    job = Job.objects.get()
    assert response.url == reverse("admin:jobs_job_change", args=[job.pk])
    assert job.state == "done", job.message
    assert job.message == "5\u00a0nouveaux."
    assert CareProvider.objects.count() == 5
    assert CareProvider.history.first().history_user.username == "admin"
    assert not job.parts.exists()
    assert admin_client.get(reverse("admin:jobs_job_file", args=[job.pk])).status_code == 200

    page = admin_client.get(reverse(PAGE)).content.decode()
    reading = RegisterImport.objects.get()
    address = reverse("admin:staffing_register_reading", args=[reading.pk])
    assert address in page
    assert "Toutes les lignes se lisent" in admin_client.get(address).content.decode()


def test_a_file_put_on_the_server_is_offered_and_stays(
    admin_client, tmp_path, territory, commune, settings
):
    path = write(tmp_path, [FictitiousPlace(0, commune.pk)])
    (tmp_path / "notes.doc").write_text("autre")
    settings.RPPS_DIRECTORY = str(tmp_path)
    page = admin_client.get(reverse(PAGE)).content.decode()
    assert path.name in page
    assert "notes.doc" not in page
    admin_client.post(reverse(PAGE), {"territory": territory.pk, "waiting": path.name})
    assert CareProvider.objects.count() == 1
    assert path.exists()


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.txt", "autre.txt"])
def test_only_files_of_the_list_are_read(admin_client, tmp_path, territory, settings, name):
    settings.RPPS_DIRECTORY = str(tmp_path)
    write(tmp_path, [])
    response = admin_client.post(reverse(PAGE), {"territory": territory.pk, "waiting": name})
    assert response.status_code == 200
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Choisissez un fichier, et un seul."),
        ({"file": ("rpps.txt", b"x")}, "ne dit pas quel jour"),
        ({"file": ("rpps.csv", b"x")}, "Choisissez le fichier .txt"),
        ({"file": (NAME, b"x" * 101)}, "dépasse"),
    ],
)
def test_what_cannot_be_read_is_told_before_a_job(admin_client, territory, settings, data, told):
    settings.REGISTER_LARGEST_UPLOAD = 100
    files = {key: SimpleUploadedFile(*value) for key, value in data.items()}
    page = admin_client.post(reverse(PAGE), {"territory": territory.pk, **files})
    assert told in page.content.decode()
    assert not Job.objects.exists()


def test_a_refused_file_fails_the_job_with_the_reason(admin_client, territory):
    file = SimpleUploadedFile(NAME, b"a|b|\r\n")
    admin_client.post(reverse(PAGE), {"territory": territory.pk, "file": file})
    job = Job.objects.get()
    assert job.state == "failed"
    assert "il y manque" in job.message
    assert not job.parts.exists()


def test_departures_are_accepted_on_demand(admin_client, tmp_path, territory, commune):
    many = list(population([(commune.pk, "62120")], 30))
    read(write(tmp_path, many), territory)
    for accepted, left in (("", 0), ("on", 25)):
        file = sent(tmp_path, many[:5], LATER)
        admin_client.post(
            reverse(PAGE),
            {"territory": territory.pk, "file": file, "accept_departures": accepted},
        )
        assert CareProvider.objects.filter(left_on__isnull=False).count() == left


def test_who_may_only_look_sees_no_form(client, territory):
    client.force_login(person("staffing.view_registerimport"))
    assert "Lire un fichier" in client.get(reverse(PAGE)).content.decode()
    assert 'type="file"' not in client.get(reverse(PAGE)).content.decode()
    assert client.post(reverse(PAGE), {"territory": territory.pk}).status_code == 403


def test_others_do_not_open_it(client):
    client.force_login(person("sites.view_site"))
    assert client.get(reverse(PAGE)).status_code == 403
    assert client.get(reverse(OFFER)).status_code == 403


def test_without_territory_the_page_says_what_to_do(admin_client):
    Territory.objects.all().delete()
    assert "Créez d’abord le territoire" in admin_client.get(reverse(PAGE)).content.decode()
    assert "Aucun territoire" in admin_client.get(reverse(OFFER)).content.decode()


def test_the_list_is_read_only_and_its_queries_do_not_grow(
    admin_client, tmp_path, territory, commune, django_assert_max_num_queries
):
    read(write(tmp_path, population([(commune.pk, "62120")], 60)), territory)
    with django_assert_max_num_queries(14):
        page = admin_client.get(reverse(LIST)).content.decode()
    assert reverse(OFFER) in page
    assert "Ajouter" not in page
    provider = CareProvider.objects.first()
    address = reverse("admin:staffing_careprovider_change", args=[provider.pk])
    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, {"last_name": "Autre"}).status_code == 403
    assert admin_client.get(reverse("admin:staffing_careprovider_add")).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("medecins=generalistes", ["Généraliste"]),
        ("medecins=specialistes", ["Cardiologue"]),
        ("medecins=inconnue", ["Inconnu"]),
        ("profession=60", ["Infirmière"]),
        ("mode=S", ["Infirmière"]),
        ("present=non", ["Parti"]),
        ("commune=HERE", ["Généraliste", "Cardiologue", "Inconnu", "Infirmière"]),
        ("commune=HERE&present=non", ["Parti"]),
        ("territoire=TERRITORY&mode=S", ["Infirmière"]),
        ("territoire=abc", []),
        ("q=generaliste", ["Généraliste"]),
        ("q=GÉNÉRALISTE", ["Généraliste"]),
    ],
)
def test_the_list_narrows(admin_client, territory, commune, query, found):
    day = "2026-10-01"
    for name, values, place in (
        ("Généraliste", {}, {}),
        ("Cardiologue", {"general_practice": False, "skills": "Cardiologie"}, {}),
        ("Inconnu", {"general_practice": False}, {}),
        ("Infirmière", {"profession": "60"}, {"mode": "S"}),
        ("Parti", {"left_on": day, "profession": "70"}, {"gone_on": day}),
    ):
        provider = CareProviderFactory(last_name=name, first_name="", **values)
        CarePlaceFactory(provider=provider, commune=commune, **place)
    query = query.replace("HERE", commune.pk).replace("TERRITORY", str(territory.pk))
    shown = admin_client.get(f"{reverse(LIST)}?{query}").context["cl"].result_list
    assert sorted(one.last_name for one in shown) == sorted(found)


def test_phones_and_emails_are_for_those_who_may_see_them(client, tmp_path, territory, commune):
    read(write(tmp_path, [FictitiousPlace(0, commune.pk)]), territory)
    provider = CareProvider.objects.get()
    pages = [
        reverse("admin:staffing_careprovider_change", args=[provider.pk]),
        f"{reverse(OFFER)}offre-de-soins.csv",
    ]
    user = person("staffing.view_careprovider", "staffing.view_careplace")
    client.force_login(user)
    for page in pages:
        assert b"exemple.invalid" not in client.get(page).content
    user.user_permissions.add(Permission.objects.get(codename="see_members_contacts"))
    client.force_login(User.objects.get(pk=user.pk))
    for page in pages:
        assert b"exemple.invalid" in client.get(page).content


def test_the_summary_explains_its_figures(
    admin_client, tmp_path, territory, commune, django_assert_max_num_queries
):
    read(write(tmp_path, population([(commune.pk, "62120")], 40)), territory)
    with django_assert_max_num_queries(12):
        page = admin_client.get(reverse(OFFER)).content.decode()
    assert "Médecins généralistes" in page
    assert "chacune comptée une fois" in page
    assert "répertoire extrait le 23\u00a0septembre\u00a02026" in page
    nurses = admin_client.get(f"{reverse(OFFER)}?profession=60").content.decode()
    assert "Par commune&nbsp;: infirmiers" in nurses


@pytest.mark.parametrize("query", ["territory=9999", "on=hier", "territory=abc"])
def test_a_wrong_choice_is_told(admin_client, territory, query):
    page = admin_client.get(f"{reverse(OFFER)}?{query}").content.decode()
    assert "Ce choix n’est pas possible" in page
    assert admin_client.get(f"{reverse(OFFER)}offre-de-soins.csv?{query}").status_code == 404


def test_the_exports_neutralise_formulas(admin_client, territory, commune):
    provider = CareProviderFactory(last_name="=HYPERLINK(1)")
    CarePlaceFactory(provider=provider, commune=commune)
    query = f"?territory={territory.pk}"
    text = admin_client.get(f"{reverse(OFFER)}offre-de-soins.csv{query}").content.decode(
        "utf-8-sig"
    )
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1][1] == "'=HYPERLINK(1)"
    content = admin_client.get(f"{reverse(OFFER)}offre-de-soins.xlsx{query}").content
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Par profession", "Médecins généralistes", "Professionnels"]
    assert book["Professionnels"]["B2"].data_type == "s"
    assert book["Par profession"]["B2"].value == 1


def test_a_territory_that_was_never_read_says_what_to_do(admin_client, territory):
    page = admin_client.get(f"{reverse(OFFER)}?territory={territory.pk}").content.decode()
    assert "Lisez un fichier du répertoire" in page


@pytest.mark.parametrize("bomb", [b"\0" * 5_000_000])
def test_a_zip_that_unpacks_abnormally_is_refused(admin_client, territory, bomb):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, b"\0" * 5_000_000)
    file = SimpleUploadedFile("PS_LibreAcces_202609230000.zip", out.getvalue())
    admin_client.post(reverse(PAGE), {"territory": territory.pk, "file": file})
    assert "se déplie anormalement" in Job.objects.get().message


def test_the_history_of_a_person_hides_contacts_as_their_page_does(client):
    place = CarePlaceFactory(phone="0321000000", email="cabinet@exemple.fr")
    place.phone = "0321999999"
    place.save()
    address = reverse("admin:staffing_careprovider_history", args=[place.provider_id])
    rights = ("staffing.view_careprovider", "staffing.view_careplace")
    user = person(*rights)
    client.force_login(user)
    page = client.get(address).content.decode()
    assert "0321999999" not in page
    assert "cabinet@exemple.fr" not in page
    user.user_permissions.add(Permission.objects.get(codename="see_members_contacts"))
    page = client.get(address).content.decode()
    assert "0321999999" in page
    assert "cabinet@exemple.fr" in page
