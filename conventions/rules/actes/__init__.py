"""Exchange of acts with the State (@CTES 1.1): codes, names of files, limits, words allowed.

Source: specification of the transmission of acts to the review of legality (CGCT L. 2131-1,
L. 5211-3, R. 2131-1 to R. 2131-4; national schema of 16 February 2004, version 1.1).
"""
