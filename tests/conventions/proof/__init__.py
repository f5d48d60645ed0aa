"""Tests of the proof files."""
