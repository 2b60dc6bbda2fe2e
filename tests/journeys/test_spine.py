"""The story: three ways in, one desk, a broken promise, a satisfied customer, and the proof of it all."""

import json
import re
import urllib.request
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.audit.models import Event
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Attachment, Case, Message
from muhatap.cases.statuses import Author, Kind, Status
from muhatap.notifications.models import Notice
from muhatap.surveys.models import SurveyAnswer
from muhatap.wiring import schedule
from muhatap.wiring.console import main
from tests.audit.tampering import execute, unguarded
from tests.channels.email.post import mail
from tests.journeys import walking
from tests.journeys.nehir import BY, connect_mailbox, do_background_work

ANSWER = "Ödemeniz onaylandı; bugün 18.00'e kadar hesabınızda."
IN_TIME, TOO_LATE = timedelta(hours=70), timedelta(hours=73)


@pytest.fixture
def console(tmp_path, settings, monkeypatch, capsys):
    """A function that runs a command of the console on a data folder of this test; gives code and output."""
    settings.MUHATAP_DATA = tmp_path
    for command in ("audit", "promises"):
        monkeypatch.setattr(f"muhatap.wiring.commands.{command}.start_django", lambda: None)

    def run(*arguments: str) -> tuple[int, dict]:
        capsys.readouterr()
        code = main([*arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


class Post:
    """The mail system seen by those who write through it."""

    def __init__(self, smtp):
        self.smtp, self.imap = smtp, smtp.imap
        self.desk = smtp.add_user("nehir.destek")
        self.elif_, self.hakan, self.sule = (
            smtp.add_user(f"{name}.yazan") for name in ("elif", "hakan", "sule")
        )

    def letters_to(self, address: str) -> list:
        """What lies in a customer's mailbox, oldest first."""
        paths = self.imap.mails_in(address.partition("@")[0])
        paths.sort(key=lambda path: path.name)
        return [message_from_bytes(path.read_bytes(), policy=default) for path in paths]

    def send(self, raw: bytes) -> None:
        """Bring a mail into the desk's mailbox and let the desk look there."""
        self.imap.put("nehir.destek", raw)
        assert schedule.mail.poll_mail(timezone.now()) == 1


@pytest.fixture
def post(nehir, smtp):
    """The mail system, with customers' mailboxes and the desk's own connected."""
    made = Post(smtp)
    connect_mailbox(nehir.brand, made.imap, "nehir.destek", timezone.now())
    return made


def words_of(letter) -> str:
    return letter.get_body(("plain",)).get_content()


def test_the_whole_story(nehir, new_page, post, live_server, console):
    customer, agent, supervisor = new_page(), new_page(), new_page()
    waiting = mail_comes_in_three_days_ago(post)
    hers = customer_sends_the_form(customer, post)
    by_program = program_calls(nehir, live_server, post)
    acknowledgements_go_out(post, hers, by_program)
    agent_answers_by_keyboard(agent, nehir, hers, post)
    customer_answers_by_mail(hers, post, customer)
    promise_breaks(waiting, post, console)
    supervisor_is_told(supervisor, nehir, waiting)
    letter_leads_to_the_case(new_page(), waiting, post)
    customer_objects(customer, hers)
    superior_answers_by_keyboard(supervisor, hers)
    customer_confirms(customer, hers)
    do_background_work()
    proof_holds_until_somebody_cheats(hers, console)


def mail_comes_in_three_days_ago(post) -> Case:
    at = timezone.now() - TOO_LATE
    raw = mail(f"Şule Yazan <{post.sule}>", to=post.desk, subject="Kartım kapandı", text="Neden kapandı?")
    post.imap.put("nehir.destek", raw)
    assert schedule.mail.poll_mail(at) == 1
    case = Case.objects.get()
    assert (case.channel, case.received_at) == ("email", at)
    schedule.relay_events(at)
    schedule.relay_events(at)
    assert schedule.deliver(at + timedelta(seconds=2))
    assert case.number in words_of(post.letters_to(post.sule)[0])
    return case


def customer_sends_the_form(page, post) -> Case:
    walking.begin_form(page)
    assert page.get_attribute("html", "lang") == "tr"
    walking.fill_form(page, post.elif_)
    walking.go_on(page)
    page.wait_for_url("**/review/")
    walking.go_on(page)
    page.wait_for_url("**/done/")
    case = Case.objects.get(number=page.inner_text(".ticket-no"))
    assert page.inner_text(".secret") == secret_of(case)
    assert page.locator(".vows li").count() >= 2
    assert "Bir kişi yanıt verir" in page.inner_text(".vows")
    assert Attachment.objects.get(case=case).evidence == "transaction_view"
    assert case.notices
    return case


def program_calls(nehir, live_server, post) -> Case:
    _token, clear = accounts.create_token(
        brand=nehir.brand, name="test", scopes=["cases:write", "cases:read"], by=BY, at=timezone.now()
    )
    body = {
        "brand": "nehir",
        "topic": "OTHER",
        "subject": "Fatura kopyası",
        "text": "Eylül faturamı istiyorum. Kartım 4242 4242 4242 4242.",
        "customer": {"name": "Hakan Yazan", "email": post.hakan},
        "fields": {},
    }
    call = urllib.request.Request(
        f"{live_server.url}/api/v1/cases",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {clear}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(call) as answer:
        assert answer.status == 201
        told = json.load(answer)
    assert {"first_reply_written", "resolve"} <= {each["promise"] for each in told["promises"]}
    case = Case.objects.get(number=told["number"])
    assert told["secret"] == secret_of(case)
    assert "4242 4242 4242 4242" not in Message.objects.get(case=case, author="customer").text
    return case


def acknowledgements_go_out(post, *opened):
    for job in (schedule.relay_events, schedule.relay_events, schedule.deliver):
        job(timezone.now() + timedelta(seconds=1))
    for case in opened:
        (letter,) = post.letters_to(case.customer.email)
        assert letter["auto-submitted"] == "auto-generated"
        assert case.number in letter["subject"]
        assert secret_of(case) in words_of(letter)
        clock = case.clocks.get(name="first_reply")
        assert clock.stopped_at is None, "an automatic letter is no reply"
        assert case.clocks.get(name="ack").was_kept


def agent_answers_by_keyboard(page, nehir, case, post):
    walking.sign_in(page, nehir.staff["deniz"])
    walking.open_from_list(page, case)
    page.keyboard.press("r")
    page.wait_for_selector("#reply:focus")
    page.keyboard.type(ANSWER)
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".timeline >> text=Ödemeniz onaylandı")
    assert case.clocks.get(name="first_reply").was_kept
    do_background_work(sweeping=False)
    letter = post.letters_to(case.customer.email)[-1]
    assert ANSWER in words_of(letter)
    assert case.number in letter["subject"]


def customer_answers_by_mail(case, post, page):
    letter = post.letters_to(post.elif_)[-1]
    post.send(
        mail(
            f"Elif Karaca <{post.elif_}>",
            to=post.desk,
            subject="Bambaşka bir konu",
            text="Para geldi, teşekkürler.",
            in_reply_to=letter["message-id"],
        )
    )
    assert Case.objects.count() == 3
    newest = Message.objects.filter(case=case, author=Author.CUSTOMER).latest("at")
    assert (newest.channel, newest.text) == ("email", "Para geldi, teşekkürler.")
    page.goto(f"/nehir/cases/{case.number}/")
    assert "Para geldi, teşekkürler." in page.inner_text(".story")
    assert ANSWER in page.inner_text(".story")


def promise_breaks(case, post, console):
    places = []
    at = timezone.now()
    for moment in (case.received_at, case.received_at + IN_TIME, at):
        assert console("promises", "sweep", "--at", moment.isoformat())[0] == 0
        now = Case.objects.get(id=case.id)
        is_broken = now.clocks.get(name="first_reply").steps.filter(threshold="100").exists()
        places.append((now.queue.code, is_broken))
    # Reading it was promised in 48 hours, an answer in 72: one silence lifts it one floor in two days.
    assert places == [("general", False), ("leads", False), ("leads", True)]
    assert now.priority < case.priority
    steps = list(case.clocks.get(name="first_reply").steps.values_list("threshold", flat=True))
    assert sorted(steps) == sorted(["target", "50", "80", "100"])
    schedule.sweep_promises(at + timedelta(seconds=1))
    assert case.clocks.get(name="first_reply").steps.count() == len(steps)
    do_background_work(sweeping=False)
    _acknowledgement, letter = post.letters_to(post.sule)
    assert "Bir kişi yanıt verir" in words_of(letter)


def supervisor_is_told(page, nehir, case):
    mert = nehir.staff["mert"]
    assert Notice.objects.filter(staff=mert, kind="clock_broken", about_case_id=case.id).count() == 2
    walking.sign_in(page, mert)
    shown = Notice.objects.filter(staff=mert, folded_into=None)
    assert int(page.inner_text(".bell-count")) == shown.count()
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/desk/notices/")
    # What was found late at once is told in one line, which leads to the cases.
    page.locator("main a[href='/desk/?view=escalated']").click()
    page.locator(f"main [href*='/desk/cases/{case.number}/']").first.wait_for()


def letter_leads_to_the_case(page, case, post):
    letter = words_of(post.letters_to(post.sule)[0])
    assert secret_of(case) in letter
    page.goto("/nehir/track/")
    page.fill("#number", re.search(r"\d\d-\d{5}-\d{5}", letter)[0])
    page.fill("#secret", secret_of(case))
    walking.go_on(page)
    page.wait_for_url("**/cases/**")
    assert page.locator(".vows [data-state=late]").count()
    for notice in page.locator(".story details > summary").all():
        notice.click()
    assert words_of(post.letters_to(post.sule)[-1]).splitlines()[2][:40] in page.inner_text(".story")


def customer_objects(page, case):
    walking.open_case_page(page, case)
    before = Case.objects.get(id=case.id)
    page.locator("a[href$='/not-satisfied/']").first.click()
    page.fill("#words", "Yarısı eksik geldi.")
    walking.go_on(page)
    page.wait_for_url(f"**/cases/{case.number}/")
    after = Case.objects.get(id=case.id)
    assert after.kind == Kind.COMPLAINT
    assert after.priority == before.priority == 2
    assert (before.queue.code, after.queue.code) == ("payments", "leads")
    assert case.clocks.filter(promise__code="investigation_start", stopped_at__isnull=True).exists()


def superior_answers_by_keyboard(page, case):
    page.goto("/desk/")
    walking.open_from_list(page, case)
    page.keyboard.press("r")
    page.wait_for_selector("#reply:focus")
    page.keyboard.type("Eksik kalan tutarı da gönderdik, özür dileriz.")
    # Nobody ends a complaint with a reply: only her own word, or a decision with its letter, does.
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".timeline >> text=özür dileriz")
    assert Case.objects.get(id=case.id).is_open


def customer_confirms(page, case):
    page.reload()
    assert "özür dileriz" in page.inner_text(".story")
    page.locator("form[action$='/solved/'] button").click()
    page.locator("#score-5").check()
    walking.go_on(page)
    page.wait_for_url(f"**/cases/{case.number}/")
    assert SurveyAnswer.objects.get(case=case).score == 5
    assert Case.objects.get(id=case.id).status == Status.CLOSED


def proof_holds_until_somebody_cheats(case, console):
    assert console("audit", "sign")[0] == 0
    code, told = console("audit", "verify")
    assert (code, told["intact"], told["found"], told["head_logs"]) == (0, True, 0, 1)
    assert told["events"] == Event.objects.count()
    victim = Event.objects.filter(stream_id=case.id, kind="message.posted").earliest("seq")
    changed = victim.content.replace('"', "'", 1)
    with unguarded():
        assert execute("UPDATE audit_event SET content = %s WHERE id = %s", changed, victim.id) == 1
    code, told = console("audit", "verify")
    assert (code, told["first"]["event_id"]) == (1, str(victim.id))
    assert {finding["event_id"] for finding in told["findings"]} == {str(victim.id)}
