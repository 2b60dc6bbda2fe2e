"""The tables of privacy, a file for each subject."""

from muhatap.privacy.models.audits import Audit, AuditFinding, AuditKind, FindingSeverity
from muhatap.privacy.models.breaches import (
    AuthorityDecision,
    Breach,
    BreachReport,
    BreachState,
    BreachStep,
    PeopleDecision,
)
from muhatap.privacy.models.erasures import ErasedCase, Erasure, ErasureState, RetentionRun
from muhatap.privacy.models.processing import ProcessingRecord
from muhatap.privacy.models.requests import DataCopy, PrivacyRequest

__all__ = [
    "Audit",
    "AuditFinding",
    "AuditKind",
    "AuthorityDecision",
    "Breach",
    "BreachReport",
    "BreachState",
    "BreachStep",
    "DataCopy",
    "ErasedCase",
    "Erasure",
    "ErasureState",
    "FindingSeverity",
    "PeopleDecision",
    "PrivacyRequest",
    "ProcessingRecord",
    "RetentionRun",
]
