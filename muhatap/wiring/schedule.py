"""What runs by itself, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from muhatap.audit import operations as audit
from muhatap.audit import relay
from muhatap.automation import operations as automation
from muhatap.bot import operations as bots
from muhatap.brands.queries import all_brands
from muhatap.cases import tasks as cases
from muhatap.channels import operations as channels
from muhatap.channels.adapters.email import tasks as mail
from muhatap.channels.adapters.email import watching
from muhatap.channels.operations import chatting
from muhatap.channels.operations.delivering import deliver_due
from muhatap.charters import operations as charters
from muhatap.complaints import operations as complaints
from muhatap.desk import tasks as desk
from muhatap.desk.operations import notice_mail, report_mail
from muhatap.evidence import tasks as evidence
from muhatap.integrations import operations as integrations
from muhatap.integrations import tasks as connections
from muhatap.integrations.whatsapp import fetching as whatsapp
from muhatap.kernel.actors import Actor
from muhatap.money import tasks as money
from muhatap.portal import tasks as portal
from muhatap.portal.help import listening
from muhatap.privacy import tasks as privacy
from muhatap.problems import tasks as problems
from muhatap.promises import operations as promises
from muhatap.quality import tasks as quality
from muhatap.reports import operations as reports
from muhatap.reports.queries import is_rebuilding
from muhatap.routing import tasks as routing
from muhatap.surveys import tasks as surveys
from muhatap.wiring import bulk, resealing, telling
from muhatap.wiring.aside import Aside
from muhatap.wiring.bulk import COUNTER, SIGNER
from muhatap.wiring.watching import note_turns

WATCH = watching.Watch()
SWEEPER = Actor.system("sweep")
BEGINNER = Actor.system("schedule")
DELIVERER = Actor.system("delivery")
TELLER = Actor.system("notices")
RULES = Actor.system("rules")
ASSISTANT = Actor.system("assistant")
CALLER = Actor.system("webhooks")


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
    done = len(published) + relay.run_listeners(at=at)
    if done:
        telling.ring_bells(at)
    return done


def sweep_promises(at: datetime) -> int:
    """Take the steps of every ladder that have come."""
    swept = promises.sweep(by=SWEEPER, at=at)
    return swept.clocks + promises.page_on_call(by=SWEEPER, at=at)


def end_left_chats(at: datetime) -> int:
    """End the chats whose visitors have left."""
    return chatting.end_left_chats(by=SWEEPER, at=at)


def tend_complaints(at: datetime) -> int:
    """Write to customers who have not heard for long, remind, and end what stays unconfirmed."""
    complaints.tend(by=SWEEPER, at=at)
    return 0


def follow_rules(at: datetime) -> int:
    """Show the rules what was published since they last looked."""
    return automation.follow_events(by=RULES, at=at)


def sweep_rules(at: datetime) -> int:
    """Let rules act whose moment has come."""
    automation.sweep_moments(by=RULES, at=at)
    return 0


def keep_observations(at: datetime) -> int:
    """Bring the observations behind the measures up to what was published, and to what time has changed."""
    done = bulk.follow(at)
    return done if bulk.is_elsewhere() else done + reports.go_on_rebuilding(by=COUNTER, at=at)


def add_up(at: datetime) -> int:
    """Add up the days that have changed, then the months that lie still."""
    if bulk.is_elsewhere():
        return 0
    return reports.roll_days(by=COUNTER, at=at) or reports.roll_spans(by=COUNTER, at=at)


def go_on_reindexing(at: datetime) -> int:
    """Write the next portion of the search index that somebody asked for."""
    return 0 if bulk.is_elsewhere() else cases.go_on_reindexing(at)


def count_availability(at: datetime) -> int:
    """Count the hours in which channels were open, and really open, on the last days."""
    return sum(reports.count_availability(brand=each, by=COUNTER, at=at) for each in all_brands())


def seal_days(at: datetime) -> int:
    """Sign what the public reads of days that are over, when all that was published is followed."""
    while keep_observations(at):
        pass
    if is_rebuilding() or bulk.is_elsewhere():
        return 0
    return reports.seal_due_day(by=SIGNER, at=at) or reports.publish_due_reports(by=SIGNER, at=at)


def watch_measures(at: datetime) -> int:
    """Tell the owners of measures that left their limits."""
    reports.watch_bounds(by=COUNTER, at=at)
    return 0


def mail_reports(at: datetime) -> int:
    """Mail the reports that staff subscribed to."""
    return report_mail.mail_reports(by=COUNTER, at=at)


def mail_pages(at: datetime) -> int:
    """Mail the pages to those on call; what fails is tried again at the next turn."""
    promises.mail_pages(by=SWEEPER, at=at)
    return 0


def mail_notices(at: datetime) -> int:
    """Mail the notices of those who chose that."""
    return notice_mail.mail_notices(by=TELLER, at=at)


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


def owe_calls(at: datetime) -> int:
    """Promise a call to those who wish to be told by telephone."""
    return channels.owe_calls(by=SWEEPER, at=at)


def move_missed_calls(at: datetime) -> int:
    """Give promised calls that nobody made a new time."""
    return channels.move_missed(by=SWEEPER, at=at)


def poll_mail(at: datetime) -> int:
    """Visit the mailboxes whose server does not tell of new mail by itself."""
    return mail.poll_mail(at, but=WATCH.waiting())


def read_articles_aloud(at: datetime) -> int:
    """Let a voice of this machine read articles into files, where it has one."""
    listening.record_missing(all_brands())
    return 0


def answer_chats(at: datetime) -> int:
    """Let the built-in assistant answer in the chats that it has."""
    return bots.answer_chats(by=ASSISTANT, at=at)


def ask_bots(at: datetime) -> int:
    """Ask the operator's own bots what they answer in the chats that they have."""
    return integrations.ask_bots(brands=all_brands(), by=ASSISTANT, at=at)


