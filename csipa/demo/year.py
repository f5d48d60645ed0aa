"""The other acts of 2026 in the demonstration, in wording of our own; every fact is invented."""

from __future__ import annotations

import datetime as dt

from conventions.actions import ArticleLine
from csipa.demo.acts import APPEAL, CSIPA, HEADING, REPORT
from csipa.demo.powers import (
    GIFT_SUBJECT,
    GRANT_SUBJECT,
    LEASE_SUBJECT,
    PARTNERSHIP_SUBJECT,
    SUBJECTS,
)

GIFT = {
    "nature": "decision",
    "body": "president",
    "heading": HEADING,
    "title": f"{CSIPA} – Antenne de Gauchin-Légal – Acceptation d’un don de matériel médical",
    "subject_matter": "3.6",
    "enacting": "Le président,",
    "recitals": (
        "Considérant que l’association des amis de la maison de santé propose de donner au CSIPA un "
        "électrocardiographe portatif et deux tensiomètres ;",
        "Considérant que ce don n’est grevé d’aucune condition ni d’aucune charge,",
    ),
    "provisions": (
        (
            "DÉCIDE",
            "d’accepter le don d’un électrocardiographe portatif et de deux tensiomètres, affectés "
            "à l’antenne de Gauchin-Légal du CSIPA.",
        ),
        REPORT,
        APPEAL,
    ),
}
GIFT_POWER = GIFT_SUBJECT
GIFT_SIGNED, GIFT_EXECUTED = dt.date(2026, 1, 22), dt.date(2026, 1, 23)

# The same decision, signed a second time by mistake the next day: its number stays, cancelled.
TWICE_SIGNED = dt.date(2026, 1, 23)
TWICE_REASON = "Décision signée deux fois : voir la décision n° 2026 009 du 22 janvier 2026."

# Neither elected nor signatory: the public copy does not name him.
LOCUM = "M. Hugo DELATTRE"
LODGING = {
    "nature": "decision",
    "body": "president",
    "heading": HEADING,
    "title": f"{CSIPA} – Labourse – Location d’un logement pour les médecins remplaçants",
    "subject_matter": "3.3",
    "enacting": "Le président,",
    "recitals": (
        "Considérant que des médecins remplaçants viennent exercer au centre de Labourse pour "
        f"quelques semaines et peinent à se loger, et que {LOCUM} y est attendu le 2 mars ;",
        "Considérant que la commune de Labourse loue un studio meublé à proximité du centre,",
    ),
    "provisions": (
        (
            "DÉCIDE",
            "de prendre à bail, du 1er mars au 31 août 2026, le studio meublé situé à Labourse que "
            "la commune propose, pour un loyer mensuel de 320,00 €, charges comprises.",
        ),
        REPORT,
        APPEAL,
    ),
}
LODGING_POWER = LEASE_SUBJECT
LODGING_SIGNED, LODGING_EXECUTED = dt.date(2026, 2, 5), dt.date(2026, 2, 6)

POSTS = {
    "nature": "deliberation",
    "body": "council",
    "heading": HEADING,
    "title": f"{CSIPA} – Création de deux postes de médecin généraliste à temps plein",
    "subject_matter": "4.2",
    "enacting": "Le conseil communautaire, après en avoir délibéré,",
    "recitals": (
        "Considérant que le projet de santé du CSIPA prévoit quatre postes et demi de médecin "
        "généraliste et que les antennes en manquent,",
    ),
    "provisions": (
        (
            "Article 1er",
            "Deux postes de médecin généraliste à temps plein sont créés au CSIPA à compter du "
            "1er avril 2026.",
        ),
        ("Article 2", "Le président est chargé de l’exécution de la présente délibération."),
        (
            "Article 3",
            "La présente délibération peut être contestée devant le tribunal administratif de "
            "Lille dans les deux mois qui suivent sa publication.",
        ),
    ),
}
FIRST_COUNCIL = {
    "body": "council",
    "held_on": dt.date(2026, 2, 24),
    "held_at": dt.time(18, 30),
    "place": "Béthune, salle du conseil",
    "convened_on": dt.date(2026, 2, 17),
    "in_office": 152,
    "chair": "M. Henri VASSEUR, président",
    "secretary": "Mme Agnès ROUSSEL",
}
FIRST_COUNCIL_EXECUTED = dt.date(2026, 2, 26)
POSTS_VOTE = {
    "in_office": 152,
    "present": 117,
    "proxies": 21,
    "voting": 138,
    "expressed": 134,
    "votes_for": 131,
    "votes_against": 3,
    "abstained": 4,
    "unanimous": False,
}

