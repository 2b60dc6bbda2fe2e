"""The tables of privacy, a file for each subject."""

from muhatap.privacy.models.erasures import ErasedCase, Erasure, ErasureState, RetentionRun
from muhatap.privacy.models.requests import DataCopy, PrivacyRequest

__all__ = ["DataCopy", "ErasedCase", "Erasure", "ErasureState", "PrivacyRequest", "RetentionRun"]
