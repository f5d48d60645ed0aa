"""The pages about numbers: a series and its run, cancelling, what a cancelled act still offers."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from conventions.actions import record_execution, sign_act
from conventions.actions.cancelling import cancel_act, cancel_number
from conventions.models import Act, CancelledNumber, NumberSeries
from tests.conventions.factories import DAY, NOW, NumberSeriesFactory, ready_act
from tests.sites.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
REASON = "Donné deux fois."


@pytest.fixture
def manager(client):
    """Log in someone who may do everything."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def user_with(*codenames):
    """Return a member of staff with these rights."""
    user = User.objects.create_user("agent", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def page(name, row):
    """Return the address of a page."""
    return reverse(f"admin:conventions_{name}", args=[row.pk])


def signed(**fields):
    """Return a signed act."""
    act = ready_act(with_convention=False, **fields)
    sign_act(act=act, by=None, on=DAY, now=NOW)
    return Act.objects.get(pk=act.pk)


def shown(response):
    """Return the words of a page, spaces made plain."""
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").split())


def test_the_number_of_an_act_is_cancelled_from_its_page(manager):
    act = signed()
    assert page("act_cancel", act) in shown(manager.get(page("act_change", act)))
    asked = manager.get(page("act_cancel", act))
    assert asked.context["form"]["cancelled_on"].value() is None
    response = manager.post(
        page("act_cancel", act), {"cancelled_on": "2026-01-15", "reason": REASON}, follow=True
    )
    assert f"annulé depuis le 15 janvier 2026 ({REASON[:-1]})" in shown(response)
    assert page("act_cancel", act) not in shown(response)
    assert "execution-TOTAL_FORMS" not in shown(response)
    assert CancelledNumber.objects.get().cancelled_by.username == "gestionnaire"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        pytest.param({"cancelled_on": "2026-01-15", "reason": " "}, "obligatoire", id="reason"),
        pytest.param({"cancelled_on": "2099-01-15", "reason": REASON}, "à venir", id="future"),
        pytest.param({"cancelled_on": "2026-01-14", "reason": REASON}, "plus tard", id="before"),
    ],
)
def test_a_wrong_cancellation_cancels_nothing(manager, typed, told):
    act = signed()
    assert told in shown(manager.post(page("act_cancel", act), typed))
    assert not CancelledNumber.objects.exists()


def test_an_enforceable_act_says_what_to_do_instead(manager):
    act = signed()
    record_execution(act=act, by=None, received_on=DAY, published_on=DAY)
    asked = shown(manager.get(page("act_cancel", act)))
    assert "prenez un acte qui la retire ou l’abroge" in asked
    assert "<textarea" not in asked
    manager.post(page("act_cancel", act), {"cancelled_on": "2026-01-15", "reason": REASON})
    assert not CancelledNumber.objects.exists()


def test_cancelling_is_a_right_of_its_own(client):
    act = signed()
    client.force_login(user_with("view_act", "change_act", "view_numberseries"))
    assert page("act_cancel", act) not in shown(client.get(page("act_change", act)))
    typed = {"cancelled_on": "2026-01-15", "reason": REASON}
    series = NumberSeries.objects.get()
    for name, row in (("act_cancel", act), ("numberseries_cancel", series)):
        assert client.get(page(name, row)).status_code == 403
        assert client.post(page(name, row), typed).status_code == 403
    assert not CancelledNumber.objects.exists()


def test_the_list_says_which_acts_are_cancelled(manager):
    act = signed()
    cancel_act(act=act, by=None, on=DAY, reason=REASON)
    listed = shown(manager.get(reverse("admin:conventions_act_changelist")))
    assert ">Annulé<" in listed


def test_the_next_number_or_a_missing_one_is_cancelled_from_the_series(manager):
    series = NumberSeriesFactory(year=2026, last=3)
    typed = {"cancelled_on": "2026-01-15", "reason": REASON}
    manager.post(page("numberseries_cancel", series), {**typed, "sequence": ""})
    asked = manager.get(page("numberseries_cancel", series), {"rang": "2"})
    assert asked.context["form"]["sequence"].value() == 2
    response = manager.post(page("numberseries_cancel", series), {**typed, "sequence": "2"})
    assert response.url == page("numberseries_change", series)
    assert sorted(CancelledNumber.objects.values_list("sequence", flat=True)) == [2, 4]
    again = manager.post(page("numberseries_cancel", series), {**typed, "sequence": "2"})
    assert "est annulé" in shown(again)


