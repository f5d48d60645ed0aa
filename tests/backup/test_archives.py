"""An archive is whole or refused, restored entirely or not at all."""

import dataclasses
import fcntl
import json
import resource
import sqlite3
import zipfile
from contextlib import closing, contextmanager

import pytest

from csipa.backup import archive, manifest, scratch, sqlite
from csipa.backup.checking import check
from csipa.backup.contents import different
from csipa.backup.making import make
from csipa.backup.refusals import Refused
from csipa.backup.restoring import refuse_other_program, restore
from tests.backup.conftest import NOW

# What is copied is the test database, which is made only where a test of the run is so marked.
pytestmark = pytest.mark.django_db


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def of_new(wrapper, told):
    path = wrapper.settings_dict["NAME"]
    return sqlite.contents_of(path, [content.table for content in told.contents])


def rewritten(path, target, change):
    """Write an archive again with other words in its manifest."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name == archive.MANIFEST else text)
    return target


def test_a_database_comes_back_equal_in_every_table(backup, new):
    told = restore(backup, new)
    held = of_new(new, told)
    assert different(told.contents, held) == []
    by_name = {content.table.name: content.rows for content in held}
    assert told.rows == sum(by_name.values())
    with new.cursor() as cursor:
        cursor.execute("SELECT name FROM auth_group")
        names_held = {name for (name,) in cursor.fetchall()}
    assert {"élodie", "été"} <= names_held
    assert by_name["auth_group"] == len(names_held)
    assert names(backup.parent / "neuve") == ["base.sqlite3"]


def test_a_database_that_serves_is_never_written_over(backup, new):
    restore(backup, new)
    path = backup.parent / "neuve" / "base.sqlite3"
    before = path.read_bytes()
    with pytest.raises(Refused, match="n’est pas vide"):
        restore(backup, new)
    assert path.read_bytes() == before


def test_an_empty_file_that_somebody_holds_is_not_taken_from_them(backup, new):
    with new.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("CREATE TABLE one (id)")
        cursor.execute("DROP TABLE one")
    other = type(new)(new.settings_dict, alias="other")
    other.ensure_connection()
    other.connection.execute("BEGIN")
    other.connection.execute("SELECT * FROM sqlite_master").fetchall()
    with pytest.raises(Refused, match="arrêtez le site"):
        restore(backup, new)
    other.close()
    restore(backup, new)


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.9, 0.999])
def test_a_cut_archive_is_refused_and_leaves_the_database_empty(backup, new, share):
    whole = backup.read_bytes()
    cut = backup.with_name("coupée.zip")
    cut.write_bytes(whole[: int(len(whole) * share)])
    for read in (check, lambda path: restore(path, new)):
        with pytest.raises(Refused, match="abîmée"):
            read(cut)
    assert names(backup.parent / "neuve") == []


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.8])
def test_one_changed_byte_of_the_dump_is_refused(backup, new, share):
    with zipfile.ZipFile(backup) as opened:
        packed = opened.infolist()[0].compress_size
    text = bytearray(backup.read_bytes())
    # The whole byte: a single bit may be one that the compression does not use.
    text[100 + int(packed * share)] ^= 0xFF
    backup.write_bytes(text)
    for read in (check, lambda path: restore(path, new)):
        with pytest.raises(Refused, match="abîmée"):
            read(backup)
    assert names(backup.parent / "neuve") == []


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 rien")
    (tmp_path / "y.zip").write_bytes(b"")
    zipfile.ZipFile(tmp_path / "z.zip", "w").close()
    for name in ("x.zip", "y.zip", "z.zip"):
        with pytest.raises(Refused, match="abîmée"):
            check(tmp_path / name)
    with pytest.raises(Refused, match="n’existe pas"):
        check(tmp_path / "absent.zip")


def test_a_manifest_that_says_something_else_is_refused(backup, tmp_path):
    def lie(text):
        said = json.loads(text)
        said["tables"][0]["rows"] += 1
        return json.dumps(said).encode()

    changed = rewritten(backup, tmp_path / "faux.zip", lie)
    with pytest.raises(Refused, match="n’est pas signé de la clé"):
        check(changed)


def test_without_the_key_the_rows_still_have_to_be_what_the_manifest_says(backup, tmp_path):
    def lie(text):
        said = json.loads(text)
        one = next(table for table in said["tables"] if table["name"] == "auth_group")
        one["sha256"] = "0" * 64
        return json.dumps(said).encode()

    changed = rewritten(backup, tmp_path / "faux.zip", lie)
    with pytest.raises(Refused, match="auth_group"):
        check(changed, other_key=True)


def test_the_backup_of_another_server_needs_its_key_or_a_word(backup, settings):
    settings.AUDIT_KEY = "une autre clé, celle d’un autre serveur"
    with pytest.raises(Refused, match="--other-key"):
        check(backup)
    assert check(backup, other_key=True).version


def test_a_newer_program_and_another_database_are_named(backup):
    with archive.opened(backup) as opened:
        told = archive.manifest_of(opened)
    for other in (
        dataclasses.replace(told, version="9.1.0"),
        dataclasses.replace(told, version="9.1.0", schema={"sites": "9999_not_yet"}),
    ):
        with pytest.raises(Refused, match=r"Installez la 9\.1\.0"):
            refuse_other_program(other, told.vendor)
    vendor = "sqlite" if told.vendor == "postgresql" else "postgresql"
    with pytest.raises(Refused, match="désigne une base"):
        refuse_other_program(told, vendor)
    refuse_other_program(told, told.vendor)


def test_what_a_manifest_says_is_read_again_as_it_was(backup):
    with archive.opened(backup) as opened:
        told = archive.manifest_of(opened)
    assert manifest.read(told.written()) == told
    assert told.is_signed
    assert told.made_at == NOW


def test_a_backup_replaces_no_file_and_is_its_owner_s_alone(backup, source):
    before = backup.read_bytes()
    with pytest.raises(Refused, match="existe déjà"):
        make(source, backup, now=NOW)
    assert backup.read_bytes() == before
    assert backup.stat().st_mode & 0o777 == 0o600


@contextmanager
def little_room(size):
    """Let this process write no file longer than `size` bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [100_000, 2_000_000])
