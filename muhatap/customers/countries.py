"""Whose law a customer lives under, as far as the charter tells laws apart."""

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.customers.models import Customer


def jurisdiction_of(brand: Brand, customer: Customer) -> str:
    """The jurisdiction of the charter in which the customer lives; without one of it, the charter's first."""
    known = section_of(brand, "jurisdictions") or {}
    country = str(customer.preferences.get("country", ""))
    return country if country in known else next(iter(known), "")
