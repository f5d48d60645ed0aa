"""Pages are kept in memory for as long as their file stays as it is."""

from csipa.guide.contents import contents
from csipa.guide.reading import read


def test_a_page_is_written_once_and_again_when_its_file_changed(small_guide):
    entry = contents().place("signer").entry
    first = read(entry)
    assert read(entry) is first
    entry.path.write_text("# Signer\n\nDonner un numéro et une date.\n", encoding="utf-8")
    assert "et une date" in read(entry).html


def test_a_link_follows_the_list_when_a_page_joins_it(small_guide):
    entry = contents().place("signer").entry
    entry.path.write_text("# Signer\n\n[Secret](secret.md)\n", encoding="utf-8")
    assert "<a" not in read(entry).html
    with (small_guide / "index.md").open("a", encoding="utf-8") as file:
        file.write("- [Secret](secret.md)\n")
    assert '<a href="/admin/guide/secret/">Secret</a>' in read(entry).html
