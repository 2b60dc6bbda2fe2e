"""What the portal does when something happens to a case."""

from datetime import datetime

from muhatap.brands.queries import brand_in_force
from muhatap.cases.events import AccountHelpAgreed, TopicCorrected
from muhatap.cases.models import Case
from muhatap.channels.events import CallbackEnded, CallbackMoved, CallbackPromised, MailLacksAnswers
from muhatap.incidents.events import IncidentEnded, IncidentOpened, IncidentUpdated
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal

_LETTERS = Actor.system("letters")


def ask_on_mail(fact: MailLacksAnswers, *, by: Actor, at: datetime, event_id: int) -> None:
    """Ask for what the mail that opened a case lacks."""
    portal.ask_for_missing(case=_case(fact.case), by=_LETTERS, at=at)


def ask_on_topic(fact: TopicCorrected, *, by: Actor, at: datetime, event_id: int) -> None:
    """Ask for what a mail lacks once somebody said what it is about."""
    portal.ask_for_missing(case=_case(fact.case), by=_LETTERS, at=at)


def tell_of_callback(
    fact: CallbackPromised | CallbackMoved | CallbackEnded, *, by: Actor, at: datetime, event_id: int
) -> None:
    """Write to the customer what became of the call that she was promised."""
    portal.tell_of_callback(fact=fact, key=str(event_id), by=_LETTERS, at=at)


def help_account(fact: AccountHelpAgreed, *, by: Actor, at: datetime) -> None:
    """Do for a customer's account what two people agreed to, and tell her addresses."""
    portal.help_account(case=_case(fact.case), what=fact.what, by=by, at=at)


def tell_followers(
    fact: IncidentOpened | IncidentUpdated | IncidentEnded, *, by: Actor, at: datetime, event_id: int
) -> None:
    """Write to those who follow the status page what was said of an incident."""
    portal.mail_standing(brand=brand_in_force(fact.brand), update_id=fact.update, by=_LETTERS, at=at)


def _case(case_id: int) -> Case:
    return Case.objects.select_related("brand", "customer", "topic", "queue").get(id=case_id)
