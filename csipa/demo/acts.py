"""The acts of the demonstration, in wording of our own."""

from __future__ import annotations

import datetime as dt

from conventions.actions import ArticleLine

REPORT = (
    "PRÉCISE",
    "que la présente décision est portée à la connaissance du conseil communautaire lors de sa "
    "prochaine réunion.",
)
APPEAL = (
    "INFORME",
    "qu’elle peut être contestée, dans les deux mois qui suivent sa publication, par un recours "
    "gracieux adressé à son auteur ou par un recours contentieux porté devant le tribunal "
    "administratif de Lille, notamment par l’application Télérecours citoyens.",
)
HEADING = "Santé et action sociale"
CSIPA = "Centre de santé intercommunal pluriprofessionnel avec antennes (CSIPA)"

HEALTH_PROJECT = {
    "nature": "deliberation",
    "body": "council",
    "number": "2024/CC007",
    "heading": HEADING,
    "title": f"{CSIPA} – Projet de santé",
    "subject_matter": "8.2",
    "enacting": "Le conseil communautaire, après en avoir délibéré,",
    "recitals": (
        "Considérant que de nombreux habitants du territoire n’ont pas de médecin traitant ;",
        "Considérant que la création d’un centre de santé géré par la communauté d’agglomération "
        "figure parmi les actions de sa feuille de route pour la démographie médicale,",
    ),
    "provisions": (
        (
            "Article 1er",
            "Le projet de santé du CSIPA est adopté.",
        ),
        (
            "Article 2",
            "Le président est autorisé à le déposer auprès de l’agence régionale de santé "
            "Hauts-de-France.",
        ),
    ),
}

PREMISES = {
    "nature": "decision",
    "body": "president",
    "number": "2024_445",
    "heading": HEADING,
    "title": f"{CSIPA} – Locaux de l’antenne de Norrent-Fontes – Autorisation de signer une "
    "convention de mise à disposition avec la commune",
    "subject_matter": "3.5",
    "enacting": "Le président,",
    "recitals": (
        "Considérant que la commune de Norrent-Fontes propose des locaux adaptés à l’accueil d’une "
        "antenne du CSIPA,",
    ),
    "provisions": (
        (
            "DÉCIDE",
            "d’autoriser la signature, avec la commune de Norrent-Fontes, de la convention annexée "
            "qui met gratuitement à la disposition de la communauté d’agglomération les locaux "
            "situés 61 route départementale 943, pour le fonctionnement de l’antenne du CSIPA.",
        ),
        REPORT,
        APPEAL,
    ),
}

PREMISES_CONVENTION = {
    "annex_title": "Convention de mise à disposition de locaux",
    "title": "Convention de mise à disposition de locaux pour l’antenne de Norrent-Fontes",
    "subtitle": CSIPA,
    "reference": "CSIPA-2024-01",
    "kind": "premises",
    "start": dt.date(2024, 6, 17),
    "renewal": "amendment",
    "notice_value": 3,
    "notice_unit": "months",
    "notice_form": "registered",
    "notice_to": "other",
    "originals": 2,
    "signature_place": "Norrent-Fontes",
    "preamble": "<p>La commune de Norrent-Fontes souhaite rapprocher les soins de ses habitants. La "
    "communauté d’agglomération gère le centre de santé intercommunal pluriprofessionnel avec "
    "antennes (CSIPA), dont l’une s’installe dans la commune.</p>",
    "articles": (
        ArticleLine(
            "Objet",
            "<p>La commune met à la disposition de la communauté d’agglomération, qui l’accepte, les "
            "locaux situés 61 route départementale 943, pour y recevoir les patients de l’antenne "
            "du CSIPA.</p>",
        ),
        ArticleLine(
            "Durée",
            "<p>La convention prend effet le 17 juin 2024. Elle est conclue sans limitation de "
            "durée.</p>",
        ),
        ArticleLine(
            "Engagements de la commune",
            introduction="La commune de Norrent-Fontes s’engage à :",
            party=2,
            commitments=(
                "livrer des locaux aux normes d’accessibilité et de sécurité ;",
                "prendre à sa charge les travaux, les fluides et les impôts attachés aux locaux ;",
                "assurer les locaux en qualité de propriétaire.",
            ),
        ),
        ArticleLine(
            "Engagements de la communauté d’agglomération",
            introduction="La communauté d’agglomération s’engage à :",
            party=1,
            commitments=(
                "équiper les locaux du mobilier et du matériel nécessaires aux soins ;",
                "user des locaux pour la seule activité du CSIPA et de ses partenaires ;",
                "assurer son activité et le matériel qu’elle apporte.",
            ),
        ),
        ArticleLine(
            "Conditions financières",
            "<p>La mise à disposition est gratuite : elle concourt à un service public de santé "
            "ouvert à tous.</p>",
        ),
        ArticleLine(
            "Fin de la convention",
            "<p>Chaque partie peut mettre fin à la convention par lettre recommandée avec avis de "
            "réception, moyennant un préavis de trois mois.</p>",
        ),
    ),
}

AUTUMN_COUNCIL = {
    "body": "council",
    "held_on": dt.date(2024, 9, 24),
    "held_at": dt.time(18, 30),
    "place": "Béthune, salle du conseil",
    "convened_on": dt.date(2024, 9, 17),
    "in_office": 152,
    "chair": "M. Henri VASSEUR, président",
    "secretary": "M. Luc BAILLEUL",
}
