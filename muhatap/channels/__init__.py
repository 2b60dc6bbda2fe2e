"""Doors through which messages come and go."""
