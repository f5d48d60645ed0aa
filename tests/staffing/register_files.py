"""Files of the register for the tests, and readings of them from end to end."""

import datetime as dt

from staffing.actions.register_import import import_register
from staffing.actions.register_start import start_reading
from staffing.exchange.register.fictitious import activity_file, skills_file

# After whatever the tests write: communes edited since a reading would make it begin again.
NOW = dt.datetime(2040, 1, 1, 12, tzinfo=dt.UTC)
NAME = "PS_LibreAcces_Personne_activite_202609230000.txt"
LATER = "PS_LibreAcces_Personne_activite_202610230000.txt"
SKILLS_NAME = "PS_LibreAcces_SavoirFaire_202609230000.txt"


def write(folder, places, *, name=NAME, skills=True, mark=False):
    """Write a file of activities; `mark` opens it with the mark of UTF-8."""
    path = folder / name
    text = "".join(activity_file(places, skills=skills))
    path.write_bytes(text.encode("utf-8-sig" if mark else "utf-8"))
    return path


def write_skills(folder, places):
    """Write the separate file of specialities."""
    path = folder / SKILLS_NAME
    path.write_bytes("".join(skills_file(places)).encode())
    return path


def finish(steps):
    """Go through the steps of a reading; return what it changed."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def read(path, territory, *, skills=None, as_of=None, batch=20_000, by=None, **options):
    """Read a file for a territory; return what it changed."""
    started = start_reading(path=path, territory=territory, now=NOW, skills=skills, as_of=as_of)
    return finish(import_register(started, batch=batch, by=by, **options))
