"""Believable cases in bulk, for measuring: every row as the real operations would have written it."""

from muhatap.wiring.seeding.running import Refused, Seeded, seed

__all__ = ["Refused", "Seeded", "seed"]
