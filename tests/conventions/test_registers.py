"""Annual registers from the database: what they gather, the command, the page."""

import datetime as dt
import io
import zipfile

import pypdf
import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from conventions.actions import import_file, sign_act
from conventions.actions.cancelling import cancel_act, cancel_number
from conventions.admin import register_views
from conventions.exports import exported
from conventions.models import Act
from conventions.review import registers
from conventions.review.registers import (
    NoSuchVolume,
    load_register,
    planned_volumes,
    printed_register,
    years_of,
)
from csipa.jobs.models import Job, JobState
from csipa.pdf.door import DocumentTooSlow, LayoutFailed
from tests.conventions.factories import DAY, NOW, ready_act
from tests.sites.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def signed(on=DAY, **fields):
    """Return a signed act."""
    act = ready_act(with_convention=False, **fields)
    sign_act(act=act, by=None, on=on, now=NOW)
    return Act.objects.get(pk=act.pk)


@pytest.fixture
def year():
    """Return the acts of a small year: two decisions, an order, one of the year before."""
    first = signed()
    return [
        first,
        signed(signatory=first.signatory),
        signed(signatory=first.signatory, nature="arrete"),
        signed(signatory=first.signatory, on=dt.date(2025, 12, 30)),
    ]


@pytest.fixture
def quick_volumes(monkeypatch):
    """Make volumes without a layout; return what was asked for."""
    asked = []

    def render(register, entries, volume):
        asked.append((volume, len(entries)))
        return f"%PDF {register.name} {volume} {len(entries)}".encode()

    monkeypatch.setattr(registers, "render_volume", render)
    monkeypatch.setattr(registers, "leaves_of", lambda _pdf: 150)
    return asked


def register_of(act, **wanted):
    """Return a register of the authority of an act."""
    return load_register(
        authority=act.authority, **({"year": 2026, "kind": "deliberations"} | wanted)
    )


def test_decisions_are_kept_with_deliberations_and_orders_apart(year):
    first, second, order, before = year
    assert [entry.act for entry in register_of(first).entries] == [first.pk, second.pk]
    assert [entry.act for entry in register_of(first, kind="orders").entries] == [order.pk]
    assert [entry.act for entry in register_of(first, year=2025).entries] == [before.pk]
    assert years_of(first.authority) == [2026, 2025]


def test_a_register_holds_the_words_that_were_frozen(year):
    first = year[0]
    register = register_of(first)
    assert register.parts[first.pk] == first.documents.get().context["parts"][0]
    first.authority.official_name = "autre nom"
    first.authority.save()
    assert register_of(first).parts == register.parts


def test_cancelled_numbers_stand_in_their_place(year):
    first, second, *_ = year
    cancel_act(act=first, by=None, on=DAY, reason="erreur")
    lost = cancel_number(
        authority=first.authority, nature="decision", year=2026, reason="papier", on=DAY, by=None
    )
    entries = register_of(first).entries
    assert [(entry.number, entry.cancelled) for entry in entries] == [
        (first.number, "erreur"),
        (second.number, None),
        (lost.number, "papier"),
    ]


def test_an_imported_act_without_a_year_is_placed_by_its_date(year):
    data = exported(year[0]).replace('"number": "2026 001"', '"number": "A/77"')
    data = data.replace('"year": 2026', '"year": null').replace('"sequence": 1', '"sequence": null')
    imported = import_file(content=data.encode(), by=None, now=NOW).act
    assert imported.year is None
    assert imported.pk in [entry.act for entry in register_of(imported).entries]


def test_a_register_costs_the_same_queries_whatever_it_holds(year, django_assert_num_queries):
    first = year[0]
    assert first.authority.name
    with django_assert_num_queries(4):
        register_of(first)
    for _ in range(3):
        signed(signatory=first.signatory)
    with django_assert_num_queries(4):
        register_of(first)


