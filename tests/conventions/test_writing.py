"""A convention written in one step from a model and the records it names, or not at all."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.actions.clauses import new_version, publish_version, retire_template
from conventions.actions.writing import SlotLine, WritingRefused, write_convention
from conventions.models import Convention, FinancialTerm
from conventions.review.clauses import is_reworded
from tests.conventions.factories import ConventionFactory
from tests.conventions.factories_agreements import (
    ClauseVersionFactory,
    ConventionTemplateFactory,
    TemplateClauseFactory,
    TemplatePartyFactory,
)
from tests.conventions.writing import END, INSTITUTE, START, TODAY, Cast, cast
from tests.sites.factories import (
    EquipmentFactory,
    OrganisationFactory,
    RepresentativeFactory,
    RoomFactory,
)

pytestmark = pytest.mark.django_db


def clause(template, position, **fields):
    """Add a clause to a model and return its published wording."""
    version = ClauseVersionFactory(**{"body": "", "number": 1, **fields})
    TemplateClauseFactory(template=template, clause=version.clause, position=position)
    return version


@pytest.fixture
def players():
    """Return who and where."""
    return cast()


@pytest.fixture
def template():
    """Return a model with three parties and two clauses."""
    template = ConventionTemplateFactory(
        kind="permanence",
        title="Convention {tripartite} {au site}",
        subtitle="{Site}",
        preamble="<p>{Le partenaire} & {le propriétaire}</p>",
        renewal="amendment",
        notice_value=15,
        notice_unit="days",
        notice_form="written",
        notice_to="other",
        finance_mode="free",
    )
    for position, role in enumerate(("manager", "partner", "owner"), start=1):
        TemplatePartyFactory(template=template, role=role, position=position)
    clause(template, 1, title="Durée", body="<p>Du {début} au {fin}.</p>")
    clause(
        template,
        2,
        title="Engagements {du partenaire}",
        introduction="{Le partenaire} {partenaire, nombre : s’engage | s’engagent} à :",
        role="partner",
        commitments=["agir {au site}", "rendre compte chaque mois", "se taire"],
    )
    return template


def write(players: Cast, template, **choices):
    """Write a convention of the players."""
    given = {
        "by": None,
        "today": TODAY,
        "site": players.site,
        "parties": players.parties(""),
        "start": START,
        "end": END,
        **choices,
    }
    return write_convention(template=template, **given)


def reasons(players, template, **choices):
    """Return why nothing is written, having checked that nothing is."""
    with pytest.raises(WritingRefused) as refused:
        write(players, template, **choices)
    assert not Convention.objects.exists()
    return [reason.replace("\u00a0", " ") for reason in refused.value.reasons]


def test_everything_is_written_at_once(players, template):
    user = User.objects.create_user("gestionnaire")
    convention = write(players, template, by=user, signature_place="Burbure")
    assert convention.title == "Convention tripartite à l’antenne de Norrent-Fontes"
    assert convention.subtitle == "Antenne de Norrent-Fontes"
    assert convention.preamble == "<p>La CPTS Val de Lys Romane & la Commune</p>"
    assert (convention.kind, convention.site, convention.template) == (
        "permanence",
        players.site,
        template,
    )
    assert (convention.start, convention.end, convention.ends_on) == (START, END, END)
    assert (convention.renewal, convention.notice_value, convention.originals) == (
        "amendment",
        15,
        3,
    )
    assert convention.signature_place == "Burbure"
    assert convention.notice_to == "all"
    assert convention.reference == "CSIPA-2026-01"
    assert convention.history.get().history_user == user
    first, second = convention.articles.order_by("position")
    assert first.body.replace("\u00a0", " ") == "<p>Du 1er octobre 2026 au 30 septembre 2027.</p>"
    assert second.title == "Engagements de la CPTS Val de Lys Romane"
    assert second.introduction == "La CPTS Val de Lys Romane s’engage à :"
    assert [row.text for row in second.commitments.order_by("position")] == [
        "agir à l’antenne de Norrent-Fontes\u00a0;",
        "rendre compte chaque mois\u00a0;",
        "se taire.",
    ]
    assert second.history.get().history_user == user


def test_the_parties_are_in_the_order_of_the_model_with_who_signs(players, template):
    convention = write(players, template)
    lines = convention.parties.order_by("position")
    assert [(line.position, line.role, line.organisation) for line in lines] == [
        (1, "manager", players.manager),
        (2, "partner", players.partner),
        (3, "owner", players.owner),
    ]
    assert [line.representative.last_name for line in lines] == ["Vasseur", "Delattre", "Roussel"]
    assert [line.short_name for line in lines] == [
        "Communauté d’agglomération",
        "CPTS Val de Lys Romane",
        "Commune",
    ]
    assert convention.articles.get(position=2).committed_party == lines[1]


def test_a_signatory_may_be_unknown_and_a_role_of_the_site_may_be_held_by_another(
    players, template
):
    other = OrganisationFactory(**INSTITUTE)
    parties = {**players.parties(""), "owner": (other, None)}
    convention = write(players, template, parties=parties)
    assert convention.parties.get(role="owner").organisation == other
    assert convention.parties.get(role="owner").representative is None


def test_other_parties_sign_after_those_of_the_model(players, template):
    other = OrganisationFactory(**INSTITUTE)
    convention = write(players, template, others=[(other, None)])
    last = convention.parties.order_by("position").last()
    assert (last.organisation, last.role, last.position) == (other, "", 4)
    assert convention.title.startswith("Convention quadripartite")
    assert convention.originals == 4


def test_two_communes_are_called_by_their_place(players, template):
    other = OrganisationFactory(municipality=True, commune_id="62454", short_name="Commune")
    convention = write(players, template, others=[(other, None)])
    names = [line.short_name for line in convention.parties.order_by("position")]
    assert names[2:] == ["Commune de Norrent-Fontes", "Commune d’Hinges"]
    assert "la Commune de Norrent-Fontes" in convention.preamble


def test_the_terms_given_go_before_those_of_the_model(players, template):
    convention = write(
        players,
        template,
        notice_value=2,
        notice_unit="months",
        notice_to="other",
        renewal="none",
        originals=5,
        reference=" C-12 ",
        aliases={"partner": "CPTS"},
        acts={"owner": [("deliberation", "2026-14", dt.date(2026, 9, 1))]},
    )
    assert (convention.notice_value, convention.notice_unit, convention.notice_to) == (
        2,
        "months",
        "other",
    )
    assert (convention.renewal, convention.originals, convention.reference) == ("none", 5, "C-12")
    assert convention.preamble.startswith("<p>La CPTS &")
    assert convention.parties.get(role="owner").acts.get().number == "2026-14"


def test_the_latest_published_wording_is_the_one_written(players, template):
    place = template.clauses.get(position=1)
    second = new_version(clause=place.clause, by=None)
    second.body = "<p>Jusqu’au {fin}.</p>"
    second.save()
    assert write(players, template).articles.get(position=1).clause_version.number == 1
    publish_version(version=second, by=None, on=TODAY)
    article = write(players, template).articles.get(position=1)
    assert article.clause_version == second
    assert article.body.startswith("<p>Jusqu’au 30")


def test_an_article_changed_by_hand_is_told_from_one_as_its_clause_wrote_it(players, template):
    article = write(players, template).articles.get(position=2)
    assert not is_reworded(article)
    row = article.commitments.first()
    row.text = "agir autrement ;"
    row.save()
    assert is_reworded(article)


def test_what_the_words_of_a_commitment_say_is_followed(players, template):
    convention = write(players, template)
    rows = convention.articles.get(position=2).commitments.order_by("position")
    assert [getattr(row, "tracking", None) and row.tracking.periodicity for row in rows] == [
        None,
        "monthly",
        None,
    ]


def test_money_is_written_as_rows(players, template):
    template.finance_mode = "shared"
    template.save()
    convention = write(
        players,
        template,
        finance={
            "amount": Decimal(1000),
            "payers": [
                {"role": "manager", "amount": Decimal(700)},
                {"role": "owner", "amount": Decimal(300)},
            ],
            "instalments": [{"percent": Decimal(100), "when": "à la signature"}],
        },
    )
    assert convention.financial_term.amount == 1000
    assert [line.party.role for line in convention.payers.order_by("position")] == [
        "manager",
        "owner",
    ]
    assert convention.instalments.get().when == "à la signature"


def test_a_model_that_says_nothing_of_money_writes_none(players, template):
    template.finance_mode = ""
    template.save()
    write(players, template)
    assert not FinancialTerm.objects.exists()


def test_rooms_hours_and_things_are_written_as_rows(players, template):
    room = RoomFactory(site=players.site)
    thing = EquipmentFactory(site=players.site)
    convention = write(
        players,
        template,
        rooms=[room],
        slots=[SlotLine(2, dt.time(9), dt.time(12), use="consultation", room=room)],
        equipment=[(thing, 2)],
    )
    assert convention.rooms.get().room == room
    slot = convention.slots.get()
    assert (slot.weekday, slot.room, slot.use, slot.position) == (2, room, "consultation", 1)
    assert convention.equipment.get().quantity == 2


# Refusals ---------------------------------------------------------------------------------------


def test_all_that_is_missing_is_told_at_once(players, template):
    players.site.owner = None
    players.site.save()
    clause(template, 3, title="Prix", body="<p>{montant} {tribunal}</p>")
    told = reasons(players, template, parties={}, start=None, end=None)
    assert told[:3] == [
        "Choisissez le partenaire.",
        "Choisissez le propriétaire : la fiche du site « Norrent-Fontes » n’en dit pas.",
        "Donnez la date de prise d’effet.",
    ]
    assert "Donnez la date de fin de la convention." in told
    assert "Donnez le montant." in told
    assert len(told) == len(set(told))


def test_a_party_is_asked_for_once_and_not_for_each_of_its_placeholders(players, template):
    told = reasons(players, template, parties={})
    assert told == ["Choisissez le partenaire."]


@pytest.mark.parametrize(
    ("choices", "reason"),
    [
        ({"end": START - dt.timedelta(days=1)}, "prend fin avant de prendre effet"),
        ({"slots": [SlotLine(2, dt.time(9), dt.time(9))]}, "Un créneau finit après avoir commencé"),
        ({"slots": [SlotLine(8, dt.time(9), dt.time(10))]}, "n’est pas un choix valide"),
        ({"finance": {"amount": Decimal(-1)}}, "montant"),
        ({"finance": {"mode": "rent"}}, "Dites le montant du loyer."),
        ({"aliases": {"partner": "Commune"}}, "« Commune » désigne deux parties"),
    ],
)
def test_a_wrong_choice_is_refused(players, template, choices, reason):
    assert any(reason in told for told in reasons(players, template, **choices))


def test_what_belongs_to_another_site_is_refused(players, template):
    room, thing = RoomFactory(name="Cabinet 9"), EquipmentFactory(label="table")
    told = reasons(players, template, rooms=[room], equipment=[(thing, 1)])
    assert told == [
        "« Cabinet 9 » n’est pas du site « Norrent-Fontes ».",
        "« table » n’est pas du site « Norrent-Fontes ».",
    ]


def test_who_does_not_represent_a_party_or_no_longer_does_is_refused(players, template):
    stranger = RepresentativeFactory(first_name="Ève", last_name="Petit")
    told = reasons(players, template, parties={"partner": (players.partner, stranger)})
    assert told == [f"Ève PETIT ne représente pas {players.partner.the_name}."]
    gone = RepresentativeFactory(organisation=players.partner, end=dt.date(2026, 6, 30))
    told = reasons(players, template, parties={"partner": (players.partner, gone)})
    assert told[0].endswith("n’est plus en fonctions depuis le 30 juin 2026.")


def test_one_body_is_not_two_parties(players, template):
    told = reasons(players, template, parties={"partner": (players.owner, None)})
    assert any("est choisi pour deux parties" in one for one in told)


def test_a_role_or_a_form_that_the_model_does_not_expect_is_refused(players, template):
    template.parties.filter(role="owner").delete()
    told = reasons(
        players, template, parties={**players.parties(""), "owner": (players.owner, None)}
    )
    assert "Le modèle n’attend pas de propriétaire." in told
    template.parties.filter(role="partner").update(legal_form="commune")
    told = reasons(players, template, parties={"partner": (players.partner, None)})
    assert any(one.startswith("Le modèle attend pour partenaire : commune") for one in told)


def test_a_model_that_is_retired_or_not_ready_writes_nothing(players, template):
    draft = clause(template, 3, body="<p>Oui.</p>", published_on=None)
    told = reasons(players, template)
    assert told == [f"La clause « {draft.clause} » n’a pas de version publiée."]
    template = retire_template(template=template, by=None, on=TODAY)
    assert any("Ce modèle est retiré" in one for one in reasons(players, template))
    empty = ConventionTemplateFactory(title="Convention")
    assert "Le modèle n’a pas de clause : ajoutez-les sur sa page." in reasons(
        players, empty, parties={}
    )


def test_a_title_too_long_once_filled_is_refused(players, template):
    clause(template, 3, title="{objet}", body="<p>Oui.</p>")
    assert any("trop long" in one for one in reasons(players, template, purpose="le " + "x" * 500))


def test_an_unknown_term_is_a_fault_of_the_program(players, template):
    with pytest.raises(TypeError):
        write(players, template, unknown=1)


# References -------------------------------------------------------------------------------------


def test_a_reference_already_borne_is_refused(players, template):
    ConventionFactory(reference="C-1")
    with pytest.raises(WritingRefused, match="porte déjà cette référence"):
        write(players, template, reference="C-1")


def test_a_reference_taken_meanwhile_leaves_the_next_one(players, template, monkeypatch):
    ConventionFactory(reference="CSIPA-2026-01")
    given = iter(["CSIPA-2026-01", "CSIPA-2026-02"])
    monkeypatch.setattr("conventions.actions.writing.next_reference", lambda *, year: next(given))
    monkeypatch.setattr(Convention, "full_clean", lambda self: None)
    assert write(players, template).reference == "CSIPA-2026-02"


def test_writing_costs_a_few_queries_a_line(players, template):
    with CaptureQueriesContext(connection) as short:
        write(players, template)
    for position in range(3, 8):
        clause(template, position, title="Suite", body="<p>{le site}</p>")
    with CaptureQueriesContext(connection) as long:
        write(players, template)
    assert len(long) - len(short) <= 5 * 4
