"""Amending: one button makes the amendment and the decision, or says every reason why not."""

import datetime as dt

import pytest
from django.utils import timezone

from conventions.actions.amending import amend
from conventions.actions.concluding import conclude
from conventions.actions.freezing import freeze_convention
from conventions.exchange.agreements import load_convention, standalone_data
from conventions.exchange.writer import act_data, load_act
from conventions.models import Act, Convention, DocumentKind, Effect, Tracking
from conventions.review.findings import findings_of
from conventions.review.terms import stage_of, with_terms
from sites.models import Representative
from tests.admin.factories import UserFactory
from tests.conventions.amended import (
    LONG,
    NEW_END,
    TODAY,
    amended,
    in_force,
    in_force_of,
    key,
    signed,
    write,
)
from tests.conventions.factories import (
    ArticleFactory,
    ConventionFactory,
    EmpoweringActFactory,
    LegalTextFactory,
    PartyFactory,
    VisaFactory,
    ready_act,
)
from tests.conventions.writing import PERMANENCE, cast, written
from tests.conventions.writing import TODAY as WRITTEN_ON
from tests.sites.factories import OrganisationFactory, RepresentativeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def plain(text):
    return text.replace("\u00a0", " ")


def articles(convention):
    """Return the articles of a convention as any reader of its file sees them."""
    return standalone_data(load_convention(convention.pk))["articles"]


def test_a_new_end_makes_an_amendment_and_its_decision_in_one_step():
    root, manager = in_force(), UserFactory()
    made = amend(convention=root, by=manager, today=TODAY, end=NEW_END)
    amendment = made.convention

    assert plain(str(amendment)) == (
        "CSIPA-2026-01-A1 – Avenant n° 1 à la convention de partenariat relative à une permanence "
        "de soins"
    )
    assert (amendment.parent, amendment.parent_relation, amendment.rank) == (root, "amendment", 1)
    assert (amendment.start, amendment.end, amendment.renewal) == (None, NEW_END, "")
    assert amendment.parent_reference == LONG
    assert made.act.annexes.get().convention == amendment
    assert amendment.history.get().history_user == manager
    assert made.act.history.get().history_user == manager


def test_the_end_written_in_the_article_on_duration_is_put_off_in_its_new_text():
    amendment = amend(convention=in_force(), by=None, today=TODAY, end=NEW_END).convention
    (changing,) = amendment.articles.exclude(change="")

    assert changing.change == "replace"
    assert changing.amended_article.title == "Durée"
    assert plain(changing.body) == (
        "<p>Elle prend effet le 26 janvier 2026 et s’achève le 30 juin 2026 inclus.</p>"
    )


def test_an_end_that_no_article_writes_gets_an_article_of_its_own():
    root = in_force(end=dt.date(2026, 5, 31))
    made = amend(convention=root, by=None, today=TODAY, end=NEW_END)

    assert not made.convention.articles.exclude(change="").exists()
    assert [one["title"] for one in articles(made.convention)] == [
        "Objet",
        "Terme de la convention",
        "Prise d’effet",
        "Autres stipulations",
    ]
    assert "fixé au 31 mai 2026, est reporté au 30 juin 2026" in plain(
        articles(made.convention)[1]["body"]
    )


def test_the_words_around_a_new_text_are_those_of_an_amendment():
    root = in_force()
    made = amend(
        convention=root,
        by=None,
        today=TODAY,
        end=NEW_END,
        articles=[key(root, "Engagements")],
        repeal=[key(root, "Objet")],
        insert=[(key(root, "Durée"), "Bilan"), (None, "Annexes")],
    )
    write(
        made.convention, "Bilan", "<p>Un bilan est fait :</p><ul><li>lu ;</li><li>signé.</li></ul>"
    )
    write(made.convention, "Annexes", "<p>Le plan est annexé.</p>")
    told = [plain(f"{one['title']} : {one.get('body', '')}") for one in articles(made.convention)]

    assert "\n".join(told[1:-2]) == AMENDED.strip().replace("\n<", "<")


