"""What a case names that the operator's systems know."""

from collections.abc import Iterable
from dataclasses import dataclass

from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.integrations.models import PublicPost
from muhatap.integrations.naming import named_in

_ACCOUNT_CODES = frozenset({"customer_number", "customer_no", "account_number", "account_no"})
_TRANSACTION_CODES = frozenset({"transaction_id", "transaction_number", "transaction"})


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the customer named in her form or by a program: her account and a transaction."""

    account_no: str = ""
    transaction_no: str = ""


def numbers_of(case: Case) -> Numbers:
    """The customer number and the transaction number of a case, whichever intake they came by."""
    answers = case.fields if isinstance(case.fields, dict) else {}
    asked = case.topic.fields if case.topic else []
    transactions = {each.get("code") for each in asked if each.get("kind") == "transaction"}
    account_no = case.customer.account_no or _first(answers, _ACCOUNT_CODES)
    transaction_no = _first(answers, transactions | _TRANSACTION_CODES)
    if not account_no or not transaction_no:
        # A mail has no fields: what it names by its own name counts as much.
        named = named_in(_first_words(case))
        account_no = account_no or named.account_no
        transaction_no = transaction_no or named.transaction_no
    return Numbers(account_no=account_no, transaction_no=transaction_no)


def _first_words(case: Case) -> str:
    texts = Message.objects.filter(case=case, author=Author.CUSTOMER).order_by("at", "id")
    return f"{case.subject}\n{texts.values_list('text', flat=True).first() or ''}"


def _first(answers: dict[str, object], codes: set[str] | frozenset[str]) -> str:
    found = (str(answers[code]).strip() for code in sorted(codes & answers.keys()) if answers[code])
    return next(found, "")[:64]


def posts_of(announcement_ids: Iterable[int]) -> dict[int, list[PublicPost]]:
    """What was told of these announcements on social channels, by announcement."""
    found: dict[int, list[PublicPost]] = {}
    for post in PublicPost.objects.filter(announcement_id__in=list(announcement_ids)).order_by("language"):
        found.setdefault(post.announcement_id, []).append(post)
    return found
