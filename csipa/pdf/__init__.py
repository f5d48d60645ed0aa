"""The one door to WeasyPrint: HTML and a shipped stylesheet in, archivable and accessible PDF out.

`door` is what the apps call; `engine` and `worker` live in a child process that never sees Django.
"""
