"""The pages of acts and conventions: what each button does, and for whom."""

import json

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conventions.actions import sign_act
from conventions.admin_forms import ArticleForm, DatesField, LinesField
from conventions.models import Act, Article, Convention, Party
from tests.conventions import acts
from tests.conventions.factories import (
    DAY,
    NOW,
    ActFactory,
    ArticleFactory,
    CommitmentFactory,
    ConventionFactory,
    PartyFactory,
    ready_act,
)
from tests.sites.factories import OrganisationFactory, RepresentativeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def user_with(*codenames):
    """Return a member of staff with these rights on acts and conventions."""
    user = User.objects.create_user(f"user{User.objects.count()}", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture
def manager(client):
    """Log a manager in."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


@pytest.fixture
def reader(client):
    """Log in someone who may only look."""
    client.force_login(user_with("view_act", "view_convention"))
    return client


def page(name, row=None):
    """Return the address of a page of acts."""
    return reverse(f"admin:conventions_{name}", args=[row.pk] if row else [])


def form_data(response):
    """Return what a browser would send back from a change page, unchanged."""
    data = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None or value is False else value
    if name := response.context.get("version_input"):
        data[name] = response.context["version"]
    return data


def test_a_draft_opens_as_a_pdf_marked_as_a_project(manager):
    response = manager.get(page("act_document", ready_act()))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert response.content.startswith(b"%PDF")


def test_a_signed_act_opens_as_the_frozen_bytes(manager):
    act = ready_act()
    document = sign_act(act=act, by=None, on=DAY, now=NOW)
    assert manager.get(page("act_document", act)).content == bytes(document.content)


def test_signing_asks_for_the_date_and_never_proposes_one(manager):
    response = manager.get(page("act_sign", ready_act()))
    assert response.context["form"]["signed_on"].value() is None


def test_signing_from_the_page_numbers_and_closes_the_act(manager):
    act = ready_act()
    response = manager.post(page("act_sign", act), {"signed_on": "2026-01-15"}, follow=True)
    act.refresh_from_db()
    assert act.number == "2026 001"
    html = response.content.decode()
    assert "son texte ne change plus" in html
    assert "/admin/guide/apres-la-signature/" in html
    assert act.history.first().history_user.username == "gestionnaire"


def test_signing_without_a_date_signs_nothing(manager):
    act = ready_act()
    manager.post(page("act_sign", act), {"signed_on": ""})
    act.refresh_from_db()
    assert not act.is_signed


def test_an_act_that_lacks_something_says_what_before_any_signature(manager):
    act = ActFactory(signatory=None)
    response = manager.get(page("act_sign", act))
    assert "Choisissez le signataire" in response.content.decode()
    assert '<button type="submit" class="button primary">Signer' not in response.content.decode()


def test_a_reader_sees_the_document_and_signs_nothing(reader):
    act = ready_act()
    assert reader.get(page("act_document", act)).status_code == 200
    assert reader.get(page("act_sign", act)).status_code == 403
    assert reader.post(page("act_sign", act), {"signed_on": "2026-01-15"}).status_code == 403
    assert reader.get(page("act_annex", act)).status_code == 403
    assert reader.get(page("act_import")).status_code == 403
    act.refresh_from_db()
    assert not act.is_signed


def test_somebody_without_rights_sees_nothing(client):
    client.force_login(user_with())
    act = ready_act()
    for name in ("act_document", "act_export", "act_sign", "act_annex"):
        assert client.get(page(name, act)).status_code == 403
    convention = Convention.objects.get()
    assert client.get(page("convention_document", convention)).status_code == 403
    assert client.get(page("convention_export", convention)).status_code == 403


def test_a_text_that_does_not_exist_is_not_found(manager):
    assert manager.get(reverse("admin:conventions_act_document", args=[404])).status_code == 404


def test_the_exchange_file_of_an_act_can_be_downloaded(manager):
    response = manager.get(page("act_export", ready_act()))
    assert json.loads(response.content)["format"] == "csipa-acte/1"
    assert "attachment" in response["Content-Disposition"]


def test_a_convention_starts_from_the_records_of_its_parties(manager):
    act = ready_act(with_convention=False)
    other = RepresentativeFactory(organisation=OrganisationFactory()).organisation
    response = manager.post(
        page("act_annex", act),
        {"title": "Convention de partenariat", "kind": "partnership", "party_2": other.pk},
    )
    convention = Convention.objects.get()
    assert response.url == page("convention_change", convention)
    assert [p.organisation for p in convention.parties.order_by("position")] == [
        act.authority,
        other,
    ]
    assert all(party.representative for party in convention.parties.all())


def test_a_convention_that_would_end_before_it_starts_is_not_created(manager):
    act = ready_act(with_convention=False)
    response = manager.post(
        page("act_annex", act),
        {
            "title": "Convention",
            "kind": "partnership",
            "party_2": OrganisationFactory().pk,
            "start": "2026-04-28",
            "end": "2026-01-26",
        },
    )
    assert "prend fin avant de prendre effet" in response.content.decode()
    assert not Convention.objects.exists()


def upload(data):
    """Return an uploaded file."""
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return SimpleUploadedFile("acte.json", content, content_type="application/json")


def test_a_file_is_imported_from_its_page(manager):
    shown = manager.post(page("act_import"), {"file": upload(acts.decision())})
    assert not Act.objects.exists()
    assert acts.decision()["number"] in shown.content.decode().replace("\u00a0", " ")
    assert "pris comme signé" in shown.content.decode()
    carried = {"apercu": shown.context["carried"]}
    response = manager.post(page("act_import"), carried, follow=True)
    assert response.redirect_chain[-1][0] == page("act_change", Act.objects.get())
    assert "Import réussi" in response.content.decode()


def test_what_an_import_replaces_is_shown_first(manager):
    file = acts.decision()
    first = manager.post(page("act_import"), {"file": upload(file)})
    manager.post(page("act_import"), {"apercu": first.context["carried"]})
    refused = manager.post(page("act_import"), {"file": upload(file)})
    assert "rien n’est écrit" in refused.content.decode()
    again = manager.post(page("act_import"), {"file": upload(file), "replace": "on"})
    assert "Ce qui sera remplacé" in again.content.decode()
    assert Act.objects.count() == 1
    told = manager.post(page("act_import"), {"apercu": "autre chose"})
    assert "Cet aperçu a expiré" in told.content.decode()


def test_a_wrong_file_shows_every_fault_and_writes_nothing(manager):
    data = acts.decision() | {"nature": "decret", "surprise": 1}
    response = manager.post(page("act_import"), {"file": upload(data)})
    shown = response.content.decode()
    assert "2 fautes" in shown
    assert "surprise" in shown
    assert not Act.objects.exists()


def test_a_hostile_body_is_refused_from_the_page(manager):
    data = acts.decision()
    data["annexes"][0]["convention"]["preamble"] = '<p><img src="file:///etc/passwd"></p>'
    response = manager.post(page("act_import"), {"file": upload(data)})
    assert "img" in response.content.decode()
    assert not Act.objects.exists()


def test_the_commitments_of_an_article_are_typed_one_a_line(manager):
    convention = ConventionFactory()
    PartyFactory(convention=convention, position=1)
    bound = PartyFactory(convention=convention, position=2)
    article = ArticleFactory(convention=convention, body="")
    kept = CommitmentFactory(article=article, text="ouvrir les locaux ;")
    address = page("convention_change", convention)
    data = form_data(manager.get(address))
    data["articles-0-committed"] = f"party-{bound.pk}"
    data["articles-0-commitment_lines"] = "faire le ménage ;\nouvrir les locaux ;\n"
    response = manager.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    article.refresh_from_db()
    lines = article.commitments.order_by("position")
    assert [line.text for line in lines] == ["faire le ménage ;", "ouvrir les locaux ;"]
    assert lines[1].pk == kept.pk
    assert article.committed_party == bound


def test_an_article_binds_a_party_typed_on_the_same_page(manager):
    convention = ConventionFactory()
    address = page("convention_change", convention)
    data = form_data(manager.get(address))
    first, second = OrganisationFactory(), OrganisationFactory()
    RepresentativeFactory(organisation=second)
    data |= {"parties-TOTAL_FORMS": 2, "articles-TOTAL_FORMS": 1}
    for rank, organisation in enumerate((first, second)):
        data |= {
            f"parties-{rank}-organisation": organisation.pk,
            f"parties-{rank}-rank": "signatory",
            f"parties-{rank}-ORDER": rank + 1,
        }
    data |= {
        "articles-0-title": "Engagements",
        "articles-0-depth": 0,
        "articles-0-committed": "rank-2",
        "articles-0-commitment_lines": "ouvrir",
        "articles-0-ORDER": 1,
    }
    response = manager.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    article = Article.objects.get()
    assert article.committed_party.organisation == second
    assert article.committed_party.representative is not None
    assert Party.objects.get(organisation=first).representative is None


def test_a_representative_of_another_body_is_refused(manager):
    party = PartyFactory()
    stranger = RepresentativeFactory()
    address = page("convention_change", party.convention)
    data = form_data(manager.get(address)) | {"parties-0-representative": stranger.pk}
    response = manager.post(address, data)
    assert "ne représente pas" in response.content.decode()


def test_the_text_of_a_signed_act_cannot_be_posted(manager):
    act = ready_act()
    address = page("act_change", act)
    data = form_data(manager.get(address)) | {"title": "Autre objet"}
    sign_act(act=act, by=None, on=DAY, now=NOW)
    title = act.title
    manager.post(address, data)
    act.refresh_from_db()
    assert act.title == title


def test_execution_is_noted_on_the_page_of_a_signed_act(manager):
    act = ready_act()
    sign_act(act=act, by=None, on=DAY, now=NOW)
    address = page("act_change", act)
    data = form_data(manager.get(address)) | {
        "execution-TOTAL_FORMS": 1,
        "execution-0-received_on": "2026-01-16",
    }
    response = manager.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    act.refresh_from_db()
    assert act.execution.received_on.isoformat() == "2026-01-16"


def test_a_new_act_opens_with_the_usual_blocks(manager):
    response = manager.get(page("act_add"))
    shown = response.content.decode()
    assert "DÉCIDE" in shown
    assert "tribunal administratif de Lille" in shown


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        pytest.param("8 juillet 2020, 29 septembre 2020", ["2020-07-08", "2020-09-29"], id="words"),
        pytest.param("08/07/2020 ; 1er mars 2021", ["2020-07-08", "2021-03-01"], id="mixed"),
        pytest.param("", [], id="none"),
    ],
)
def test_dates_are_typed_as_people_write_them(typed, days):
    field = DatesField(required=False)
    assert field.clean(typed) == days
    assert field.clean(field.prepare_value(days)) == days


def test_what_is_no_date_is_named():
    with pytest.raises(Exception, match="le 8 juillet"):
        DatesField().clean("le 8 juillet")


def test_lines_that_hold_nothing_are_left_out():
    assert LinesField().clean(" a \n\n b") == ["a", "b"]


def test_an_article_offers_the_parties_it_may_bind():
    party = PartyFactory()
    form = ArticleForm(parties=[party])
    assert (f"party-{party.pk}", str(party)) in form.fields["committed"].choices
