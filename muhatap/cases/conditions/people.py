"""Whose a case is, and who wrote it: as conditions ask for them."""

from typing import Any

from django.db.models import Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import Exact, StartsWith

from muhatap.accounts.models import Staff
from muhatap.cases.conditions.columns import NONE, containing, contains
from muhatap.cases.conditions.fields import Facts, Viewpoint

ME = "me"


def owner_q(_operator: str, value: str, seen: Viewpoint, _name: str) -> Q:
    """The cases that a member of staff owns; `me` is nobody where a rule reads."""
    if value == NONE:
        return Q(owner__isnull=True)
    if value == ME:
        return Q(owner_id__in=[] if seen.staff_id is None else [seen.staff_id])
    return Q(owner_id__in=Staff.objects.filter(email__iexact=value).values("id"))


def owner_holds(_operator: str, value: str, facts: Facts, seen: Viewpoint, _name: str) -> bool:
    """The same of the facts of one case."""
    if value == NONE:
        return facts["owner_id"] is None
    if value == ME:
        return seen.staff_id is not None and facts["owner_id"] == seen.staff_id
    return facts["owner_email"].lower() == value.lower()


def owner_of(case: Any) -> Facts:
    """Who owns a case."""
    return {"owner_id": case.owner_id, "owner_email": case.owner.email if case.owner else ""}


def sender_q(_operator: str, value: str, _seen: Viewpoint, _name: str) -> Q:
    """The cases of a customer: by address, by `@domain`, by account number, or by a part of the name."""
    if value.startswith("@"):
        return Q(customer__email__iendswith=value)
    if "@" in value:
        return Q(customer__email__iexact=value)
    return Q(customer__account_no=value) | containing("customer__name", value)


def sender_holds(_operator: str, value: str, facts: Facts, _seen: Viewpoint, _name: str) -> bool:
    """The same of the facts of one case."""
    email = facts["customer_email"].lower()
    if "@" in value:
        return email.endswith(value.lower()) if value.startswith("@") else email == value.lower()
    return facts["customer_account"] == value or contains(facts["customer_name"], value)


def sender_of(case: Any) -> Facts:
    """Whose case it is."""
    customer = case.customer
    return {
        "customer_name": customer.name,
        "customer_email": customer.email,
        "customer_account": customer.account_no,
    }


def plan_q(_operator: str, value: str, _seen: Viewpoint, _name: str) -> Q:
    """The cases of customers with a plan."""
    # Never null, so that a denial holds where there is no plan.
    plan = Lower(
        Coalesce(KeyTextTransform("plan", "customer__preferences"), Value(""), output_field=TextField())
    )
    if value.endswith("*"):
        return ~Q(Exact(plan, Value(""))) & Q(StartsWith(plan, value.rstrip("*").lower()))
    return Q(Exact(plan, Value("" if value == NONE else value.lower())))


def plan_of(case: Any) -> Facts:
    """The plan of the customer, empty where there is none."""
    return {"plan": case.customer.preferences.get("plan") or ""}
