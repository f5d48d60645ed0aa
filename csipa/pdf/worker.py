"""The child process that lays documents out: `python -m csipa.pdf.worker MEMORY_BYTES`.

It reads requests on standard input and answers on standard output, one after the other, until the
input ends. It knows no Django, no database and no secret; a document that eats all memory or never
ends kills this process only.
"""

import math
import os
import resource
import signal
import sys
import time
from datetime import date
from typing import Any, BinaryIO

from csipa.pdf.engine import Embedded, Engine, RefusedResource, UnprintableCharacters
from csipa.pdf.frames import read_frame, write_frame


def _answer(engine: Engine, header: dict[str, Any], parts: list[bytes]) -> tuple[str, str, bytes]:
    """Render one request; return (outcome, detail, PDF bytes or nothing)."""
    _limit_computing(header["seconds"])
    html, *contents = parts
    embedded = [
        Embedded(**{**file, "dated": date.fromisoformat(file["dated"])}, content=content)
        for file, content in zip(header["embedded"], contents, strict=True)
    ]
    try:
        return "done", "", engine.render(html.decode(), header["stylesheet"], embedded)
    except RefusedResource as error:
        return "refused", str(error), b""
    except UnprintableCharacters as error:
        return "characters", str(error), b""
    except MemoryError:
        return "memory", "", b""
    except RecursionError:
        return "nested", "", b""
    except Exception as error:  # whatever the layout raises, the asker gets an answer
        return "crash", f"{type(error).__name__}: {error}", b""


def _limit_computing(seconds: int) -> None:
    """Have this process killed by SIGXCPU when it computes for `seconds` more."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    used = math.ceil(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


def _answer_pipe() -> BinaryIO:
    """Keep standard output for answers and send what libraries print to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def main(memory: int) -> None:
    """Serve requests with at most `memory` bytes of address space."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes us
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests, answers = os.fdopen(sys.stdin.fileno(), "rb", buffering=0), _answer_pipe()
    engine = Engine()
    while True:
        try:
            header, parts = read_frame(requests)
        except EOFError:
            return
        outcome, detail, pdf = _answer(engine, header, parts)
        write_frame(answers, {"outcome": outcome, "detail": detail}, [pdf])


if __name__ == "__main__":
    main(int(sys.argv[1]))
