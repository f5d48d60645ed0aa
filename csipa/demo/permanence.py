"""The decision of January 2026 and its tripartite convention, in wording of our own."""

from __future__ import annotations

import datetime as dt

from conventions.actions import ArticleLine
from csipa.demo.acts import APPEAL, CSIPA, HEADING, REPORT

DECISION = {
    "nature": "decision",
    "body": "president",
    "heading": HEADING,
    "title": f"{CSIPA} – Permanence de soins non programmés à l’antenne de Norrent-Fontes – "
    "Autorisation de signer une convention tripartite",
    "subject_matter": "8.2",
    "enacting": "Le président,",
    "recitals": (
        "Considérant qu’au nord de l’agglomération, une partie des habitants ne parvient pas à "
        "consulter un médecin généraliste assez tôt ;",
        "Considérant que la communauté professionnelle territoriale de santé Val de Lys Romane "
        "propose de tenir, dans l’antenne de Norrent-Fontes, une permanence de soins non programmés "
        "assurée par des médecins libéraux ;",
        "Considérant que cette permanence complète l’activité du CSIPA sans la remplacer et que ses "
        "conditions doivent être fixées entre les trois parties,",
    ),
    "provisions": (
        (
            "DÉCIDE",
            "d’autoriser la signature, avec la communauté professionnelle territoriale de santé "
            "Val de Lys Romane et la commune de Norrent-Fontes, de la convention tripartite "
            "annexée, relative à la tenue d’une permanence de soins non programmés à l’antenne de "
            "Norrent-Fontes du 26 janvier au 28 avril 2026.",
        ),
        REPORT,
        APPEAL,
    ),
}
SIGNED_ON = dt.date(2026, 1, 15)
RECEIVED_ON = dt.date(2026, 1, 16)
CERTIFIED_ON, CERTIFIED_AT = dt.date(2026, 1, 19), "Béthune"
LAST_NUMBER_BEFORE = 7

CONVENTION = {
    "annex_title": "Convention tripartite",
    "title": "Convention tripartite relative à la tenue d’une permanence de soins non programmés à "
    "l’antenne de Norrent-Fontes",
    "subtitle": CSIPA,
    "reference": "CSIPA-2026-01",
    "kind": "permanence",
    "start": dt.date(2026, 1, 26),
    "end": dt.date(2026, 4, 28),
    "renewal": "amendment",
    "notice_value": 15,
    "notice_unit": "days",
    "notice_form": "written",
    "notice_to": "all",
    "originals": 3,
    "signature_place": "Burbure",
    "preamble": "<p>Trouver rapidement un médecin généraliste est devenu difficile au nord de "
    "l’agglomération. La communauté professionnelle territoriale de santé (CPTS) Val de Lys Romane, "
    "qui réunit des professionnels de santé de trente-deux communes, a proposé d’y répondre par une "
    "<strong>permanence de soins non programmés</strong> dans les locaux de l’antenne de "
    "Norrent-Fontes du centre de santé intercommunal pluriprofessionnel avec antennes (CSIPA).</p>"
    "<p>La permanence reçoit, en priorité :</p>"
    "<ul><li>les personnes sans médecin traitant ;</li>"
    "<li>celles que leur médecin traitant ne peut recevoir sous quarante-huit heures ;</li>"
    "<li>celles dont le médecin traitant est momentanément absent ;</li>"
    "<li>les habitants du territoire de la CPTS.</li></ul>"
    "<p>Les consultations relèvent de l’exercice libéral. Elles ne remplacent ni le médecin traitant "
    "ni les missions du CSIPA. L’agence régionale de santé, informée de cette démarche, n’y a pas "
    "fait d’objection.</p>",
    "articles": (
        ArticleLine(
            "Objet",
            "<p>La présente convention fixe ce à quoi chaque partie s’engage pour que la permanence "
            "de soins non programmés se tienne à l’antenne de Norrent-Fontes.</p>"
            "<p>Cette permanence facilite l’accès aux soins, évite des passages aux urgences et "
            "rapproche les professionnels de santé du territoire.</p>",
        ),
        ArticleLine(
            "Durée",
            "<p>La convention est <strong>temporaire</strong>. Elle prend effet le 26 janvier 2026 "
            "et s’achève le 28 avril 2026 inclus.</p>"
            "<p>Un avenant, accepté par toutes les parties, peut la prolonger ou l’adapter.</p>",
        ),
        ArticleLine(
            "Engagements de la CPTS Val de Lys Romane",
            introduction="La CPTS Val de Lys Romane s’engage à :",
            party=2,
            commitments=(
                "organiser la permanence dans les locaux de l’antenne ;",
                "trouver les médecins généralistes volontaires qui la tiennent ;",
                "établir le planning des consultations en accord avec celui du CSIPA ;",
                "faire prendre les rendez-vous par ses membres au moyen d’un outil de coordination ;",
                "faire connaître la permanence aux professionnels de santé et à la population ;",
                "faire respecter les règles des soins non programmés et de l’exercice libéral ;",
                "s’assurer que chaque médecin dispose du matériel médical de premier recours.",
            ),
        ),
        ArticleLine(
            "Engagements de la communauté d’agglomération",
            introduction="La communauté d’agglomération s’engage à :",
            party=1,
            commitments=(
                "prêter gratuitement un poste informatique, une imprimante et un lecteur de carte "
                "de professionnel de santé ;",
                "poursuivre le recrutement de médecins généralistes pour le CSIPA ;",
                "faciliter les échanges entre ses services et la CPTS.",
            ),
        ),
        ArticleLine(
            "Engagements de la commune de Norrent-Fontes",
            introduction="La commune de Norrent-Fontes s’engage à :",
            party=3,
            commitments=(
                "ouvrir gratuitement les locaux de l’antenne aux heures de la permanence ;",
                "faire le ménage et l’entretien des locaux après chaque permanence.",
            ),
        ),
        ArticleLine(
            "Conditions financières",
            "<p>Les médecins facturent leurs consultations aux patients, sans majoration, selon les "
            "règles de l’exercice libéral.</p>"
            "<p>Les locaux et le matériel sont prêtés gratuitement, la permanence concourant à "
            "l’intérêt général.</p>",
        ),
        ArticleLine(
            "Responsabilités et assurances",
            "<p>Chaque partie répond, pour ce qui la concerne, des obligations que lui imposent la "
            "loi et les règlements, et s’assure en conséquence.</p>"
            "<p>Les médecins exercent sous leur propre responsabilité et justifient de leur "
            "assurance.</p>",
        ),
        ArticleLine(
            "Résiliation",
            "<p>Chaque partie peut résilier la convention à tout moment, par un écrit adressé à "
            "toutes les autres quinze jours à l’avance.</p>",
        ),
        ArticleLine(
            "Litiges",
            "<p>Les parties cherchent d’abord un accord amiable. À défaut, le litige est porté "
            "devant le tribunal administratif de Lille.</p>",
        ),
    ),
}
