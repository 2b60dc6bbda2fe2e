"""Whose a case is, and who wrote it: as conditions ask for them."""

import re
from typing import Any

from django.db.models import Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import Exact, StartsWith

from muhatap.accounts.models import Staff
from muhatap.cases.conditions.columns import NONE, beginning, begins
from muhatap.cases.conditions.fields import Facts, Viewpoint
from muhatap.kernel.search_text import LETTERS_AT_MOST, PREFIX_AT_LEAST, Term
from muhatap.kernel.text import fold

ME = "me"
_WORD = re.compile(r"[^\W_]+")


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
    """The cases of a customer: by address, `@domain`, account number, or how a part of the name begins."""
    if value.startswith("@"):
        return Q(customer__email__iendswith=value)
    if "@" in value:
        return Q(customer__email__iexact=value)
    return Q(customer__account_no=value) | beginning("customer__name", value)


def sender_holds(_operator: str, value: str, facts: Facts, _seen: Viewpoint, _name: str) -> bool:
    """The same of the facts of one case."""
    email = facts["customer_email"].lower()
    if "@" in value:
        return email.endswith(value.lower()) if value.startswith("@") else email == value.lower()
    return facts["customer_account"] == value or begins(facts["customer_name"], value)


def sender_of(case: Any) -> Facts:
    """Whose case it is."""
    customer = case.customer
    return {
        "customer_name": customer.name,
        "customer_email": customer.email,
        "customer_account": customer.account_no,
    }


def head_terms(value: str) -> list[Term]:
    """Which terms the head of a case of this customer has at least; none where too little is said."""
    words = [word for word in _WORD.findall(fold(value)) if len(word) <= LETTERS_AT_MOST]
    last = "phrase" if "@" in value else "prefix"
    terms = [Term("phrase", (word,)) for word in words[:-1]]
    if words and (last == "phrase" or len(words[-1]) >= PREFIX_AT_LEAST):
        terms.append(Term(last, (words[-1],)))
    return terms


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
