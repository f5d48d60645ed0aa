"""The CPTS Val de Lys Romane: its 32 communes with their municipal populations of 2023 (INSEE)."""

import datetime as dt

from sites.models import Commune, CommunePopulation
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory, TerritoryFactory
from tests.sites.factories_territory import CommunePopulationFactory, CommunityFactory

POPULATION = 45_922
# INSEE code, name, TNCC, municipal population of 2023
COMMUNES = (
    ("62023", "Allouagne", 1, 2823),
    ("62028", "Ames", 1, 676),
    ("62029", "Amettes", 1, 469),
    ("62049", "Auchy-au-Bois", 1, 548),
    ("62141", "Blessy", 0, 907),
    ("62162", "Bourecq", 0, 568),
    ("62188", "Burbure", 0, 2834),
    ("62190", "Busnes", 0, 1243),
    ("62286", "Ecquedecques", 1, 511),
    ("62313", "Estrée-Blanche", 1, 913),
    ("62328", "Ferfay", 0, 861),
    ("62391", "Guarbecque", 0, 1381),
    ("62407", "Ham-en-Artois", 0, 944),
    ("62473", "Isbergues", 1, 8650),
    ("62486", "Lambres-lez-Aire", 0, 1070),
    ("62500", "Lespesses", 0, 402),
    ("62508", "Lières", 0, 335),
    ("62509", "Liettres", 0, 378),
    ("62512", "Ligny-lès-Aire", 0, 565),
    ("62516", "Lillers", 0, 10193),
    ("62517", "Linghem", 0, 219),
    ("62564", "Mazinghem", 0, 457),
    ("62620", "Norrent-Fontes", 0, 1381),
    ("62676", "Quernes", 0, 420),
    ("62701", "Rely", 0, 464),
    ("62713", "Robecq", 0, 1328),
    ("62720", "Rombly", 0, 53),
    ("62747", "Saint-Floris", 0, 618),
    ("62750", "Saint-Hilaire-Cottes", 0, 830),
    ("62770", "Saint-Venant", 0, 2999),
    ("62885", "Westrehem", 0, 246),
    ("62900", "Witternesse", 0, 636),
)


def commune_of(code, name="", tncc=0):
    """Return a commune of the agglomeration, made where the database does not ship it."""
    shipped = Commune.objects.filter(pk=code).first()
    return shipped or CommuneFactory(insee_code=code, name=name, tncc=tncc)


def val_de_lys_romane(**values):
    """Return the CPTS with its communes and their populations."""
    community = CommunityFactory(
        territory=TerritoryFactory(name="CPTS Val de Lys Romane, essai"), **values
    )
    for code, name, tncc, municipal in COMMUNES:
        commune = commune_of(code, name, tncc)
        TerritoryCommuneFactory(
            territory=community.territory, commune=commune, start=dt.date(2022, 1, 20)
        )
        if not CommunePopulation.objects.filter(commune=commune, year=2023).exists():
            CommunePopulationFactory(commune=commune, year=2023, municipal=municipal)
    return community
