"""Faults on purpose, in their short form."""
