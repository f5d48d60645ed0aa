"""Messages between the server and its PDF worker, whole or not at all."""

import io

import pytest

from csipa.pdf.frames import read_frame, write_frame


class OneByteAtATime(io.BytesIO):
    """A pipe at its worst: every call moves a single byte."""

    def write(self, data):
        return super().write(bytes(data[:1]))

    def read(self, size=-1):
        return super().read(min(size, 1))


def test_a_message_comes_back_whole_through_short_reads_and_writes():
    pipe = OneByteAtATime()
    write_frame(pipe, {"titre": "Décision"}, [b"", b"\x00\xff" * 50])
    pipe.seek(0)

    header, parts = read_frame(pipe)

    assert header == {"titre": "Décision", "sizes": [0, 100]}
    assert parts == [b"", b"\x00\xff" * 50]


@pytest.mark.parametrize("kept", [0, 3, 10, -1], ids=["nothing", "length", "header", "last byte"])
def test_a_message_cut_short_is_the_end_of_the_other_side(kept):
    pipe = io.BytesIO()
    write_frame(pipe, {}, [b"contenu"])

    with pytest.raises(EOFError):
        read_frame(io.BytesIO(pipe.getvalue()[:kept]))
