"""The placeholders that exist, with what they stand for and an example: data, for a picker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

ROLES = {"gestionnaire": "manager", "propriétaire": "owner", "partenaire": "partner"}
"""The roles by the name that texts give them; the codes are those of the records."""

_FORMS = " : "
NUMBER = ", nombre"
"""What follows the name of a role whose verb, or possessive, agrees in number."""


@dataclass(frozen=True)
class Placeholder:
    """One name between braces.

    `asks` is what whoever writes a convention must give (« end », « purpose »…), empty for what
    the records always tell; `lack` the sentence that asks for it.
    """

    name: str
    family: str
    description: str
    example: str
    asks: str = ""
    lack: str = ""


@cache
def catalogue() -> tuple[Placeholder, ...]:
    """Return every placeholder in the order of the picker, family after family."""
    return (*_SITE, *_of_roles(), *_PARTIES, *_PERIOD, *_RENEWAL, *_MONEY, *_PREMISES, *_LAW)


@cache
def names() -> dict[str, Placeholder]:
    """Return the placeholders by name, but those that agree with a party (see `agreeing`)."""
    return {one.name: one for one in catalogue() if _FORMS not in one.name}


@cache
def agreeing() -> dict[str, Placeholder]:
    """Return, by what stands before their colon, those that agree: « partenaire, nombre »."""
    return {one.name.split(_FORMS)[0]: one for one in catalogue() if _FORMS in one.name}


_NO_SITE = "Choisissez le site."
_NO_ADDRESS = "L’adresse du site n’est pas enregistrée : complétez la fiche du site."
_SITE = tuple(
    Placeholder(name, "Site", description, example, "site", lack)
    for name, description, example, lack in (
        ("le site", "Nature et nom, avec l’article", "l’antenne de Norrent-Fontes", _NO_SITE),
        ("du site", "Avec « de »", "de l’antenne de Norrent-Fontes", _NO_SITE),
        ("au site", "Avec « à »", "à l’antenne de Norrent-Fontes", _NO_SITE),
        ("site", "Sans article", "antenne de Norrent-Fontes", _NO_SITE),
        (
            "adresse du site",
            "Sur une ligne, avec la ville",
            "61 route départementale 943, 62120 Norrent-Fontes",
            _NO_ADDRESS,
        ),
        ("commune du site", "Le nom seul", "Norrent-Fontes", _NO_SITE),
        ("de la commune du site", "« de » et le nom", "d’Hinges", _NO_SITE),
        ("à la commune du site", "« à » et le nom", "à Hinges", _NO_SITE),
    )
)

_AGGLOMERATION = "la communauté d’agglomération de Béthune-Bruay, Artois Lys Romane"
_CPTS = "la communauté professionnelle territoriale de santé Val de Lys Romane"
# The examples of a role: short name, then official name, after their article.
_EXAMPLES = {
    "gestionnaire": ("la Communauté d’agglomération", _AGGLOMERATION),
    "propriétaire": ("la Commune", "la commune d’Hinges"),
    "partenaire": ("la CPTS Val de Lys Romane", _CPTS),
}
_TERRITORY = (
    "communes du partenaire",
    "Les communes du territoire de ce nom, s’il est enregistré",
    "les communes d’Allouagne, de Lillers et de Norrent-Fontes",
)


def _of_roles() -> Iterator[Placeholder]:
    for role, (short, full) in _EXAMPLES.items():
        family = role.capitalize()
        lack = f"Aucune partie ne tient le rôle de {role} : choisissez-la."
        forms = (
            (f"le {role}", "Nom court, avec l’article", short),
            (f"du {role}", "Nom court, avec « de »", f"de {short}"),
            (f"au {role}", "Nom court, avec « à »", f"à {short}"),
            (role, "Nom court, sans article", short.removeprefix("la ")),
            (f"le {role}, en entier", "Nom officiel, avec l’article", full),
            (f"du {role}, en entier", "Nom officiel, avec « de »", f"de {full}"),
            (f"au {role}, en entier", "Nom officiel, avec « à »", f"à {full}"),
            (
                f"{role} : désigné | désignée",
                "Le mot qui s’accorde avec cette partie, au masculin puis au féminin",
                "désignée",
            ),
            (
                f"{role}{NUMBER} : s’engage | s’engagent",
                "Le verbe ou le possessif qui dépend de cette partie, au singulier puis au pluriel",
                "s’engage",
            ),
        )
        for name, description, example in forms:
            yield Placeholder(name, family, description, example, role, lack)
        if role == "partenaire":
            yield Placeholder(_TERRITORY[0], family, *_TERRITORY[1:], role, lack)


_NO_PARTY = "Choisissez les parties."
_PARTIES = tuple(
    Placeholder(name, "Ensemble des parties", description, example, "", _NO_PARTY)
    for name, description, example in (
        (
            "parties",
            "Toutes, par leur nom court, dans leur ordre",
            "la Communauté d’agglomération, la CPTS Val de Lys Romane et la Commune",
        ),
        (
            "parties, en entier",
            "Toutes, par leur nom officiel",
            f"{_AGGLOMERATION} et la commune d’Hinges",
        ),
        (
            "cocontractants",
            "Toutes sauf le gestionnaire, par leur nom officiel",
            f"{_CPTS} et la commune d’Hinges",
        ),
        ("nombre de parties", "En lettres", "trois"),
        ("tripartite", "L’adjectif qui dit leur nombre", "tripartite"),
        ("exemplaires", "Le nombre d’originaux, en lettres", "trois"),
    )
)

_NO_START = "Donnez la date de prise d’effet."
_NO_END = "Donnez la date de fin de la convention."
_NO_NOTICE = "Dites combien de temps à l’avance une partie peut résilier (préavis)."
_PERIOD = (
    Placeholder("début", "Durée", "Premier jour", "26 janvier 2026", "start", _NO_START),
    Placeholder("fin", "Durée", "Dernier jour, inclus", "28 avril 2026", "end", _NO_END),
    Placeholder(
        "période",
        "Durée",
        "Du premier au dernier jour, ou « à compter du … » sans fin",
        "du 26 janvier au 28 avril 2026",
        "start",
        _NO_START,
    ),
    Placeholder(
        "durée", "Durée", "En années ou en mois entiers, sinon en jours", "un an", "end", _NO_END
    ),
    Placeholder("préavis", "Durée", "Délai, en lettres", "quinze jours", "notice", _NO_NOTICE),
    Placeholder(
        "forme du préavis",
        "Durée",
        "Comment il est donné",
        "par lettre recommandée avec avis de réception",
        "notice",
        "Dites sous quelle forme le préavis est donné (par écrit, par lettre recommandée).",
    ),
    Placeholder(
        "destinataire du préavis",
        "Durée",
        "À qui il est donné",
        "à toutes les autres parties",
        "notice",
        "Dites à qui le préavis est donné.",
    ),
)

_NO_TIMES = "Dites combien de fois la convention peut être reconduite."
_RENEWAL = (
    Placeholder(
        "reconductions",
        "Reconduction",
        "Combien de fois au plus, en lettres",
        "deux fois",
        "renewal",
        _NO_TIMES,
    ),
    Placeholder(
        "durée de la reconduction",
        "Reconduction",
        "La durée de chacune",
        "un an",
        "renewal",
        "Dites pour combien d’années la convention est reconduite.",
    ),
    Placeholder(
        "délai de reconduction",
        "Reconduction",
        "Avant le terme, pour décider ou dénoncer",
        "deux mois",
        "renewal",
        "Dites combien de temps avant le terme la reconduction se décide ou se dénonce.",
    ),
    Placeholder(
        "dernier terme",
        "Reconduction",
        "Dernier jour, toutes reconductions faites",
        "31 décembre 2028",
        "renewal",
        _NO_TIMES,
    ),
)

_NO_AMOUNT = "Donnez le montant."
_NO_VALUE = "Donnez la valeur de ce qui est mis gratuitement à disposition."
_NO_PERIOD = "Dites tous les combien le montant est dû (mois, trimestre, an)."
_MONEY = tuple(
    Placeholder(name, "Argent", description, example, asks, lack)
    for name, description, example, asks, lack in (
        ("loyer", "Montant et périodicité", "300,00 € par mois", "amount", _NO_AMOUNT),
        ("montant", "En chiffres", "13 000,00 €", "amount", _NO_AMOUNT),
        ("montant, en lettres", "En toutes lettres", "treize mille euros", "amount", _NO_AMOUNT),
        (
            "montant, en entier",
            "En lettres et en chiffres",
            "treize mille euros (13 000,00 €)",
            "amount",
            _NO_AMOUNT,
        ),
        (
            "valeur",
            "De ce qui est gratuit, pour toute la durée",
            "4 500,00 €",
            "valued_at",
            _NO_VALUE,
        ),
        (
            "valeur, en lettres",
            "En toutes lettres",
            "quatre mille cinq cents euros",
            "valued_at",
            _NO_VALUE,
        ),
        (
            "valeur, en entier",
            "En lettres et en chiffres",
            "quatre mille cinq cents euros (4 500,00 €)",
            "valued_at",
            _NO_VALUE,
        ),
        ("périodicité", "Après le montant", "par mois", "period", _NO_PERIOD),
        ("chaque échéance", "Quand le montant est dû", "chaque mois", "period", _NO_PERIOD),
        (
            "première échéance",
            "Premier jour dû, après les mois de franchise",
            "26 février 2026",
            "start",
            _NO_START,
        ),
        (
            "indice",
            "Nom de l’indice, sans article",
            "indice de référence des loyers (IRL)",
            "index",
            "Choisissez l’indice de révision du loyer.",
        ),
        (
            "trimestre de l’indice",
            "Celui de référence",
            "deuxième trimestre 2025",
            "index",
            "Donnez le trimestre de référence de l’indice.",
        ),
        (
            "date de révision",
            "À défaut, l’anniversaire de la prise d’effet",
            "le 1er février de chaque année",
            "start",
            _NO_START,
        ),
        (
            "prix de l’unité",
            "Prix et unité",
            "60,00 € par séance",
            "unit",
            "Donnez le prix et l’unité à laquelle il s’applique.",
        ),
        (
            "versements",
            "Chaque part, quand elle est due et son montant",
            "30 % à la signature (3 900,00 €) et 70 % à la remise du bilan (9 100,00 €)",
            "instalments",
            "Donnez les versements : leur part ou leur montant, et quand ils sont dus.",
        ),
        (
            "payeurs",
            "Qui paie quelle part",
            "la Commune pour 50 % (6 500,00 €) et la CPTS pour 50 % (6 500,00 €)",
            "payers",
            "Dites qui paie, et quelle part.",
        ),
    )
)

_PREMISES = (
    Placeholder(
        "salles",
        "Locaux",
        "Les salles choisies, ou « les salles nécessaires à cet usage »",
        "les salles suivantes : Cabinet médical (17 m²) et Salle d’attente (14 m²)",
        "rooms",
    ),
    Placeholder(
        "créneaux",
        "Locaux",
        "Les créneaux choisis, ou « aux jours et heures que les parties arrêtent »",
        "chaque mardi de 14 h à 18 h",
        "slots",
    ),
    Placeholder(
        "matériel",
        "Locaux",
        "Le matériel choisi, ou celui de l’inventaire",
        "poste informatique, imprimante (2)",
        "equipment",
    ),
)

_LAW = (
    Placeholder(
        "objet",
        "Objet et droit",
        "L’objet que l’on donne en écrivant, avec son article",
        "l’animation d’ateliers de prévention",
        "purpose",
        "Dites l’objet de la convention, avec son article : « l’animation d’ateliers ».",
    ),
    Placeholder(
        "de l’objet",
        "Objet et droit",
        "Avec « de »",
        "de l’animation d’ateliers de prévention",
        "purpose",
        "Dites l’objet de la convention, avec son article : « l’animation d’ateliers ».",
    ),
    Placeholder(
        "à l’objet",
        "Objet et droit",
        "Avec « à »",
        "à l’animation d’ateliers de prévention",
        "purpose",
        "Dites l’objet de la convention, avec son article : « l’animation d’ateliers ».",
    ),
    Placeholder("tribunal", "Objet et droit", "Sans article", "tribunal administratif de Lille"),
)
