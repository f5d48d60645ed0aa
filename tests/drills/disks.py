"""A disk of its own, in memory, for drills that fill it or let it be read only."""

import subprocess
from contextlib import contextmanager

import pytest

LARGE = 256 * 1024 * 1024


@contextmanager
def small_disk(folder):
    """Yield a folder that is a disk of its own, in memory; skip where one may not mount."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={LARGE}", "exercice", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"Un petit disque demande le droit de monter (root) : {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
