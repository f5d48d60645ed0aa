"""Tests of the user guide inside the program."""
