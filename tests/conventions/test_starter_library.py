"""The library that ships: whatever is written from it, nothing is left to point out."""

import datetime as dt
from decimal import Decimal

import pytest

from conventions.actions.clauses import import_library
from conventions.actions.writing import SlotLine, write_convention
from conventions.actions.writing_decision import write_both
from conventions.models import Clause, ConventionTemplate, Tracking
from conventions.review.findings import findings_of
from csipa.richtext import to_text
from tests.conventions.factories_agreements import ConventionTemplateFactory, TemplatePartyFactory
from tests.conventions.writing import (
    AGENCY,
    ASKED,
    DEPARTMENT,
    END,
    FRIENDS,
    INSTITUTE,
    MODELS,
    PERMANENCE,
    START,
    TODAY,
    cast,
    written,
)
from tests.sites.factories import EquipmentFactory, RoomFactory

pytestmark = pytest.mark.django_db
HINGES, ISBERGUES, HAM, LABOURSE = "62454", "62473", "62407", "62480"
CASES = {
    "antenna": {},
    "hinges": {"commune": HINGES, "mayor": "f"},
    "isbergues-centre": {"commune": ISBERGUES, "kind": "centre", "mayor": "m"},
    "ham": {"commune": HAM, "president": "f"},
    "institute": {"partner": INSTITUTE},
    "department": {"partner": DEPARTMENT, "commune": HINGES},
    "several": {"partner": FRIENDS},
    "agency": {"partner": AGENCY, "commune": LABOURSE, "kind": "centre"},
}


def told(text):
    """Return what is pointed out, as a failed test shows it."""
    return [(one.rule, one.path, one.passage, one.message) for one in findings_of(text, on=TODAY)]


def words_of(convention):
    """Return all that a convention says, its no-break spaces made plain."""
    lines = [convention.title, convention.subtitle, to_text(convention.preamble)]
    for article in convention.articles.order_by("position"):
        lines += [article.title, to_text(article.body), article.introduction]
        lines += [row.text for row in article.commitments.order_by("position")]
    return "\n".join(lines).replace("\u00a0", " ")


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_pointed_out_in_what_the_models_write(case):
    players = cast(**CASES[case])
    import_library(by=None, today=TODAY)
    for model in MODELS:
        convention, act = written(players, model)
        assert told(act) == []
        assert told(convention) == []


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-10-01", "2026-10-31"), ("2026-10-05", "2027-01-04"), ("2026-10-01", "2027-03-31")],
)
def test_nothing_is_pointed_out_whatever_the_period(start, end):
    period = {"start": dt.date.fromisoformat(start), "end": dt.date.fromisoformat(end)}
    convention, act = written(cast(), PERMANENCE, **period)
    assert told(act) == told(convention) == []
    assert " 1 octobre" not in words_of(convention)


def test_a_permanence_is_written_from_four_choices():
    players = cast(commune=HINGES)
    convention, act = written(players, PERMANENCE)
    promised = [
        (article.committed_party.organisation, article.commitments.count())
        for article in convention.articles.exclude(committed_party=None).order_by("position")
    ]
    assert promised == [(players.partner, 7), (players.manager, 3), (players.owner, 2)]
    words = words_of(convention)
    assert "La CPTS Val de Lys Romane s’engage à :" in words
    assert "l’antenne d’Hinges" in words
    assert "un préavis de quinze jours donné par écrit à toutes les autres parties" in words
    assert (
        "le 1er octobre 2026 et s’achève le 30 septembre 2027 inclus, soit une durée d’un an"
        in (words)
    )
    assert "{" not in words
    assert act.annexes.get().convention == convention


def test_what_is_due_every_month_is_followed_from_the_start():
    convention, _ = written(cast(), PERMANENCE)
    (tracking,) = Tracking.objects.filter(commitment__article__convention=convention)
    assert tracking.periodicity == "monthly"
    assert "chaque mois" in tracking.commitment.text


def test_rooms_hours_and_things_of_the_site_are_told():
    players = cast()
    cabinet = RoomFactory(site=players.site, name="Cabinet médical", area=Decimal(17))
    convention, act = written(
        players,
        "Mise à disposition de locaux",
        rooms=[cabinet],
        slots=[SlotLine(2, dt.time(14), dt.time(18))],
        equipment=[(EquipmentFactory(site=players.site, label="Table d’examen"), 1)],
    )
    assert told(act) == told(convention) == []
    words = words_of(convention)
    assert "la salle suivante : Cabinet médical (17 m²)" in words
    assert "chaque mardi de 14 h à 18 h" in words
    assert "le matériel suivant : table d’examen" in words


def test_words_agree_with_a_partner_of_several():
    convention, _ = written(cast(partner=FRIENDS), "Prestation de services")
    words = words_of(convention)
    assert "Les Amis de la santé s’engagent à :" in words
    assert "avec leurs propres moyens et sous leur responsabilité" in words
    assert "aux Amis de la santé" in words


OTHERS = {
    "Redevance indexée": (
        "rent",
        {
            "amount": Decimal(300),
            "period": "month",
            "starts_after_months": 1,
            "index_name": "IRL",
            "index_quarter": "2026-T2",
        },
        "une redevance de 300,00 € par mois, due à compter du 1er novembre 2026",
    ),
    "Prix à l’unité": (
        "per_act",
        {"unit_amount": Decimal(60), "unit": "séance"},
        "60,00 € par séance, toutes taxes comprises",
    ),
    "Participations de plusieurs payeurs": (
        "shared",
        {
            "amount": Decimal(1000),
            "payers": [
                {"role": "manager", "percent": Decimal(75)},
                {"role": "partner", "percent": Decimal(25)},
            ],
        },
        "la Communauté d’agglomération pour 75 % (750,00 €)",
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_clauses_that_no_model_holds_read_as_well(name):
    mode, finance, said = OTHERS[name]
    players = cast(commune=HINGES)
    import_library(by=None, today=TODAY)
    template = ConventionTemplateFactory(finance_mode=mode, title="Convention")
    for position, role in enumerate(("manager", "partner"), start=1):
        TemplatePartyFactory(template=template, role=role, position=position)
    template.clauses.create(position=1, clause=Clause.objects.get(name=name))
    convention = write_convention(
        template=template,
        by=None,
        today=TODAY,
        site=players.site,
        parties=players.parties(PERMANENCE),
        start=START,
        end=END,
        finance=finance,
    )
    assert told(convention) == []
    assert said in words_of(convention)
    assert convention.financial_term.mode == mode


def test_a_council_may_decide_in_place_of_the_president():
    players = cast()
    import_library(by=None, today=TODAY)
    _, act = write_both(
        template=ConventionTemplate.objects.get(name="Subvention"),
        by=None,
        today=TODAY,
        site=players.site,
        parties=players.parties("Subvention"),
        start=START,
        end=END,
        signatory=players.signatory,
        body="council",
        **ASKED["Subvention"],
    )
    assert (act.nature, act.enacting) == (
        "deliberation",
        "Le conseil communautaire, après en avoir délibéré,",
    )
    assert [row.label for row in act.provision_set.order_by("position")] == ["DÉCIDE", "INFORME"]