AMENDED = """
Suppression de l’article 1er (« Objet ») : \
<p>L’article 1er de la convention est supprimé, \
sans que les articles suivants changent de numéro.</p>
Modification de l’article 2 (« Engagements ») : \
<p>L’article 2 de la convention est remplacé par les stipulations suivantes :</p>
<p>« <strong>Article 2 – Engagements</strong></p>
Modification de l’article 3 (« Durée ») : \
<p>L’article 3 de la convention est remplacé par les stipulations suivantes :</p>
<p>« <strong>Article 3 – Durée</strong></p>
<p>Elle prend effet le 26 janvier 2026 et s’achève le 30 juin 2026 inclus. »</p>
Ajout d’un article 3 bis (« Bilan ») : \
<p>Après l’article 3 de la convention, il est ajouté un article 3 bis ainsi rédigé, \
sans que les articles suivants changent de numéro :</p>
<p>« <strong>Article 3 bis – Bilan</strong></p>
<p>Un bilan est fait :</p><ul><li>lu ;</li><li>signé. »</li></ul>
Ajout d’un article 5 (« Annexes ») : \
<p>Après l’article 4 de la convention, il est ajouté un article 5 ainsi rédigé :</p>
<p>« <strong>Article 5 – Annexes</strong></p>
<p>Le plan est annexé. »</p>
"""


def test_commitments_are_taken_up_with_who_takes_them_and_how_they_are_followed():
    root = in_force()
    old = root.articles.get(title="Engagements")
    first = old.commitments.order_by("position")[0]
    Tracking.objects.create(commitment=first, periodicity="monthly", proof="PV")
    made = amend(convention=root, by=None, today=TODAY, articles=[old.pk])
    (changing,) = made.convention.articles.exclude(change="")
    first, second = changing.commitments.order_by("position")
    printed = articles(made.convention)[1]

    assert changing.committed_party.convention == made.convention
    assert changing.committed_party.organisation == old.committed_party.organisation
    assert (first.tracking.periodicity, first.tracking.proof) == ("monthly", "PV")
    assert not hasattr(second, "tracking")
    assert printed["commitments"]["party"] == 2
    assert [plain(item) for item in printed["commitments"]["items"]] == [
        "ouvrir les locaux ;",
        "faire le ménage. »",
    ]


def test_an_article_replaced_with_its_sub_articles_is_written_with_them():
    act = ready_act()
    convention = act.annexes.get().convention
    ArticleFactory(convention=convention, position=3, title="Locaux", body="<p>Prêtés.</p>")
    ArticleFactory(convention=convention, position=4, depth=1, title="Salles", body="<p>Deux.</p>")
    in_force_of(act)
    made = amend(convention=convention, by=None, today=TODAY, articles=[key(convention, "Locaux")])
    (changing,) = made.convention.articles.exclude(change="")

    assert changing.body == ("<p>Prêtés.</p><p><strong>3.1 – Salles</strong></p><p>Deux.</p>")


def test_the_decision_rests_on_the_former_act_and_says_what_it_does():
    act = ready_act()
    text = LegalTextFactory()
    VisaFactory(act=act, legal_text=text, text="", position=2)
    root = in_force_of(act)
    act.refresh_from_db()
    made = amend(convention=root, by=None, today=TODAY, end=NEW_END)
    data = act_data(load_act(made.act.pk))

    assert data["visas"][0]["text"] == text.wording
    assert data["visas"][1]["refers_to"]["number"] == act.number
    assert [line["label"] for line in data["provisions"]] == ["DÉCIDE", "PRÉCISE", "INFORME"]
    assert "qui prolonge jusqu’au 30 juin 2026 la convention n° CSIPA-2026-01" in plain(
        data["provisions"][0]["text"]
    )
    assert data["effects"] == [{"verb": "extends", "convention": LONG}]
    assert (made.act.authority, made.act.body) == (act.authority, act.body)
    assert made.act.signatory == act.signatory


