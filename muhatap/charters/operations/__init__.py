"""What can be done with a charter and with the rule packs that bind it."""

from muhatap.charters.operations.applying import Applied, apply_charter
from muhatap.charters.operations.packing import CharterBreaksPack, activate_pack, propose_pack

__all__ = ["Applied", "CharterBreaksPack", "activate_pack", "apply_charter", "propose_pack"]
