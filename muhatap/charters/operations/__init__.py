"""What can be done with a charter."""

from muhatap.charters.operations.applying import Applied, apply_charter

__all__ = ["Applied", "apply_charter"]
