"""What is done with remedies on the page of a complaint; what is refused says why and what helps."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from muhatap.approvals import operations as approvals
from muhatap.complaints import operations as complaints
from muhatap.desk.views.complaint_acts import Act, Unreadable
from muhatap.money import operations as money
from muhatap.money.models import Remedy
from muhatap.money.redress import (
    OF_MONEY,
    OF_PAYMENTS,
    Interest,
    NotAnAmount,
    RemedyKind,
    amount_words,
    typed_amount,
)
from muhatap.money.remedies import remedy_of
from muhatap.money.wording import NATURES, role_words


class Undone(Unreadable):
    """It was read, and a rule refuses it."""

    status = 409


def _propose(act: Act) -> str:
    kind = act.text("kind")
    if kind not in set(RemedyKind):
        raise Unreadable(_("Choose what is given."))
    is_money = kind in OF_MONEY
    currency = act.text("currency", 3).upper() if is_money else ""
    new = money.NewRemedy(
        kind=RemedyKind(kind),
        words=act.needed("words", _("Write what the customer is given, and for what.")),
        amount=_amount(act, currency) if is_money else 0,
        currency=currency,
        interest=_interest(act) if kind == RemedyKind.COMPENSATION and act.text("rate") else None,
        deviation_reason=act.text("deviation", 2000),
        refund=_refund(act, currency) if kind in OF_PAYMENTS and act.text("nature") else None,
    )
    remedy = complaints.propose_redress(complaint=act.complaint, new=new, by=act.by, at=act.at)
    if is_money:
        said = {"amount": amount_words(remedy.amount, remedy.currency)}
        return _("Proposed: %(amount)s. Another person decides.") % said
    return _("The remedy stands.")


def _decide(act: Act) -> str:
    agrees, reason = act.text("answer") == "agree", act.text("reason", 500)
    if not agrees and not reason:
        raise Unreadable(_("Write the reason."))
    complaints.decide_redress(
        complaint=act.complaint, remedy=_remedy(act), agrees=agrees, reason=reason, by=act.by, at=act.at
    )
    return _("The remedy is approved.") if agrees else _("The remedy is not approved.")


def _execute(act: Act) -> str:
    done_on: date = act.day("done_on", _("Choose the day on which it was done."))
    complaints.execute_redress(
        complaint=act.complaint,
        remedy=_remedy(act),
        done_on=done_on,
        reference=act.needed("reference", _("Write the number that proves it."))[:200],
        by=act.by,
        at=act.at,
    )
    return _("The remedy is carried out.")


def _reverse(act: Act) -> str:
    reason = act.needed("reason", _("Write the reason."))[:500]
    complaints.reverse_redress(
        complaint=act.complaint, remedy=_remedy(act), reason=reason, by=act.by, at=act.at
    )
    return _("The remedy is taken back.")


def _remedy(act: Act) -> Remedy:
    remedy = remedy_of(act.complaint.case, act.number("remedy") or 0)
    if remedy is None:
        raise Unreadable(_("Choose a remedy of this complaint."))
    return remedy


def _amount(act: Act, currency: str) -> int:
    try:
        return typed_amount(act.text("amount", 20), currency)
    except NotAnAmount:
        raise Unreadable(_("Write an amount such as 149.90.")) from None


def _refund(act: Act, currency: str) -> money.RefundFacts:
    if act.text("nature", 40) not in NATURES:
        raise Unreadable(_("Choose for what was paid."))
    try:
        paid = typed_amount(act.text("paid", 20), currency)
    except NotAnAmount:
        raise Unreadable(_("Write how much was paid, such as 149.90.")) from None
    return money.RefundFacts(
        nature=act.text("nature", 40),
        method=act.text("method", 40),
        paid_on=act.day("paid_on", _("Choose the day on which it was paid.")),
        paid=paid,
    )


def _interest(act: Act) -> Interest:
    try:
        rate = Decimal(act.text("rate", 10).replace(",", "."))
    except InvalidOperation:
        raise Unreadable(_("Write a yearly rate such as 24.")) from None
    return Interest(
        rate=rate if rate.is_finite() else Decimal(0),
        since=act.day("since", _("Choose from which day interest runs.")),
        until=act.day("until", _("Choose until which day interest runs.")),
        source=act.needed("source", _("Write where the rate is from."))[:200],
    )


def _said(act: Callable[[Act], str]) -> Callable[[Act], str]:
    """Turn what a rule refuses into words."""

    def told(given: Act) -> str:
        try:
            return act(given)
        except money.OverLimit as over:
            raise Undone(_over_limit(over)) from None
        except money.OverBudget as over:
            left = amount_words(over.budget.left or 0, over.budget.currency)
            said = _("The month’s budget does not hold it: %(left)s is left. Propose less, or wait.")
            raise Undone(said % {"left": left}) from None
        except money.NeedsReason:
            said = _("This lies outside of what similar complaints got. Write why it should.")
            raise Unreadable(said) from None
        except money.OutsideRules as outside:
            raise Unreadable(_outside_rules(outside)) from None
        except money.NoTerms:
            said = _("Nobody set who may give how much of this currency. Administrators do, with two people.")
            raise Undone(said) from None
        except money.NotARemedy:
            said = _("Interest needs a rate up to 100, its source, and a first day before the last one.")
            raise Unreadable(said) from None
        except (approvals.SamePerson, money.SameHand):
            said = _("You proposed this yourself, so another person has to decide.")
            raise Undone(said) from None
        except complaints.IsSubject:
            raise Undone(_("The complaint is about you, so another person decides.")) from None
        except (money.WrongState, approvals.DecidedAlready):
            raise Undone(_("Somebody decided this already.")) from None
        except approvals.ProposalExpired:
            raise Undone(_("It waited too long. Refuse it and propose it again.")) from None

    return told


def _outside_rules(outside: money.OutsideRules) -> str:
    if outside.choice.rule is None:
        return _("No refund rule of the charter gives this back. Write why it should be given.")
    return _("The refund rule of the charter gives less back. Write why it should be more.")


def _over_limit(over: money.OverLimit) -> str:
    if over.able:
        able = ", ".join(role_words(role) for role in over.able)
        return _("This is above your limit. It can be decided by: %(roles)s.") % {"roles": able}
    most = amount_words(over.most, over.currency)
    return _("This is above your limit of %(most)s.") % {"most": most}


REDRESS_ACTS: Mapping[str, Callable[[Act], str]] = {
    "remedy": _said(_propose),
    "remedy-decide": _said(_decide),
    "remedy-execute": _said(_execute),
    "remedy-reverse": _said(_reverse),
}
