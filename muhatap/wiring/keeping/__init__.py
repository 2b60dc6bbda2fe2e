"""Keeping what the desk holds: backups, restoring and rehearsing it, moving to another database."""
