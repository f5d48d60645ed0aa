"""What a drill asks of the program from within: each function runs in a process of the house.

    DATABASE_URL=… python -m tests.drills.inside NAME < arguments.json

prints the result as one line of JSON.
"""

import hashlib
import json
import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import (  # noqa: E402
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultations.actions.rollup import check_totals  # noqa: E402
from conventions.models import (  # noqa: E402
    Act,
    CancelledNumber,
    FrozenDocument,
    NumberSeries,
)


def session(user):
    """Open a session for an account, as logging in does; return its key."""
    account = get_user_model().objects.get(username=user)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store["account_authentication_methods"] = [
        {"method": "password", "at": timezone.now().timestamp(), "username": user}
    ]
    store.save()
    return store.session_key


def faults():
    """Return what is not as promised: totals, numbers, documents, file of the database."""
    found = [f"totaux faux : {len(drift)}" for drift in [check_totals()] if drift]
    found += _numbers()
    found += _documents()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            told = cursor.execute("PRAGMA integrity_check").fetchone()[0]
            found += [told] if told != "ok" else []
            broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
            found += [f"clés étrangères : {broken}"] if broken else []
    return found


def _numbers():
    """Return the series whose ranks have a gap, a double or a rank beyond the last given."""
    found = []
    for series in NumberSeries.objects.all():
        one = {"authority": series.authority, "nature": series.nature, "year": series.year}
        given = Act.objects.signed().filter(**one, sequence__isnull=False)
        ranks = sorted(given.values_list("sequence", flat=True))
        cancelled = CancelledNumber.objects.filter(**one, sequence__isnull=False)
        every = sorted({*ranks, *cancelled.values_list("sequence", flat=True)})
        expected = list(range(every[0], series.last + 1)) if every else []
        if every != expected or len(set(ranks)) != len(ranks):
            found.append(f"numéros de {series} : {ranks}, dernier donné {series.last}")
    return found


def _documents():
    """Return the signed acts without their document, and the documents whose hash is wrong."""
    documents = FrozenDocument.objects.filter(kind="act")
    lacking = Act.objects.signed().exclude(pk__in=documents.values("act"))
    found = [f"acte signé sans document : {act.pk}" for act in lacking]
    for document in FrozenDocument.objects.iterator():
        if hashlib.sha256(bytes(document.content)).hexdigest() != document.sha256:
            found.append(f"empreinte fausse : {document.pk}")
    return found


def digest(without=()):
    """Return the SHA-256 of every row of every table, by table, but those named."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table in without:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def counts():
    """Return the number of rows of every model of ours, by label."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed
    }


def non_atomic():
    """Return the migrations of ours that are not all or nothing."""
    loader = MigrationLoader(connection)
    ours = ("sites", "staffing", "conventions", "consultations", "jobs", "audit", "roles")
    return [
        f"{app}.{name}"
        for (app, name), one in loader.disk_migrations.items()
        if app in ours and not one.atomic
    ]


def main():
    """Call the function named, with the arguments read."""
    # The modules of the drills add their own functions.
    name = sys.argv[1]
    where, _, function = name.rpartition(".")
    module = import_module(f"tests.drills.{where}") if where else sys.modules[__name__]
    result = getattr(module, function)(**json.load(sys.stdin))
    sys.stdout.write(json.dumps(result, default=str) + "\n")


if __name__ == "__main__":
    main()
