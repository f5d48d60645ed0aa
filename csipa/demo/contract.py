"""The second local health contract of the demonstration, as its parties signed it. Invented."""

from __future__ import annotations

import datetime as dt

FIELDS = {
    "reference": "CLS-2024",
    "kind": "cls",
    "title": "Contrat local de santé 2024-2028",
    "start": dt.date(2024, 7, 4),
    "end": dt.date(2028, 12, 31),
    "originals": 4,
    "signature_place": "Béthune",
    "notice_value": 3,
    "notice_unit": "months",
    "notice_form": "written",
    "notice_to": "all",
    "authorised_by_nature": "deliberation",
    "authorised_by_number": "2024/CC061",
    "authorised_by_date": dt.date(2024, 6, 25),
    "preamble": "<p>Les habitants du territoire ont un accès inégal à la prévention et aux soins. Le "
    "présent contrat réunit ceux qui peuvent y répondre ensemble, pour cinq ans.</p>",
}
# organisation, last name of who signs, rank
PARTIES = (
    ("agglomeration", "Lemoine", "signatory"),
    ("ars", "Lacombe", "signatory"),
    ("cpts", "Delattre", "signatory"),
    ("hospital", "Brasseur", "associate"),
)
HOSPITAL_HEAD = ("Solange", "Brasseur", "f", "directeur", dt.date(2021, 9, 1))
# title, body
ARTICLES = (
    (
        "Objet",
        "<p>Le présent contrat fixe les axes et les actions que les parties mènent ensemble pour la "
        "santé des habitants, et la manière dont elles les suivent.</p>",
    ),
    (
        "Durée",
        "<p>Le contrat prend effet le 4 juillet 2024 et s’achève le 31 décembre 2028 inclus. Un "
        "avenant, accepté par toutes les parties, peut le modifier.</p>",
    ),
    (
        "Axes",
        "<p>Les actions se rangent en trois axes : des comportements favorables à la santé ; aller "
        "vers les habitants les plus éloignés du soin ; la démographie médicale.</p>",
    ),
    (
        "Pilotage",
        "<p>Un comité de pilotage réunit les parties au moins une fois par an. Un comité technique "
        "prépare ses travaux et suit les fiches-actions.</p>",
    ),
    (
        "Suivi et évaluation",
        "<p>Chaque fiche-action porte ses indicateurs. Un bilan est présenté chaque année au comité "
        "de pilotage.</p>",
    ),
    (
        "Résiliation",
        "<p>Chaque partie peut se retirer du contrat par un courrier adressé aux autres, avec un "
        "préavis de trois mois.</p>",
    ),
    (
        "Litiges",
        "<p>Les parties recherchent un accord amiable avant de saisir le tribunal administratif de "
        "Lille.</p>",
    ),
)
SIGNED_ON = dt.date(2024, 7, 4)
# The deliberation by which the council authorised its signature.
EMPOWERING_ACT = {
    "nature": "deliberation",
    "number": "2024/CC061",
    "date": dt.date(2024, 6, 25),
}
