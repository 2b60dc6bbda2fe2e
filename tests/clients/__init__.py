"""Clients that stand beside the product."""