def test_a_change_of_words_amends_and_an_end_brought_forward_does_not_extend():
    root = in_force()
    early = amend(convention=root, by=None, today=TODAY, end=dt.date(2026, 4, 1))

    assert Effect.objects.get(act=early.act).verb == "amends"
    early.act.delete()
    early.convention.delete()
    made = amend(convention=root, by=None, today=TODAY, articles=[key(root, "Litiges")])
    assert Effect.objects.get(act=made.act).verb == "amends"


def test_the_decision_is_not_written_when_it_is_not_asked_for():
    made = amend(convention=in_force(), by=None, today=TODAY, end=NEW_END, decision=False)

    assert made.act is None
    assert not hasattr(made.convention, "annex")
    assert Act.objects.count() == 1


def test_an_amendment_of_an_amendment_amends_the_original():
    root = in_force()
    first = amended(root, end=NEW_END)
    second = amend(convention=first, by=None, today=dt.date(2026, 4, 10), insert=[(None, "Bilan")])

    assert (second.convention.parent, second.convention.rank) == (root, 2)
    assert second.convention.reference == "CSIPA-2026-01-A2"
    assert "déjà modifiée par l’avenant n° 1 du 22 mars 2026" in plain(
        articles(second.convention)[0]["body"]
    )


def test_the_words_of_an_amendment_count_the_earlier_ones():
    root = in_force()
    amended(root, insert=[(key(root, "Durée"), "Bilan")], words={"Bilan": "<p>Annuel.</p>"})
    again = amend(
        convention=root, by=None, today=dt.date(2026, 4, 10), insert=[(key(root, "Durée"), "Suivi")]
    ).convention
    title = plain(articles(again)[1]["title"])

    assert title == "Ajout d’un article 3 ter (« Suivi »)"


def test_the_parties_keep_order_rank_group_role_and_short_name():
    act = ready_act()
    convention = act.annexes.get().convention
    informed = PartyFactory(
        convention=convention,
        position=3,
        rank="informed",
        group="les communes",
        short_name="la Ville",
        role="owner",
    )
    root = in_force_of(act)
    made = amend(convention=root, by=None, today=TODAY, end=NEW_END)
    copies = list(made.convention.parties.order_by("position"))
    last = copies[-1]

    assert [copy.organisation_id for copy in copies] == list(
        root.parties.order_by("position").values_list("organisation", flat=True)
    )
    assert (last.rank, last.group, last.short_name, last.role) == (
        "informed",
        "les communes",
        "la Ville",
        "owner",
    )
    assert last.organisation == informed.organisation


def test_who_left_office_gives_way_to_who_holds_the_same_capacity():
    root = in_force()
    party = root.parties.order_by("position").last()
    former = party.representative
    Representative.objects.filter(pk=former.pk).update(end=dt.date(2026, 2, 1))
    RepresentativeFactory(
        organisation=party.organisation,
        capacity="trésorier",
        position=1,
        start=dt.date(2026, 2, 2),
    )
    heir = RepresentativeFactory(
        organisation=party.organisation,
        capacity=former.capacity,
        position=2,
        start=dt.date(2026, 2, 2),
    )
    made = amend(convention=root, by=None, today=TODAY, end=NEW_END)

    assert made.convention.parties.order_by("position").last().representative == heir


def test_the_acts_that_empower_a_person_are_not_those_of_who_comes_after():
    act = ready_act()
    first, second = act.annexes.get().convention.parties.order_by("position")
    for party in (first, second):
        EmpoweringActFactory(party=party)
    root = in_force_of(act)
    Representative.objects.filter(pk=second.representative_id).update(end=dt.date(2026, 2, 1))
    made = amend(convention=root, by=None, today=TODAY, end=NEW_END)

    assert [party.acts.count() for party in made.convention.parties.order_by("position")] == [1, 0]


