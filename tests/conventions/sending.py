"""Acts ready to be sent to the State, and what the State answers, for the tests."""

from __future__ import annotations

import datetime as dt

from conventions.exchange.actes_archive import write_archive
from conventions.models import Act, DocumentKind
from tests.conventions import acts
from tests.conventions.factories import ActFactory, AnnexFactory, ConventionFactory
from tests.conventions.factories_publication import PublishedDocumentFactory

IDENTIFIER = "062-200072460-20260115-2026_008-AU"
SIGNED = dt.date(2026, 1, 15)
RECEIVED = dt.date(2026, 1, 16)
LATER = dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC)
ACT_PDF, CONVENTION_PDF = b"%PDF-1.7 act\n%%EOF\n", b"%PDF-1.7 convention\n%%EOF\n"
NAMESPACE = "http://www.interieur.gouv.fr/ACTES#v1.1-20040216"


def numbered_decision():
    """Return the exchange form of decision 2026 008, with nothing noted after its signature."""
    data = acts.decision()
    data |= {"number": "2026 008", "year": 2026, "sequence": 8, "execution": {}}
    data["signature"]["date"] = "2026-01-15"
    return data


def signed_act(*, convention: bool = True, **fields) -> Act:
    """Return decision 2026 008 as an act signed elsewhere, its PDF and that of its convention."""
    values = {
        "state": "signed",
        "origin": "imported",
        "number": "2026 008",
        "signature_date": SIGNED,
        "subject_matter": "8.2",
        "title": "Signature d’une convention – accueil",
        "authority__siren": "200072460",
        **fields,
    }
    act = ActFactory(**values)
    PublishedDocumentFactory(act=act, content=ACT_PDF)
    if convention:
        annexed = ConventionFactory(reference=f"C-{act.pk}")
        AnnexFactory(act=act, convention=annexed, text="", title="Convention")
        PublishedDocumentFactory(
            act=None, convention=annexed, kind=DocumentKind.CONVENTION, content=CONVENTION_PDF
        )
    return act


def receipt(
    identifier: str = IDENTIFIER,
    *,
    received: str = "2026-01-16",
    number: str = "2026_008",
    date: str = "2026-01-15",
    classification: str = "2017-11-13",
) -> bytes:
    """Return a receipt as the State writes it."""
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<actes:ARActe xmlns:actes="{NAMESPACE}" actes:IDActe="{identifier}"
 actes:DateReception="{received}">
{_received(number, date)}
<actes:ClassificationDateVersionEnCours>{classification}</actes:ClassificationDateVersionEnCours>
</actes:ARActe>""".encode("iso-8859-1")


def anomaly(detail: str = "Le document est illisible.") -> bytes:
    """Return what the State writes when it cannot take an act in."""
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<actes:AnomalieActe xmlns:actes="{NAMESPACE}">
<actes:Date>2026-01-16</actes:Date><actes:Nature>007</actes:Nature>
<actes:Detail>{detail}</actes:Detail>
{_received("2026_008", "2026-01-15")}
<actes:ClassificationDateVersionEnCours>2017-11-13</actes:ClassificationDateVersionEnCours>
</actes:AnomalieActe>""".encode("iso-8859-1")


def delivered(*messages: bytes) -> bytes:
    """Return messages as an operator gives them back: an archive, with their envelope."""
    envelope = f'<e:EnveloppeMISILLCL xmlns:e="{NAMESPACE}"/>'.encode()
    members = [("EACT--062--20260116-1.xml", envelope)]
    members += [(f"recu-{rank}.xml", message) for rank, message in enumerate(messages)]
    return write_archive(members, day=RECEIVED)


def _received(number: str, date: str) -> str:
    return f"""<actes:ActeRecu actes:Date="{date}" actes:NumeroInterne="{number}"
 actes:CodeNatureActe="6"><actes:CodeMatiere1 actes:CodeMatiere="8"/>
<actes:CodeMatiere2 actes:CodeMatiere="2"/><actes:Objet>Santé</actes:Objet>
<actes:ClassificationDateVersion>2017-11-13</actes:ClassificationDateVersion>
<actes:Document><actes:NomFichier>99_AU-{IDENTIFIER}-1-1_1.pdf</actes:NomFichier></actes:Document>
<actes:Annexes actes:Nombre="0"/><actes:DocumentPapier>N</actes:DocumentPapier></actes:ActeRecu>"""
