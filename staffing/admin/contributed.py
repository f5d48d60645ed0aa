"""What the pages of the apps below tell of posts and people, declared when this app starts."""

from __future__ import annotations

from csipa.admin.contributions import contribute_links, contribute_panels
from sites.review.closing import contribute_left_at_site
from sites.review.offer import register_local_doctors, register_offer
from staffing.admin.community_panel import community_links, community_panels
from staffing.admin.event_panel import event_links, event_panels
from staffing.review.closing import left_at_site
from staffing.review.offer import local_doctors, offer_counts

contribute_left_at_site(left_at_site)
contribute_links("sites.Community", community_links)
contribute_panels("sites.Community", community_panels)
register_offer(offer_counts)
register_local_doctors(local_doctors)
contribute_links("sites.Community", event_links)
contribute_panels("sites.Community", event_panels)