INSTALLATION = {
    "body": "council",
    "held_on": dt.date(2026, 4, 17),
    "held_at": dt.time(18),
    "place": "Béthune, salle du conseil",
    "convened_on": dt.date(2026, 4, 10),
    "in_office": 152,
    "chair": "Mme Isabelle CARLIER, présidente",
    "secretary": "M. Luc BAILLEUL",
}
INSTALLATION_EXECUTED = dt.date(2026, 4, 20)
DELEGATIONS = {
    "nature": "deliberation",
    "body": "council",
    "heading": "Institutions",
    "title": "Délégations du conseil communautaire à la présidente et au bureau",
    "subject_matter": "5.4",
    "enacting": "Le conseil communautaire, après en avoir délibéré,",
    "recitals": (
        "Considérant que les délégations consenties en 2022 ont pris fin avec l’installation du "
        "nouveau conseil,",
    ),
    "provisions": (
        (
            "Article 1er",
            "Le conseil communautaire délègue à la présidente, pour la durée du mandat, le pouvoir "
            f"de {SUBJECTS[0].replace('approuver', 'fixer et d’approuver')} ; de {LEASE_SUBJECT} ; "
            f"d’{GIFT_SUBJECT} ; de {PARTNERSHIP_SUBJECT}.",
        ),
        (
            "Article 2",
            "Ces pouvoirs peuvent être subdélégués par arrêté aux vice-présidents.",
        ),
        (
            "Article 3",
            f"Le conseil communautaire délègue au bureau le pouvoir de {GRANT_SUBJECT}.",
        ),
        (
            "Article 4",
            "La présente délibération peut être contestée devant le tribunal administratif de "
            "Lille dans les deux mois qui suivent sa publication.",
        ),
    ),
}
DELEGATIONS_VOTE = {
    "in_office": 152,
    "present": 139,
    "proxies": 11,
    "voting": 150,
    "expressed": 150,
    "votes_for": 150,
    "votes_against": 0,
    "abstained": 0,
    "unanimous": True,
}

ORDER = {
    "nature": "arrete",
    "body": "president",
    "heading": "Institutions",
    "title": "Délégation de fonctions et de signature à M. Marc DUBRULLE, vice-président",
    "subject_matter": "5.4",
    "enacting": "La présidente,",
    "recitals": (
        "Considérant que la bonne marche du service demande que les fonctions relatives à la santé "
        "soient déléguées,",
    ),
    "provisions": (
        (
            "Article 1er",
            "M. Marc DUBRULLE, vice-président, reçoit délégation de fonctions pour la santé et "
            "l’action sociale. Il signe à ce titre les décisions qui relèvent des pouvoirs que le "
            "conseil communautaire a délégués à la présidente le 17 avril 2026.",
        ),
        (
            "Article 2",
            "Le présent arrêté peut être contesté devant le tribunal administratif de Lille dans "
            "les deux mois qui suivent sa publication.",
        ),
    ),
}
ORDER_SIGNED, ORDER_EXECUTED = dt.date(2026, 4, 21), dt.date(2026, 4, 22)
ORDER_DOMAIN = "la santé et l’action sociale"

WORKSHOPS = {
    "nature": "decision",
    "body": "president",
    "heading": HEADING,
    "title": f"{CSIPA} – Antenne de Gauchin-Légal – Autorisation de signer une convention de "
    "partenariat pour des ateliers de prévention",
    "subject_matter": "8.2",
    "enacting": "La présidente,",
    "recitals": (
        "Considérant que la communauté professionnelle territoriale de santé Val de Lys Romane "
        "propose d’animer des ateliers de prévention à l’antenne de Gauchin-Légal,",
    ),
    "provisions": (
        (
            "DÉCIDE",
            "d’autoriser la signature, avec la communauté professionnelle territoriale de santé "
            "Val de Lys Romane, de la convention de partenariat annexée, relative à des ateliers de "
            "prévention tenus à l’antenne de Gauchin-Légal du 1er juin au 18 décembre 2026.",
        ),
        REPORT,
        APPEAL,
    ),
}
WORKSHOPS_POWER = PARTNERSHIP_SUBJECT
WORKSHOPS_SIGNED, WORKSHOPS_EXECUTED = dt.date(2026, 5, 11), dt.date(2026, 5, 13)
WORKSHOPS_CONCLUDED = dt.date(2026, 5, 22)
WORKSHOPS_CONVENTION = {
    "annex_title": "Convention de partenariat",
    "title": "Convention de partenariat relative à des ateliers de prévention à l’antenne de "
    "Gauchin-Légal",
    "subtitle": CSIPA,
    "reference": "CSIPA-2026-02",
    "kind": "partnership",
    "start": dt.date(2026, 6, 1),
    "end": dt.date(2026, 12, 18),
    "renewal": "express",
    "notice_value": 1,
    "notice_unit": "months",
    "notice_form": "written",
    "notice_to": "other",
    "originals": 2,
    "signature_place": "Béthune",
    "articles": (
        ArticleLine(
            "Objet",
            "<p>La présente convention fixe les conditions dans lesquelles des ateliers de "
            "prévention se tiennent, une fois par mois, à l’antenne de Gauchin-Légal.</p>",
        ),
        ArticleLine(
            "Durée",
            "<p>La convention prend effet le 1er juin 2026 et s’achève le 18 décembre 2026 "
            "inclus. Elle peut être reconduite par un accord exprès des deux parties.</p>",
        ),
        ArticleLine(
            "Engagements de la communauté d’agglomération",
            introduction="La communauté d’agglomération s’engage à :",
            party=1,
            commitments=(
                "ouvrir la salle d’attente de l’antenne un mercredi par mois, de 17 h 30 à 19 h ;",
                "faire connaître les ateliers aux habitants.",
            ),
        ),
        ArticleLine(
            "Engagements de la CPTS Val de Lys Romane",
            introduction="La CPTS Val de Lys Romane s’engage à :",
            party=2,
            commitments=(
                "trouver les professionnels de santé qui animent les ateliers ;",
                "remettre la salle en état après chaque atelier ;",
                "rendre compte, à la fin de la convention, du nombre de participants.",
            ),
        ),
        ArticleLine(
            "Conditions financières",
            "<p>Le partenariat ne donne lieu à aucun paiement entre les parties.</p>",
        ),
        ArticleLine(
            "Résiliation",
            "<p>Chaque partie peut résilier la convention par un écrit adressé à l’autre un mois à "
            "l’avance.</p>",
        ),
    ),
}

