"""Dozens of senders who never finish what they began: the shipped proxy holds them back."""

import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request
from contextlib import closing

import pytest

from tests.drills.processes import ROOT, Process, free_port, wait_for
from tests.drills.telling import tell

pytestmark = pytest.mark.drill

SENDERS = 40
HALF = b"POST /verifier/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\nabc"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")


def configured(folder, *, web_port, port):
    """Return the shipped configuration, with the addresses and the certificate of the drill."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    asked = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run(
        [*asked, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    for pattern, value in (
        (r"server 127\.0\.0\.1:8000", f"server 127.0.0.1:{web_port}"),
        (r"listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (r"listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        (r"csipa\.exemple\.fr", "127.0.0.1"),
        (r"/etc/ssl/csipa/fullchain\.pem", str(certificate)),
        (r"/etc/ssl/csipa/privkey\.pem", str(key)),
        (r"/var/log/nginx/csipa\.log", str(folder / "access.log")),
    ):
        site, found = re.subn(pattern, value, site)
        assert found, pattern
    main = folder / "nginx.conf"
    main.write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;\n"
        "events { worker_connections 512; }\n"
        + "".join(
            f"{line}\n"
            for line in (
                "http {",
                *(
                    f"{kind}_temp_path {folder}/{kind};"
                    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                ),
                site,
                "}",
            )
        )
    )
    return main


def served(address):
    """Return the status of a page asked for by somebody in no hurry; 0 after five seconds."""
    context = ssl._create_unverified_context()  # the certificate is that of the drill
    try:
        with urllib.request.urlopen(address, timeout=5, context=context) as answer:
            return answer.status
    except OSError:
        return 0


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed (nginx-light)")
def test_slow_senders_occupy_the_shipped_proxy_and_not_the_service(house):
    house.extra |= {"BEHIND_PROXY": "1"}
    web, port = house.web(workers=2, threads=4), free_port()
    main = configured(house.folder, web_port=web.port, port=port)
    proxy = Process(
        [NGINX, "-p", str(house.folder), "-c", str(main)],
        environment=house.environment,
        log=house.folder / "proxy.log",
    )
    slow = []
    try:
        address = f"https://127.0.0.1:{port}/robots.txt"
        wait_for(lambda: served(address) == 200, what=f"nginx ({proxy.said})")
        context = ssl._create_unverified_context()
        for _ in range(SENDERS):
            line = socket.create_connection(("127.0.0.1", port), timeout=10)
            slow.append(context.wrap_socket(line))
            slow[-1].sendall(HALF)
        time.sleep(1)
        answers = [served(address) for _ in range(10)]
    finally:
        for line in slow:
            with closing(line):
                pass
        proxy.stop()
    assert answers == [200] * 10
    told = (house.folder / "access.log").read_text()
    assert "/robots.txt" in told
    tell(f"{SENDERS} envois commencés et jamais finis : 10 pages demandées, 10 servies.")
