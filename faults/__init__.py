"""Faults on purpose: real servers, kill -9, cut lines and full disks, and a ledger that must balance."""
