"""Says what a drill does and finds, one French sentence a line, for the page of those on call."""

import sys


def tell(sentence: str) -> None:
    """Print a sentence at once, past pytest's capture, so that `make drill` is a report."""
    print(f"    {sentence}", file=sys.__stderr__, flush=True)
