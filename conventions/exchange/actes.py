"""Messages of the exchange of acts with the State (@CTES 1.1): written, checked, read.

What is written is ISO-8859-1, the same bytes for the same act. What comes back is read without
entities, document types nor network, whoever delivers it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from lxml import etree

from conventions.rules.actes.codes import nature_figure
from conventions.rules.actes.names import Identifier, read_identifier
from conventions.rules.actes.objects import transmitted
from conventions.rules.actes.senders import Sender

NAMESPACE = "http://www.interieur.gouv.fr/ACTES#v1.1-20040216"
INSEE = "http://xml.insee.fr/schema"
SCHEMA_FILE = Path(__file__).resolve().parent.parent / "schemas" / "actes.xsd"
LARGEST_MESSAGE = 2 * 1024 * 1024
"""Bytes of a message read; one without signature takes a few thousand."""
_ENCODING = "ISO-8859-1"
_ANOMALIES = ("AnomalieActe", "AnomalieEnveloppe")


class MessageError(ValueError):
    """A message that cannot be read; the text is French."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is said of one act: `headings` from the first level down, names of its documents."""

    identifier: Identifier
    headings: tuple[int, ...]
    object: str
    classification: dt.date
    document: str
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReceiptRead:
    """The receipt of an act, `content` being the bytes of the message itself."""

    identifier: str
    received_on: dt.date
    content: bytes
    classification: dt.date | None = None


@dataclass(frozen=True)
class AnomalyRead:
    """What the State says when it takes an act in as wrong: a code of nature, and words."""

    nature: str
    detail: str
    number: str = ""


def act_message(message: Message) -> bytes:
    """Return the message that describes an act; raise NumberError on an unknown nature."""
    identifier = message.identifier
    root = _element(
        "Acte",
        Date=identifier.date.isoformat(),
        NumeroInterne=identifier.number,
        CodeNatureActe=str(nature_figure(identifier.nature)),
    )
    for level, heading in enumerate(message.headings, start=1):
        _child(root, f"CodeMatiere{level}", CodeMatiere=str(heading))
    _child(root, "Objet", message.object)
    _child(root, "ClassificationDateVersion", message.classification.isoformat())
    _child(_child(root, "Document"), "NomFichier", message.document)
    annexes = _child(root, "Annexes", Nombre=str(len(message.annexes)))
    for name in message.annexes:
        _child(_child(annexes, "Annexe"), "NomFichier", name)
    _child(root, "DocumentPapier", "N")
    return _bytes(root)


def envelope(sender: Sender, forms: Sequence[str]) -> bytes:
    """Return the envelope of a package that holds these messages."""
    root = _element("EnveloppeCLMISILL")
    emitter = _child(root, "Emetteur")
    identity = _child(
        emitter,
        "IDCL",
        Departement=sender.department,
        Arrondissement=sender.arrondissement,
        Nature=sender.nature,
    )
    identity.set(f"{{{INSEE}}}SIREN", sender.siren)
    contact = (
        ("Nom", transmitted(sender.contact_name, longest=200).text),
        ("Telephone", transmitted(sender.contact_phone, longest=200).text),
        ("Email", sender.contact_email),
    )
    if any(value for _, value in contact):
        referent = _child(emitter, "Referent")
        for name, value in contact:
            if value:
                _child(referent, name, value)
    returns = _child(root, "AdressesRetour")
    for email in sender.emails:
        _child(returns, "Email", email)
    sent = _child(root, "FormulairesEnvoyes")
    for name in forms:
        _child(_child(sent, "Formulaire"), "NomFichier", name)
    return _bytes(root)


def schema_faults(content: bytes) -> list[str]:
    """Return what the schemas refuse in a message: the one shipped, then the one in settings."""
    tree = etree.fromstring(content, _parser())
    faults = []
    for path in filter(None, (str(SCHEMA_FILE), settings.ACTES_SCHEMA)):
        try:
            schema = _schema(path)
        except (OSError, etree.LxmlError):
            faults.append(f"le schéma « {path} » (ACTES_SCHEMA) ne peut pas être lu")
            continue
        if not schema.validate(tree):
            faults += [f"ligne {error.line} : {error.message}" for error in schema.error_log]
    return faults


def read_message(content: bytes) -> ReceiptRead | AnomalyRead:
    """Read what the State sent back about an act; raise MessageError on anything else.

    Beyond what identifies the act and its reception, a receipt is not held to the schema: the
    services that make them do not all follow it.
    """
    root = _parsed(content)
    name = etree.QName(root)
    if name.namespace != NAMESPACE:
        raise MessageError("Ce fichier XML n’est pas un message de l’échange des actes (@CTES).")
    if name.localname in _ANOMALIES:
        return _anomaly(root)
    if name.localname != "ARActe":
        raise MessageError(
            f"Ce message (« {name.localname} ») n’est pas un accusé de réception d’acte."
        )
    return _receipt(root, content)


def is_message(content: bytes) -> bool:
    """Tell whether bytes are a receipt or an anomaly, right or wrong."""
    try:
        name = etree.QName(_parsed(content))
    except MessageError:
        return False
    return name.namespace == NAMESPACE and name.localname in ("ARActe", *_ANOMALIES)


def _receipt(root: etree._Element, content: bytes) -> ReceiptRead:
    text = _attribute(root, "IDActe")
    identifier = read_identifier(text)
    if identifier is None:
        raise MessageError(f"L’accusé ne dit pas de quel acte il est : IDActe vaut « {text} ».")
    received = _day(_attribute(root, "DateReception"))
    if received is None:
        raise MessageError("L’accusé ne dit pas quand l’acte a été reçu (DateReception).")
    act = root.find(f"{{{NAMESPACE}}}ActeRecu")
    if act is not None:
        number, date = _attribute(act, "NumeroInterne"), _attribute(act, "Date")
        if number != identifier.number or date != identifier.date.isoformat():
            raise MessageError(
                f"L’accusé se contredit : identifiant {text}, mais acte n° {number} du {date}."
            )
    in_force = root.findtext(f"{{{NAMESPACE}}}ClassificationDateVersionEnCours") or ""
    return ReceiptRead(text, received, content, _day(in_force.strip()))


def _anomaly(root: etree._Element) -> AnomalyRead:
    def said(name: str) -> str:
        return " ".join((root.findtext(f"{{{NAMESPACE}}}{name}") or "").split())

    act = root.find(f"{{{NAMESPACE}}}ActeRecu")
    number = _attribute(act, "NumeroInterne") if act is not None else ""
    return AnomalyRead(said("Nature"), said("Detail"), number)


def _parsed(content: bytes) -> etree._Element:
    if len(content) > LARGEST_MESSAGE:
        raise MessageError("Ce message est trop volumineux pour un accusé de réception.")
    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError):
        raise MessageError("Ce fichier n’est pas du XML bien formé.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise MessageError("Ce fichier XML déclare un type de document : il n’est pas lu.")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False
    )


@lru_cache(maxsize=4)
def _schema(path: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute of the exchange, qualified as the schema asks or bare."""
    return element.get(f"{{{NAMESPACE}}}{name}") or element.get(name) or ""


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _element(name: str, **attributes: str) -> etree._Element:
    root = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={"actes": NAMESPACE, "insee": INSEE})
    return _dressed(root, attributes)


def _child(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    child.text = text
    return _dressed(child, attributes)


def _dressed(element: etree._Element, attributes: dict[str, str]) -> etree._Element:
    for name, value in attributes.items():
        element.set(f"{{{NAMESPACE}}}{name}", value)
    return element


def _bytes(root: etree._Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, encoding=_ENCODING, xml_declaration=True) + b"\n"