def test_the_executive_initials_the_register(year):
    first = year[0]
    first.signatory.on_behalf = ""
    first.signatory.save()
    assert register_of(first).executive["the"] == first.signatory.the_capacity
    first.authority.representatives.update(on_behalf="Par délégation du président")
    assert register_of(first).executive["the"] == "l’exécutif"


def test_a_volume_too_thick_to_bind_is_cut_again(year, quick_volumes, monkeypatch):
    register = register_of(year[0])
    monkeypatch.setattr(registers, "_PLANNED", (175, 1))
    thick = {1: 201, 2: 150}
    monkeypatch.setattr(registers, "leaves_of", lambda pdf: thick[int(pdf.split()[-1] == b"1") + 1])
    printed = printed_register(register)
    assert quick_volumes == [(1, 2), (1, 1), (2, 1)]
    assert len(printed) == 2


def test_a_volume_too_long_to_print_is_cut_again(year, monkeypatch):
    def render(_register, entries, volume):
        if len(entries) > 1:
            raise DocumentTooSlow("Trop long.")
        return b"%PDF"

    monkeypatch.setattr(registers, "render_volume", render)
    monkeypatch.setattr(registers, "leaves_of", lambda _pdf: 300)
    assert printed_register(register_of(year[0])) == [b"%PDF", b"%PDF"]
    monkeypatch.setattr(registers, "render_volume", lambda *_: render(None, [1, 2], 1))
    with pytest.raises(DocumentTooSlow):
        printed_register(register_of(year[0]))


def test_one_volume_alone_is_printed(year, quick_volumes):
    register = register_of(year[0])
    assert len(planned_volumes(register)) == 1
    printed_register(register, volume=1)
    assert quick_volumes == [(1, 2)]
    with pytest.raises(NoSuchVolume, match="1"):
        printed_register(register, volume=2)


def test_a_volume_alone_that_is_too_thick_is_refused_rather_than_cut_apart(
    year, quick_volumes, monkeypatch
):
    monkeypatch.setattr(registers, "leaves_of", lambda _pdf: 201)
    with pytest.raises(NoSuchVolume, match="imprimez tout le registre"):
        printed_register(register_of(year[0]), volume=1)
    assert len(quick_volumes) == 1


def test_the_command_writes_the_first_volume_under_the_name_asked(
    year, quick_volumes, monkeypatch, tmp_path
):
    monkeypatch.setattr(registers, "_PLANNED", (1,))
    asked = tmp_path / "registre.pdf"
    call_command("print_register", "--year", "2026", "-o", str(asked))
    second = tmp_path / "registre-volume-2.pdf"
    assert asked.read_bytes().endswith(b"2026 1 1")
    assert second.read_bytes().endswith(b"2026 2 1")
    call_command("print_register", "--year", "2026", "--volume", "2", "-o", str(asked))
    assert asked.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param(["--authority", "000000000"], "Aucune autorité", id="stranger"),
        pytest.param(["--volume", "9"], "Ce registre a", id="volume"),
        pytest.param([], "Plusieurs autorités", id="several"),
    ],
)
def test_the_command_says_what_is_wrong(options, told, year, quick_volumes, tmp_path):
    if not options:
        signed()
    with pytest.raises(CommandError, match=told) as error:
        call_command("print_register", "--year", "2026", "-o", str(tmp_path / "r.pdf"), *options)
    assert error.value.returncode == 2


def test_the_command_needs_an_act(tmp_path):
    with pytest.raises(CommandError, match="Aucun acte"):
        call_command("print_register", "--year", "2026", "-o", str(tmp_path / "r.pdf"))


def test_the_command_prints_the_register_of_one_authority(year, tmp_path):
    signed()
    first = year[0]
    first.authority.siren = "200072460"
    first.authority.save()
    asked = tmp_path / "registre.pdf"
    call_command(
        "print_register",
        "--year",
        "2026",
        "-o",
        str(asked),
        "--authority",
        "200072460",
        "--kind",
        "orders",
    )
    pages = pypdf.PdfReader(io.BytesIO(asked.read_bytes())).pages
    assert "Registre des arrêtés" in pages[0].extract_text()


