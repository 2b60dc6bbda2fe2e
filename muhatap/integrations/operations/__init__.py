"""What the desk does with the operator's other systems."""

from muhatap.integrations.operations.dialing import dial
from muhatap.integrations.operations.reading import NotProved, read_account

__all__ = ["NotProved", "dial", "read_account"]
