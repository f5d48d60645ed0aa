"""The history page: what it tells, to whom, and that nothing is ever written through it."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, reverse

from conventions.models import Act, Visa
from tests.admin.browser import form_of
from tests.admin.factories import UserFactory
from tests.conventions.factories import ActFactory, VisaFactory
from tests.sites.factories import OrganisationFactory, SiteFactory

pytestmark = pytest.mark.django_db


def history(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_history", args=[row.pk])


def text(response):
    return response.content.decode()


def agent(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def test_it_tells_who_changed_what_from_what_to_what(camille):
    act = ActFactory(title="Ouverture de l’antenne")
    Act.history.update(history_date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    page = reverse("admin:conventions_act_change", args=[act.pk])
    camille.post(page, {**form_of(camille.get(page)), "signature_place": "Robecq"})
    entry = camille.get(history(act)).context["page"].object_list[0]
    (row,) = entry.rows
    (change,) = row.changes
    assert entry.by == "Camille Durand"
    assert (change.label, change.old, change.new) == ("Fait à", "Béthune", "Robecq")


def test_it_tells_what_happened_to_lines_and_names_deleted_ones(camille):
    act = ActFactory()
    visa = VisaFactory(act=act, position=1, text="Vu le code ;")
    visa.text = "Vu la loi ;"
    visa.save()
    visa.delete()
    page = text(camille.get(history(act)))
    assert "Vu la loi ;" in page
    deeds = [
        (row.subject, row.deed)
        for entry in camille.get(history(act)).context["page"].object_list
        for row in entry.rows
        if row.subject
    ]
    assert ("Visa 1", "modification") in deeds
    assert ("Visa 1", "suppression") in deeds


def test_moved_lines_are_told_in_one_word(camille):
    act = ActFactory()
    first, second = (VisaFactory(act=act, position=n) for n in (1, 2))
    Visa.history.update(history_date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    for visa, position in ((first, 2), (second, 1)):
        visa.position = position
        visa.save()
    rows = [row for entry in camille.get(history(act)).context["page"] for row in entry.rows]
    assert [(row.subject, row.deed) for row in rows if row.deed == "ordre modifié"] == [
        ("Visas", "ordre modifié")
    ]


def test_dates_and_relations_are_told_in_french(camille):
    site = SiteFactory(opened_on=dt.date(2024, 6, 3), owner=None)
    site.opened_on = dt.date(2025, 2, 1)
    site.owner = OrganisationFactory(official_name="association Bon Pied")
    site.save()
    page = text(camille.get(history(site)))
    assert "3\u00a0juin\u00a02024" in page
    assert "1er\u00a0février\u00a02025" in page
    assert "ssociation Bon Pied" in page


def test_what_was_written_by_users_is_escaped(camille):
    act = ActFactory(title="<script>alert(1)</script>")
    assert "<script>alert" not in text(camille.get(history(act)))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading_is_allowed(camille, method):
    act = ActFactory()
    before = Act.history.count()
    response = getattr(camille, method)(history(act), {"title": "Autre"})
    assert response.status_code == 405
    assert Act.history.count() == before


def test_no_version_of_the_past_has_an_address():
    with pytest.raises(NoReverseMatch):
        reverse("admin:conventions_act_simple_history", args=[1, 1])


def test_an_address_under_the_history_writes_nothing(camille):
    act = ActFactory(title="Ouverture")
    version = act.history.latest().history_id
    camille.post(f"{history(act)}{version}/", {"title": "Autre"})
    act.refresh_from_db()
    assert act.title == "Ouverture"


def test_who_may_view_the_object_reads_its_history(client):
    client.force_login(agent("view_act"))
    assert client.get(history(ActFactory())).status_code == 200


def test_a_right_on_the_history_alone_opens_nothing(client):
    client.force_login(agent("view_historicalact", "change_historicalact"))
    assert client.get(history(ActFactory())).status_code == 403


def test_what_the_page_does_not_show_has_no_history(camille, monkeypatch):
    act = ActFactory()
    page = reverse("admin:conventions_act_history", args=[act.pk])
    assert camille.get(page).status_code == 200
    monkeypatch.setattr(
        "conventions.admin.act.ActAdmin.get_queryset", lambda self, request: Act.objects.none()
    )
    assert camille.get(page).status_code == 404


@pytest.mark.parametrize("key", ["999999", "abc", "_00"])
def test_what_does_not_exist_has_no_history(camille, key):
    assert camille.get(f"/admin/conventions/act/{key}/history/").status_code == 404


def test_a_deleted_object_has_no_history_page(camille):
    site = SiteFactory()
    page = history(site)
    site.delete()
    assert camille.get(page).status_code == 404


def test_a_model_without_history_shows_the_journal(camille):
    user = UserFactory(first_name="Alix")
    page = reverse("admin:auth_user_change", args=[user.pk])
    assert (
        camille.post(page, {**form_of(camille.get(page)), "first_name": "Alex"}).status_code == 302
    )
    response = camille.get(history(user))
    assert "Camille Durand" in text(response)
    assert "Prénom" in text(response)
