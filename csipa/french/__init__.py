"""French as a public act writes it: typography, grammar, dates, numbers. Plain Python."""
