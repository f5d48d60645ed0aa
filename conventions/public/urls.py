"""Addresses of the public register; those of the acts are permanent."""

from django.urls import URLPattern, path

from conventions.public.views_act import act_view, pdf_view
from conventions.public.views_directions import robots_view, sitemap_view
from conventions.public.views_feed import feed_view
from conventions.public.views_list import acts_view

urlpatterns: list[URLPattern] = [
    path("actes/", acts_view, name="acts"),
    path("actes/atom.xml", feed_view, name="acts-atom"),
    path("actes/<slug:address>.pdf", pdf_view, name="act-pdf"),
    path("actes/<slug:address>/", act_view, name="act"),
    path("sitemap.xml", sitemap_view, name="sitemap"),
    path("robots.txt", robots_view, name="robots"),
]
