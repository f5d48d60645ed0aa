"""The proof file: one ZIP that holds all that proves an act or a convention, for an archivist.

`archive` writes it, from the `pieces` gathered, the `chronicle` of who changed what, and what the
`index` tells a reader. Two files made at the same moment of the same rows are the same bytes.
"""
