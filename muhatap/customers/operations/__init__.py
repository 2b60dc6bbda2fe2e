"""What can be done with customers."""

from muhatap.customers.operations.consenting import change_consent
from muhatap.customers.operations.joining import (
    CannotJoin,
    NotJoined,
    decline_joining,
    join_customers,
    part_customers,
)
from muhatap.customers.operations.recognising import Contact, prove_identity, recognise

__all__ = [
    "CannotJoin",
    "Contact",
    "NotJoined",
    "change_consent",
    "decline_joining",
    "join_customers",
    "part_customers",
    "prove_identity",
    "recognise",
]
