"""Whether processing of a customer's data is stopped: a mark in her own row, which costs no statement."""

from muhatap.customers.models import Customer

# Where a customer's preferences say since when her data are not worked with.
RESTRICTED = "restricted_at"


def is_restricted(customer: Customer) -> bool:
    """Whether her data are only kept (GDPR art. 18(2), KVKK art. 7)."""
    return RESTRICTED in customer.preferences
