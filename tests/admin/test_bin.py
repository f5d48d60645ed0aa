"""What a page deletes comes back with the same key, the same values and its lines."""

import datetime as dt
import html

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core import serializers
from django.db.models import CASCADE
from django.forms.models import _get_foreign_key
from django.urls import reverse
from django.utils import timezone

from consultations.models import RecordingLine
from conventions.actions import sign_act
from conventions.models import Execution, Visa
from csipa.admin.restoring import RestoringRefused, is_restorable, kinds, restore_deleted
from csipa.audit.live import check_live
from csipa.audit.report import Report
from csipa.audit.sources import followed_models
from sites.models import Equipment, Room, Site
from tests.admin.browser import form_of
from tests.admin.factories import UserFactory, factory_of, make_line
from tests.conventions.factories import DAY, NOW, ActFactory, VisaFactory, ready_act
from tests.sites.factories import SiteFactory
from tests.staffing.factories import AbsenceFactory
from tests.staffing.factories_community import MembershipFactory

pytestmark = pytest.mark.django_db

ROOTS = [kind.model for kind in kinds() if not kind.link]
every_root = pytest.mark.parametrize("model", ROOTS, ids=[model._meta.label for model in ROOTS])


def address(row, page):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def bin_address(row):
    version = type(row).history.filter(**{row._meta.pk.attname: row.pk}).latest("history_id")
    return reverse("admin:bin_thing", args=[row._meta.label_lower, version.pk])


def delete(client, row):
    """Delete a row by its page, as the confirmation asks."""
    page = client.get(address(row, "delete"))
    sent = {"post": "yes", "version": page.context.get("version", "")}
    return client.post(address(row, "delete"), sent)


def everything(row):
    """What the database holds of a row and of the rows that fall with it."""
    rows = [type(row)._base_manager.get(pk=row.pk)]
    for relation in row._meta.related_objects:
        if hasattr(relation.related_model, "history") and relation.on_delete is CASCADE:
            rows += relation.related_model._base_manager.filter(
                **{relation.field.attname: row.pk}
            ).order_by("pk")
    return serializers.serialize("python", rows)


def audit_faults():
    """Return what the audit says of the rows that are not as their last version."""
    report = Report(started_at=timezone.now())
    for model in followed_models():
        for _ in check_live(report, model, since=None):
            pass
    return [fault.text for fault in report.faults]


def add_lines(row):
    for inline in admin.site.get_model_admin(type(row)).inlines:
        if inline.model is RecordingLine:
            continue
        key = _get_foreign_key(type(row), inline.model, fk_name=inline.fk_name)
        if inline.model is Execution:
            Execution.objects.create(act=row)
        else:
            make_line(inline.model, key.name, row)


@every_root
def test_what_a_page_deletes_comes_back_as_it_was(model, camille):
    page = admin.site.get_model_admin(model)
    row = factory_of(model)()
    add_lines(row)
    before = everything(row)
    request = camille.get("/admin/").wsgi_request
    if not page.has_delete_permission(request, page.get_queryset(request).get(pk=row.pk)):
        pytest.skip("rows that no page deletes")
    answer = delete(camille, row)
    if model._base_manager.filter(pk=row.pk).exists():
        assert answer.context["protected"], "a row is deleted, or something holds on to it"
        return
    assert camille.get(bin_address(row)).status_code == 200
    assert camille.post(bin_address(row)).status_code == 302
    assert everything(row) == before
    last = model.history.filter(**{row._meta.pk.attname: row.pk}).latest("history_id")
    assert last.history_change_reason == "Restauré"
    assert last.history_user.username == "camille"
    assert audit_faults() == []


def test_the_message_of_a_deletion_leads_to_its_undoing(camille):
    site = SiteFactory()
    answer = delete(camille, site)
    (told,) = [str(message) for message in get_messages(answer.wsgi_request)]
    assert "Annuler la suppression" in told
    assert bin_address(site) in told


def test_a_line_deleted_on_its_page_comes_back_alone(camille):
    act = ActFactory()
    visas = [VisaFactory(act=act, position=n, text=f"Vu {n} ;") for n in (1, 2)]
    page = address(act, "change")
    sent = form_of(camille.get(page))
    camille.post(page, {**sent, "visa_set-0-DELETE": "on", "_continue": "1"})
    assert Visa.objects.filter(act=act).count() == 1
    listed = camille.get(reverse("admin:bin")).content.decode()
    assert bin_address(visas[0]) in listed
    assert camille.post(bin_address(visas[0])).status_code == 302
    assert set(Visa.objects.filter(act=act)) == set(visas)


def test_a_line_deleted_before_its_owner_does_not_come_back_with_it(camille):
    act = ActFactory()
    early, late = (VisaFactory(act=act, position=n) for n in (1, 2))
    early.delete()
    Visa.history.filter(history_type="-").update(
        history_date=timezone.now() - dt.timedelta(minutes=5)
    )
    delete(camille, act)
    camille.post(bin_address(act))
    assert list(Visa.objects.filter(act=act)) == [late]


