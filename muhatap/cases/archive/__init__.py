"""Closed years lie in sealed files: what goes there, how it is read, and how it comes back."""
