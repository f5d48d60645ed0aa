"""What a timeline says in French: labels, what is awaited and from whom, why a date cannot be."""

from __future__ import annotations

import datetime as dt

from conventions.rules.act_dates import ActDates, ConventionDates, Left, Running
from conventions.rules.deadlines import appeal_start, last_day
from conventions.rules.terminations import noun_of
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration

LABELS = {
    "draft": "Projet",
    "signed": "Signature",
    "sent": "Transmission au contrôle de légalité",
    "received": "Réception en préfecture",
    "published": "Publication",
    "notified": "Notification",
    "enforceable": "Acte exécutoire",
    "reported": "Compte rendu au conseil",
    "cancelled": "Annulation du numéro",
    "concluded": "Signature de la convention",
    "effect": "Prise d’effet",
    "end": "Terme",
    "notice_by": "Dernier jour utile pour donner préavis",
    "period": "Fin de la période en cours",
    "ends_on": "Fin",
    "informal_appeal": "Recours gracieux reçu",
    "informal_reply": "Réponse au recours gracieux",
    "appeal": "Fin probable du délai de recours",
    "completed": "Dossier complété",
    "referral": "Fin probable du délai de déféré préfectoral",
}
# How a sentence begins that says what happened, and how it goes on when that came first.
_SAID = {
    "signed": ("Signé", "l’acte n’a été signé que"),
    "sent": ("Transmis", "l’acte n’a été transmis que"),
    "received": ("Reçu en préfecture", "l’acte n’a été reçu en préfecture que"),
    "published": ("Publié", ""),
    "notified": ("Notifié", ""),
    "reported": ("Porté à la connaissance du conseil", ""),
    "cancelled": ("Numéro annulé", ""),
    "concluded": ("Signée", ""),
    "effect": ("Prend effet", ""),
    "informal_appeal": ("Recours gracieux reçu", "le recours gracieux n’a été reçu que"),
    "informal_reply": ("Réponse notifiée", ""),
    "completed": ("Dossier complété", ""),
}
_END_CAUSES = {
    "renewal": "Après reconduction.",
    "amendment": "Fixée par un avenant.",
    "denunciation": "La tacite reconduction est dénoncée.",
    "termination": "La convention est résiliée.",
}
_AWAITED = {
    "signed": "En attente du signataire : la signature.",
    "sent": "En attente de la collectivité : l’envoi au contrôle de légalité.",
    "received": "En attente de la préfecture : l’accusé de réception.",
    "published": "En attente de la collectivité : la mise en ligne.",
    "notified": "En attente de la collectivité : la notification à la personne concernée.",
    "reported": "En attente de la prochaine réunion du conseil.",
    "informal_appeal": "La date du recours n’est pas connue.",
    "informal_reply": "En attente de la collectivité : sa réponse ; son silence vaut rejet au bout "
    "de deux mois.",
}
_WITHOUT = {
    "informal_reply": "Une réponse est notée, sans la date du recours gracieux.",
    "completed": "Le dossier est dit complété, sans que sa réception en préfecture soit notée.",
}


def awaited(act: ActDates, code: str) -> str:
    """Say what is awaited and from whom, or why the date is simply not known."""
    if code == "sent" and act.received:
        return "Date d’envoi inconnue."
    if code == "published" and act.notified:
        return "Date inconnue ; l’acte est notifié."
    if code == "received" and not act.sent:
        return "Après l’envoi au contrôle de légalité."
    return _AWAITED[code]


def typed_afterwards(created: dt.date) -> str:
    """Say that the act was typed once it was signed."""
    return f"Saisi le {long_date(created)}, après sa signature."


def ahead(code: str, day: dt.date) -> str:
    """Say that an event is dated of a day to come."""
    return f"{_SAID[code][0]} le {long_date(day)} : cette date est encore à venir."


def out_of_order(code: str, day: dt.date, earlier: str, before: dt.date) -> str:
    """Say that an event is dated before another without which it could not be."""
    return (
        f"{_SAID[code][0]} le {long_date(day)}, alors que {_SAID[earlier][1]} le "
        f"{long_date(before)}."
    )


def without(code: str) -> str:
    """Say that what the event rests on is not known."""
    return _WITHOUT[code]


def too_early(code: str, day: dt.date, enforceable: dt.date) -> str:
    """Say that a convention comes before its authorising act is enforceable."""
    return (
        f"{_SAID[code][0]} le {long_date(day)}, alors que l’acte qui l’autorise n’est exécutoire "
        f"que le {long_date(enforceable)}."
    )


def under_no_act(code: str, day: dt.date, lacking: str) -> str:
    """Say that a convention rests on an act that is not enforceable."""
    return (
        f"{_SAID[code][0]} le {long_date(day)}, alors que l’acte qui l’autorise n’est pas "
        f"exécutoire ({lacking})."
    )


def before_its_act(day: dt.date, act_day: dt.date) -> str:
    """Say that a convention is signed before the date it gives of its authorising act."""
    return f"Signée le {long_date(day)}, avant l’acte qui l’autorise, du {long_date(act_day)}."


