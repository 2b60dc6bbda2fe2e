"""What can be done with customers."""

from muhatap.customers.operations.recognising import Contact, recognise

__all__ = ["Contact", "recognise"]
