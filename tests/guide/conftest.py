"""A guide of two parts in a folder of its own, for the tests that change it."""

import pytest

from csipa.guide import contents, pictures

INDEX = """# Guide

## Les actes

- [Rédiger](rediger.md)
- [Signer](signer.md)

## L’équipe

- [Recruter](recruter.md)
"""
# The head of a lossless WebP of 40 × 30.
PIXEL = b"RIFF\x11\x00\x00\x00WEBPVP8L\x05\x00\x00\x00\x2f\x27\x40\x07\x00"


@pytest.fixture
def small_guide(tmp_path, monkeypatch):
    """Put a guide of three pages and one picture (40 × 30) in the place of the shipped one."""
    folder = tmp_path / "guide"
    (folder / "images").mkdir(parents=True)
    (folder / "index.md").write_text(INDEX, encoding="utf-8")
    (folder / "rediger.md").write_text("# Rédiger\n\nÉcrire un acte.\n", encoding="utf-8")
    (folder / "signer.md").write_text("# Signer\n\nDonner un numéro.\n", encoding="utf-8")
    (folder / "recruter.md").write_text("# Recruter\n\nUn poste.\n", encoding="utf-8")
    (folder / "secret.md").write_text("# Secret\n", encoding="utf-8")
    (folder / "images" / "page.webp").write_bytes(PIXEL)
    for module, name, value in (
        (contents, "FOLDER", folder),
        (contents, "INDEX", folder / "index.md"),
        (contents, "PICTURES", folder / "images"),
        (pictures, "PICTURES", folder / "images"),
    ):
        monkeypatch.setattr(module, name, value)
    contents._read.cache_clear()
    yield folder
    contents._read.cache_clear()