def test_who_is_chosen_signs_the_decision_and_for_that_party():
    root = in_force()
    authority = root.annex.act.authority
    other = RepresentativeFactory(organisation=authority, position=5)
    made = amend(convention=root, by=None, today=TODAY, end=NEW_END, signatory=other)

    assert made.act.signatory == other
    assert made.convention.parties.get(organisation=authority).representative == other


def test_the_matters_of_the_former_act_are_proposed_again_unless_others_are_given():
    act = ready_act()
    subject = act.powers.get().subject
    root = in_force_of(act)

    made = amend(convention=root, by=None, today=TODAY, end=NEW_END)
    assert [line.subject for line in made.act.powers.all()] == [subject]
    made.act.delete()
    made.convention.delete()
    again = amend(convention=root, by=None, today=TODAY, end=NEW_END, powers=[])
    assert not again.act.powers.exists()


def test_an_end_is_signed_concluded_and_becomes_that_of_the_convention():
    root = in_force()
    amendment = amended(root, end=NEW_END)
    root.refresh_from_db()

    assert (root.ends_on, root.ended_by) == (NEW_END, "amendment")
    document = amendment.documents.get(kind=DocumentKind.CONVENTION)
    assert len(document.sha256) == 64
    assert amendment.sealed
    assert document.source["articles"] == articles(amendment)


def test_the_words_fixed_at_signature_no_longer_follow_the_program(monkeypatch):
    amendment = amended(in_force(), end=NEW_END)
    before = articles(amendment)
    monkeypatch.setattr("conventions.exchange.amendments.change_sentence", lambda *_, **__: "X")
    monkeypatch.setattr("conventions.exchange.amendments.change_heading", lambda *_, **__: "X")

    assert articles(amendment) == before


def test_nothing_is_to_be_pointed_out_in_what_was_prepared():
    parts = cast()
    root, act = written(parts, PERMANENCE)
    signed(act, WRITTEN_ON)
    day = WRITTEN_ON + dt.timedelta(days=3)
    conclude(convention=root, by=None, signed_on=day, today=day)
    day = dt.date(2027, 9, 1)
    made = amend(convention=root, by=None, today=day, end=dt.date(2027, 12, 31))

    assert [one.message for one in findings_of(made.act, on=day)] == []
    assert [one.message for one in findings_of(made.convention, on=day)] == []


def test_an_imported_convention_in_force_is_amended_with_its_parties_in_the_records():
    authority = OrganisationFactory(agglomeration=True)
    root = ConventionFactory(
        reference="2024-7",
        as_written=True,
        start=dt.date(2024, 1, 1),
        stated_state="in_force",
        authorised_by_nature="decision",
        authorised_by_number="2024_445",
        authorised_by_date=dt.date(2024, 6, 12),
    )
    for rank, body in enumerate((authority, OrganisationFactory()), start=1):
        PartyFactory(
            convention=root,
            position=rank,
            as_written=True,
            organisation=body,
            name=f"Partie {rank}",
        )
    ArticleFactory(convention=root, title="Article 4 – Durée", body="Elle dure un an.")
    freeze_convention(convention=root, by=None, now=timezone.now())
    assert stage_of(with_terms(Convention.objects.all()).get(pk=root.pk), today=TODAY) == "in_force"
    made = amend(convention=root, by=None, today=TODAY, articles=[root.articles.get().pk])
    data = act_data(load_act(made.act.pk))

    assert not made.convention.parties.filter(as_written=True).exists()
    assert plain(articles(made.convention)[1]["title"]) == "Modification de l’article 4 (« Durée »)"
    assert "par laquelle la convention a été autorisée" in data["visas"][-1]["text"]
    assert articles(made.convention)[1]["body"].endswith("<p>Elle dure un an.\u00a0»</p>")
