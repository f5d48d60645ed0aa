"""The certificate of an act: who may have one, what it says, and what it leaves alone."""

import datetime as dt
import hashlib
import io
import json

import pypdf
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist

from conventions.actions import record_execution, sign_act
from conventions.actions.certifying import (
    CertifyingRefused,
    certificate_source,
    certify_act,
    certifying_refusals,
)
from conventions.documents.certificate import certificate_context
from conventions.models import Act, FrozenDocument
from conventions.review.identifiers import act_identifier_of
from sites.models import Commune
from tests.conventions.factories import DAY, NOW, ready_act
from tests.conventions.pages import address, shown, staff
from tests.pdf.verapdf import failures
from tests.sites.factories import RepresentativeFactory

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 1, 20)
LATER = dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)
NEXT_DAY = dt.date(2026, 1, 16)


@pytest.fixture
def act():
    """An act signed here, received and published on the next day, led by a woman."""
    draft = ready_act(with_convention=False)
    president = draft.signatory
    president.gender, president.capacity, president.on_behalf = "f", "président", ""
    president.save()
    authority = draft.authority
    authority.siren, authority.commune = "200072460", Commune.objects.get(pk="62119")
    authority.save()
    sign_act(act=draft, by=None, on=DAY, now=NOW)
    signed = Act.objects.get(pk=draft.pk)
    record_execution(act=signed, by=None, received_on=NEXT_DAY, published_on=NEXT_DAY)
    return Act.objects.get(pk=draft.pk)


def certified(act, **changes):
    asked = {"act": act, "by": None, "on": ON, "now": LATER, "place": "Béthune", **changes}
    return certify_act(**asked)


def read(document):
    pages = pypdf.PdfReader(io.BytesIO(bytes(document.content))).pages
    assert len(pages) == 1
    return pages[0].extract_text().replace("\u00a0", " ").replace("\n", " ")


def test_the_certificate_prints_the_hash_of_the_bytes_that_are_kept_and_changes_none(act):
    before = bytes(act.documents.get(kind="act").content)
    certificate = certified(act)
    signed = act.documents.get(kind="act")
    assert bytes(signed.content) == before
    assert hashlib.sha256(before).hexdigest() in read(certificate)
    assert hashlib.sha256(bytes(certificate.content)).hexdigest() == certificate.sha256
    assert certificate.kind == "certificate"


def test_the_certificate_names_the_act_its_dates_and_who_certifies(act):
    text = read(certified(act))
    for words in (
        "La présidente certifie, sous sa responsabilité",
        "que la décision n° 2026 001 du 15 janvier 2026",
        "est exécutoire depuis le 16 janvier 2026",
        "de sa réception en sous-préfecture de Béthune le 16 janvier 2026 ;",
        "de sa publication sur le site internet de la communauté d’agglomération le 16 janvier",
        "Reçu en sous-préfecture de Béthune le 16 janvier 2026",
        "ID : 062-200072460-20260115-2026_001-AU",
        "Document signé : 1 page",
        "Fait à Béthune, le 20 janvier 2026",
        act.title.replace("\u00a0", " "),
    ):
        assert words in text, words


def test_the_certificate_prints_the_address_where_the_document_is_checked(act, settings):
    settings.SITE_ADDRESS = "https://actes.exemple.fr"
    assert "Vérifier ce document : https://actes.exemple.fr/verifier/" in read(certified(act))


def test_the_same_certificate_has_the_same_bytes(act):
    assert bytes(certified(act).content) == bytes(certified(act, now=NOW.replace(day=30)).content)


def test_the_data_of_the_certificate_travel_in_it(act):
    document = certified(act)
    attached = pypdf.PdfReader(io.BytesIO(bytes(document.content))).attachments
    assert json.loads(attached["certificat.json"][0]) == document.source


@pytest.mark.verapdf
def test_the_certificate_is_archivable_and_accessible(act):
    assert failures(bytes(certified(act).content)) == []


