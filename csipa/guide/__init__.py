"""The user guide, read inside the program: docs/guide in our design, searched, and printed."""
