"""Connects the parts: settings, addresses, reactions, schedule, console; no business rule."""
