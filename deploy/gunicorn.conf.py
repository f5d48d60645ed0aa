"""The web process: gunicorn -c deploy/gunicorn.conf.py csipa.wsgi.

Numbers come from the environment, so that a host changes them without touching the code.
"""

import os
from pathlib import Path

_MEMORY = Path("/dev/shm")

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
# Threads wait for the database together; processes share the cores.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# A document is given PDF_TIMEOUT seconds; the process that waits for it is not stuck.
timeout = int(os.environ.get("PDF_TIMEOUT", "60")) + 30
# What was asked before a restart is answered: systemd waits longer than this.
graceful_timeout = 30
keepalive = 5
# Memory that a library would keep comes back; not all the processes on the same day.
max_requests = 5000
max_requests_jitter = 500
# The application writes a line for each request, with its number; a second one would say less.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")
# The heartbeat of the workers must not wait for a disk.
worker_tmp_dir = str(_MEMORY) if _MEMORY.is_dir() else None
limit_request_line = 8190
limit_request_fields = 100
