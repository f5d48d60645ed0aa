"""Addresses of activity outside the back office: the week grid, and what is read without login."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
