"""The test suite, laid out as the tree it tests."""
