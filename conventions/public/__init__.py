"""What anybody reads of the acts, without an account: list, pages, documents, feed, directions.

Every page is the same for everybody: none is made with the request, none touches a session.
"""
