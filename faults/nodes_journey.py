"""The spine's journey in a real browser through two nodes, of which one dies between every two steps."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Error, sync_playwright

from faults.nodes import Balancer, Node
from faults.trial import Trial
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from tests.house.browser import FLAGS, chromium_path

_ANSWER = "Ödemeniz onaylandı; bugün 18.00'e kadar hesabınızda."
_WORD = "Param geldi, teşekkürler."
_STEP_MS, _SERVICE_SECONDS = 60_000, 60.0


def walk(trial: Trial, nodes: list[Node], balancer: Balancer) -> None:
    """Form, number, answer and the customer's word, each while a node is dead; what fails is a check."""
    from tests.journeys import walking
    from tests.journeys.nehir import open_nehir

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    one, other = nodes
    nehir = open_nehir(datetime.now(UTC))
    try:
        with _pages(balancer.port) as (customer, agent):
            walking.begin_form(customer)
            walking.fill_form(customer, "elif@posta.example")
            with _dead(trial, one, balancer):
                walking.go_on(customer)
                customer.wait_for_url("**/review/")
                walking.go_on(customer)
                customer.wait_for_url("**/done/")
                case = Case.objects.get(number=customer.inner_text(".ticket-no"))
            walking.sign_in(agent, nehir.staff["deniz"])
            agent.goto(f"/desk/cases/{case.number}/")
            with _dead(trial, other, balancer):
                _answer(agent)
            walking.open_case_page(customer, case)
            is_read = "Ödemeniz onaylandı" in customer.inner_text(".story")
            trial.check("the customer reads the answer", is_read)
            with _dead(trial, one, balancer):
                _is_heard_live(trial, agent, case)
    except (Error, Case.DoesNotExist) as error:
        trial.check("the journey is walked to its end", False, error)
        return
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    _check(trial, case)


def _check(trial: Trial, case: Case) -> None:
    texts = list(Message.objects.filter(case=case).values_list("text", flat=True))
    trial.check("one case out of one form", Case.objects.filter(customer=case.customer).count() == 1)
    trial.check("the answer stands there once", texts.count(_ANSWER) == 1, texts)
    trial.check("the clock of the first reply was kept", case.clocks.get(name="first_reply").was_kept)
    trial.figures["browser"] = "form, number, answer and live word with a dead node each"


def _answer(agent: Any) -> None:
    agent.bring_to_front()
    agent.keyboard.press("r")
    agent.wait_for_selector("#reply:focus")
    agent.keyboard.type(_ANSWER)
    agent.keyboard.press("Shift+Enter")
    agent.wait_for_selector(".timeline >> text=Ödemeniz onaylandı")


def _is_heard_live(trial: Trial, agent: Any, case: Case) -> None:
    """Whatever node her page hung on, she sees the customer's next word without doing anything."""
    new = cases.NewMessage(author=Author.CUSTOMER, channel="web_form", text=_WORD)
    cases.post_message(case=case, new=new, by=Actor.channel("web_form"), at=datetime.now(UTC))
    began = time.monotonic()
    agent.wait_for_selector(f".timeline >> text={_WORD}")
    trial.figures["word on the agent's screen after, s"] = round(time.monotonic() - began, 1)


@contextmanager
def _pages(port: int) -> Iterator[tuple[Any, Any]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        found = []
        for _ in range(2):
            context = browser.new_context(base_url=f"http://127.0.0.1:{port}", locale="tr-TR")
            context.set_default_timeout(_STEP_MS)
            found.append(context.new_page())
        yield found[0], found[1]
        browser.close()


@contextmanager
def _dead(trial: Trial, node: Node, balancer: Balancer) -> Iterator[None]:
    """kill -9 of a node for as long as the block lasts; afterwards both are ready again."""
    node.kill()
    trial.say(f"journey: kill -9 of all of {node.name}")
    yield
    node.start()
    back = trial.wait_until(lambda: len(balancer.ready) == 2, 2 * _SERVICE_SECONDS)
    trial.check(f"{node.name} is ready again", back is not None, balancer.ready)
