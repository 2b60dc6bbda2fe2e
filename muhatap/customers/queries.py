"""Reads of customers."""

from django.db import connection


def customer_id_of(brand_id: int, kind: str, value: str) -> int | None:
    """The customer of a brand to whom a normalised address belongs."""
    # By hand: it is asked at every intake.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT customer_id FROM customers_identity WHERE brand_id = %s AND kind = %s AND value = %s",
            [brand_id, str(kind), value],
        )
        row = cursor.fetchone()
    return row[0] if row else None
