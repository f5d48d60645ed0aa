"""Says what a drill does and finds, one French sentence a line, for the page of those on call."""

import sys
from contextlib import nullcontext

past_the_capture = nullcontext
"""What lets words out while pytest keeps those of the tests; set for the time of a run."""


def tell(sentence: str) -> None:
    """Print a sentence at once, past pytest's capture, so that `make drill` is a report."""
    with past_the_capture():
        print(f"    {sentence}", file=sys.__stderr__, flush=True)