def effect_before_signature(start: dt.date, concluded: dt.date) -> str:
    """Say that a convention takes effect before it is signed."""
    return (
        f"Prend effet le {long_date(start)}, alors que la convention n’a été signée que le "
        f"{long_date(concluded)}."
    )


def reversed_period(start: dt.date, end: dt.date) -> str:
    """Say that a convention ends before it takes effect."""
    return f"Prend fin le {long_date(end)}, avant de prendre effet le {long_date(start)}."


def early(fault: str, reason: str) -> str:
    """Return a fault that somebody accepted, and why."""
    return f"{fault} Motif : {reason}"


def conclusion(convention: ConventionDates) -> str:
    """Say who is still to sign a convention."""
    return "" if convention.concluded else "En attente des parties : leur signature."


def effect(convention: ConventionDates) -> str:
    """Say what is known of the day a convention takes effect."""
    if convention.start is None:
        return "La convention ne fixe pas ce jour."
    if convention.signed_after_start:
        return "La convention dit elle-même qu’elle est signée après sa prise d’effet."
    return ""


def limit(code: str, running: Running) -> str:
    """Say what one may still do until a day, and what follows."""
    if code == "notice_by" and running.period_end:
        return f"Préavis de {running.delay}, pour finir le {long_date(running.period_end)}."
    return ""


def period_running(running: Running) -> str:
    """Say how many times a convention was renewed, and what follows."""
    times = {0: "", 1: "Reconduite une fois. "}.get(
        running.renewed, f"Reconduite {running.renewed} fois. "
    )
    if running.renewal_by:
        return f"{times}Tacitement reconduite ensuite, sauf dénonciation."
    return f"{times}Sans nouvelle reconduction."


def left_label(left: Left) -> str:
    """Name the will of a party, or of all, to end a convention."""
    return noun_of(left.kind)


def left_by(left: Left) -> str:
    """Say who ends a convention."""
    return f"Par {left.by}." if left.by else "D’un commun accord."


def end_cause(cause: str) -> str:
    """Say what sets the real end of a convention (codes of `EndCause`)."""
    return _END_CAUSES.get(cause, "")


def missing(act: ActDates) -> str:
    """Name what an act lacks to be enforceable: « réception et publication manquent »."""
    if act.cancelled:
        return "son numéro est annulé"
    lacking = [] if act.signed else ["signature"]
    if act.to_transmit and not act.received:
        lacking.append("réception")
    if act.known is None:
        lacking.append("notification" if act.individual else "publication")
    verb = "manque" if len(lacking) == 1 else "manquent"
    return f"{enumeration(lacking)} {verb}"


def enforceable(act: ActDates) -> str:
    """Say where the executory date comes from, or what it waits for."""
    if act.enforceable is None:
        return f"Pas encore : {missing(act)}."
    notice = "la notification" if act.known == act.notified else "la publication"
    if not act.to_transmit:
        return f"Depuis {notice} ; cet acte n’est pas soumis à la transmission (CGCT L. 2131-1)."
    return f"La plus tardive de la réception et de {notice} (CGCT L. 2131-1)."


_VOID = "Ne court plus : le numéro est annulé."


def appeal(act: ActDates) -> str:
    """Say from what the delay to go to court runs."""
    notice = "la notification" if act.individual else "la publication"
    if act.appeal_until is None or act.known is None:
        return _VOID if act.cancelled else f"Courra de {notice}."
    start = appeal_start(act.known, informal_on=act.informal_appeal, reply_on=act.informal_reply)
    if start != act.known:
        return _after_informal_appeal(act.known, start, replied=start == act.informal_reply)
    notice = notice if act.individual or act.published else "la notification"
    said = f"Deux mois francs à compter de {notice} du {long_date(start)} (CJA R. 421-1)."
    if act.informal_appeal:
        return f"{said} Le recours gracieux, reçu après ce délai, ne l’a pas interrompu."
    if act.individual:
        return f"{said} À condition que la notification ait indiqué ce délai (CJA R. 421-5)."
    return said


def _after_informal_appeal(known: dt.date, start: dt.date, *, replied: bool) -> str:
    cause = "la réponse au recours gracieux" if replied else "deux mois de silence"
    return (
        f"Pour l’auteur du recours gracieux, deux mois francs après {cause}, le "
        f"{long_date(start)} (CRPA L. 411-2). Pour les autres : le {long_date(last_day(known))}."
    )


def referral(act: ActDates) -> str:
    """Say from what the delay of the prefect runs."""
    if act.referral_until is None or act.received is None:
        return _VOID if act.cancelled else "Courra de la réception."
    if act.completed and act.completed > act.received:
        start, event = act.completed, "du jour où le dossier a été complété, le"
    else:
        start, event = act.received, "de la réception du"
    return f"Deux mois francs à compter {event} {long_date(start)} (CGCT L. 2131-6)."
