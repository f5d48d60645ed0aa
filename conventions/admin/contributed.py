"""What the pages of the apps below tell of acts and conventions, declared when this app starts."""

from __future__ import annotations

from conventions.admin import sheet_told
from conventions.admin.act_finder import act_page_of
from conventions.admin.committee_places import community_links, organisation_panels
from conventions.admin.partnerships_page import community_links as community_partners
from conventions.admin.partnerships_page import organisation_links, site_links
from conventions.admin.site_panel import site_panels
from conventions.review.site_agreements import held_hours
from conventions.review.site_sheet import sheet_parts
from csipa.admin.contributions import contribute_links, contribute_panels, register_act_finder
from sites.review.antennas import contribute_held_hours
from sites.review.sheet import contribute_sheet_parts

contribute_panels("sites.Site", site_panels)
contribute_panels("sites.Site", sheet_told.site_panels)
contribute_panels("sites.Community", sheet_told.community_panels)
contribute_panels("sites.Organisation", sheet_told.organisation_panels)
contribute_panels("sites.Organisation", organisation_panels)
contribute_links("sites.Community", community_links)
contribute_links("sites.Community", community_partners)
contribute_links("sites.Organisation", organisation_links)
contribute_links("sites.Site", site_links)
register_act_finder(act_page_of)
contribute_held_hours(held_hours)
contribute_sheet_parts(sheet_parts)
