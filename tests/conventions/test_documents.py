"""The strings of a document, before any layout."""

import json

import pytest

from conventions.documents import TEMPLATE_VERSION, act_context, render_html
from tests.conventions import acts


def context(acte, *, draft=False, here=False):
    return act_context(acte, draft=draft, drafted_here=here)


def first_part(acte, **options):
    return context(acte, **options)["parts"][0]


def agreement(acte, **options):
    return context(acte, **options)["parts"][1]


def spaced(value):
    """Show no-break spaces as spaces, in a string or in a list of them."""
    return (
        value.replace("\u00a0", " ") if isinstance(value, str) else [spaced(item) for item in value]
    )


@pytest.mark.parametrize("here", [True, False], ids=["worded here", "imported"])
@pytest.mark.parametrize(
    "make",
    [acts.decision, acts.deliberation, acts.arrete, acts.convention],
    ids=["decision", "deliberation", "arrete", "convention"],
)
def test_a_context_is_plain_data_and_leaves_its_source_alone(make, here):
    acte = make()
    strings = context(acte, here=here)

    assert json.loads(json.dumps(strings)) == strings
    assert strings["version"] == TEMPLATE_VERSION
    assert acte == make()


@pytest.mark.parametrize(
    ("nature", "body", "heading"),
    [
        ("decision", "president", "Décision du président"),
        ("decision", "bureau", "Décision du bureau"),
        ("decision", "director", "Décision du directeur"),
        ("deliberation", "council", "Délibération du conseil"),
        ("deliberation", "municipal_council", "Délibération du conseil municipal"),
        ("deliberation", "board", "Délibération du conseil d’administration"),
        ("arrete", "mayor", "Arrêté du maire"),
        ("arrete", None, "Arrêté"),
    ],
)
def test_the_heading_says_which_body_takes_which_act(nature, body, heading):
    acte = acts.decision() | {"nature": nature, "authority": {"name": "x", "body": body}}

    assert first_part(acte)["nature"] == heading


def test_a_draft_is_called_a_project_of_its_nature():
    strings = context(acts.arrete(), draft=True, here=True)

    assert strings["parts"][0]["nature"] == "Projet d’arrêté du directeur"
    assert strings["title"] == "Projet d’arrêté – Horaires d’été du centre et de ses antennes"


@pytest.mark.parametrize(
    ("nature", "number", "draft", "annexed"),
    [
        ("decision", "2026 031", False, "Annexe A à la décision n° 2026 031"),
        ("arrete", "N°3", False, "Annexe A à l’arrêté N° 3"),
        ("arrete", None, True, "Annexe A au projet d’arrêté"),
        ("deliberation", None, False, "Annexe A à la délibération"),
    ],
    ids=["decision", "number with its sign", "draft", "no number"],
)
def test_an_annex_says_what_it_is_annexed_to(nature, number, draft, annexed):
    acte = acts.decision() | {"nature": nature, "number": number}

    assert spaced(agreement(acte, draft=draft)["caption"]) == annexed


@pytest.mark.parametrize(
    ("numbers", "labels"),
    [
        ([None], ["Annexe"]),
        ([None, None], ["Annexe 1", "Annexe 2"]),
        (["A", None], ["Annexe A", "Annexe 2"]),
    ],
    ids=["alone", "counted", "own number"],
)
def test_annexes_are_numbered_only_when_there_are_several(numbers, labels):
    annexes = [{"title": "Plan", "text": "x", "number": number} for number in numbers]
    parts = context(acts.decision() | {"annexes": annexes})["parts"][1:]

    assert spaced([part["caption"] for part in parts]) == [
        f"{label} à la décision n° 2026 031" for label in labels
    ]


def test_a_vote_leaves_out_what_is_not_known_and_agrees_in_number():
    part = first_part(acts.deliberation())

    assert spaced(part["vote"]) == [
        "15 membres en exercice, 11 présents, 1 procuration, 12 votants, 11 suffrages exprimés.",
        "11 voix pour, 0 voix contre, 1 abstention.",
        "N’ont pas pris part au vote : Madame Odile CARPENTIER, Monsieur Luc BÉHAGUE.",
    ]
    assert first_part(acts.arrete())["vote"] == ["Adopté à l’unanimité."]


def test_the_certificate_is_printed_with_both_dates_and_its_signatory():
    part = first_part(acts.decision())

    assert spaced(part["certificate"]) == [
        "Certifié exécutoire par le Président",
        "Compte tenu de la réception en Sous-préfecture le : 3 mars 2026",
        "Et de la publication le : 5 mars 2026",
    ]
    assert spaced(part["mentions"]) == [
        "Transmis en Sous-préfecture le 3 mars 2026",
        "Notifié le 6 mars 2026",
        "Porté à la connaissance du conseil le 1er avril 2026",
        "Identifiant de télétransmission : 062-200072460-20260302-2026_031-AU",
    ]


