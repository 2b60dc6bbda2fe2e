"""A webhook is made, tested and stopped in a browser; its pages and the page of jobs are accessible."""

import pytest

from muhatap.integrations import operations as integrations
from muhatap.integrations.models import Webhook, WebhookCall
from muhatap.kernel.actors import Actor
from tests.world import NOON

pytestmark = pytest.mark.slow


def test_a_webhook_from_its_form_to_its_log(world, browse_as, page, axe):
    browse_as(page, "arda").goto("/desk/webhooks/new/")
    axe(page)
    page.locator("#name").fill("ERP")
    page.locator("#url").fill("https://erp.example/hook")
    page.locator("form.stack button.btn-primary").click()
    page.locator("code", has_text="whsec_").wait_for()
    axe(page)
    webhook = Webhook.objects.get()
    integrations.test_webhook(webhook=webhook, by=Actor.system("test"), at=NOON)
    call = WebhookCall.objects.get()
    for place in ("", f"{webhook.id}/", f"{webhook.id}/calls/{call.id}/", "events/"):
        page.goto(f"/desk/webhooks/{place}")
        axe(page)
    page.goto("/desk/jobs/")
    axe(page)
