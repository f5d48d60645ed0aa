"""OpenID Connect, as a client: authorization code with PKCE, signed identity token, nonce.

Written here and not left to a library, because the State’s service answers `userinfo` with a signed
token, which the general ones do not read. OpenID Connect Core 1.0, §3.1.3.7 says what is checked.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from django.conf import settings

from csipa.outside import Answer, Unanswered, ask

_SECONDS, _LEEWAY, _LARGEST = 10, 60, 200_000
# Signatures by a key pair only: nobody who knows the client's secret can forge an identity.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512"]
_SCOPES = "openid given_name usual_name email siret"
_CLAIMS = json.dumps({"id_token": {"amr": None, "acr": None}})


class ProviderRefused(Exception):
    """Why nobody enters, in French; `detail` is for the journal."""

    def __init__(self, message: str, detail: str) -> None:
        super().__init__(message)
        self.detail = detail


def _unreadable(detail: str) -> ProviderRefused:
    return ProviderRefused(
        f"La réponse de {settings.OIDC_NAME} n’a pas pu être vérifiée\u00a0: recommencez depuis la "
        "page de connexion.",
        detail,
    )


@dataclass(frozen=True)
class Attempt:
    """What a login remembers between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str
    next: str = ""

    @classmethod
    def new(cls, next_address: str) -> Attempt:
        """Return an attempt that nobody can guess."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)), next_address)

    @property
    def challenge(self) -> str:
        """Return what the provider is told of the verifier (RFC 7636, S256)."""
        return _base64url(hashlib.sha256(self.verifier.encode()).digest())

    def began_with(self, state: str) -> bool:
        """Tell whether an answer belongs to this attempt."""
        return hmac.compare_digest(self.state.encode(), state.encode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Provider:
    """The provider that the settings name; each method asks it once."""

    def __init__(self) -> None:
        self.described = _read(f"{settings.OIDC_SERVER}/.well-known/openid-configuration")
        if str(self.described.get("issuer", "")).rstrip("/") != settings.OIDC_SERVER:
            raise _unreadable("another issuer in the description")

    def address_to_leave_for(self, attempt: Attempt, *, back: str) -> str:
        """Return where the person goes to say who they are."""
        asked = {
            "response_type": "code",
            "client_id": settings.OIDC_CLIENT_ID,
            "redirect_uri": back,
            "scope": _SCOPES,
            "claims": _CLAIMS,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._place('authorization_endpoint')}?{urlencode(asked)}"

    def identity(self, code: str, attempt: Attempt, *, back: str) -> dict[str, Any]:
        """Return what the provider says of the person; raise ProviderRefused on any doubt."""
        tokens = _read(
            self._place("token_endpoint"),
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back,
                "client_id": settings.OIDC_CLIENT_ID,
                "client_secret": settings.OIDC_CLIENT_SECRET,
                "code_verifier": attempt.verifier,
            },
        )
        keys = _read(self._place("jwks_uri"))
        said = self._verified(str(tokens.get("id_token", "")), keys, ["sub", "iat", "exp"])
        if not hmac.compare_digest(str(said.get("nonce", "")).encode(), attempt.nonce.encode()):
            raise _unreadable("nonce")
        more = self._told_besides(str(tokens.get("access_token", "")), keys)
        if more.get("sub") != said["sub"]:
            raise _unreadable("userinfo of another subject")
        return {**more, **said}

    def _told_besides(self, access_token: str, keys: dict[str, Any]) -> dict[str, Any]:
        """Return what `userinfo` says: plain JSON, or a signed token."""
        answer = _answer(self._place("userinfo_endpoint"), token=access_token)
        if answer.kind.startswith("application/jwt"):
            return self._verified(answer.content.decode("ascii", "replace").strip(), keys, ["sub"])
        return _object(answer)

    def _verified(self, token: str, keys: dict[str, Any], needed: list[str]) -> dict[str, Any]:
        """Return what a signed token says: signature, issuer, audience and times are checked."""
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            known = jwt.PyJWKSet.from_dict(keys).keys
            key = next(one for one in known if kid is None or one.key_id == kid)
            said = jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                audience=settings.OIDC_CLIENT_ID,
                issuer=self.described["issuer"],
                leeway=_LEEWAY,
                options={"require": ["iss", "aud", *needed]},
            )
        except (jwt.PyJWTError, StopIteration, ValueError, TypeError) as error:
            raise _unreadable(f"token: {type(error).__name__}") from error
        parties = said["aud"] if isinstance(said["aud"], list) else [said["aud"]]
        if len(parties) > 1 and said.get("azp") != settings.OIDC_CLIENT_ID:
            raise _unreadable("token for somebody else")
        return said

    def _place(self, name: str) -> str:
        address = str(self.described.get(name, ""))
        _check_closed(address)
        return address


def _check_closed(address: str) -> None:
    """Raise ProviderRefused for an address that others could listen to."""
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    if parts.scheme != "https" and not is_here:
        raise _unreadable("address without TLS")


def _answer(address: str, fields: dict[str, str] | None = None, *, token: str = "") -> Answer:
    _check_closed(address)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        answer = ask(address, data=fields, headers=headers, largest=_LARGEST, seconds=_SECONDS)
    except Unanswered as error:
        raise ProviderRefused(
            f"{settings.OIDC_NAME} ne répond pas. Réessayez plus tard, ou employez votre mot de "
            "passe.",
            f"no answer: {error}",
        ) from error
    if answer.status != 200:
        raise _unreadable(f"answer {answer.status}")
    return answer


def _object(answer: Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise _unreadable("not JSON") from error
    if not isinstance(said, dict):
        raise _unreadable("not an object")
    return said


def _read(address: str, fields: dict[str, str] | None = None) -> dict[str, Any]:
    return _object(_answer(address, fields))
