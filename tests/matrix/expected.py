"""What each permission opens, written apart from the code that asks for it.

Stock pages of a model follow its permissions, by `STOCK`. All other addresses are named, under the
permission that a person must have, in `opens.py` (read) and `sends.py` (written to), or here where
no permission decides: an address in no table makes `test_matrix` fail.
"""

from __future__ import annotations

from tests.conventions.public.test_crawler import PUBLIC
from tests.matrix.addresses import Address
from tests.matrix.closed import CLOSED, CLOSED_SENT
from tests.matrix.opens import OPENS
from tests.matrix.people import OUTSIDE, SUPER, Someone
from tests.matrix.sends import POSTS

# Verbs of which one opens a stock page.
STOCK = {
    "changelist": ("view", "change"),
    "change": ("view", "change"),
    "history": ("view", "change"),
    "add": ("add",),
    "delete": ("delete",),
}
# The same where something is sent: a list and a history are read again, nothing else.
STOCK_SENT = {**STOCK, "change": ("change",)}
# Whatever one’s role: the start page, the words of scripts, addresses that lead to another one.
FOR_STAFF = frozenset(
    {
        "start",
        "index",
        "my_rights",
        "plan",
        "to_do",
        "search",
        "search_found",
        "guide",
        "guide_page",
        "guide_pdf",
        "guide_prepare",
        "jobs_job_changelist",
        "app_list",
        "old_change",
        "jsi18n",
        "password_change_done",
        "unknown",
    }
    | {"login", "logout", "password_change", "view_on_site"}
)
# One’s own account: it asks for one’s password by itself.
DOORS = ("account_", "mfa_", "oidc_", "invitation", "door-")
# Rows of one person, which nobody else sees: the house gives them to the superuser.
OWN = frozenset(
    {"jobs_job_state", "jobs_job_file", "jobs_job_cancel", "jobs_job_resume"}
    | {"jobs_job_change", "jobs_job_history", "consultations_feeds_revoke"}
    | {"conventions_calendarfeed_revoke", "conventions_calendarfeed_change"}
    | {"conventions_calendarfeed_history", "conventions_digestsubscription_change"}
    | {"conventions_digestsubscription_history"}
)
# What a page asks for besides the rights on its model: the count of the side is one of a person.
BESIDES = {
    "consultations_activitycount_change": "consultations.see_people",
    "consultations_activitycount_history": "consultations.see_people",
}
# Lists that are one page of somebody’s own, under the right to what it is about.
ABOUT = {"conventions_digestsubscription_changelist": "conventions.view_convention"}
# Lists that lead whoever works on one row alone straight to its page.
LEADING = frozenset({"staffing_directories"})
# What is written when an address is read: when a private address was last used, who took a proof,
# jobs whose worker died.
KEPT = frozenset({"sessions-feed", "agenda-feed"})
KEPT_TABLES = frozenset({"django_admin_log"})


def plain(address: Address) -> str:
    """Return the name of an address as the tables write it."""
    return address.name.removeprefix("admin:")


def _named(table: dict[str, str]) -> dict[str, str]:
    return {name: permission for permission, names in table.items() for name in names.split()}


_OPENED, _SENT = _named(OPENS), _named(POSTS)


def unexpected(address: Address) -> str:
    """Return what is to be added for an address that no table names; empty if one does."""
    name = plain(address)
    known = (
        address.is_stock
        or name in FOR_STAFF | OWN | PUBLIC | KEPT
        or address.name in PUBLIC
        or is_free(address)
        or name in _OPENED
        or name in _SENT
    )
    if known:
        return ""
    return (
        f"/{address.route} « {address.name} » n’est pas dans la matrice : dire dans "
        "tests/matrix quelle permission l’ouvre (opens.py) et laquelle permet d’y envoyer "
        "quelque chose (sends.py) ; this address has no entry: add it to OPENS and POSTS."
    )


def forgotten(addresses: list[Address]) -> set[str]:
    """Return the names of the tables that no address bears any more."""
    return {*_OPENED, *_SENT} - {plain(address) for address in addresses}


def is_free(address: Address) -> bool:
    """Tell whether an address looks at no permission: public, or about oneself."""
    name = plain(address)
    is_door = name.startswith(DOORS) and name not in _SENT
    return bool({name, address.name} & (PUBLIC | KEPT)) or is_door or name == "start"


def may_read(address: Address, someone: Someone) -> bool:
    """Tell whether somebody reads an address (GET)."""
    return plain(address) not in CLOSED and _may(address, someone, _OPENED, STOCK)


def may_send(address: Address, someone: Someone) -> bool:
    """Tell whether somebody sends something to an address (POST)."""
    return plain(address) not in CLOSED_SENT and _may(address, someone, _SENT, STOCK_SENT)


def _may(
    address: Address, someone: Someone, table: dict[str, str], stock: dict[str, tuple[str, ...]]
) -> bool:
    name = plain(address)
    if someone.name == SUPER or someone.name in OUTSIDE:
        return someone.name == SUPER
    if name in FOR_STAFF or name in OWN:
        return name in FOR_STAFF
    wanted = _wanted(address, table, stock)
    besides = BESIDES.get(name)
    return someone.has_any(wanted) and (besides is None or someone.has_any((besides,)))


def _wanted(
    address: Address, table: dict[str, str], stock: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the permissions of which one opens an address; none of them: nobody has it."""
    name = plain(address)
    if name in ABOUT:
        return (ABOUT[name],)
    if address.is_stock:
        app, model = address.model._meta.app_label, address.model._meta.model_name
        return tuple(f"{app}.{verb}_{model}" for verb in stock[address.page])
    return tuple(table.get(name, "").split())
