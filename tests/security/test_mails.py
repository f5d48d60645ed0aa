"""What is mailed holds what people typed as text, and no name adds a header or a recipient."""

import ast
import datetime as dt
from email import message_from_bytes, policy

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conventions.actions.digest import send_digests
from csipa.login.invitations import invite
from csipa.login.mails import send
from csipa.roles.catalogue import SECRETARY
from csipa.roles.keeping import group_of, keep_groups
from tests.conventions.factories_agreements import DigestSubscriptionFactory
from tests.conventions.holding import in_force
from tests.security.poison import TEMPLATES, evaluated
from tests.security.sources import modules
from tests.security.test_xss import ALIVE, PAYLOADS

pytestmark = pytest.mark.django_db

TYPED = "".join(PAYLOADS)
INJECTED = "Léa\r\nBcc: tous@exemple.test\r\n\r\n<xss>"
MONDAY = dt.date(2026, 3, 2)
SENDERS = {
    "csipa.login.mails": "invitation and reset",
    "conventions.digest_mail": "digest",
    "csipa.audit.actions": "plain text, to the addresses of the settings",
}


def test_every_module_that_mails_is_tried_here():
    found = set()
    for file, tree in modules():
        imported = {
            node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
        }
        if "django.core.mail" in imported:
            found.add(file.removesuffix(".py").replace("/", "."))
    # The state of the service opens a connection; it writes nothing.
    assert found - {"csipa.operation.state"} == set(SENDERS)


def person(name):
    """Return somebody whose names are hostile, past every check of ours."""
    keep_groups()
    user = User.objects.create_superuser("lea", "lea@exemple.test", "pommier-vert-1889")
    User.objects.update(first_name=name[:150], last_name=name[:150], username=name[:150])
    return User.objects.get(pk=user.pk)


def mailed(name):
    """Send every message with what somebody typed; return them."""
    user = person(name)
    guest = User.objects.create_user("invite", "guest@exemple.test", is_staff=True)
    guest.set_unusable_password()
    guest.save()
    guest.groups.add(group_of(SECRETARY))
    invite(user=guest, by=user, now=timezone.now())
    Client().post(reverse("account_reset_password"), {"email": user.email})
    title = f"{name}{TEMPLATES[0]}"
    in_force(reference="C-1", notice_value=15, renewal="amendment", title=title)
    DigestSubscriptionFactory(user=user, even_empty=True)
    send_digests(on=MONDAY)
    assert len(mail.outbox) == 3
    return mail.outbox


def test_what_somebody_typed_is_text_in_every_message():
    for message in mailed(TYPED):
        ((html, kind),) = message.alternatives
        assert kind == "text/html"
        assert "xss" in html
        assert not ALIVE.search(html)
        assert not evaluated(html + message.body)
    assert TEMPLATES[0] in html


def test_no_name_adds_a_header_nor_a_recipient():
    for message in mailed(INJECTED):
        read = message_from_bytes(message.message().as_bytes(), policy=policy.default)
        assert read["Bcc"] is None
        assert {"lea@exemple.test", "guest@exemple.test"} >= {
            one.addr_spec for one in read["To"].addresses
        }
        assert len(message.recipients()) == 1
        assert read.get_body(("html",)) is not None
        assert read["Subject"].startswith(("CSIPA", "Conventions", "Actes"))


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r"])
def test_a_subject_or_an_address_of_two_lines_is_refused(sign):
    texts = ("login/mail/reset.txt", "login/mail/reset.html")
    for fields in (
        {"to": "lea@exemple.test", "subject": f"Titre{sign}Bcc: x@exemple.test"},
        {"to": f"lea@exemple.test{sign}Bcc: x@exemple.test", "subject": "Titre"},
    ):
        with pytest.raises(BadHeaderError):
            send(*texts, context={}, **fields)
    assert mail.outbox == []


@pytest.mark.parametrize(
    "address", ["a@b.fr\nBcc: c@d.fr", "a@b.fr, c@d.fr", "<a@b.fr>", "a@b.fr\x00", '"a\r\nb"@c.fr']
)
def test_an_account_has_one_address_on_one_line(address):
    user = User(username="lea", email=address)
    with pytest.raises(ValidationError) as refused:
        user.full_clean(exclude=["password"])
    assert "email" in refused.value.message_dict
