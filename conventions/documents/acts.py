"""The printed parts of an act: heading, visas, provisions, vote, signature, certificate."""

from __future__ import annotations

import re

from django.conf import settings

from conventions.documents.session import secretary_block, session_block
from conventions.documents.wording import (
    EFFECTS,
    EXECUTIVES,
    NATURES,
    NATURES_WITH_ARTICLE,
    Data,
    day,
    draft_of,
    numbered,
    of_body,
    text,
    texts,
)
from conventions.rules.holders import held_by_woman
from csipa.french.grammar import Gender, a, capacity, upper_first
from csipa.french.numbers import plural

_ARTICLE_LABEL = re.compile(r"\s*art(?:icle|\.)\s", re.IGNORECASE)
# Figures of a vote in the order of French minutes; the gender of « exprimés » is that of suffrages.
_FIGURES = (
    ("in_office", "membre en exercice", "membres en exercice"),
    ("present", "présent", "présents"),
    ("proxies", "procuration", "procurations"),
    ("voting", "votant", "votants"),
    ("expressed", "suffrage exprimé", "suffrages exprimés"),
)
_VOICES = (
    ("for", "voix pour", "voix pour"),
    ("against", "voix contre", "voix contre"),
    ("abstained", "abstention", "abstentions"),
)


def reference(acte: Data, *, draft: bool) -> str:
    """Return how the act is named in footers, bookmarks and titles: « Décision n° 2026 008 »."""
    nature = acte.get("nature") or ""
    if not acte.get("number"):
        return upper_first(draft_of(nature) if draft else NATURES.get(nature, "acte"))
    name = f"{upper_first(NATURES.get(nature, 'acte'))} {numbered(acte['number'])}"
    return f"{name} (projet)" if draft else name


def annexed_to(acte: Data, *, draft: bool) -> str:
    """Return « à la décision n° 2026 008 », « au projet d’arrêté »: what an annex belongs to."""
    nature = acte.get("nature") or ""
    if not acte.get("number"):
        return a(f"le {draft_of(nature)}" if draft else NATURES_WITH_ARTICLE.get(nature, "l’acte"))
    return f"{a(NATURES_WITH_ARTICLE.get(nature, 'l’acte'))} {numbered(acte['number'])}"


def act_part(acte: Data, *, draft: bool, drafted_here: bool) -> Data:
    """Return the printed strings of the act itself, its annexes left out."""
    authority = acte.get("authority") or {}
    nature = acte.get("nature") or ""
    kind = draft_of(nature) if draft else NATURES.get(nature, "acte")
    empowering, delegation = _delegation(acte, drafted_here=drafted_here)
    part = {
        "kind": "act",
        "authority": text(authority.get("name")),
        "footer": reference(acte, draft=draft),
        "nature": upper_first(f"{kind} {_of_body(acte)}".strip()),
        "number": numbered(acte.get("number")),
        "heading": text(acte.get("heading")),
        "session": session_block(acte.get("meeting")),
        "title": text(acte.get("title")),
        "subject_matter": text(acte.get("subject_matter")) if drafted_here else "",
        "visas": [*(text(visa["text"]) for visa in acte.get("visas") or []), *empowering],
        "recitals": texts(acte.get("recitals")),
        "delegation": delegation,
        "enacting": text(acte.get("enacting")),
        "provisions": [_provision(provision) for provision in acte.get("provisions") or []],
        "vote": vote_sentences(acte.get("vote") or {}),
        "signature": _signature(acte.get("signature") or {}, acte, blank=drafted_here),
        "secretary": secretary_block(acte.get("meeting")) if drafted_here else None,
        "effects": [_effect(effect) for effect in acte.get("effects") or []],
        "annexes": _annex_titles(acte) if drafted_here else [],
    }
    part["certificate"] = _certificate(acte, authority.get("body") or "")
    part["mentions"] = _mentions(acte, certified=bool(part["certificate"]))
    return part


def _delegation(acte: Data, *, drafted_here: bool) -> tuple[list[str], str]:
    """Return the delegation as visas when it is worded as such, else as a paragraph of its own.

    The program writes it as visas, which close the others; the words of a source stay in place.
    """
    words = (acte.get("delegation") or {}).get("text") or ""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if drafted_here and lines and all(line.startswith("Vu ") for line in lines):
        return texts(lines), ""
    return [], text(words)


def _of_body(acte: Data) -> str:
    """Return « du président », « de la maire » where the holder is known, « du conseil »."""
    body = (acte.get("authority") or {}).get("body") or ""
    return of_body(body, woman=_held_by_woman(acte))


def _held_by_woman(acte: Data) -> bool:
    signature = acte.get("signature") or {}
    return held_by_woman(
        gender=signature.get("gender") or "",
        capacity=signature.get("capacity") or "",
        on_behalf=signature.get("on_behalf") or "",
        prevented=bool(signature.get("prevented")),
    )


