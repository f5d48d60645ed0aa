"""Tests of acts and agreements."""
