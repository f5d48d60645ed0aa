"""The audit trail: what is written is chained by hash, and checked again."""