def test_a_full_disk_is_told_and_nothing_is_left(source, tmp_path, size):
    folder = tmp_path / "plein"
    folder.mkdir()
    with little_room(size), pytest.raises(Refused, match="Plus de place"):
        make(source, folder / "a.zip", now=NOW)
    assert names(folder) == []
    make(source, folder / "a.zip", now=NOW)
    assert names(folder) == ["a.zip"]


def test_a_restoration_that_finds_the_disk_full_leaves_no_database(backup, new):
    with little_room(100_000), pytest.raises(Refused, match="Plus de place"):
        restore(backup, new)
    assert names(backup.parent / "neuve") == []


def test_what_a_killed_backup_left_goes_and_what_one_writes_stays(tmp_path):
    (tmp_path / ".morte.zip.partiel").write_bytes(b"x")
    (tmp_path / ".csipa-2026-11-22-031500.zip.partiel").write_bytes(b"x")
    (tmp_path / ".csipa-morte").mkdir()
    (tmp_path / ".csipa-morte" / "base.sqlite3").write_bytes(b"x")
    with (tmp_path / ".vive.zip.partiel").open("wb") as living:
        fcntl.flock(living, fcntl.LOCK_EX)
        scratch.sweep(tmp_path)
        assert names(tmp_path) == [".vive.zip.partiel"]


def test_an_empty_database_and_an_absent_folder_are_told(source, new, tmp_path):
    with pytest.raises(Refused, match="rien à sauvegarder"):
        make(new, tmp_path / "b.zip", now=NOW)
    with pytest.raises(Refused, match="n’existe pas"):
        make(source, tmp_path / "absent" / "b.zip", now=NOW)


def test_what_is_written_after_a_backup_is_not_in_it(backup, source, new):
    with source.cursor() as cursor:
        cursor.execute("INSERT INTO auth_group (name) VALUES ('plus tard')")
    restore(backup, new)
    with new.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM auth_group WHERE name = 'plus tard'")
        assert cursor.fetchone() == (0,)


def test_a_backup_waits_for_nobody_who_writes(source, new, tmp_path):
    with source.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
    with closing(sqlite3.connect(tmp_path / "source.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO auth_group (name) VALUES ('pas encore')")
        make(source, tmp_path / "a.zip", now=NOW)
        writer.execute("COMMIT")
    restore(tmp_path / "a.zip", new)
    with new.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM auth_group WHERE name IN ('été', 'pas encore')")
        assert cursor.fetchone() == (1,)
