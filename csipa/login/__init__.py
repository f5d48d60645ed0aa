"""Who enters: login, second factor, sessions, invitations, identity provider of the State."""