def forget_talks(at: datetime) -> int:
    """Forget what was said with bots long ago."""
    return bots.forget_talks(by=BEGINNER, at=at)


def hear_for_webhooks(at: datetime) -> int:
    """Note what was published for every webhook that hears it."""
    return integrations.hear_events(by=CALLER, at=at)


def call_webhooks(at: datetime) -> int:
    """Make the calls of webhooks that are due."""
    return integrations.call_webhooks(by=CALLER, at=at)


def fetch_whatsapp_files(at: datetime) -> int:
    """Fetch the files that messages of WhatsApp bring, and take in what could not be when it came."""
    return whatsapp.fetch_files(by=CALLER, at=at) if settings.MUHATAP_WHATSAPP else 0


def take_in_whatsapp_again(at: datetime) -> int:
    """Take in what WhatsApp told and could not be taken in when it came."""
    if settings.MUHATAP_WHATSAPP:
        whatsapp.take_in_again(at=at)
    return 0


def forget_webhook_calls(at: datetime) -> int:
    """Forget calls of webhooks that ended long ago."""
    return integrations.forget_calls(by=CALLER, at=at)


JOBS = (
    # What is little is left to gather for a moment: each run is a transaction that others wait for.
    Job("relay", 0.25, relay_events, enough=100),
    Job("route", 1, routing.route_cases),
    Job("held replies", 1, desk.send_due),
    Job("sweep", 5, sweep_promises),
    Job("tell watchers", 5, desk.tell_watchers),
    Job("left chats", 60, end_left_chats),
    Job("tend complaints", 60, Aside("tend complaints", tend_complaints)),
    Job("tend problems", 60, Aside("tend problems", problems.tend_problems)),
    Job("overdue quality", 900, quality.tell_overdue),
    Job("notices of problems", 2, problems.send_notices),
    Job("ask customers", 20, surveys.ask_customers),
    Job("periodic survey", 60, Aside("periodic survey", surveys.go_round)),
    Job("cases alike", 60, Aside("cases alike", problems.look_for_groups)),
    Job("late tasks", 30, cases.remind_of_work),
    Job("public posts", 10, connections.send_posts),
    Job("late traces", 60, money.remind_of_traces),
    Job("rules", 1, follow_rules),
    Job("rules by time", 20, sweep_rules),
    Job("observations", 2, Aside("observations", keep_observations)),
    Job("bulk work", 5, bulk.ask_if_waiting),
    Job("sums", 15, Aside("sums", add_up)),
    Job("owed calls", 5, owe_calls),
    Job("missed calls", 30, move_missed_calls),
    Job("public figures", 120, Aside("public figures", seal_days)),
    Job("measures", 300, Aside("measures", watch_measures)),
    Job("mail reports", 60, Aside("mail reports", mail_reports)),
    Job("mail pages", 5, Aside("mail pages", mail_pages)),
    Job("mail notices", 10, Aside("mail notices", mail_notices)),
    Job("deliver", 1, Aside("deliver", deliver)),
    Job("hear for webhooks", 1, hear_for_webhooks),
    Job("call webhooks", 1, Aside("call webhooks", call_webhooks)),
    Job("forget webhook calls", 3600, forget_webhook_calls),
    Job("whatsapp files", 2, Aside("whatsapp files", fetch_whatsapp_files)),
    Job("whatsapp again", 30, Aside("whatsapp again", take_in_whatsapp_again)),
    Job("watch mail", 10, WATCH.keep),
    Job("poll mail", 30, Aside("poll mail", poll_mail)),
    Job("file mail again", 15, Aside("file mail again", mail.refile_mail)),
    Job("put away", 86400, Aside("put away", cases.put_away)),
    Job("watch standing", 60, Aside("watch standing", portal.watch_standing)),
    Job("availability", 900, Aside("availability", count_availability)),
    Job("registers", 300, privacy.press_breaches),
    Job("processing", 3600, Aside("processing", privacy.record_processing)),
    Job("mail links", 2, Aside("mail links", portal.send_links)),
    Job("phone codes", 1, Aside("phone codes", portal.send_codes)),
    Job("read articles aloud", 60, Aside("read articles aloud", read_articles_aloud)),
    Job("answer chats", 1, answer_chats),
    Job("ask bots", 1, Aside("ask bots", ask_bots)),
    Job("forget talks", 3600, forget_talks),
    Job("forget drafts", 3600, portal.forget_old_drafts),
    Job("begin charters", 15, begin_charters),
    Job("note turns", 30, note_turns),
    Job("heads", 600, Aside("heads", sign_heads)),
    Job("stamps", 900, Aside("stamps", stamp_heads)),
    Job("scan files", 1, Aside("scan files", evidence.scan_files)),
    Job("look at evidence", 1, Aside("look at evidence", evidence.look_at_evidence)),
    Job("chase requests", 30, evidence.chase_requests),
    Job("end evidence", 3600, evidence.end_evidence),
    Job("erasures", 5, Aside("erasures", privacy.run_erasures)),
    Job("end data", 3600, Aside("end data", privacy.end_due)),
    Job("words of files", 5, Aside("words of files", cases.read_files)),
    Job("keyring", 6 * 3600, Aside("keyring", resealing.reseal_by_itself)),
    Job("search index", 10, Aside("search index", go_on_reindexing)),
    Job("erased words", 600, Aside("erased words", cases.purge_index)),
)
