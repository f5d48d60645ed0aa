"""The newest acts as an Atom feed (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.views.decorators.http import require_safe

from conventions.public.answers import FRESH, absolute, answer
from conventions.review.public_register import Wanted, card, listed
from csipa.french.dates import long_date

NEWEST = 50
# An empty feed bears a date all the same; the day of the reform of the publication of acts.
_NONE_YET = dt.datetime(2022, 7, 1, tzinfo=dt.UTC)
# What XML 1.0 (§2.2) cannot hold: one such sign in one object would silence the whole feed.
_NOT_XML = re.compile("[^\\t\\n\\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Feed(Atom1Feed):
    """A feed whose date depends on its entries alone, so that its bytes do too."""

    def latest_post_date(self) -> dt.datetime:
        """Return the last change of an entry."""
        return max((item["updateddate"] for item in self.items), default=_NONE_YET)


@require_safe
def feed_view(request: HttpRequest) -> HttpResponseBase:
    """Give the fifty acts put online last, each with its PDF; two queries at most."""
    feed = _Feed(
        title="Registre des actes – CSIPA",
        link=absolute(reverse("acts")),
        description="",
        subtitle="Décisions, délibérations et arrêtés mis en ligne.",
        language="fr",
        feed_url=absolute(reverse("acts-atom")),
        author_name="Centre de santé intercommunal",
    )
    nothing = Wanted()
    for told in (card(row, nothing) for row in listed(nothing)[:NEWEST]):
        address = absolute(reverse("act", args=[told.address]))
        pdf = absolute(reverse("act-pdf", args=[told.address]))
        said = _NOT_XML.sub("", told.plain_title)
        feed.add_item(
            title=_NOT_XML.sub("", told.reference),
            link=address,
            description=f"{said}. Publié le {long_date(told.published_on)}.",
            unique_id=address,
            pubdate=told.online_at,
            updateddate=told.changed_at,
            categories=[told.theme] if told.theme else [],
            enclosures=[Enclosure(pdf, str(told.size), "application/pdf")],
        )
    content = feed.writeString("utf-8").encode()
    return answer(
        request,
        content,
        "application/atom+xml; charset=utf-8",
        fresh=FRESH,
        modified=feed.latest_post_date(),
    )
