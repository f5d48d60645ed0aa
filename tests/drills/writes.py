"""Each kind of write as somebody makes it with a browser: forms sent to a real server."""

import datetime as dt
import io
import json

from openpyxl import load_workbook
from pypdf import PdfWriter

from tests.conventions import acts
from tests.conventions.sending import receipt

_DAYS = 14
HEAD = "date;site;profession;person;kind;done\r\n"


class Writes:
    """What somebody writes: each method is one write, told as `scene.missing` reads it.

    A method returns None when the server did not say that it was taken, and raises OSError when
    nobody answered.
    """

    def __init__(self, person, scene):
        self.person = person
        self.scene = scene
        self.why = {}
        self.last = None

    def saisie(self, rank):
        """Type a figure of the week grid, as its script sends it; keep one's own if asked."""
        s, day = self.scene, self._day(rank)
        name = f"c-{s['site']}-{day}-{s['profession']}-consultation-0-done"
        told = {"theirs": {"value": ""}}
        for _ in range(2):
            base = told["theirs"]["value"]
            cell = {"name": name, "value": str(100 + rank), "base": base, "confirmed": True}
            page = self.person.send("/saisie/cellules/", {"cells": [cell]})
            if page.status != 200:
                return self._not("saisie", page)
            told = page.json()["cells"][0]
            if told["state"] == "saved":
                return ["saisie", s["site"], str(day), s["profession"], 100 + rank]
            if told["state"] != "conflict":
                break
        self.why["saisie"] = told
        return None

    def _day(self, rank):
        """Return one of the last weekdays, which are still open."""
        day = dt.date.fromisoformat(self.scene["today"]) - dt.timedelta(days=rank % _DAYS)
        return day - dt.timedelta(days=max(0, day.weekday() - 4))

    def signature(self, rank):
        """Sign an act: look at the powers of the day, then confirm."""
        pk = self.scene["drafts"][rank]
        path = f"/admin/conventions/act/{pk}/signer/"
        page = self.person.post(path, {"signed_on": "15/01/2026", "check": "1"})
        if page.status != 200:
            return self._not("signature", page)
        fields, _ = page.form("signed_on")
        fields |= {"findings_read": "on"}
        fields.pop("check", None)
        return self._taken("signature", self.person.post(path, _sent(fields)), pk)

    def publication(self, rank):
        """Put an act online."""
        pk = self.scene["to publish"][rank]
        path = f"/admin/conventions/act/{pk}/publication/"
        page = self.person.post(f"{path}en-ligne/", {})
        if not page.is_taken:
            return self._not("publication", page)
        # What is refused leads to the same page: only its message tells.
        page = self.person.get(path, page.messages)
        if "tout le monde peut le lire" not in page.text:
            return self._not("publication", page)
        return ["publication", pk]

    def copie(self, rank):
        """File the signed copy of an act."""
        pk = self.scene["to publish"][rank]
        name = f"copie-{rank}.pdf"
        page = self.person.post(
            f"/admin/conventions/act/{pk}/copies/",
            {"kind": "scan"},
            [("file", name, _pdf(rank))],
        )
        return self._taken("copie signée", page, pk, name)

    def accuse(self, rank):
        """Drop the receipt of an act."""
        pk, number = self.scene["sent"][rank]
        told = number.replace(" ", "_")
        content = receipt(f"062-200072460-20260115-{told}-AU", number=told)
        page = self.person.post("/admin/actes/accuses/", {}, [("files", "recu.xml", content)])
        if page.status != 200 or "Refus" in page.told():
            return self._not("accusé", page)
        return ["accusé", pk]

    def seance(self, rank):
        """Book a room."""
        s, today = self.scene, dt.date.fromisoformat(self.scene["today"])
        day = today + dt.timedelta(days=1 + rank % 1000 % 300)
        hour = 8 + rank // 1000
        title = f"Séance d’exercice {rank:03}"
        path = f"/admin/activite/planning/reserver/?site={s['site']}"
        fields = {
            "room": s["room"],
            "purpose": "prevention",
            "day": f"{day:%d/%m/%Y}",
            "starts": f"{hour:02}:00",
            "ends": f"{hour:02}:30",
            "title": title,
            "reason": "Exercice de panne",
        }
        self.last = self.person.post(path, fields)
        return self._taken("séance", self.last, title)

    def mois(self, rank):
        """Close a month."""
        site, month = self.scene["months"][rank]
        path = f"/admin/activite/mois/{site}/{month}/etape/"
        page = self.person.post(path, {"step": "close", "reason": "Exercice de panne"})
        return self._taken("mois", page, site, f"{month}-01")

    def compte(self, rank):
        """Change the first name of an account."""
        pk = self.scene["account"]
        path = f"/admin/auth/user/{pk}/change/"
        page = self.person.get(path)
        if page.status != 200:
            return self._not("compte", page)
        fields, _ = page.form("first_name")
        name = f"Lectrice {rank:03}"
        page = self.person.post(path, _sent(fields | {"first_name": name}))
        return self._taken("compte", page, pk, name)

    def effectifs(self, rank):
        """Import the team from a workbook, with one person more."""
        page = self.person.get("/admin/effectifs/tableur/effectifs.xlsx")
        if page.status != 200:
            return self._not("effectifs", page)
        book, name = load_workbook(io.BytesIO(page.body)), f"Exercice{rank:03}"
        sheet = book["Personnes"]
        heads = [cell.value for cell in sheet[1]]
        row = {"Prénom": "Zoé", "Nom": name, "Genre": "Féminin", "Profession": None}
        sheet.append([row.get(head) for head in heads])
        out = io.BytesIO()
        book.save(out)
        page = self.person.post(
            "/admin/effectifs/tableur/apercu/", {}, [("file", "e.xlsx", out.getvalue())]
        )
        return self._confirmed("effectifs", page, "/admin/effectifs/tableur/importer/", name)

    def decomptes(self, rank):
        """Import a file of counts."""
        s, day = self.scene, self._day(rank)
        line = f"{day};{s['site name']};{s['profession name']};;;{500 + rank}\r\n"
        page = self.person.post(
            "/admin/activite/import/apercu/",
            {"replace": "on"},
            [("file", "d.csv", (HEAD + line).encode())],
        )
        told = (s["site"], str(day), s["profession"], 500 + rank)
        return self._confirmed("décomptes", page, "/admin/activite/import/importer/", *told)

    def acte(self, rank):
        """Import a signed act from a file."""
        number = f"Exercice {rank:03}"
        data = acts.decision() | {"number": number, "sequence": None}
        data["annexes"][0]["convention"]["reference"] = f"EX-{rank:03}"
        page = self.person.post(
            "/admin/conventions/act/importer/",
            {},
            [("file", "acte.json", json.dumps(data).encode())],
        )
        return self._taken("acte importé", page, number)

    def _confirmed(self, kind, page, path, *told):
        if page.status != 200 or 'name="apercu"' not in page.text:
            return self._not(kind, page)
        fields, _ = page.form("apercu")
        return self._taken(kind, self.person.post(path, _sent(fields)), *told)

    def _taken(self, kind, page, *told):
        return [kind, *told] if page.is_taken else self._not(kind, page)

    def _not(self, kind, page):
        self.why[kind] = (page.status, page.told() or page.words())


KINDS = (
    "saisie",
    "signature",
    "publication",
    "copie",
    "accuse",
    "seance",
    "mois",
    "compte",
    "effectifs",
    "decomptes",
    "acte",
)


def _sent(fields):
    """Return the fields of a form as a browser sends them: an unchecked box is not sent."""
    found = {name: value for name, value in fields.items() if value is not None}
    return {name: list(value) if hasattr(value, "add") else value for name, value in found.items()}


def _pdf(rank):
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": f"Copie {rank}"})
    writer.write(file)
    return file.getvalue()