def test_rows_that_pointed_to_what_is_deleted_keep_their_history(camille):
    site = SiteFactory()
    room = factory_of(Room)(site=site)
    piece = factory_of(Equipment)(site=site, room=room)
    page = address(site, "change")
    sent = form_of(camille.get(page))
    assert camille.post(page, {**sent, "rooms-0-DELETE": "on"}).status_code == 302
    piece.refresh_from_db()
    assert piece.room is None
    assert audit_faults() == []


def test_what_it_belongs_to_must_be_there(camille):
    act = ActFactory()
    visa = VisaFactory(act=act)
    visa.delete()
    act.delete()
    version = Visa.history.latest("history_id")
    with pytest.raises(RestoringRefused, match="n’existe plus"):
        restore_deleted(version=version, by=UserFactory(), now=timezone.now())
    assert not Visa.objects.exists()


def test_a_value_taken_meanwhile_is_told(camille):
    act = ActFactory()
    own = Execution.objects.create(act=act)
    Execution.objects.get().delete()
    Execution.objects.create(act=act)
    answer = camille.post(bin_address(own))
    assert answer.status_code == 200
    assert "Rien n’est restauré" in answer.content.decode()
    assert Execution.objects.filter(act=act).count() == 1


def test_a_line_of_a_signed_act_is_refused(camille):
    act = ready_act()
    visa = act.visa_set.first()
    Visa.objects.get(pk=visa.pk).delete()
    sign_act(act=act, by=UserFactory(), on=DAY, now=NOW)
    answer = camille.post(bin_address(visa), follow=True)
    assert "Rien n’est restauré" in answer.content.decode()
    assert not Visa.objects.filter(pk=visa.pk).exists()


def test_a_second_restoring_is_refused(camille):
    site = SiteFactory()
    delete(camille, site)
    version = Site.history.latest("history_id")
    restore_deleted(version=version, by=None, now=timezone.now())
    with pytest.raises(RestoringRefused, match="déjà revenue"):
        restore_deleted(version=version, by=None, now=timezone.now())


def test_what_is_told_for_ever_never_comes_back():
    out = {"staffing.Candidate", "consultations.SessionFeed", "conventions.CalendarFeed"}
    out |= {"sites.SiteScope", "sites.CommunityScope", "staffing.CareProvider"}
    assert out & {kind.model._meta.label for kind in kinds()} == set()


def test_who_may_not_add_may_not_restore(camille, client):
    site = SiteFactory()
    delete(camille, site)
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=["delete_site", "view_site"]))
    client.force_login(user)
    assert client.post(bin_address(site)).status_code == 403
    assert not Site.objects.exists()


def test_who_works_for_other_sites_finds_nothing(camille, client):
    site = SiteFactory()
    delete(camille, site)
    user = UserFactory()
    names = [f"{verb}_site" for verb in ("add", "change", "delete", "view")]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    assert bin_address(site) not in client.get(reverse("admin:bin")).content.decode()
    client.post(bin_address(site))
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    "label", ["sites.nothing", "auth.user", "staffing.candidate", "consultations.session"]
)
def test_what_is_no_thing_of_the_bin_is_not_found(camille, label):
    assert camille.get(reverse("admin:bin_thing", args=[label, 1])).status_code == 404


def test_a_row_that_changed_meanwhile_is_not_deleted_at_once(camille, dominique):
    site = SiteFactory(name="Robecq")
    seen = dominique.get(address(site, "delete")).context["version"]
    site.name = "Robecq-Centre"
    site.save()
    answer = dominique.post(address(site, "delete"), {"post": "yes", "version": seen})
    page = answer.content.decode()
    assert "Cette fiche a changé depuis" in page
    assert "Robecq-Centre" in page
    assert Site.objects.filter(pk=site.pk).exists()
    again = answer.context["version"]
    dominique.post(address(site, "delete"), {"post": "yes", "version": again})
    assert not Site.objects.filter(pk=site.pk).exists()


def test_a_selection_that_changed_meanwhile_is_not_deleted_at_once(camille, dominique):
    site = SiteFactory()
    url = reverse("admin:sites_site_changelist")
    sent = {"action": "delete_selected", "_selected_action": [site.pk]}
    seen = dominique.post(url, sent).context["version"]
    site.name = "Autre"
    site.save()
    answer = dominique.post(url, {**sent, "post": "yes", "version": seen})
    assert "a changé depuis que vous avez demandé la suppression" in answer.content.decode()
    assert Site.objects.exists()
    dominique.post(url, {**sent, "post": "yes", "version": answer.context["version"]})
    assert not Site.objects.exists()


def test_accounts_are_not_of_the_bin():
    assert not is_restorable(type(UserFactory()))


def test_each_thing_is_named_as_it_named_itself(camille):
    absence, membership = AbsenceFactory(), MembershipFactory(title="Dr", last_name="Saule")
    delete(camille, absence)
    delete(camille, membership)
    page = html.unescape(camille.get(reverse("admin:bin")).content.decode())
    assert f"Absence de {absence.person}" in page
    assert "Saule" in page
    assert f"Absence de {absence.person}" in camille.get(bin_address(absence)).content.decode()


def test_the_list_takes_as_many_queries_for_one_thing_as_for_many(
    camille, django_assert_max_num_queries
):
    for _ in range(3):
        delete(camille, SiteFactory())
        delete(camille, AbsenceFactory())
    with django_assert_max_num_queries(20):
        camille.get(reverse("admin:bin"))