def test_an_act_is_not_certified_while_one_of_its_dates_is_unknown():
    part = first_part(acts.deliberation())

    assert part["certificate"] == []
    assert spaced(part["mentions"]) == ["Reçu en Sous-préfecture le 3 février 2026"]


def test_an_individual_act_is_certified_on_its_notification():
    execution = {"received_on": "2026-03-03", "notified_on": "2026-03-06"}
    part = first_part(acts.decision() | {"execution": execution})

    assert spaced(part["certificate"][2]) == "Et de la notification le : 6 mars 2026"
    assert part["mentions"] == []


@pytest.mark.parametrize(
    ("signature", "lines"),
    [
        ({"prevented": True, "capacity": "L'adjointe"}, ["Pour le maire empêché,", "L’adjointe"]),
        ({"prevented": True, "on_behalf": "Le maire empêché"}, ["Le maire empêché"]),
        ({"prevented": False, "capacity": "Le maire"}, ["Le maire"]),
    ],
    ids=["prevented", "said in the file", "present"],
)
def test_the_signature_says_for_whom_it_is_given(signature, lines):
    part = first_part(acts.deliberation() | {"signature": signature})

    assert part["signature"]["lines"] == lines


def test_a_file_without_signature_shows_none_but_a_draft_written_here_shows_blanks():
    acte = acts.decision() | {"signature": None, "execution": None}

    assert not first_part(acte)["signature"]["shown"]
    assert first_part(acte, draft=True, here=True)["signature"]["shown"]


def test_effects_and_annexes_are_listed():
    part = first_part(acts.decision(), here=True)

    assert part["effects"] == [
        "Approuve la convention 2026-CV-014",
        "Résilie la convention 2025-CV-003",
    ]
    assert part["annexes"] == [
        "Annexe A – Convention d’accueil",
        "Annexe B – Règlement intérieur de l’antenne",
    ]


def test_articles_get_the_numbers_that_the_file_leaves_out():
    (part,) = context(acts.convention())["parts"]

    assert [(article["level"], spaced(article["heading"])) for article in part["articles"]] == [
        (2, "Article 1 – Axe ajouté"),
        (3, "1.1 – Dépistage"),
        (3, "1.2 – Suivi"),
        (4, "1.2.1 – Calendrier"),
        (2, "Article 2 – Autres clauses"),
    ]


def test_our_own_first_article_is_1er_and_what_names_itself_is_left_alone():
    acte = acts.convention()
    acte["articles"][1]["title"] = "Article unique"
    (part,) = context(acte, here=True)["parts"]

    assert spaced(part["articles"][0]["heading"]) == "Article 1er – Axe ajouté"
    assert spaced(part["articles"][-1]["heading"]) == "Article unique"


def test_an_imported_convention_gets_no_word_of_ours():
    acte = acts.decision()
    for party in acte["annexes"][0]["convention"]["parties"]:
        for key in ("seat", "acts", "siret", "rna"):
            party.pop(key, None)
    part = agreement(acte)

    assert part["parties"] == []
    assert part["agreed"] == ""
    assert "parties" in agreement(acte, here=True)
    assert agreement(acte, here=True)["agreed"] == "Il est convenu ce qui suit\u00a0:"


def test_the_opening_block_describes_each_party_in_its_gender():
    community, association, commune = agreement(acts.decision(), here=True)["parties"]
    described = (
        "établissement public de coopération intercommunale, SIREN 200 072 460, dont le siège est "
        "situé 100 avenue de Londres, 62400 Béthune"
    )

    assert spaced([community[key] for key in ("name", "before", "represented", "after")]) == [
        "La Communauté d’agglomération des Trois Vallées",
        described,
        (
            "représentée par Madame Hélène MARQUANT, vice-présidente déléguée à la santé, "
            "agissant par délégation du président"
        ),
        "habilitée par décision n° 2026 031 du 2 mars 2026, ci-après désignée « l’agglomération »",
    ]
    assert spaced(association["before"]) == (
        "SIRET 443 061 841 00047, RNA W622001234, dont le siège est situé 3 rue de l’Église, "
        "62350 Robecq"
    )
    assert spaced(association["represented"]) == (
        "représentée par son président, Monsieur Étienne LŒUILLIEUX"
    )
    assert commune["unknown"]
    assert commune["represented"] == "représentée par"
    assert spaced(commune["after"]) == (
        "habilitée par délibération n° 2026-07 du 11 février 2026 et arrêté du 12 février 2026, "
        "ci-après désignée « la commune »"
    )
    assert [party["side"] for party in (community, association, commune)] == [
        "de première part,",
        "de deuxième part,",
        "de troisième part,",
    ]