@pytest.fixture
def reader(client):
    """Log in someone who may only look."""
    user = User.objects.create_user("lecture", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_act"))
    client.force_login(user)
    return client


PAGE = "admin:conventions_act_register"


def test_the_page_tells_the_volumes_and_prints_them(year, reader, quick_volumes):
    wanted = {"authority": year[0].authority.pk, "year": 2026, "kind": "deliberations"}
    assert (
        "Registre annuel"
        in reader.get(reverse("admin:conventions_act_changelist")).content.decode()
    )
    shown = reader.get(reverse(PAGE), wanted).content.decode()
    assert "Imprimer le volume 1" in shown
    assert "2 actes" in shown
    printed = reader.get(reverse(PAGE), wanted | {"volume": "1"})
    assert printed["Content-Type"] == "application/pdf"
    assert "registre-deliberations-2026-volume-1.pdf" in printed["Content-Disposition"]
    refused = reader.get(reverse(PAGE), wanted | {"volume": "7"})
    assert "Ce registre a" in refused.content.decode()


def test_a_long_register_is_printed_by_a_worker(year, reader, quick_volumes, monkeypatch):
    monkeypatch.setattr(register_views, "MOST_AT_ONCE", 1)
    wanted = {"authority": year[0].authority.pk, "year": 2026, "kind": "deliberations"}
    shown = reader.get(reverse(PAGE), wanted | {"volume": "1"}).content.decode()
    assert "Imprimer le volume 1" not in shown
    assert quick_volumes == []
    reader.post(reverse("admin:conventions_act_print_register"), wanted)
    (job,) = Job.objects.all()
    assert (job.state, job.message.replace("\u00a0", " ")) == (JobState.DONE, "1 volume.")
    assert job.result.name == "registre-deliberations-2026-volume-1.pdf"
    assert b"".join(job.result.stream()).startswith(b"%PDF Registre des d")


def test_a_register_of_several_volumes_is_an_archive(year, reader, quick_volumes, monkeypatch):
    monkeypatch.setattr(registers, "in_volumes", lambda entries, leaves: [[one] for one in entries])
    wanted = {"authority": year[0].authority.pk, "year": 2026, "kind": "deliberations"}
    reader.post(reverse("admin:conventions_act_print_register"), wanted)
    result = Job.objects.get().result
    assert result.name == "registre-deliberations-2026.zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(result.stream()))) as archive:
        assert archive.namelist() == [
            "registre-deliberations-2026-volume-1.pdf",
            "registre-deliberations-2026-volume-2.pdf",
        ]


def test_a_volume_that_cannot_be_printed_is_told_on_the_page_of_its_job(year, reader, monkeypatch):
    def fail(*_):
        raise LayoutFailed("Le PDF ne peut pas être produit.")

    monkeypatch.setattr(registers, "render_volume", fail)
    wanted = {"authority": year[0].authority.pk, "year": 2026, "kind": "deliberations"}
    page = reader.post(reverse("admin:conventions_act_print_register"), wanted, follow=True)
    assert "Le PDF ne peut pas être produit." in page.content.decode()


def test_a_register_that_nobody_names_is_not_printed(year, reader):
    page = reader.post(reverse("admin:conventions_act_print_register"), follow=True)
    assert "Choisissez la collectivité" in page.content.decode()
    assert not Job.objects.exists()


def test_the_page_is_for_those_who_may_read_acts(client, year):
    client.force_login(User.objects.create_user("autre", password="x", is_staff=True))
    assert client.get(reverse(PAGE)).status_code == 403


def test_the_page_opens_before_any_act(reader):
    OrganisationFactory()
    assert reader.get(reverse(PAGE)).status_code == 200
