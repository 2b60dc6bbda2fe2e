"""Requests in the form of WhatsApp's public documentation, written for these tests."""

import hashlib
import hmac
import json

PHONE_ID = "106540352242922"
ELIF = "905321112233"
TOKEN, APP_SECRET, VERIFY = "EAAdeneme-anahtar", "uygulama-sirri", "dogrulama-sozcugu"
STAMP = "1795000000"


def request(*messages, statuses=(), name="Elif Karaca", phone_id=PHONE_ID):
    """One webhook with these messages and statuses."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "908500000010", "phone_number_id": phone_id},
    }
    if messages:
        numbers = dict.fromkeys(each["from"] for each in messages)
        value["contacts"] = [{"profile": {"name": name}, "wa_id": number} for number in numbers]
        value["messages"] = list(messages)
    if statuses:
        value["statuses"] = list(statuses)
    entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def message(sort, part, wamid="wamid.A1", number=ELIF, **more):
    """One message of a customer."""
    return {"from": number, "id": wamid, "timestamp": STAMP, "type": sort, sort: part, **more}


def text(body, wamid="wamid.A1", number=ELIF, **more):
    """A message in words."""
    return message("text", {"body": body}, wamid, number, **more)


def status(kind, delivery, wamid="wamid.B1", number=ELIF, **more):
    """What became of a message of ours."""
    said = {"id": wamid, "status": kind, "timestamp": STAMP, "recipient_id": number}
    return {**said, "biz_opaque_callback_data": str(delivery), **more}


def signed(body, secret=APP_SECRET):
    """The header under which a body comes."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def knock(client, said, *, brand="nehir", secret=APP_SECRET):
    """Bring a request to the desk as WhatsApp does."""
    body = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
    return client.post(
        f"/hooks/whatsapp/{brand}/",
        body,
        content_type="application/json",
        headers={"X-Hub-Signature-256": signed(body, secret)},
    )
