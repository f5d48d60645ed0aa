"""The size of a picture is read from its first bytes; what is no picture is refused by name."""

import pytest
from PIL import Image

from csipa.guide.contents import PICTURES
from csipa.guide.pictures import NotAPicture, size_of


def test_each_picture_of_the_guide_has_the_size_that_is_read():
    for path in PICTURES.glob("*.webp"):
        with Image.open(path) as image:
            assert size_of(path.name) == image.size, path.name


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"\x89PNG\r\n\x1a\n" + bytes(30),
        b"RIFF\x11\0\0\0WEBPVP8 \x05\0\0\0" + bytes(9),
    ],
    ids=["nothing", "too short", "another kind", "a lossy one"],
)
def test_what_is_no_lossless_webp_is_refused_by_its_name(small_guide, content):
    (small_guide / "images" / "page.webp").write_bytes(content)
    with pytest.raises(NotAPicture, match=r"page\.webp"):
        size_of("page.webp")
