"""Calling WhatsApp's Business Cloud API: sending, and fetching the files that messages bring."""
