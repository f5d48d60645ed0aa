"""Rows by the million, copied in one statement from a row that the demonstration made.

Triggers and foreign keys are left out while they are written, so the sums of months are made again
afterwards. What is copied is the same on both databases and for any number: nothing is drawn. One
row in a hundred thousand says `RARE`, the first of them among the first thousand; all say `COMMON`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

RARE, COMMON = "zirconium", "convention"
FIRST_YEAR, YEARS = 2000, 25
ONE_YEAR, ONE_MONTH = FIRST_YEAR + 3, "1970-01"
# Ranks of a series that no act of the demonstration has.
BEYOND = 1_000_000
_IS_RARE = "n.n % 100000 = 7"
_NUMBERS = "bench_numbers"


class Rows:
    """Writes the rows of one house, on either database."""

    def __init__(self, count: int) -> None:
        from django.db import connection  # noqa: PLC0415

        self.count, self.connection = count, connection
        self.is_sqlite = connection.vendor == "sqlite"

    def fill(self) -> None:
        """Write every list, and let the database know its tables."""
        from consultations.actions.rollup import rebuild_totals  # noqa: PLC0415

        self._execute(
            f"CREATE TABLE {_NUMBERS} AS WITH RECURSIVE c(n) AS "
            f"(SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {self.count}) SELECT n FROM c"
        )
        with self._without_triggers():
            self._acts()
            self._people()
            self._sessions()
            self._counts()
            self._jobs()
        self._execute(f"DROP TABLE {_NUMBERS}")
        rebuild_totals()
        self._execute("ANALYZE" if self.is_sqlite else "VACUUM ANALYZE")
        if self.is_sqlite:
            self._execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # What is written ---------------------------------------------------------------------------

    def _acts(self) -> None:
        from conventions.models import (  # noqa: PLC0415
            Act,
            Execution,
            FrozenDocument,
            Publication,
            PublishedWord,
        )

        shown = Publication.objects.online().filter(act__execution__isnull=False).first()
        act, document = shown.act, shown.document
        year = f"{FIRST_YEAR} + n.n % {YEARS}"
        self.copy(
            Act,
            act.pk,
            number=self._text("Essai ", "n.n"),
            sequence=f"{BEYOND} + n.n",
            year=year,
            signature_date=self._day_of_year(year, "n.n % 365"),
            title=self._words("Objet de la convention "),
        )
        acts = f"(SELECT id, sequence - {BEYOND} AS n FROM {_table(Act)} WHERE sequence > {BEYOND})"
        self.copy(Execution, act.execution.pk, acts, act_id="n.id")
        self.copy(
            FrozenDocument,
            document.pk,
            acts,
            act_id="n.id",
            content="x'25'" if self.is_sqlite else "'%'::bytea",
            source=self._json('{"title": "Objet de la convention"}'),
            context=self._json("{}"),
        )
        documents = (
            f"(SELECT d.id AS document, a.id, a.sequence - {BEYOND} AS n "
            f"FROM {_table(FrozenDocument)} d JOIN {_table(Act)} a ON a.id = d.act_id "
            f"WHERE a.sequence > {BEYOND})"
        )
        self.copy(
            Publication,
            shown.pk,
            documents,
            act_id="n.id",
            document_id="n.document",
            address=self._text("essai-", "n.n"),
            online_at=self._moment(f"{FIRST_YEAR}-01-01 00:00:00", "n.n", "minutes"),
        )
        public = (
            f"(SELECT p.id, a.sequence - {BEYOND} AS n FROM {_table(Publication)} p "
            f"JOIN {_table(Act)} a ON a.id = p.act_id WHERE a.sequence > {BEYOND})"
        )
        word = PublishedWord.objects.first().pk
        from conventions.rules.search_stems import query_stems  # noqa: PLC0415

        for stem in (
            f"'{query_stems(COMMON)[0]}'",
            self._text("mot", "(n.n % 1000)"),
            f"CASE WHEN {_IS_RARE} THEN '{query_stems(RARE)[0]}' ELSE 'courant' END",
        ):
            self.copy(PublishedWord, word, public, publication_id="n.id", stem=stem)

    def _people(self) -> None:
        """Write people, and a version of each; one in ten is a deletion of the last months."""
        from staffing.models import Person  # noqa: PLC0415

        one = Person.objects.first()
        known = self._text("Convention", "(CAST(n.n AS bigint) * 7919 % 1000003)")
        self.copy(
            Person,
            one.pk,
            last_name=f"CASE WHEN {_IS_RARE} THEN '{RARE.title()}' ELSE {known} END",
            rpps="''",
        )
        versions = Person.history.model
        self.copy(
            versions,
            one.history.first().pk,
            id=f"{BEYOND} + n.n",
            last_name=self._text("Ancien", "n.n"),
            history_type="CASE WHEN n.n % 10 = 0 THEN '-' ELSE '~' END",
            history_date=self._moment(None, "n.n", "seconds"),
        )

    def _sessions(self) -> None:
        """Write sessions that follow one another in a room, from 1990 on; a million end in 2018."""
        from consultations.models import Session  # noqa: PLC0415

        one = Session.objects.filter(convention=None, person=None).first()
        begins, ends = (
            self._moment("1990-01-01 00:00:00", f"15 * (n.n + {late})", "minutes")
            for late in (0, 1)
        )
        self.copy(
            Session,
            one.pk,
            starts_at=begins,
            ends_at=ends,
            free_at=ends,
            state="CASE WHEN n.n % 50 = 0 THEN 'cancelled' ELSE 'held' END",
            cancel_reason="CASE WHEN n.n % 50 = 0 THEN 'Travaux' ELSE '' END",
            title=self._words("Convention "),
        )

    def _counts(self) -> None:
        """Write counts of every site, profession and kind, day after day from 1970 on."""
        from consultations.models import ActivityCount, ActivityKind  # noqa: PLC0415
        from sites.models import Site  # noqa: PLC0415
        from staffing.models import Profession  # noqa: PLC0415

        sites = list(Site.objects.order_by("pk").values_list("pk", flat=True)[:4])
        jobs = list(Profession.objects.order_by("pk").values_list("pk", flat=True)[:8])
        keys = [(s, p, kind) for s in sites for p in jobs for kind in ActivityKind.values]
        self._execute("CREATE TABLE bench_keys (k integer, s bigint, p bigint, kind varchar(12))")
        with self.connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO bench_keys VALUES (%s, %s, %s, %s)",
                [(rank, *key) for rank, key in enumerate(keys)],
            )
        source = (
            f"(SELECT n.n, n.n / {len(keys)} AS day, k.s, k.p, k.kind FROM {_NUMBERS} n "
            f"JOIN bench_keys k ON k.k = n.n % {len(keys)})"
        )
        self.copy(
            ActivityCount,
            ActivityCount.objects.filter(person=None, closed=False).first().pk,
            source,
            site_id="n.s",
            profession_id="n.p",
            kind="n.kind",
            date=self._day("1970-01-01", "n.day"),
        )
        self._execute("DROP TABLE bench_keys")

    def _jobs(self) -> None:
        from django.contrib.auth.models import User  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415

        from csipa.jobs.models import Job, JobState  # noqa: PLC0415

        now = timezone.now()
        common = {"created_by": User.objects.first(), "created_at": now, "finished_at": now}
        one = Job.objects.create(kind="essai", label="Travail", state=JobState.DONE, **common)
        self.copy(
            Job,
            one.pk,
            label=self._text("Convention ", "n.n"),
            created_at=self._moment("2020-01-01 00:00:00", "n.n", "minutes"),
            state="CASE WHEN n.n % 100 = 0 THEN 'failed' ELSE 'done' END",
        )

    # How it is written -------------------------------------------------------------------------

    def copy(self, model: Any, key: int, each: str = _NUMBERS, /, **values: str) -> None:
        """Copy the row `key` once for each row `n` of `each`; `values` are SQL, by column."""
        fields = [
            field
            for field in model._meta.concrete_fields
            if not field.primary_key or field.attname in values
        ]
        quote = self.connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in fields)
        chosen = ", ".join(
            values.get(field.attname, f"t.{quote(field.column)}") for field in fields
        )
        self._execute(
            f"INSERT INTO {_table(model)} ({columns}) SELECT {chosen} FROM {_table(model)} t "
            f"CROSS JOIN {each} n WHERE t.{model._meta.pk.column} = {key} ORDER BY n.n"
        )

    @contextmanager
    def _without_triggers(self) -> Iterator[None]:
        if not self.is_sqlite:
            self._execute("SET session_replication_role = replica")
            yield
            self._execute("SET session_replication_role = origin")
            return
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        for name, _ in triggers:
            self._execute(f'DROP TRIGGER "{name}"')
        self._execute("PRAGMA cache_size = -1000000")
        with self.connection.constraint_checks_disabled():
            yield
        self._execute("PRAGMA cache_size = -2000")
        for _, statement in triggers:
            self._execute(statement)

    def _execute(self, statement: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)

    def _text(self, before: str, number: str) -> str:
        return f"'{before}' || CAST({number} AS varchar(12))"

    def _words(self, before: str) -> str:
        rare = f"CASE WHEN {_IS_RARE} THEN ' {RARE}' ELSE '' END"
        return f"{self._text(before, 'n.n')} || {rare}"

    def _json(self, text: str) -> str:
        return f"'{text}'" if self.is_sqlite else f"'{text}'::jsonb"

    def _day(self, first: str, days: str) -> str:
        if self.is_sqlite:
            return f"date('{first}', '+' || ({days}) || ' days')"
        return f"DATE '{first}' + CAST({days} AS integer)"

    def _day_of_year(self, year: str, days: str) -> str:
        if self.is_sqlite:
            return f"date(({year}) || '-01-01', '+' || ({days}) || ' days')"
        return f"make_date(CAST({year} AS integer), 1, 1) + CAST({days} AS integer)"

    def _moment(self, first: str | None, number: str, unit: str) -> str:
        """Return a moment `number` units after `first`, before now where that is none."""
        if self.is_sqlite:
            sign, start = ("+", first) if first else ("-", "now")
            return f"datetime('{start}', '{sign}' || ({number}) || ' {unit}')"
        sign, start = ("+", f"TIMESTAMPTZ '{first}+00'") if first else ("-", "now()")
        return f"{start} {sign} ({number}) * INTERVAL '1 {unit}'"


def _table(model: Any) -> str:
    return f'"{model._meta.db_table}"'
