"""What the pages of the apps below tell of posts and people, declared when this app starts."""

from __future__ import annotations

from sites.review.closing import contribute_left_at_site
from staffing.review.closing import left_at_site

contribute_left_at_site(left_at_site)
