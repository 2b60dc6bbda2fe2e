"""What can be done with case files."""

from muhatap.dossiers.operations.sealing import CaseIsBusy, SealedDossier, seal_dossier
from muhatap.dossiers.redacting import LeftOut, NotAGround

__all__ = ["CaseIsBusy", "LeftOut", "NotAGround", "SealedDossier", "seal_dossier"]
