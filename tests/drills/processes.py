"""Real processes for drills: gunicorn and its workers, commands, and people who send forms."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import uuid
from pathlib import Path

import lxml.html

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = Path(sys.executable).with_name("gunicorn")
PATIENCE = 90  # seconds, on a machine that does many other things
CSRF = "c" * 32


def free_port():
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(condition, *, within=PATIENCE, what="it"):
    """Wait until `condition()` is true and return it; fail after `within` seconds."""
    end = time.monotonic() + within
    while not (found := condition()):
        assert time.monotonic() < end, f"In {within} s {what} did not happen."
        time.sleep(0.05)
    return found


def children(pid):
    """Return the pids of the processes that `pid` has started and that live."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def lives(pid):
    """Tell whether a process is there and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Process:
    """A process in a group of its own; its words go to a file."""

    def __init__(self, command, *, environment, log):
        self.log = Path(log)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self.pid = self.process.pid

    @property
    def said(self):
        """What it has written so far."""
        return self.log.read_text(errors="replace")

    def kill(self):
        """End it by SIGKILL: it can finish nothing."""
        self.process.kill()
        return self.process.wait()

    def stop(self):
        """Ask it to end; end its whole group if it does not."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(self.pid, signal.SIGKILL)
        return self.process.wait()


class Web(Process):
    """gunicorn on a free port of 127.0.0.1."""

    def __init__(self, *, environment, log, workers=2, threads=4, options=()):
        self.port = free_port()
        command = [str(GUNICORN), "csipa.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--workers", str(workers), "--threads", str(threads), "--timeout", "60"]
        super().__init__([*command, *options], environment=environment, log=log)

    def wait_until_it_answers(self):
        """Wait until a page is served, whatever its status."""
        wait_for(self._answers, what=f"gunicorn ({self.log})")
        return self

    def _answers(self):
        assert self.process.poll() is None, self.said[-3000:]
        try:
            return Person(self.port).get("/robots.txt").status
        except OSError:
            return 0

    def workers(self):
        """Return the pids of the workers that live."""
        return [pid for pid in children(self.pid) if lives(pid)]


class Answer:
    """What a server said: status, headers, body."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode(errors="replace")

    @property
    def is_taken(self):
        """Whether the server said that what was sent is written: it then leads elsewhere."""
        return self.status in (302, 303) and not self.is_login_asked

    @property
    def is_login_asked(self):
        """Whether the server leads to the page where one logs in."""
        return self.headers.get("Location", "").startswith(("/admin/login/", "/compte/"))

    @property
    def messages(self):
        """The cookie that carries what the next page tells."""
        sent = self.headers.get_all("Set-Cookie") or []
        return next((one.partition(";")[0] for one in sent if one.startswith("messages=")), "")

    def json(self):
        """Return the body, read as JSON."""
        return json.loads(self.body)

    def form(self, having):
        """Return the fields and the address of the form that has the field `having`."""
        page = lxml.html.fromstring(self.text)
        form = next(form for form in page.forms if having in form.fields)
        # As a browser does, leave out the line end that opens a text area.
        values = {name: value.removeprefix("\n") for name, value in form.form_values()}
        return values, form.action or ""

    def told(self):
        """Return the words of the page, for a failure that says why."""
        page = lxml.html.fromstring(self.text or "<p></p>")
        found = page.xpath("//*[contains(@class, 'error') or contains(@class, 'message')]")
        return _words(" | ".join(one.text_content() for one in found))

    def words(self):
        """Return all that the page says, its menu and its scripts left out."""
        page = lxml.html.fromstring(self.text or "<p></p>")
        return _words(" ".join(one.text_content() for one in page.xpath("//main") or [page]))


def _words(text):
    return re.sub(r"\s+", " ", text)[:2000]


class Person:
    """Somebody with a browser: a session, and forms sent one after the other."""

    def __init__(self, port, session=""):
        self.port = port
        self.session = session

    def get(self, path, cookie=""):
        """Return the page at an address; raises OSError when nobody answers."""
        return self._ask("GET", path, cookie=cookie)

    def post(self, path, fields, files=()):
        """Send a form; `files` are (field, name, bytes)."""
        fields = {**fields, "csrfmiddlewaretoken": CSRF}
        if not files:
            body = urllib.parse.urlencode(fields, doseq=True).encode()
            return self._ask("POST", path, body, "application/x-www-form-urlencoded")
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        for field, name, content in files:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"'
            parts.append(f"{head}\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    def send(self, path, value):
        """Send JSON as the scripts of the pages do."""
        return self._ask("POST", path, json.dumps(value).encode(), "application/json")

    def _ask(self, method, path, body=None, content_type="", cookie=""):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = f"csrftoken={CSRF}" + (f"; sessionid={self.session}" if self.session else "")
        cookies += f"; {cookie}" if cookie else ""
        headers = {"Cookie": cookies, "X-CSRFToken": CSRF, "Connection": "close"}
        if content_type:
            headers["Content-Type"] = content_type
        try:
            line.request(method, path, body, headers)
            return Answer(line.getresponse())
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            line.close()
