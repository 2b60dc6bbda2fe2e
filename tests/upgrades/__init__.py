"""Data of earlier versions, and what bringing them up to this one must keep."""