def test_the_page_of_a_series_shows_its_run_in_words_and_shapes(manager):
    act = signed()
    series = NumberSeries.objects.get()
    cancel_number(
        authority=act.authority, nature="decision", year=2026, reason=REASON, on=DAY, by=None
    )
    signed(signatory=act.signatory, number="2026_006")
    told = shown(manager.get(page("numberseries_change", series)))
    assert "2 actes, 1 annulé, 3 manquants (donnés hors du programme)" in told
    for part in ("● </span> acte", "✕</span> annulé", "○</span> manquants (3)"):
        assert part.replace(" </span>", "</span>") in told
    assert "2026 003 à 2026 005" in told
    assert REASON in told
    assert page("act_change", act) in told


def test_a_long_series_is_shown_page_by_page(manager, django_assert_max_num_queries):
    series = NumberSeriesFactory(year=2026, last=700)
    for sequence in range(2, 500, 2):
        CancelledNumber.objects.create(
            authority=series.authority,
            nature="decision",
            year=2026,
            sequence=sequence,
            number=f"2026 {sequence}",
            cancelled_on=DAY,
            reason=REASON,
        )
    with django_assert_max_num_queries(14):
        first = manager.get(page("numberseries_change", series))
    told = shown(first)
    assert told.count('<tr class="number-') == 100
    assert "Page 1 sur 5" in told
    last = shown(manager.get(page("numberseries_change", series), {"p": "5"}))
    assert "2026 001" in last


def test_the_preview_tells_how_the_next_number_is_printed_and_transmitted(manager):
    series = NumberSeriesFactory(year=2026, last=7, pattern="{year}/CC{seq:03d}")
    told = shown(manager.get(page("numberseries_change", series)))
    assert "« 2026/CC008 », transmis sous la forme « 2026_CC008 »" in told
    NumberSeries.objects.update(pattern="communauté d’agglomération {seq}")
    told = shown(manager.get(page("numberseries_change", series)))
    assert "qui ne peut pas être transmis" in told


@pytest.mark.parametrize(
    ("last", "told"),
    [pytest.param("6", "ne peut que monter", id="down"), pytest.param("8", "", id="up")],
)
def test_the_last_number_only_grows(manager, last, told):
    series = NumberSeriesFactory(year=2026, last=7)
    address = page("numberseries_change", series)
    version = manager.get(address).context["version"]
    response = manager.post(
        address, {"pattern": "{year}-{seq:03d}", "last": last, "version": version}
    )
    series.refresh_from_db()
    if told:
        assert told in shown(response)
        assert series.last == 7
    else:
        assert response.status_code == 302
        assert (series.last, series.pattern) == (8, "{year}-{seq:03d}")


def test_a_new_series_does_not_start_below_a_number_taken(manager):
    act = signed(number="12/2026")
    other = ready_act(with_convention=False, signatory=act.signatory, nature="arrete")
    other.year, other.sequence, other.number, other.state = 2026, 9, "2026 009", "signed"
    other.signature_date = DAY
    other.save()
    response = manager.post(
        reverse("admin:conventions_numberseries_add"),
        {
            "authority": act.authority.pk,
            "nature": "arrete",
            "year": "2026",
            "pattern": "{year} {seq:03d}",
            "last": "8",
        },
    )
    assert "la série continue après lui" in shown(response)
    assert not NumberSeries.objects.filter(nature="arrete").exists()


def test_a_series_that_gave_numbers_is_neither_moved_nor_deleted(manager):
    series = NumberSeriesFactory(year=2026, last=7)
    asked = manager.get(page("numberseries_change", series))
    assert "year" not in asked.context["adminform"].form.fields
    assert manager.post(page("numberseries_delete", series), {"post": "yes"}).status_code == 403
    unused = NumberSeriesFactory(authority=OrganisationFactory(), last=0)
    address = page("numberseries_delete", unused)
    sent = {"post": "yes", "version": manager.get(address).context["version"]}
    assert manager.post(address, sent).status_code == 302
    assert list(NumberSeries.objects.all()) == [series]


@pytest.mark.parametrize("typed", ["9" * 30, "9" * 5000, "²", "-1"])
def test_a_rank_that_cannot_be_one_is_not_proposed(manager, typed):
    series = NumberSeriesFactory()
    answer = manager.get(page("numberseries_cancel", series), {"rang": typed})
    assert answer.context["form"].initial == {"sequence": None}
