"""What runs by itself, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from muhatap.audit import operations as audit
from muhatap.audit import relay
from muhatap.channels.adapters.email import tasks as mail
from muhatap.channels.adapters.email import watching
from muhatap.channels.operations.delivering import deliver_due
from muhatap.charters import operations as charters
from muhatap.kernel.actors import Actor
from muhatap.portal import tasks as portal
from muhatap.promises import operations as promises
from muhatap.routing import tasks as routing
from muhatap.wiring import telling
from muhatap.wiring.aside import Aside

WATCH = watching.Watch()
SWEEPER = Actor.system("sweep")
BEGINNER = Actor.system("schedule")
DELIVERER = Actor.system("delivery")
SIGNER = Actor.system("signer")


@dataclass(frozen=True, slots=True)
class Job:
    """One recurring piece of work; `run(at)` says how much it did, and more than `enough` asks for more."""

    name: str
    every_seconds: float
    run: Callable[[datetime], int]
    enough: int = 0


def relay_events(at: datetime) -> int:
    """Publish committed events, tell open browsers, and run the listeners that are due."""
    published = relay.publish(at=at)
    if published:
        telling.tell(published)
    return len(published) + relay.run_listeners(at=at)


def sweep_promises(at: datetime) -> int:
    """Take the steps of every ladder that have come."""
    swept = promises.sweep(by=SWEEPER, at=at)
    return swept.clocks + promises.page_on_call(by=SWEEPER, at=at)


def mail_pages(at: datetime) -> int:
    """Mail the pages to those on call; what fails is tried again at the next turn."""
    promises.mail_pages(by=SWEEPER, at=at)
    return 0


def sign_heads(at: datetime) -> int:
    """List and sign the heads of the chains, once a day."""
    audit.sign_heads_if_due(by=SIGNER, at=at)
    return 0


def stamp_heads(at: datetime) -> int:
    """Have the newest head logs stamped where an authority is named."""
    if settings.MUHATAP_TSA_URL:
        audit.stamp_logs(url=settings.MUHATAP_TSA_URL, by=SIGNER, at=at)
    return 0


def deliver(at: datetime) -> int:
    """Bring messages to their recipients."""
    return deliver_due(by=DELIVERER, at=at)


def begin_charters(at: datetime) -> int:
    """Apply charters whose day has come."""
    return charters.apply_due_charters(by=BEGINNER, at=at)


def poll_mail(at: datetime) -> int:
    """Visit the mailboxes whose server does not tell of new mail by itself."""
    return mail.poll_mail(at, but=WATCH.waiting())


JOBS = (
    # What is little is left to gather for a moment: each run is a transaction that others wait for.
    Job("relay", 0.25, relay_events, enough=100),
    Job("route", 1, routing.route_cases),
    Job("sweep", 5, sweep_promises),
    Job("mail pages", 5, Aside("mail pages", mail_pages)),
    Job("deliver", 1, Aside("deliver", deliver)),
    Job("watch mail", 10, WATCH.keep),
    Job("poll mail", 30, Aside("poll mail", poll_mail)),
    Job("file mail again", 15, Aside("file mail again", mail.refile_mail)),
    Job("mail links", 2, Aside("mail links", portal.send_links)),
    Job("forget drafts", 3600, portal.forget_old_drafts),
    Job("begin charters", 15, begin_charters),
    Job("heads", 600, sign_heads),
    Job("stamps", 900, Aside("stamps", stamp_heads)),
)
