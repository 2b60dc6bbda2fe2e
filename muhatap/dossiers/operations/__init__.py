"""What can be done with case files."""

from muhatap.dossiers.operations.sealing import CaseIsBusy, SealedDossier, seal_dossier

__all__ = ["CaseIsBusy", "SealedDossier", "seal_dossier"]
