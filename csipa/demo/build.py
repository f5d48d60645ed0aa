"""Tells the story through the apps' own actions, on an empty database."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractUser, Group, User
from django.db import transaction

from conventions.models import Act
from csipa.demo import story
from csipa.demo.counting import Counting
from csipa.demo.manning import Manning
from csipa.demo.occupying import Occupying
from csipa.demo.programming import Programming
from csipa.demo.project import TRAVEL
from csipa.demo.publishing import Publishing
from csipa.demo.surveying import Surveying
from csipa.demo.telling import Telling
from sites.models import (
    Commune,
    Equipment,
    OpeningHours,
    Organisation,
    Representative,
    Room,
    Site,
)


class NotEmpty(RuntimeError):
    """The database already holds something; the demonstration would mix with it."""


class Demonstration:
    """The records of the story, by the names that the story gives them."""

    def __init__(self, *, now: dt.datetime) -> None:
        self.now = now
        self.organisations: dict[str, Organisation] = {}
        self.people: dict[str, Representative] = {}
        self.sites: dict[str, Site] = {}

    @transaction.atomic
    def build(self) -> None:
        """Fill the database; raise NotEmpty when it is not."""
        if User.objects.exists() or Organisation.objects.exists() or Act.objects.exists():
            raise NotEmpty(
                "La base contient déjà des données : la démonstration ne se charge que dans une "
                "base vide."
            )
        manager = self.create_users()
        self.create_organisations()
        self.create_sites()
        manning = Manning(self, by=manager)
        manning.tell()
        Telling(self, by=manager).tell()
        Publishing(self, by=manager).tell()
        Counting(self, manning).tell()
        occupying = Occupying(self, manning)
        occupying.draw_territory()
        surveying = Surveying(self, by=manager)
        surveying.tell()
        occupying.tell()
        Programming(self, surveying).tell()

    def create_users(self) -> AbstractUser:
        """Create the people who use the demonstration, with the rights of their job."""
        name, first, last = story.ADMINISTRATOR
        User.objects.create_superuser(
            name, password=story.PASSWORD, first_name=first, last_name=last
        )
        for username, first, last, group in story.USERS:
            user = User.objects.create_user(
                username, password=story.PASSWORD, first_name=first, last_name=last, is_staff=True
            )
            user.groups.add(Group.objects.get(name=group))
        return User.objects.get(username=story.MANAGER)

    def create_organisations(self) -> None:
        """Create who signs, and who represents them."""
        for name, fields in (
            ("agglomeration", story.AGGLOMERATION),
            ("cpts", story.CPTS),
            ("ars", story.ARS),
        ):
            self.organisations[name] = Organisation.objects.create(**fields)
        for code, postal_code in story.COMMUNES:
            self.organisations[code] = Organisation.objects.create(
                kind="commune",
                commune_id=code,
                short_name="Commune",
                seat_address=story.TOWN_HALL,
                seat_postal_code=postal_code,
            )
        for rank, line in enumerate(story.REPRESENTATIVES, start=1):
            organisation, title, first, last, gender, capacity, on_behalf, (start, end) = line
            self.people[last] = Representative.objects.create(
                organisation=self.organisations[organisation],
                position=rank,
                title=title,
                first_name=first,
                last_name=last,
                gender=gender,
                capacity=capacity,
                on_behalf=on_behalf,
                start=start,
                end=end,
            )

    def create_sites(self) -> None:
        """Create the centre and its antennas, with what is in them."""
        centre = None
        travel = {name: (minutes, source) for name, minutes, source in TRAVEL}
        for name, kind, code, address, opened_on, planned_on in story.SITES:
            site = Site(
                name=name,
                kind=kind,
                parent=centre,
                commune=Commune.objects.get(pk=code),
                address=address,
                finess=story.FINESS.get(name, ""),
                opened_on=opened_on,
                planned_on=planned_on,
                travel_minutes=travel.get(name, (None, ""))[0],
                travel_source=travel.get(name, (None, ""))[1],
                owner=self.organisations[code],
                manager=self.organisations["agglomeration"],
            )
            site.full_clean()
            site.save()
            centre = centre or site
            self.sites[name] = site
        for name, rooms in story.ROOMS.items():
            for rank, (label, area) in enumerate(rooms, start=1):
                Room.objects.create(site=self.sites[name], position=rank, name=label, area=area)
        for label, quantity in story.LENT_TO_NORRENT_FONTES:
            Equipment.objects.create(
                site=self.sites["Norrent-Fontes"],
                label=label,
                quantity=quantity,
                lent_by=self.organisations["agglomeration"],
            )
        for name, activity, weekday, start, end in story.HOURS:
            hours = OpeningHours(
                site=self.sites[name],
                activity=activity,
                weekday=weekday,
                opens_at=start,
                closes_at=end,
            )
            hours.full_clean()
            hours.save()
