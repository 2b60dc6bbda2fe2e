"""Measuring this desk beside the limit of the machine."""
