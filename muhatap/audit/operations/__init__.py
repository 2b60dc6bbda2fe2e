"""What can be done with the record itself."""

from muhatap.audit.operations.erasing import erase_fields

__all__ = ["erase_fields"]