def _provision(provision: Data) -> Data:
    """Return a provision; an article label stands on its own line, a verb opens the sentence."""
    label = provision.get("label") or ""
    return {
        "label": text(label),
        "is_article": bool(_ARTICLE_LABEL.match(f"{label} ")),
        "text": text(provision.get("text")),
        "items": texts(provision.get("items")),
    }


def vote_sentences(vote: Data) -> list[str]:
    """Return the vote as sentences; a figure that is not known is not mentioned."""
    sentences = []
    if figures := _counted(vote, _FIGURES):
        sentences.append(f"{upper_first(', '.join(figures))}.")
    if voices := _counted(vote, _VOICES):
        sentences.append(f"{upper_first(', '.join(voices))}.")
    if vote.get("withdrew"):
        sentences.append(text(f"N’ont pas pris part au vote : {', '.join(vote['withdrew'])}."))
    if vote.get("unanimous"):
        sentences.append("Adopté à l’unanimité.")
    return sentences


def _counted(vote: Data, labels: tuple[tuple[str, str, str], ...]) -> list[str]:
    """Return « 33 membres en exercice » for each known figure."""
    return [
        text(f"{vote[key]} {plural(vote[key], one, many)}")
        for key, one, many in labels
        if vote.get(key) is not None
    ]


def _signature(signature: Data, acte: Data, *, blank: bool) -> Data:
    """Return the signature block; a draft written here shows blanks for what is not known yet."""
    name = " ".join(filter(None, (signature.get("first_name"), signature.get("last_name"))))
    on_behalf = signature.get("on_behalf")
    if signature.get("prevented") and not on_behalf:
        body = (acte.get("authority") or {}).get("body") or ""
        on_behalf = f"Pour le {EXECUTIVES.get(body, 'Président').lower()} empêché,"
    lines = texts([line for line in (on_behalf, signature.get("capacity")) if line])
    place, dated = text(signature.get("place")), day(signature.get("date"))
    return {
        "shown": bool(blank or place or dated or lines or name),
        "place": place,
        "date": dated,
        "lines": lines,
        "name": text(name),
    }


def _certificate(acte: Data, body: str) -> list[str]:
    """Return the certificate of CGCT L. 2131-1, only when both of its conditions are known."""
    execution = acte.get("execution") or {}
    known_by = _made_known(execution)
    if not (execution.get("received_on") and known_by):
        return []
    lines = [
        f"Certifié exécutoire par {_executive(acte, body)}",
        f"Compte tenu de la réception en {_state_office()} le : {day(execution['received_on'])}",
        f"Et de la {known_by[0]} le : {day(known_by[1])}",
    ]
    return texts(lines)


def _executive(acte: Data, body: str) -> str:
    """Return « le Président », « la Maire », in the gender that the signature tells."""
    holder = EXECUTIVES.get(body, "Président")
    if _held_by_woman(acte):
        return f"la {capacity(Gender.FEMININE, holder)}"
    return f"le {holder}"


def _state_office() -> str:
    """Return « Sous-préfecture » or « Préfecture », as stamps name where acts are received."""
    return upper_first(re.split(r"\s", settings.PREFECTURE_NAME, maxsplit=1)[0])


def _made_known(execution: Data) -> tuple[str, str] | None:
    """Return how and when the act was brought to knowledge."""
    for key, noun in (("published_on", "publication"), ("notified_on", "notification")):
        if execution.get(key):
            return noun, execution[key]
    return None


def _mentions(acte: Data, *, certified: bool) -> list[str]:
    """Return the known events of the act that the certificate does not tell."""
    execution = acte.get("execution") or {}
    office = _state_office()
    labels = [("sent_on", f"Transmis en {office} le")]
    if not certified:
        labels.append(("received_on", f"Reçu en {office} le"))
        labels.append(("published_on", "Publié le"))
    if not certified or execution.get("published_on"):
        labels.append(("notified_on", "Notifié le"))
    labels.append(("reported_on", "Porté à la connaissance du conseil le"))
    mentions = [f"{label} {day(execution[key])}" for key, label in labels if execution.get(key)]
    if execution.get("receipt_id"):
        mentions.append(f"Identifiant de télétransmission : {execution['receipt_id']}")
    return texts(mentions)


def _effect(effect: Data) -> str:
    """Return « Modifie la convention 2024-CV-012 »."""
    verb = EFFECTS.get(effect.get("verb") or "", "Concerne")
    return text(f"{verb} la convention {effect.get('convention') or ''}")


def _annex_titles(acte: Data) -> list[str]:
    """Return the list of annexes, « Annexe 1 – … », numbered when there are several."""
    annexes = acte.get("annexes") or []
    return [
        text(f"{annex_label(annex, rank, len(annexes))} – {annex['title']}")
        for rank, annex in enumerate(annexes, 1)
    ]


def annex_label(annex: Data, rank: int, count: int) -> str:
    """Return « Annexe », or « Annexe 2 » when it has a number or is one of several."""
    number = annex.get("number") or (rank if count > 1 else "")
    return text(f"Annexe {number}".strip())
