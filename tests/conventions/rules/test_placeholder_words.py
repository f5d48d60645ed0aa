"""What stands behind each placeholder, from plain facts."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.finance import Finance, Indexation, Part
from conventions.rules.placeholders import names
from conventions.rules.placeholders.facts import (
    ConventionFacts,
    PartyFacts,
    RoomFacts,
    SiteFacts,
    TermFacts,
)
from conventions.rules.placeholders.words import (
    delay_in_words,
    duration_in_words,
    slots_in_words,
    values_of,
)
from conventions.rules.premises import Slot
from conventions.rules.terms import Delay
from csipa.french.dates import PeriodReversed, count_days_inclusive
from csipa.french.grammar import Gender
from csipa.french.numbers import in_words

AGGLOMERATION = PartyFacts(
    "Communauté d’agglomération",
    "la Communauté d’agglomération",
    "la communauté d’agglomération des Quatre-Rivières",
    Gender.FEMININE,
    role="manager",
)
DEPARTMENT = PartyFacts(
    "Département", "le Département", "le département du Nord", Gender.MASCULINE, role="owner"
)
FRIENDS = PartyFacts(
    "Amis du parc",
    "les Amis du parc",
    "les Amis du parc d’Hinges",
    Gender.MASCULINE,
    plural=True,
    role="partner",
    communes=("d’Hinges", "de La Couture"),
)
SITE = SiteFacts(
    "l’antenne d’Hinges", "1 rue Haute, 62232 Hinges", "Hinges", "d’Hinges", "à Hinges"
)
FULL = ConventionFacts(
    parties=(AGGLOMERATION, FRIENDS, DEPARTMENT),
    site=SITE,
    terms=TermFacts(
        start=dt.date(2026, 1, 1),
        end=dt.date(2026, 12, 31),
        renewal_times=2,
        renewal_years=1,
        renewal_deadline=Delay(2, "months"),
        notice=Delay(15, "days"),
        notice_form="par écrit",
        notice_to="à l’autre partie",
    ),
    finance=Finance(
        mode="rent",
        amount=Decimal(300),
        valued_at=Decimal(4500),
        period="month",
        starts_after_months=1,
        unit_amount=Decimal(60),
        unit="séance",
        index=Indexation(name="IRL", quarter="2025-T2", review_date="01/02"),
        instalments=(Part(percent=Decimal(100), when="à la signature"),),
        payers=(Part(percent=Decimal(100), party=1),),
    ),
    payers=("la Communauté d’agglomération",),
    rooms=(RoomFacts("Cabinet médical", Decimal("17.50")), RoomFacts("Accueil")),
    slots=(Slot(weekday=2, start=dt.time(14), end=dt.time(18)),),
    equipment=(("poste informatique", 1), ("imprimante", 2)),
    purpose="l’animation d’ateliers",
    originals=3,
    court="tribunal administratif de Lille",
)


def told(**facts):
    """Return the words of the placeholders, their no-break spaces made plain."""
    said = values_of(ConventionFacts(**facts)).words
    return {name: words.replace("\u00a0", " ") for name, words in said.items()}


def test_full_facts_fill_every_placeholder_and_no_other():
    values = values_of(FULL)
    assert set(values.words) == set(names())
    assert set(values.agreements) == {"gestionnaire", "propriétaire", "partenaire"}


def test_no_fact_fills_only_what_has_a_general_wording():
    assert set(told()) == {"salles", "créneaux", "matériel", "date de révision"}


def test_a_party_is_named_after_its_article_of_and_to():
    words = told(parties=(DEPARTMENT, FRIENDS))
    assert words["du propriétaire"] == "du Département"
    assert words["au propriétaire, en entier"] == "au département du Nord"
    assert words["du partenaire"] == "des Amis du parc"
    assert words["au partenaire"] == "aux Amis du parc"
    assert words["partenaire"] == "Amis du parc"


def test_words_agree_with_a_party_of_several():
    agreement = values_of(FULL).agreements["partenaire"]
    assert agreement.of(("lié", "liée")) == "liés"
    assert agreement.in_number(("son", "leur")) == "leur"


def test_the_communes_of_a_partner_are_named_or_told_in_general():
    assert told(parties=(FRIENDS,))["communes du partenaire"] == (
        "les communes d’Hinges et de La Couture"
    )
    one = PartyFacts("A", "l’A", "l’A", Gender.FEMININE, role="partner", communes=("de Béthune",))
    assert told(parties=(one,))["communes du partenaire"] == "la commune de Béthune"
    none = PartyFacts("A", "l’A", "l’A", Gender.FEMININE, role="partner")
    assert told(parties=(none,))["communes du partenaire"] == "les communes de son territoire"
    many = PartyFacts("A", "les A", "les A", Gender.FEMININE, plural=True, role="partner")
    assert told(parties=(many,))["communes du partenaire"] == "les communes de leur territoire"


def test_all_the_parties_are_told_in_their_order_those_who_only_follow_left_out():
    informed = PartyFacts("ARS", "l’ARS", "l’agence", Gender.FEMININE, signs=False)
    words = told(parties=(AGGLOMERATION, FRIENDS, DEPARTMENT, informed), originals=1)
    assert words["parties"] == ("la Communauté d’agglomération, les Amis du parc et le Département")
    assert words["cocontractants"] == "les Amis du parc d’Hinges et le département du Nord"
    assert (words["nombre de parties"], words["tripartite"]) == ("trois", "tripartite")
    assert words["exemplaires"] == "un"


@pytest.mark.parametrize(("count", "adjective"), [(2, "bipartite"), (4, "quadripartite")])
def test_the_number_of_parties_has_its_adjective(count, adjective):
    assert told(parties=(AGGLOMERATION,) * count)["tripartite"] == adjective
    assert told(parties=(AGGLOMERATION,) * 12)["tripartite"] == "multipartite"


def test_a_site_is_told_in_every_form():
    words = told(site=SITE)
    assert (words["site"], words["du site"], words["au site"]) == (
        "antenne d’Hinges",
        "de l’antenne d’Hinges",
        "à l’antenne d’Hinges",
    )
    centre = SiteFacts("le centre de santé de Labourse", "", "Labourse", "de Labourse", "à L")
    words = told(site=centre)
    assert words["du site"] == "du centre de santé de Labourse"
    assert words["site"] == "centre de santé de Labourse"
    assert "adresse du site" not in words


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-01-01", "2026-12-31", "un an"),
        ("2026-03-01", "2028-02-29", "deux ans"),
        ("2026-01-26", "2026-04-25", "trois mois"),
        ("2026-01-26", "2026-04-28", "quatre-vingt-treize jours"),
        ("2026-01-01", "2027-06-30", "dix-huit mois"),
        ("2026-05-04", "2026-05-04", "un jour"),
        ("2026-07-06", "2029-06-30", "deux ans, onze mois et vingt-cinq jours"),
        ("2026-01-01", "2027-01-01", "un an et un jour"),
        ("2026-01-15", "2027-02-15", "un an, un mois et un jour"),
        ("2026-02-01", "2026-02-28", "un mois"),
    ],
)
def test_a_duration_is_said_in_whole_years_or_months_else_in_days(start, end, said):
    days = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    assert duration_in_words(*days) == said


def test_a_period_that_ends_before_it_begins_lasts_nothing_that_can_be_said():
    with pytest.raises(PeriodReversed):
        duration_in_words(dt.date(2026, 5, 4), dt.date(2026, 5, 3))


@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)), st.integers(0, 3000))
def test_a_duration_never_says_another_length(start, length):
    end = start + dt.timedelta(days=length)
    said = duration_in_words(start, end)
    days = count_days_inclusive(start, end)
    if said.endswith(("jour", "jours")):
        # Under a year: all the days. Past it: those that the whole months leave.
        assert said.startswith(in_words(days)) or (days > 365 and said.split()[1][:2] == "an")
    else:
        # Whole months end the day before the one of the same number, or of a shorter month.
        after = end + dt.timedelta(days=1)
        assert after.day == start.day or (after.day < start.day and after.day >= 28)


def test_a_period_without_end_is_said_from_its_first_day():
    words = told(terms=TermFacts(start=dt.date(2026, 3, 1)))
    assert words["début"] == "1er mars 2026"
    assert words["période"] == "à compter du 1er mars 2026"
    assert not {"fin", "durée", "préavis", "forme du préavis"} & set(words)


def test_delays_and_renewals_are_said_in_words():
    words = {name: said.replace("\u00a0", " ") for name, said in values_of(FULL).words.items()}
    assert words["préavis"] == "quinze jours"
    assert words["reconductions"] == "deux fois"
    assert words["durée de la reconduction"] == "un an"
    assert words["délai de reconduction"] == "deux mois"
    assert words["dernier terme"] == "31 décembre 2028"
    assert delay_in_words(Delay(1, "days")) == "un jour"


def test_slots_are_said_day_by_day():
    def slot(day, start, end, room=""):
        return Slot(weekday=day, start=dt.time(*start), end=dt.time(*end), room=room)

    one = [slot(2, (14,), (18, 30))]
    assert slots_in_words(one).replace("\u00a0", " ") == "chaque mardi de 14 h à 18 h 30"
    apart = [slot(4, (9,), (12,)), *one]
    assert slots_in_words(apart).replace("\u00a0", " ") == (
        "chaque mardi de 14 h à 18 h 30 et chaque jeudi de 9 h à 12 h"
    )
    several = [slot(2, (9,), (12,), "Cabinet"), *apart]
    assert slots_in_words(several).replace("\u00a0", " ") == (
        "chaque mardi de 9 h à 12 h (Cabinet) et de 14 h à 18 h 30, chaque jeudi de 9 h à 12 h"
    )
    assert slots_in_words(several[:1], ["Cabinet"]) == slots_in_words([slot(2, (9,), (12,))])
    assert "(Cabinet)" in slots_in_words(several[:1], ["Cabinet", "Accueil"])
    assert slots_in_words([]) == "aux jours et heures que les parties arrêtent par écrit"


def test_rooms_and_things_are_listed_or_told_in_general():
    words = {name: said.replace("\u00a0", " ") for name, said in values_of(FULL).words.items()}
    assert words["salles"] == "les salles suivantes : Cabinet médical (17,5 m²) et Accueil"
    assert words["matériel"] == "poste informatique et imprimante (2)"
    single = told(rooms=(RoomFacts("Accueil", Decimal(20)),))["salles"]
    assert single == "la salle suivante : Accueil (20 m²)"
    assert told()["salles"] == "les salles nécessaires à cet usage"


def test_the_purpose_takes_of_and_to_and_loses_its_stop():
    words = told(purpose="le dépistage du diabète. ")
    assert (words["objet"], words["de l’objet"], words["à l’objet"]) == (
        "le dépistage du diabète",
        "du dépistage du diabète",
        "au dépistage du diabète",
    )


def test_the_price_is_told_by_the_rules_of_money():
    words = {name: said.replace("\u00a0", " ") for name, said in values_of(FULL).words.items()}
    assert words["loyer"] == "300,00 € par mois"
    assert words["montant, en entier"] == "trois cents euros (300,00 €)"
    assert words["première échéance"] == "1er février 2026"
    assert words["indice"].startswith("indice de référence des loyers")
    assert words["trimestre de l’indice"] == "deuxième trimestre 2025"
    assert words["date de révision"] == "le 1er février de chaque année"
