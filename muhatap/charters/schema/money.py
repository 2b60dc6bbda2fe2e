"""How money comes, goes and comes back: payment methods and the terms of refunds."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    Schema,
    keyed,
    line,
    listing,
    piece,
    section,
    several,
    several_of,
    text,
    whole,
)

NATURES = ["payment", "fee", "order", "subscription", "wrong_payment", "unauthorised"]


def payment_methods_section() -> Schema:
    """Return the schema of the section `payment_methods`."""
    entry = section(
        "Payment method",
        "How money comes and goes.",
        {
            "name": text("Name", "What customers call it."),
            "deposit": _flow("Deposit", "Money that customers pay in."),
            "withdrawal": _flow("Withdrawal", "Money that customers take out."),
            "note": text("Note", "What else customers should know."),
        },
        ("name",),
    )
    return keyed(
        entry,
        "Payment methods",
        "Accepted methods with limits, fees and waiting times; a case keeps those of its day.",
    )


def refund_terms_section() -> Schema:
    """Return the schema of the section `refund_terms`."""
    country = line("Country", "Two-letter code.", pattern="^[A-Z]{2}$", examples=["TR"])
    properties = {
        "id": piece("code", "Name", "The rule for programs and letters."),
        "name": text("Name", "The rule in the customer's words."),
        "nature": several_of(NATURES, "Nature", "For what was paid; none means everything."),
        "method": several("code", "Method", "For these payment methods; none means all."),
        "jurisdiction": listing(
            country, "Jurisdiction", "Where this law holds.", uniqueItems=True, minItems=1
        ),
        "within_days": whole(
            "Within", "Until how many days after the payment one can ask.", minimum=0, maximum=3650
        ),
        "rate": piece("percent", "Rate", "How much of the amount is given back."),
        "target": piece("span", "Target", "The usual time from approval to payment."),
        "limit": piece("span", "Limit", "The latest time from approval to payment."),
        "calendar": piece("code", "Calendar", "Counts the business days."),
        "basis": text("Basis", "Contract, provider's rule or law from which this follows."),
    }
    entry = section("Refund rule", "One rule.", properties, ("id", "name", "rate", "limit"))
    return listing(
        entry,
        "Refund terms",
        "What is given back, how much of it and by when; the rule with most conditions counts.",
    )


def _flow(title: str, description: str) -> Schema:
    bounds = section(
        "Bounds",
        "Least and greatest amount in one currency.",
        {
            "currency": _currency(),
            "minimum": piece("money", "Minimum", "The least amount."),
            "maximum": piece("money", "Maximum", "The greatest amount."),
        },
        ("currency",),
    )
    fee = section(
        "Fee",
        "What it costs; nothing where there is no fee.",
        {
            "percent": piece("percent", "Per cent", "Share of the amount."),
            "fixed": piece("money", "Fixed", "Amount for each payment."),
            "currency": _currency(),
        },
    )
    properties = {
        "within": piece("span", "Within", "The waiting time; what takes longer is late."),
        "usual": piece("span", "Usually", "The usual time, shown beside the waiting time."),
        "calendar": piece("code", "Calendar", "Counts the business days of the waiting time."),
        "bounds": listing(bounds, "Bounds", "By currency.", maxItems=20),
        "fee": fee,
    }
    return section(title, description, properties, ("within",))


def _currency() -> Schema:
    return line("Currency", "Three-letter code.", pattern="^[A-Z]{3}$", examples=["TRY"])
