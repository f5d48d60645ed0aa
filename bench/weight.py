"""What each main page weighs on its first visit, beside the 200 KB that none may pass.

    python bench/weight.py [--only WORD]

Chromium opens each page with an empty cache, as gunicorn sends it: page, stylesheet, scripts,
fonts and pictures, compressed where they are. A visit after that asks for the page alone: the
others have a name that tells their state, and are kept for a year. The editor of long texts, 144
KB, comes when somebody begins to work: who only opens a page does not wait for it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pages import WHO, pages
from playwright.sync_api import Page, sync_playwright
from served import Served, prepare
from told import Ratio, say, show, tell

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MOST = 200_000
PASSWORD = "demonstration-csipa"


def weighed() -> list[tuple[str, str]]:
    """Return what is opened: the pages whose time is measured, and long forms."""
    from conventions.models import ActionSheet, ConventionTemplate  # noqa: PLC0415
    from sites.models import Site, Territory  # noqa: PLC0415

    admin = "/admin/"
    forms = [
        ("territoire", "sites/territory", Territory),
        ("site", "sites/site", Site),
        ("fiche action", "conventions/actionsheet", ActionSheet),
        ("modèle de convention", "conventions/conventiontemplate", ConventionTemplate),
    ]
    return [
        *((name, path) for name, path, _ in pages()),
        *(
            (name, f"{admin}{folder}/{model.objects.order_by('pk').first().pk}/change/")
            for name, folder, model in forms
        ),
        ("nouvelle convention", f"{admin}conventions/convention/add/"),
        ("nouvelle clause", f"{admin}conventions/clause/add/"),
        ("vérification", "/verifier/"),
        ("permanences", "/permanences/"),
    ]


@dataclass
class Weighed:
    """Bytes that came over the wire, bytes once unpacked, and how many files of each kind."""

    sent: int = 0
    whole: int = 0
    files: Counter[str] = field(default_factory=Counter)


class Scale:
    """Counts what a page of the browser receives, its cache switched off."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.now, self.kinds = Weighed(), {}
        protocol = page.context.new_cdp_session(page)
        protocol.send("Network.enable")
        protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
        protocol.on("Network.responseReceived", self._began)
        protocol.on("Network.dataReceived", self._came)
        protocol.on("Network.loadingFinished", self._ended)

    def _began(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def _came(self, event: dict[str, Any]) -> None:
        self.now.whole += event["dataLength"]

    def _ended(self, event: dict[str, Any]) -> None:
        self.now.sent += int(event["encodedDataLength"])
        self.now.files[self.kinds.get(event["requestId"], "")] += 1

    def weigh(self, address: str) -> Weighed:
        """Open a page and return what it weighs; RuntimeError for any answer but a page."""
        self.now = Weighed()
        answer = self.page.goto(address, wait_until="networkidle")
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{address} : {answer and answer.status}")
        return self.now


def measure(address: str, only: str) -> None:
    """Weigh every page; whoever reads the public ones is not logged in."""
    asked = weighed()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        known, nobody = browser.new_page(), browser.new_page()
        known.goto(f"{address}/admin/login/")
        known.locator("#id_username").fill(WHO)
        known.locator("#id_password").fill(PASSWORD)
        known.locator("#id_password").press("Enter")
        known.wait_for_url("**/admin/")
        inside, outside = Scale(known), Scale(nobody)
        for name, path in asked:
            if only not in name:
                continue
            scale = inside if path.startswith(("/admin/", "/saisie/")) else outside
            found = scale.weigh(f"{address}{path}")
            told = (
                f"{found.sent / 1000:.0f} Ko reçus, {found.whole / 1000:.0f} dépliés ; "
                f"{found.files.total()} requêtes, dont {found.files['Stylesheet']} de style"
            )
            tell(Ratio("Poids", name, "200 Ko", found.sent / MOST, 1, remark=told))
            say(f"  {name} : {told}")
        browser.close()


def main() -> int:
    """Build the house, serve it and weigh it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="the pages whose name holds this word")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="csipa-weight-"))
    served = Served(folder)
    try:
        prepare(folder, sqlite=True)
        served.start()
        measure(f"http://127.0.0.1:{served.port}", asked.only)
    finally:
        served.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return show()


if __name__ == "__main__":
    sys.exit(main())
