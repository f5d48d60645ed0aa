"""Writes the words under which the acts online are found."""

from __future__ import annotations

from django.db import transaction

from conventions.models import Publication, PublishedWord
from conventions.review.published_text import public_text
from conventions.rules.search_stems import weigh


@transaction.atomic
def index_publication(*, publication: Publication) -> int:
    """Write again the words of one publication, from the data of the document that anybody reads.

    The original is never read when a public copy is online: what was struck out is not found.
    Returns how many stems were kept.
    """
    PublishedWord.objects.filter(publication=publication).delete()
    weights = weigh(public_text(publication.document.source))
    PublishedWord.objects.bulk_create(
        [
            PublishedWord(publication=publication, stem=stem, weight=weight)
            for stem, weight in sorted(weights.items())
        ],
        batch_size=500,
    )
    return len(weights)


def rebuild_index() -> int:
    """Write again the words of every publication, withdrawn ones too; return how many there are."""
    publications = Publication.objects.select_related("document").defer(
        "document__content", "document__context"
    )
    count = 0
    for publication in publications.order_by("pk").iterator(chunk_size=50):
        index_publication(publication=publication)
        count += 1
    return count