@pytest.mark.usefixtures("plain_pdf")
class TestWithoutLayout:
    """What needs no page to be laid out."""

    @pytest.mark.parametrize(
        ("events", "said"),
        [
            ({"received_on": None}, "n’est pas exécutoire : réception manque"),
            ({"received_on": None, "published_on": None}, "réception et publication manquent"),
        ],
    )
    def test_an_act_that_is_not_enforceable_is_not_certified(self, act, events, said):
        record_execution(act=act, by=None, **events)
        with pytest.raises(CertifyingRefused) as refused:
            certified(act)
        assert said in str(refused.value).replace("\u00a0", " ")
        assert not FrozenDocument.objects.filter(kind="certificate").exists()

    def test_a_draft_is_not_certified(self):
        assert certifying_refusals(ready_act()) == ["L’acte n’est pas signé."]

    def test_impossible_dates_are_not_certified(self, act):
        act.execution.received_on = dt.date(2026, 1, 2)
        act.execution.save()
        assert "alors que l’acte n’a été signé" in certifying_refusals(act)[0]

    def test_an_act_without_its_signed_document_is_not_certified(self, act):
        Act.objects.filter(pk=act.pk).update(version=2)
        bare = ready_act(with_convention=False)
        Act.objects.filter(pk=bare.pk).update(
            state="signed", number="X1", signature_date=DAY, origin="imported"
        )
        record_execution(
            act=Act.objects.get(pk=bare.pk), by=None, received_on=NEXT_DAY, published_on=NEXT_DAY
        )
        assert "n’est pas au registre" in certifying_refusals(bare)[0]

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"on": dt.date(2026, 1, 15)}, "n’est exécutoire que le 16 janvier 2026"),
            ({"on": dt.date(2026, 2, 2)}, "est à venir"),
            ({"place": " "}, "Dites où"),
        ],
    )
    def test_the_day_and_the_place_are_checked(self, act, changes, said):
        with pytest.raises(CertifyingRefused) as refused:
            certified(act, **changes)
        assert said in str(refused.value).replace("\u00a0", " ")

    def test_who_certifies_is_in_office_on_that_day(self, act):
        president = act.authority.representatives.get()
        president.end = dt.date(2026, 1, 19)
        president.save()
        with pytest.raises(CertifyingRefused, match="Personne ne dirige"):
            certified(act)
        with pytest.raises(CertifyingRefused, match="pas en fonction"):
            certified(act, certifier=president)
        with pytest.raises(CertifyingRefused, match="ne représente pas"):
            certified(act, certifier=RepresentativeFactory())

    def test_the_executive_of_the_day_certifies_by_default(self, act):
        first = act.authority.representatives.get()
        first.end = dt.date(2026, 1, 17)
        first.save()
        delegate = {"organisation": act.authority, "on_behalf": "Par délégation de la présidente"}
        RepresentativeFactory(**delegate, position=0, start=dt.date(2026, 1, 1))
        RepresentativeFactory(
            organisation=act.authority,
            position=5,
            first_name="Marc",
            last_name="Petit",
            gender="m",
            capacity="président",
            on_behalf="",
            start=dt.date(2026, 1, 18),
        )
        source = certificate_source(act=act, on=ON, place="Béthune")
        assert source["certifier"]["last_name"] == "PETIT"
        assert certificate_context(source, draft=False)["sentence"].startswith("Le président")

    def test_a_delegate_certifies_by_delegation(self, act):
        delegate = RepresentativeFactory(
            organisation=act.authority,
            gender="f",
            capacity="vice-président délégué",
            on_behalf="Par délégation de la présidente",
        )
        source = certificate_source(act=act, on=ON, place="Béthune", certifier=delegate)
        context = certificate_context(source, draft=False)
        assert context["sentence"].startswith(
            "Par délégation de la présidente, la vice-présidente déléguée certifie"
        )
        assert context["signature"]["lines"] == [
            "Par délégation de la présidente",
            "La vice-présidente déléguée",
        ]

    def test_an_individual_act_is_certified_on_its_notification(self, act):
        source = certificate_source(act=act, on=ON, place="Béthune")
        source["act"]["individual"] = True
        source["execution"] |= {"notified_on": "2026-01-17", "published_on": None}
        grounds = certificate_context(source, draft=False)["grounds"]
        assert grounds[-1].replace("\u00a0", " ") == "de sa notification le 17 janvier 2026."

    def test_an_act_that_is_not_transmitted_says_why_it_has_no_reception(self, act):
        source = certificate_source(act=act, on=ON, place="Béthune")
        source["act"] |= {"to_transmit": False, "intercommunal": False}
        context = certificate_context(source, draft=True)
        assert len(context["grounds"]) == 1
        assert "article L. 2131-1." in context["law"].replace("\u00a0", " ")
        assert "pas soumis à la transmission" in context["law"]

    def test_the_prefecture_and_the_publication_are_settings(self, act, settings):
        settings.PREFECTURE_NAME = "préfecture du Nord"
        settings.PUBLICATION_MEANS = "sur le site de la commune"
        settings.DECISION_NATURE_CODE = "DE"
        source = certificate_source(act=act, on=ON, place="Béthune")
        grounds = " ".join(certificate_context(source, draft=False)["grounds"])
        assert "en préfecture du Nord" in grounds
        assert "publication sur le site de la commune" in grounds
        assert source["act"]["identifier"].endswith("-DE")

    def test_an_identifier_that_cannot_be_made_is_left_out(self, act):
        act.authority.siren = act.authority_siren = ""
        assert act_identifier_of(act) == ""

    def test_another_certificate_is_added_and_the_last_is_offered(self, act, client):
        client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
        certified(act)
        last = certified(act, now=LATER + dt.timedelta(hours=1))
        assert act.documents.filter(kind="certificate").count() == 2
        page = shown(client.get(address("act_change", act)))
        assert f"/certificat/{last.pk}/" in page
        assert "Certificat exécutoire (PDF)" in page

    def test_the_page_never_proposes_a_day_and_makes_the_certificate(self, act, client):
        user = User.objects.create_superuser("gestionnaire", password="x")
        client.force_login(user)
        page = address("act_certify", act)
        form = client.get(page).context["form"]
        assert form["on"].value() is None
        person = act.authority.representatives.get()
        assert form["certifier"].value() == person.pk
        typed = {"certifier": person.pk, "place": "Béthune", "on": "2026-01-20"}
        preview = client.post(page, {**typed, "preview": "1"})
        assert preview["Content-Type"] == "application/pdf"
        assert not act.documents.filter(kind="certificate").exists()
        assert client.post(page, typed).url == address("act_change", act)
        made = act.documents.get(kind="certificate")
        assert made.created_by == user
        kept = client.get(
            f"{address('act_change', act).removesuffix('change/')}certificat/{made.pk}/"
        )
        assert kept.content == bytes(made.content)

    @pytest.mark.parametrize("extra", [{}, {"preview": "1"}])
    def test_a_refused_certificate_says_why(self, act, client, extra):
        client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
        person = act.authority.representatives.get()
        typed = {"certifier": person.pk, "place": "Béthune", "on": "2026-01-15", **extra}
        page = shown(client.post(address("act_certify", act), typed))
        assert "n’est exécutoire que le 16 janvier 2026" in page

    def test_a_reader_sees_certificates_and_makes_none(self, act, client):
        made = certified(act)
        client.force_login(staff("view_act"))
        assert client.get(address("act_certify", act)).status_code == 403
        base = address("act_change", act).removesuffix("change/")
        assert client.get(f"{base}certificat/{made.pk}/").status_code == 200
        signed = act.documents.get(kind="act")
        assert client.get(f"{base}certificat/{signed.pk}/").status_code == 404
        client.force_login(staff())
        assert client.get(f"{base}certificat/{made.pk}/").status_code == 403

    def test_a_page_that_cannot_certify_says_what_is_missing(self, client):
        client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
        page = client.get(address("act_certify", ready_act()))
        assert "L’acte n’est pas signé." in shown(page)
        assert 'id="certify_form"' not in shown(page)

    def test_a_certificate_of_a_sealed_act_cannot_be_deleted(self, act):
        made = certified(act)
        with pytest.raises(Exception, match="conventions_frozendocument_sealed"):
            made.delete()

    def test_dates_that_change_meanwhile_stop_the_certificate(self, act, monkeypatch):
        def meanwhile(context, source):
            record_execution(act=act, by=None, published_on=dt.date(2026, 1, 17))
            return b"%PDF"

        monkeypatch.setattr("conventions.actions.certifying.certificate_pdf", meanwhile)
        with pytest.raises(CertifyingRefused, match="viennent de changer"):
            certified(act)
        with pytest.raises(ObjectDoesNotExist):
            act.documents.get(kind="certificate")


@pytest.fixture
def plain_pdf(monkeypatch, quick_pdf):
    """Count the pages of documents that were not laid out as one; lay out no certificate."""

    def render(context, source):
        return b"%PDF-" + json.dumps([context, source], sort_keys=True).encode()

    monkeypatch.setattr("conventions.actions.certifying.count_pages", lambda content: 1)
    monkeypatch.setattr("conventions.actions.certifying.certificate_pdf", render)
    monkeypatch.setattr("conventions.admin.certify.certificate_pdf", render)