BUREAU = {
    "body": "bureau",
    "held_on": dt.date(2026, 6, 9),
    "held_at": dt.time(17, 30),
    "place": "Béthune, salle du bureau",
    "convened_on": dt.date(2026, 6, 2),
    "in_office": 15,
    "chair": "Mme Isabelle CARLIER, présidente",
    "secretary": "M. Marc DUBRULLE",
}
# name, status, rank of the member who holds the proxy
BUREAU_MEMBERS = (
    ("Mme Isabelle CARLIER", "present", None),
    ("M. Marc DUBRULLE", "present", None),
    ("Mme Sylvie ANSART", "present", None),
    ("M. Didier BRUNET", "present", None),
    ("Mme Fatima CHERIF", "present", None),
    ("M. Jean-Luc DANEL", "represented", 2),
    ("Mme Hélène FLAMENT", "present", None),
    ("M. Thierry GALLET", "present", None),
    ("Mme Corinne HAVET", "present", None),
    ("M. Pascal LECLERCQ", "excused", None),
    ("Mme Nathalie MOREL", "present", None),
    ("M. Olivier PRUVOST", "present", None),
    ("Mme Sandrine QUENTON", "represented", 7),
    ("M. Bruno TAILLIEZ", "absent", None),
    ("Mme Valérie WATTEL", "present", None),
)
GRANT = {
    "nature": "deliberation",
    "body": "bureau",
    "number": "2026/BC004",
    "heading": HEADING,
    "title": f"{CSIPA} – Antenne de Robecq – Demande de subvention pour l’équipement des cabinets",
    "subject_matter": "7.5",
    "enacting": "Le bureau, après en avoir délibéré,",
    "recitals": (
        "Considérant que l’équipement des deux cabinets de l’antenne de Robecq est estimé à "
        "48 000,00 € et peut être subventionné,",
    ),
    "provisions": (
        (
            "Article 1er",
            "Une subvention de 24 000,00 € est demandée à l’agence régionale de santé "
            "Hauts-de-France pour l’équipement des cabinets de l’antenne de Robecq.",
        ),
        (
            "Article 2",
            "Il est rendu compte de la présente délibération au conseil communautaire lors de sa "
            "prochaine réunion.",
        ),
        (
            "Article 3",
            "La présente délibération peut être contestée devant le tribunal administratif de "
            "Lille dans les deux mois qui suivent sa publication.",
        ),
    ),
}
GRANT_POWER = GRANT_SUBJECT
GRANT_VOTE = {
    "in_office": 15,
    "present": 11,
    "proxies": 2,
    "voting": 13,
    "expressed": 13,
    "votes_for": 13,
    "votes_against": 0,
    "abstained": 0,
    "unanimous": True,
}
GRANT_EXECUTED = dt.date(2026, 6, 11)

SUMMER_COUNCIL = {
    "body": "council",
    "held_on": dt.date(2026, 6, 30),
    "held_at": dt.time(18, 30),
    "place": "Béthune, salle du conseil",
    "convened_on": dt.date(2026, 6, 22),
    "in_office": 152,
    "chair": "Mme Isabelle CARLIER, présidente",
    "secretary": "Mme Monique DECROIX",
}

# Signed and sent, neither received nor published: what remains to be done shows.
SCREEN = {
    "nature": "decision",
    "body": "president",
    "heading": HEADING,
    "title": f"{CSIPA} – Antenne de Norrent-Fontes – Prêt d’un écran d’information par la commune",
    "subject_matter": "3.6",
    "enacting": "La présidente,",
    "recitals": (
        "Considérant que la commune de Norrent-Fontes propose de prêter un écran d’information "
        "pour la salle d’attente de l’antenne,",
    ),
    "provisions": (
        (
            "DÉCIDE",
            "d’accepter le prêt gratuit d’un écran d’information, installé dans la salle d’attente "
            "de l’antenne de Norrent-Fontes.",
        ),
        REPORT,
        APPEAL,
    ),
}
SCREEN_SIGNED, SCREEN_SENT = dt.date(2026, 7, 2), dt.date(2026, 7, 3)
