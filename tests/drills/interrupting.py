"""Runs a command in a child that is killed at later and later moments; told by `inside`."""

import datetime as dt
import io
import json
import os
import signal
import time
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from openpyxl import load_workbook

from consultations.models import SiteRecording
from conventions.models import Act
from sites.models import Commune, Territory
from staffing.exchange.register.fictitious import activity_file, population
from staffing.exports import staffing_workbook
from staffing.models import Profession
from tests.conventions import acts
from tests.drills.inside import digest, faults
from tests.drills.scene import chain_faults

FIRST_DELAY = 0.01  # seconds
SLOWER = 1.7
SETTLING = 0.2  # the time a server takes to see that a client is gone
# What a killed reading of the register rightly leaves: how far it has come, to go on from there.
RESUMED = ("import_rpps",)


def kill_each(commands, folder):
    """Kill each command at many moments; return what was found, by command."""
    return {name: kill_at_many_moments(name, folder) for name in commands}


def kill_at_many_moments(name, folder):
    """Kill a command at later and later moments until it ends first; return what was wrong.

    `half`: moments at which neither all nor nothing was written; `again`: what a second run, that
    nobody killed, still changed.
    """
    arguments = _PREPARED[name](Path(folder))
    before = digest()
    half, kills, delay = [], 0, FIRST_DELAY
    while _killed(name, arguments, delay):
        kills += 1
        after = digest()
        if after != before and name not in RESUMED:
            # The child may have died just after it had committed: then all is there.
            if _changed_by(name, arguments):
                half.append(delay)
            break
        delay *= SLOWER
    return {
        "kills": kills,
        "half": half,
        "again": _changed_by(name, arguments),
        "faults": faults() + chain_faults(),
    }


def _killed(name, arguments, delay):
    """Start the command in a child; tell whether it was still at work after `delay` seconds."""
    connections.close_all()
    child = os.fork()
    if not child:
        code = 1
        try:
            call_command(name, *arguments, stdout=io.StringIO(), stderr=io.StringIO())
            code = 0
        finally:
            os._exit(code)
    end = time.monotonic() + delay
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            if status:
                raise RuntimeError(f"{name} failed by itself: {status}")
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    time.sleep(SETTLING)
    return True


def _changed_by(name, arguments):
    """Run the command here; return the tables of our apps that it changed, but its own notes."""
    before = digest(without=_NOTES)
    try:
        call_command(name, *arguments, stdout=io.StringIO(), stderr=io.StringIO())
    except (Exception, SystemExit) as error:
        # An act that is there already is refused: nothing of it was lacking.
        if name != "import_act" or not Act.objects.filter(number=NUMBER).exists():
            return [repr(error)]
    after = digest(without=_NOTES)
    return [table for table in after if after[table] != before.get(table)]


# No rank: the series of the house goes on where it was.
NUMBER = "Exercice 977"
_NOTES = ("staffing_registerreading", "staffing_historicalregisterreading")


def _act(folder):
    data = acts.decision()
    data |= {"number": NUMBER, "sequence": None}
    path = folder / "acte.json"
    path.write_text(json.dumps(data))
    return [str(path)]


def _communes(folder):
    lines = ["insee_code,name,tncc,siren,postal_codes,population,department"]
    lines += [f"80{rank:03},Exercice {rank},0,,80000,{100 + rank},80" for rank in range(1, 400)]
    path = folder / "communes.csv"
    path.write_text("\n".join(lines) + "\n")
    return [str(path)]


def _counts(folder):
    site = SiteRecording.objects.order_by("pk").first().site
    profession = Profession.objects.order_by("pk").first()
    days = [timezone.localdate() - dt.timedelta(days=back) for back in range(14)]
    lines = [
        f"{day};{site.name};{profession.name};;;{200 + rank}"
        for rank, day in enumerate(days)
        if day.weekday() < 5
    ]
    path = folder / "decomptes.csv"
    path.write_text("\r\n".join(["date;site;profession;person;kind;done", *lines, ""]))
    return [str(path), "--replace"]


def _staffing(folder):
    book = load_workbook(io.BytesIO(staffing_workbook()))
    sheet = book["Personnes"]
    heads = [cell.value for cell in sheet[1]]
    for rank in range(60):
        row = {"Prénom": "Zoé", "Nom": f"Coupure{rank:02}", "Genre": "Féminin"}
        sheet.append([row.get(head) for head in heads])
    path = folder / "effectifs.xlsx"
    book.save(path)
    return [str(path), "--apply"]


def _register(folder):
    places = population([(one.insee_code, one.name) for one in Commune.objects.all()[:20]], 800)
    path = folder / "PS_LibreAcces_Personne_activite_202609230000.txt"
    path.write_text("".join(activity_file(places)))
    return [str(path), "--territory", Territory.objects.order_by("pk").first().name]


_PREPARED = {
    "import_act": _act,
    "import_communes": _communes,
    "import_activity": _counts,
    "import_staffing": _staffing,
    "import_rpps": _register,
}
