"""What the desk does with the operator's other systems."""

from muhatap.integrations.operations.reading import NotProved, read_account

__all__ = ["NotProved", "read_account"]
