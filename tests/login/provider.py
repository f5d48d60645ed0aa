"""A provider of identity that a test runs by itself, on 127.0.0.1, and that can be told to lie."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "csipa", "entre-nous"


class LocalProvider:
    """Discovery, authorize, token, jwks and userinfo; `lies` changes what it says."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})
        self.other_key = RSAKey.generate_key(2048, {"kid": "one"})
        self.person = {"sub": "agent-1", "email": "lea@exemple.test", "email_verified": True}
        self.lies, self.codes, self.asked = {}, {}, []
        self.signed_userinfo = False
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def description(self):
        named = {name: f"{self.address}/{name}" for name in ("authorize", "token", "jwks")}
        return {
            "issuer": self.lies.get("described_issuer", self.address),
            "authorization_endpoint": named["authorize"],
            "token_endpoint": named["token"],
            "jwks_uri": named["jwks"],
            "userinfo_endpoint": f"{self.address}/userinfo",
        }

    def authorize(self, query):
        """Return the query with which the browser comes back: the person always agrees."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return urlencode({"code": code, "state": query["state"]})

    def tokens(self, form):
        """Return the tokens for a code, once; None when anything does not agree (RFC 7636)."""
        query = self.codes.pop(form.get("code"), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        agrees = query and query["code_challenge"] == challenge
        agrees = agrees and query["redirect_uri"] == form["redirect_uri"]
        if not agrees or (form["client_id"], form["client_secret"]) != (CLIENT, SECRET):
            return None
        return {
            "access_token": "access",
            "token_type": "Bearer",
            "id_token": self.id_token(query["nonce"]),
        }

    def id_token(self, nonce):
        now = int(time.time())
        said = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": self.person["sub"],
            "nonce": nonce,
            "iat": now,
            "exp": now + 300,
            **self.lies.get("id_token", {}),
        }
        said = {name: value for name, value in said.items() if value is not None}
        if self.lies.get("algorithm") == "none":
            header = _part({"alg": "none", "kid": "one"})
            return f"{header}.{_part(said)}."
        key = self.other_key if self.lies.get("stranger") else self.key
        token = jwt.encode({"alg": "RS256", "kid": "one"}, said, key)
        if self.lies.get("tampered"):
            head, _, tail = token.split(".")
            return f"{head}.{_part({**said, 'sub': 'agent-2'})}.{tail}"
        return token

    def userinfo(self):
        said = {**self.person, **self.lies.get("userinfo", {})}
        if not self.signed_userinfo:
            return "application/json", json.dumps(said)
        said |= {"iss": self.address, "aud": CLIENT}
        return "application/jwt", jwt.encode({"alg": "RS256", "kid": "one"}, said, self.key)


def _part(said):
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def _handler(provider):
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def _say(self, text, kind="application/json", status=200):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        def do_GET(self):
            parts = urlsplit(self.path)
            if parts.path == "/.well-known/openid-configuration":
                self._say(json.dumps(provider.description()))
            elif parts.path == "/jwks":
                self._say(json.dumps({"keys": [provider.key.as_dict(private=False)]}))
            elif parts.path == "/userinfo":
                kind, text = provider.userinfo()
                known = self.headers.get("Authorization") == "Bearer access"
                self._say(text, kind, 200 if known else 401)
            else:
                self._say("{}", status=404)

        def do_POST(self):
            length = int(self.headers["Content-Length"])
            form = parse_qs(self.rfile.read(length).decode())
            tokens = provider.tokens({name: values[0] for name, values in form.items()})
            self._say(json.dumps(tokens or {}), status=200 if tokens else 400)

    return Handler
