"""Places and organisations for the tests; the names are those of a small cast everyone knows.

The communes of the agglomeration are in the database from its first migration: take them with
`Commune.objects.get(pk="62620")`, and make with `CommuneFactory` those of elsewhere.
"""

import datetime as dt
import uuid

import factory
from django.contrib.auth.models import User
from factory.django import DjangoModelFactory

from sites.models import (
    Activity,
    Article,
    Commune,
    CommuneAlias,
    Equipment,
    Gender,
    OpeningHours,
    Organisation,
    OrganisationAlias,
    OrganisationKind,
    PostalCode,
    Representative,
    Room,
    Site,
    SiteKind,
    SiteScope,
    Territory,
    TerritoryCommune,
    TerritoryKind,
    Weekday,
)


class CommuneFactory(DjangoModelFactory):
    """A commune of the Aisne, or after 999 of them of the next department; none that ships."""

    class Meta:
        model = Commune

    insee_code = factory.Sequence(lambda n: f"{2 + n // 999:02d}{n % 999 + 1:03d}")
    name = factory.Sequence(lambda n: f"Villeneuve-{n + 1}")
    tncc = 0
    department = factory.LazyAttribute(lambda commune: commune.insee_code.replace(" ", "")[:2])
    population = 1000
    population_year = 2023


class CommuneAliasFactory(DjangoModelFactory):
    """A former name."""

    class Meta:
        model = CommuneAlias

    commune = factory.SubFactory(CommuneFactory)
    name = factory.Sequence(lambda n: f"Vieilleville-{n + 1}")


class PostalCodeFactory(DjangoModelFactory):
    """A postal code of the Aisne."""

    class Meta:
        model = PostalCode

    commune = factory.SubFactory(CommuneFactory)
    code = "02999"


class TerritoryFactory(DjangoModelFactory):
    """A CPTS without communes."""

    class Meta:
        model = Territory

    kind = TerritoryKind.CPTS
    name = factory.Sequence(lambda n: f"CPTS des Collines {n + 1}")


class TerritoryCommuneFactory(DjangoModelFactory):
    """A membership since ever."""

    class Meta:
        model = TerritoryCommune

    territory = factory.SubFactory(TerritoryFactory)
    commune = factory.SubFactory(CommuneFactory)


class OrganisationFactory(DjangoModelFactory):
    """An association; traits make the usual parties of an act."""

    class Meta:
        model = Organisation

    class Params:
        municipality = factory.Trait(
            kind=OrganisationKind.COMMUNE,
            official_name="",
            commune=factory.SubFactory(CommuneFactory),
        )
        agglomeration = factory.Trait(
            kind=OrganisationKind.EPCI,
            official_name="communauté d’agglomération de Béthune-Bruay, Artois Lys Romane",
            article=Article.LA,
            gender=Gender.FEMININE,
            short_name="Communauté d’agglomération",
            siren="200072460",
        )

    kind = OrganisationKind.ASSOCIATION
    official_name = factory.Sequence(lambda n: f"association Bon Pied {n + 1}")
    article = Article.L
    gender = Gender.FEMININE


class OrganisationAliasFactory(DjangoModelFactory):
    """Another spelling."""

    class Meta:
        model = OrganisationAlias

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"ABP {n + 1}")


class RepresentativeFactory(DjangoModelFactory):
    """A woman who presides, in office since ever."""

    class Meta:
        model = Representative

    organisation = factory.SubFactory(OrganisationFactory)
    first_name = "Maëlle"
    last_name = "Dhélin"
    gender = Gender.FEMININE
    capacity = "président"
    position = 1


class SiteFactory(DjangoModelFactory):
    """A centre open since 3 June 2024; the trait `antenna` hangs one under it."""

    class Meta:
        model = Site

    class Params:
        antenna = factory.Trait(
            kind=SiteKind.ANTENNA,
            name=factory.Sequence(lambda n: f"Bourg-{n + 1}"),
            parent=factory.SubFactory("tests.sites.factories.SiteFactory"),
        )

    name = factory.Sequence(lambda n: f"Labourse-{n + 1}")
    kind = SiteKind.CENTRE
    commune = factory.SubFactory(CommuneFactory)
    opened_on = dt.date(2024, 6, 3)


class RoomFactory(DjangoModelFactory):
    """A consulting room."""

    class Meta:
        model = Room

    site = factory.SubFactory(SiteFactory)
    name = factory.Sequence(lambda n: f"Cabinet {n + 1}")
    position = factory.Sequence(lambda n: n + 1)


class EquipmentFactory(DjangoModelFactory):
    """A card reader that belongs to the site's manager."""

    class Meta:
        model = Equipment

    site = factory.SubFactory(SiteFactory)
    label = "lecteur de carte"


class OpeningHoursFactory(DjangoModelFactory):
    """Tuesday morning, from 9 to 12."""

    class Meta:
        model = OpeningHours

    site = factory.SubFactory(SiteFactory)
    activity = Activity.MEDICAL
    weekday = Weekday.TUESDAY
    opens_at = dt.time(9)
    closes_at = dt.time(12)


class SiteScopeFactory(DjangoModelFactory):
    """A site that an account works for."""

    class Meta:
        model = SiteScope

    user = factory.LazyFunction(lambda: User.objects.create(username=f"compte-{uuid.uuid4()}"))
    site = factory.SubFactory(SiteFactory)
