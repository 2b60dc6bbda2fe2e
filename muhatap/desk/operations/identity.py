"""The number of an identity request from a chat: a new one, or the one that the customer has already."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.cases.trust import may_tell
from muhatap.desk.operations.opening import raise_as_new_case
from muhatap.kernel.actors import Actor
from muhatap.topics.models import Topic


class NotToTell(Exception):
    """It is not sure enough who asks to say that she has a request."""


class NothingSaid(Exception):
    """The visitor has written nothing from which a request could be opened."""


def issue_identity_request(*, case: Case, topic: Topic, by: Actor, at: datetime) -> Case:
    """Open an identity request from what the visitor wrote last in the chat; she reads its number there."""
    said = Message.objects.filter(case=case, author=Author.CUSTOMER).order_by("-at", "-id").first()
    if said is None:
        raise NothingSaid(case.id)
    with unit_of_work() as unit:
        lock(case)
        subject = case.brand.in_language(topic.names, case.language)
        newer = raise_as_new_case(case=case, message=said, topic=topic, subject=subject, by=by, at=at)
        unit.flush()
        _tell(case, newer, by=by, at=at)
    return newer


def tell_identity_request(*, case: Case, request: Case, by: Actor, at: datetime) -> None:
    """Tell the number of a request that she has; `NotToTell` where it is not sure that it is she."""
    if not may_tell(case) or request.customer_id != case.customer_id:
        raise NotToTell(case.id)
    with unit_of_work():
        lock(case)
        _tell(case, request, by=by, at=at)


def _tell(case: Case, request: Case, *, by: Actor, at: datetime) -> None:
    with translation.override(case.language):
        text = _("The number of your identity request is %(number)s.") % {"number": request.number}
    new = cases.NewMessage(author=Author.STAFF, channel=case.channel, text=text)
    cases.post_message(case=case, new=new, by=by, at=at)
