"""Archives of the exchange with the State: the same to the byte, and opened without trust."""

import datetime as dt
import gzip
import io
import tarfile
import zipfile

import pytest

from conventions.exchange.actes import MessageError
from conventions.exchange.actes_archive import (
    LARGEST_OPENED,
    LARGEST_SENT,
    archive_members,
    messages_in,
    write_archive,
)
from tests.conventions.sending import anomaly, delivered, receipt

DAY = dt.date(2026, 1, 15)
FILES = [("b.xml", b"<b/>"), ("a.pdf", b"%PDF-1.7")]


def zipped(*members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def test_an_archive_gives_back_its_files_in_order():
    assert archive_members(write_archive(FILES, day=DAY)) == FILES


def test_the_same_files_of_the_same_day_make_the_same_bytes():
    assert write_archive(FILES, day=DAY) == write_archive(FILES, day=DAY)
    assert write_archive(FILES, day=DAY) != write_archive(FILES, day=dt.date(2026, 1, 16))


def test_an_archive_tells_nothing_of_the_machine_that_made_it():
    with tarfile.open(fileobj=io.BytesIO(write_archive(FILES, day=DAY))) as archive:
        for info in archive:
            assert (info.uid, info.gid, info.uname, info.gname) == (0, 0, "", "")
            assert dt.datetime.fromtimestamp(info.mtime, dt.UTC).date() == DAY


def test_a_receipt_alone_is_one_message():
    assert messages_in(receipt()) == [receipt()]


def test_receipts_are_found_in_the_archive_of_an_operator():
    assert messages_in(delivered(receipt(), anomaly())) == [receipt(), anomaly()]


def test_receipts_are_found_in_a_zip_whatever_their_names():
    content = zipped(("../../x", receipt()), ("acte.pdf", b"%PDF-1.7"), ("dir/", b""))
    assert messages_in(content) == [receipt()]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"a" * (LARGEST_SENT + 1),
        write_archive(FILES, day=DAY),
        zipped(("a.xml", b"<a/>")),
        delivered(receipt())[:200],
        zipped(("a.xml", receipt()))[:60],
        gzip.compress(b"not a tar at all"),
        b"\x1f\x8bnothing",
        b"PK\x03\x04nothing",
    ],
)
def test_what_holds_no_receipt_is_refused_in_french(content):
    with pytest.raises(MessageError) as refused:
        messages_in(content)
    assert str(refused.value).endswith(".")


def test_an_archive_that_swells_is_not_opened_to_its_end():
    bomb = gzip.compress(b"\0" * (LARGEST_OPENED + 2), compresslevel=1)
    with pytest.raises(MessageError, match="volumineuse"):
        messages_in(bomb)


def test_an_archive_of_too_many_files_is_not_opened():
    members = [(f"{rank}.xml", b"") for rank in range(2001)]
    for content in (write_archive(members, day=DAY), zipped(*members)):
        with pytest.raises(MessageError, match="trop de fichiers"):
            messages_in(content)


def test_a_link_in_an_archive_leads_nowhere():
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as archive:
        link = tarfile.TarInfo("recu.xml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(MessageError, match="aucun accusé"):
        messages_in(raw.getvalue())


def header(size, kind=b"0"):
    """Return a header of a tar whose field of size and type are these, its sum right."""
    block = bytearray(tarfile.TarInfo("a").tobuf())
    block[124:136], block[156:157], block[148:156] = size, kind, b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def test_an_extended_header_is_not_read_whatever_its_length():
    length = 4 * 1024 * 1024
    hostile = header(b"%011o\0" % length, b"x") + b"1" * length
    found = receipt()
    member = header(b"%011o\0" % len(found)) + found + b"\0" * (-len(found) % 512)
    assert messages_in(gzip.compress(hostile + member + b"\0" * 1024)) == [found]


@pytest.mark.parametrize("kind", [b"0", b"x", b"L"])
@pytest.mark.parametrize(
    "size", [b"\xff" + (-1024).to_bytes(11, "big", signed=True), b"-0000001000\0", b"77777777777\0"]
)
def test_a_member_of_an_impossible_length_is_damage(size, kind):
    with pytest.raises(MessageError, match="endommagée"):
        messages_in(gzip.compress(header(size, kind) + b"\0" * 1024))
