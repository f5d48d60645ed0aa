"""What a step says: where its day comes from, or what is awaited and from whom."""

import pytest

from conventions.rules.timeline import Code
from tests.conventions.rules.lives import SEED, agreement, dates, note


@pytest.mark.parametrize(
    ("act", "code", "expected"),
    [
        (dates(), Code.SIGNED, "En attente du signataire : la signature."),
        (
            dates(signed="15/01"),
            Code.SENT,
            "En attente de la collectivité : l’envoi au contrôle de légalité.",
        ),
        (SEED, Code.SENT, "Date d’envoi inconnue."),
        (dates(signed="15/01"), Code.RECEIVED, "Après l’envoi au contrôle de légalité."),
        (
            dates(signed="15/01", sent="15/01"),
            Code.RECEIVED,
            "En attente de la préfecture : l’accusé de réception.",
        ),
        (
            dates(signed="15/01"),
            Code.PUBLISHED,
            "En attente de la collectivité : la mise en ligne.",
        ),
        (
            dates(signed="15/01", notified="16/01"),
            Code.PUBLISHED,
            "Date inconnue ; l’acte est notifié.",
        ),
        (
            dates(individual=True),
            Code.NOTIFIED,
            "En attente de la collectivité : la notification à la personne concernée.",
        ),
        (dates(to_report=True), Code.REPORTED, "En attente de la prochaine réunion du conseil."),
        (
            dates(signed="15/01"),
            Code.ENFORCEABLE,
            "Pas encore : réception et publication manquent.",
        ),
        (
            SEED,
            Code.ENFORCEABLE,
            ("La plus tardive de la réception et de la publication (CGCT L. 2131-1)."),
        ),
        (
            dates(signed="15/01", published="16/01", to_transmit=False),
            Code.ENFORCEABLE,
            "Depuis la publication ; cet acte n’est pas soumis à la transmission (CGCT L. 2131-1).",
        ),
        (dates(), Code.APPEAL, "Courra de la publication."),
        (dates(individual=True), Code.APPEAL, "Courra de la notification."),
        (
            SEED,
            Code.APPEAL,
            "Deux mois francs à compter de la publication du 16 janvier 2026 (CJA R. 421-1).",
        ),
        (
            dates(signed="15/01", notified="16/01", individual=True),
            Code.APPEAL,
            (
                "Deux mois francs à compter de la notification du 16 janvier 2026 (CJA R. 421-1). "
                "À condition que la notification ait indiqué ce délai (CJA R. 421-5)."
            ),
        ),
        (dates(), Code.REFERRAL, "Courra de la réception."),
        (
            SEED,
            Code.REFERRAL,
            "Deux mois francs à compter de la réception du 16 janvier 2026 (CGCT L. 2131-6).",
        ),
        (
            dates(signed="15/01", received="16/01", completed="02/02"),
            Code.REFERRAL,
            (
                "Deux mois francs à compter du jour où le dossier a été complété, le 2 février "
                "2026 (CGCT L. 2131-6)."
            ),
        ),
    ],
)
def test_a_step_says_what_it_rests_on_or_what_is_awaited_and_from_whom(act, code, expected):
    assert note(act, code) == expected


def test_a_convention_says_what_is_awaited_from_its_parties():
    assert note(SEED, Code.CONCLUDED, agreement()) == "En attente des parties : leur signature."
    assert note(SEED, Code.EFFECT, agreement()) == "La convention ne fixe pas ce jour."
    assert note(SEED, Code.END, agreement()) == "Sans terme connu."
