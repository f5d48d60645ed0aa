"""Commands of the audit trail: sealing, and reading again."""
