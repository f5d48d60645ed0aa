"""What somebody who works on side A may not meet of side B, door by door: returns faults."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from consultations.models import Session
from conventions.models import Committee, Programme
from csipa.admin.scope import paths_of
from csipa.private_addresses import hash_of
from sites.models import Commune, Community, Organisation, Site, Territory
from tests.admin.browser import form_of
from tests.consultations.factories_sessions import SessionFeedFactory
from tests.matrix.addresses import Address
from tests.matrix.asking import Answer, ask, unread_pages
from tests.matrix.conftest import Matrix
from tests.matrix.expected import KEPT_TABLES, OWN, is_free, may_read, may_send, plain
from tests.matrix.house import COMMUNITY_WORD, PARTNER_WORD, SHARED, SITE_WORD
from tests.matrix.people import Someone

WORDS = (SITE_WORD, COMMUNITY_WORD)
# What the directory of partners, which whoever coordinates a CPTS reads, says on its own pages.
DIRECTORY = frozenset(
    {"sites_organisation_changelist", "sites_organisation_change", "sites_organisation_history"}
    | {"autocomplete", "conventions_committee_place"}
)


def _written(word: str) -> str:
    """Return a word as it stands in a text, or in JSON."""
    return f"{word}|{re.escape(json.dumps(word)[1:-1])}"


_SAID = re.compile("|".join(map(_written, WORDS)))
_PARTNER = re.compile(_written(PARTNER_WORD))
_FOLD = re.compile(r"\r?\n[ \t]")
AUTOCOMPLETE = "admin:autocomplete"


def words_in(text: str) -> set[str]:
    """Return the words of side B that an answer says; lines that calendars fold are unfolded."""
    return set(_SAID.findall(_FOLD.sub("", text)))


def said_at(address: Address, text: str) -> set[str]:
    """Return the words of side B that an address says, with the name of its association."""
    partner = () if plain(address) in DIRECTORY else _PARTNER.findall(_FOLD.sub("", text))
    return words_in(text) | set(partner)


# Addresses ------------------------------------------------------------------------------------


def address_faults(matrix: Matrix, someone: Someone, *, post: bool = False) -> list[str]:
    """Return what the addresses that somebody may use tell, or write, of side B."""
    faults, client, may = [], someone.browser, may_send if post else may_read
    for address in matrix.addresses:
        if is_free(address) or plain(address) in OWN or not may(address, someone):
            continue
        form = matrix.form(address) if post else None
        answer = ask(client, matrix.url(address, matrix.b), form, post=post)
        verb = "POST" if post else "GET"
        if words := said_at(address, answer.text):
            faults.append(f"{verb} /{address.route} dit {words}")
        if post and address.arguments and {*answer.writes} - KEPT_TABLES:
            faults.append(f"{verb} /{address.route} écrit {sorted({*answer.writes})}")
    return faults


# What the pages of ours read after the question mark, and the row of side B to ask for.
FISHED = {
    "site": Site,
    "sites": Site,
    "cpts": Community,
    "community": Community,
    "territoire": Territory,
    "territory": Territory,
    "commune": Commune,
    "organisation": Organisation,
    "avec": Organisation,
    "organisme": Organisation,
    "programme": Programme,
    "instance": Committee,
}


@contextmanager
def names_read() -> Iterator[set[str]]:
    """Collect what a view, and its forms, look for after the question mark."""
    names: set[str] = set()
    stock = MultiValueDict.__getitem__, MultiValueDict._getlist

    def one(data: Any, name: str) -> Any:
        names.add(name)
        return stock[0](data, name)

    def several(data: Any, name: str, *more: Any, **named: Any) -> Any:
        names.add(name)
        return stock[1](data, name, *more, **named)

    with (
        mock.patch.object(MultiValueDict, "__getitem__", one),
        mock.patch.object(MultiValueDict, "_getlist", several),
    ):
        yield names


def fishing_faults(matrix: Matrix, someone: Someone) -> list[str]:
    """Return what pages without a row tell of side B when its keys stand in the question."""
    faults, client = [], someone.browser
    for address in matrix.addresses:
        if address.arguments or address.is_stock or is_free(address):
            continue
        if not may_read(address, someone) or plain(address) in OWN:
            continue
        keys = {name: matrix.b[model].pk for name, model in FISHED.items()}
        with unread_pages(), names_read() as read:
            ask(client, f"/{address.route}", keys)
        for name in keys.keys() & read:
            answer = ask(client, f"/{address.route}", {name: keys[name]})
            if words := said_at(address, answer.text):
                faults.append(f"GET /{address.route}?{name}= dit {words}")
    return faults


# Lists ----------------------------------------------------------------------------------------


def list_faults(matrix: Matrix, someone: Someone, known: Callable[[type], bool]) -> list[str]:
    """Return the lists that show a row of side B, whatever is typed; `known` says which may."""
    faults, client = [], someone.browser
    for address in matrix.addresses:
        model = address.model
        if address.page != "changelist" or model not in matrix.b.rows or known(model):
            continue
        if not may_read(address, someone) or plain(address) in OWN:
            continue
        for question in questions(matrix, model):
            answer = ask(client, f"/{address.route}", question)
            told = getattr(answer.response, "context_data", None) or {}
            rows = told["cl"].queryset if "cl" in told else model._base_manager.none()
            if matrix.b[model].pk in {row.pk for row in rows}:
                faults.append(f"GET /{address.route} {question} montre une ligne de B")
    return faults


def questions(matrix: Matrix, model: type[models.Model]) -> Iterator[dict[str, Any]]:
    """Yield what may be typed after the address of a list to reach side B."""
    page = admin.site.get_model_admin(model)
    yield {}
    if page.search_fields:
        yield from ({"q": word} for word in WORDS)
    for one in page.list_filter:
        name = one[0] if isinstance(one, tuple) else one
        if isinstance(name, str):
            yield from _values(matrix, model, name)
        else:
            keys = {matrix.b[scope].pk for scope in (Site, Community, Territory)}
            yield from ({name.parameter_name: key} for key in keys)
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model in matrix.b.rows:
            yield {f"{field.name}__id__exact": matrix.b[field.related_model].pk}


def _values(matrix: Matrix, model: type[models.Model], path: str) -> Iterator[dict[str, Any]]:
    field: Any = None
    for name in path.split("__"):
        field = (field.related_model if field else model)._meta.get_field(name)
    if field.is_relation:
        if field.related_model in matrix.b.rows:
            yield {f"{path}__id__exact": matrix.b[field.related_model].pk}
    elif field.choices:
        yield from ({f"{path}__exact": value} for value, _ in field.flatchoices)
    elif isinstance(field, models.BooleanField):
        yield from ({f"{path}__exact": value} for value in (0, 1))


def lookup_faults(someone: Someone) -> list[str]:
    """Return the columns of other models that a list lets somebody guess letter by letter."""
    request, faults = RequestFactory().get("/"), []
    request.user = someone.user
    for model, page in admin.site._registry.items():
        if not page.has_view_permission(request):
            continue
        for path, column in _far_columns(model):
            lookup = f"{path}__startswith"
            if page.lookup_allowed(lookup, "a", request):
                faults.append(f"{model._meta.label} ?{lookup}= ({column})")
    return faults


def _far_columns(model: type[models.Model], *, depth: int = 2) -> Iterator[tuple[str, str]]:
    """Yield the columns of words of the rows that a model leads to, and every password."""
    for field in model._meta.get_fields():
        if field.name == "password":
            yield field.name, "mot de passe"
        far = field.related_model if field.is_relation else None
        if far is None or isinstance(far, str) or far is model:
            continue
        words = () if far._meta.model_name in SHARED else far._meta.concrete_fields
        for one in words:
            if isinstance(one, models.CharField | models.TextField):
                yield f"{field.name}__{one.name}", far._meta.label
        if depth > 1 and field.concrete:
            for path, column in _far_columns(far, depth=1):
                yield f"{field.name}__{path}", column


# Completion and choices -----------------------------------------------------------------------


def completed_fields() -> list[tuple[type[models.Model], str]]:
    """Return every (model, field) that completes what is typed, on a page or in its lines."""
    found = {}
    for model, page in admin.site._registry.items():
        owners = [(model, page.autocomplete_fields)]
        owners += [(one.model, one.autocomplete_fields) for one in page.inlines]
        for owner, names in owners:
            found |= {(owner, name): None for name in names}
    return list(found)


def completion_faults(matrix: Matrix, someone: Someone) -> list[str]:
    """Return what autocompletion tells of side B, or to somebody who may not see the model."""
    faults, client, address = [], someone.browser, reverse(AUTOCOMPLETE)
    for model, name in completed_fields():
        options, far = model._meta, model._meta.get_field(name).related_model
        asked = {"app_label": options.app_label, "model_name": options.model_name}
        app, word = far._meta.app_label, far._meta.model_name
        sees = someone.has_any((f"{app}.view_{word}", f"{app}.change_{word}"))
        for term in ("", *WORDS) if sees else ("",):
            answer = ask(client, address, {**asked, "field_name": name, "term": term})
            if not sees and not answer.is_refused:
                faults.append(f"{options.label}.{name} : {answer} au lieu d’un refus")
            elif sees and paths_of(far) and far._meta.model_name not in SHARED:
                results = json.loads(answer.text.rpartition("}")[0] + "}")["results"]
                if str(matrix.b[far].pk) in {one["id"] for one in results}:
                    faults.append(f"{options.label}.{name} propose une ligne de B")
    return faults


def choice_faults(matrix: Matrix, someone: Someone) -> tuple[list[str], int]:
    """Return the choices of stock forms that take a key of side B, and how many were tried."""
    faults, tried, client = [], 0, someone.browser
    for address in matrix.addresses:
        if address.page not in {"add", "change"} or not may_send(address, someone):
            continue
        with unread_pages():
            answer = ask(client, matrix.url(address, matrix.a))
        for name, field in _choices(answer):
            far = field.queryset.model
            if not paths_of(far) or far not in matrix.b.rows:
                continue
            tried += 1
            if _takes(field, matrix.b[far].pk):
                faults.append(f"/{address.route} « {name} » prend une ligne de B")
    return faults, tried


def _choices(answer: Answer) -> Iterator[tuple[str, forms.ModelChoiceField]]:
    told = getattr(answer.response, "context_data", None) or {}
    shown = [("", told["adminform"].form)] if "adminform" in told else []
    for one in told.get("inline_admin_formsets", ()):
        shown.append((f"{one.formset.prefix}-0-", one.formset.empty_form))
    for prefix, form in shown:
        for name, field in form.fields.items():
            # The key of a line is no choice: a form set looks it up among the lines of its page.
            is_key = prefix and name == form._meta.model._meta.pk.name
            if isinstance(field, forms.ModelChoiceField) and not (field.disabled or is_key):
                yield f"{prefix}{name}", field


def _takes(field: forms.ModelChoiceField, key: Any) -> bool:
    several = isinstance(field, forms.ModelMultipleChoiceField)
    try:
        field.clean([key] if several else key)
    except ValidationError:
        return False
    return True


def tampering_faults(matrix: Matrix, someone: Someone) -> tuple[list[str], int]:
    """Send each form of side A with a key of side B in each choice: what is written is a fault."""
    faults, sent, client = [], 0, someone.browser
    for address in matrix.addresses:
        if address.page not in {"add", "change"} or not may_send(address, someone):
            continue
        url = matrix.url(address, matrix.a)
        answer = ask(client, url)
        typed = form_of(answer.response) if answer.status == 200 else {}
        for name, field in _choices(answer):
            far = field.queryset.model
            if "-" in name or not paths_of(far) or far not in matrix.b.rows:
                continue
            sent += 1
            tampered = {**typed, name: [str(matrix.b[far].pk)]}
            with unread_pages():
                refused = ask(client, url, tampered, post=True)
            if refused.writes or refused.status not in {200, 403}:
                faults.append(f"POST /{address.route} « {name} » : {refused} {refused.writes}")
    return faults, sent


# Actions of lists -----------------------------------------------------------------------------


def bulk_faults(matrix: Matrix, someone: Someone, known: Callable[[type], bool]) -> list[str]:
    """Return the actions of lists that tell, or write, something of a row of side B."""
    request, faults, client = RequestFactory().get("/"), [], someone.browser
    request.user = someone.user
    for address in matrix.addresses:
        model = address.model
        if address.page != "changelist" or model not in matrix.b.rows or known(model):
            continue
        if not may_read(address, someone) or plain(address) in OWN:
            continue
        for action in admin.site.get_model_admin(model).get_actions(request):
            sent = {"action": action, "_selected_action": [matrix.b[model].pk], "index": 0}
            first = ask(client, f"/{address.route}", sent, post=True)
            told = getattr(first.response, "context_data", None) or {}
            again = {**sent, "post": "yes", "version": told.get("version") or ""}
            second = ask(client, f"/{address.route}", again, post=True)
            for answer in (first, second):
                if answer.writes or words_in(answer.text):
                    faults.append(f"POST /{address.route} {action} : {answer} {answer.writes}")
    return faults


# Private addresses -----------------------------------------------------------------------------


def feed_faults(matrix: Matrix, someone: Someone) -> list[str]:
    """Return what a private address of sessions of side B, made by somebody of side A, tells."""
    secret = f"lecteur-{someone.user.pk}"
    SessionFeedFactory(
        site=matrix.b[Site], author=someone.user, secret_hash=hash_of(secret), name="Agenda"
    )
    start = timezone.now() + dt.timedelta(days=1)
    end = start + dt.timedelta(hours=1)
    Session.objects.filter(site=matrix.b[Site]).update(starts_at=start, ends_at=end, free_at=end)
    answer = ask(Client(), reverse("sessions-feed", args=[secret]))
    words = words_in(answer.text.replace(str(matrix.b[Site].name), ""))
    return [f"l’adresse privée dit {words}"] if words else []


# Those who only read --------------------------------------------------------------------------


def viewer_faults(matrix: Matrix, writer: Someone, viewer: Someone) -> tuple[list[str], int]:
    """Send the whole form of each page as somebody who only reads it: what is written."""
    faults, sent, client = [], 0, viewer.browser
    for address in matrix.addresses:
        if address.page != "change" or not may_read(address, viewer) or may_send(address, viewer):
            continue
        url = matrix.url(address, matrix.a)
        page = ask(writer.browser, url)
        if page.status != 200:
            continue
        sent += 1
        typed = {name: _changed(values) for name, values in form_of(page.response).items()}
        for target in (
            url,
            url.replace("/change/", "/history/"),
            f"{url.removesuffix('change/')}history/1/",
        ):
            answer = ask(client, target, typed, post=True)
            if answer.writes or (target == url and answer.status != 403):
                faults.append(f"POST {target} : {answer} {answer.writes}")
    return faults, sent


def _changed(values: list[str]) -> list[str]:
    """Return what is typed in a field, changed where it is words."""
    return [f"{value} bis" if value.isalpha() else value for value in values]
