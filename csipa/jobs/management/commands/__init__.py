"""Commands of the jobs: the worker, and the cleaning."""