@pytest.mark.parametrize(
    ("name", "form", "represented"),
    [
        ("Le Département", "department", "représenté par"),
        ("L'État", "state", "représenté par"),
        ("L'Agence régionale", "ars", "représentée par"),
        ("La Maison des jeunes", "other", "représentée par"),
    ],
)
def test_a_party_agrees_by_its_article_or_its_form(name, form, represented):
    acte = acts.convention()
    acte["parties"] = [{"name": name, "legal_form": form, "representative": None}]
    (part,) = context(acte, here=True)["parts"]

    assert part["parties"][0]["represented"] == represented


def test_signature_blocks_follow_the_parties_by_group_and_leave_blanks_for_the_unknown():
    (part,) = context(acts.convention())["parts"]

    assert [
        (block["group"], block["lines"], spaced(block["signer"]), block["unknown"])
        for block in part["signatures"]
    ] == [
        ("L’État et ses agences", ["Directrice générale"], "Irène VANNIER", False),
        ("Les collectivités", [], "", True),
        ("", ["Représentée par son maire"], "Paul DELATTRE", False),
    ]
    assert part["others"] == [
        {
            "label": "Partenaires associés\u00a0:",
            "names": ["La Caisse primaire d’assurance maladie de l’Artois"],
        },
        {
            "label": "Parties informées\u00a0:",
            "names": ["Le Centre hospitalier de Béthune, Rémi\u00a0COPIN, Directeur"],
        },
    ]


def test_forty_parties_have_forty_blocks_in_their_order():
    part = agreement(acts.forty_parties())

    assert [block["party"] for block in part["signatures"]] == [
        f"La Commune de Val-Fictif-{rank}" for rank in range(1, 41)
    ]


def test_a_convention_says_which_one_it_follows():
    (part,) = context(acts.convention(), here=True)["parts"]

    assert spaced(part["identity"]) == [
        "Avenant n° 2 à la convention 2024-CV-012",
        "Référence : 2024-CV-012/A2",
        "Autorisé par délibération n° 2026-18 du 6 mai 2026",
    ]
    assert spaced(agreement(acts.decision())["identity"]) == [
        "Renouvellement de la convention 2025-CV-003",
        "Convention n° 2026-CV-014",
    ]


def test_a_closing_left_out_is_worded_here_only():
    acte = acts.convention() | {"closing": None}
    (ours,), (theirs,) = context(acte, here=True)["parts"], context(acte)["parts"]

    assert ours["closing"] == "Fait en trois exemplaires originaux."
    assert theirs["closing"] == ""


def test_words_are_kept_to_the_letter_and_signs_are_those_of_print():
    acte = acts.decision() | {"recitals": ['Considerant  que "rien" n\'est de accord : 40 %']}

    assert first_part(acte)["recitals"] == [
        "Considerant que «\u00a0rien\u00a0» n’est de accord\u00a0: 40\u00a0%"
    ]


def test_written_hyphens_are_bound_so_that_none_ends_a_line():
    page = render_html(context(acts.decision()))

    assert "Sage\u2011femme à l’antenne de Robecq \u2011\u00a0signature" in page
    assert 'data-footer="Annexe A' in page
    assert '<p class="annex-title">' in page


@pytest.mark.parametrize(
    ("signature", "heading"),
    [
        pytest.param({"gender": "f"}, "Décision de la présidente", id="woman"),
        pytest.param({"gender": "m"}, "Décision du président", id="man"),
        pytest.param(
            {"gender": "f", "on_behalf": "Par délégation du président"},
            "Décision du président",
            id="delegate",
        ),
        pytest.param(
            {"gender": "m", "on_behalf": "Par délégation de la présidente"},
            "Décision de la présidente",
            id="delegate of a woman",
        ),
        pytest.param(
            {"gender": "m", "on_behalf": "Pour la présidente empêchée,", "prevented": True},
            "Décision de la présidente",
            id="in the place of a woman",
        ),
        pytest.param(
            {"gender": "f", "capacity": "La vice-présidente déléguée"},
            "Décision du président",
            id="deputy who names nobody",
        ),
    ],
)
def test_the_heading_agrees_with_the_holder_whoever_signs(signature, heading):
    act = acts.decision()
    act["authority"]["body"] = "president"
    act["signature"] = {"place": "Béthune", "last_name": "X", **signature}
    assert first_part(act, here=True)["nature"] == heading


def test_who_signs_by_delegation_is_named_with_those_for_whom():
    act = acts.decision()
    party = act["annexes"][0]["convention"]["parties"][0]
    party |= {"name": "La commune de Robecq", "short_name": "", "seat": "", "acts": []}
    party["representative"] = {
        "introduction": "Par délégation du maire, l’adjointe",
        "first_name": "Claire",
        "last_name": "LEMOINE",
        "gender": "f",
        "capacity": "Adjointe",
    }
    (line, *_) = agreement(act, here=True)["parties"]
    assert spaced(line["represented"]) == (
        "représentée par Claire LEMOINE, adjointe, agissant par délégation du maire"
    )
