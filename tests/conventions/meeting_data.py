"""A deliberation with the meeting at which it was taken."""

from __future__ import annotations

from typing import Any

ATTENDANCES: list[dict[str, Any]] = [
    {"name": "Mme Isabelle CARLIER", "status": "present"},
    {"name": "M. Marc DUBRULLE", "status": "present"},
    {"name": "Mme Agnès ROUSSEL", "status": "present"},
    {"name": "M. Luc BAILLEUL", "status": "represented", "proxy": "Mme Agnès ROUSSEL"},
    {"name": "Mme Monique DECROIX", "status": "present"},
    {"name": "M. Philippe HENNEBELLE", "status": "excused"},
]

COLLEGIAL: dict[str, Any] = {
    "format": "csipa-acte/1",
    "authority": {
        "name": "Communauté d’agglomération des Trois Vallées",
        "siren": "200072460",
        "body": "council",
    },
    "nature": "deliberation",
    "number": "2026/CC004",
    "heading": "Santé",
    "title": "Contrat local de santé – Approbation",
    "individual": True,
    "to_transmit": False,
    "enacting": "Le conseil communautaire, après en avoir délibéré,",
    "meeting": {
        "held_on": "2026-02-03",
        "held_at": "18:30",
        "place": "Salle des fêtes de Robecq",
        "convened_on": "2026-01-27",
        "in_office": 6,
        "chair": "Mme Isabelle CARLIER, présidente",
        "secretary": "M. Marc DUBRULLE",
        "rank": 4,
        "attendances": ATTENDANCES,
    },
    "provisions": [{"label": "APPROUVE", "text": "le contrat local de santé."}],
    "vote": {
        "in_office": 6,
        "present": 4,
        "proxies": 1,
        "voting": 5,
        "expressed": 5,
        "for": 5,
        "against": 0,
        "abstained": 0,
        "unanimous": True,
    },
    "signature": {
        "place": "Béthune",
        "date": "2026-02-03",
        "capacity": "La présidente",
        "first_name": "Isabelle",
        "last_name": "CARLIER",
        "gender": "f",
    },
    "execution": {
        "received_on": "2026-02-05",
        "published_on": "2026-02-06",
        "completed_on": "2026-02-12",
        "informal_appeal_on": "2026-03-02",
        "informal_reply_on": "2026-04-14",
    },
}
