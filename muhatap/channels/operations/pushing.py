"""Telling an app user outside of the open app: queued like a letter, and not sent if she reads before."""

import json
from datetime import datetime

from django.conf import settings

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Message
from muhatap.channels.chat_models import Chat, PushTarget
from muhatap.channels.models import Delivery
from muhatap.channels.operations.chatting import PUSH_AFTER
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal

IN_APP = "in_app"
WEBHOOK, WEB_PUSH = "webhook", "web_push"
MOST_TARGETS = 10


def push_message(*, chat: Chat, message: Message, by: Actor, at: datetime) -> None:
    """Queue a message for every place where its app user wants to hear of it."""
    if not chat.app_user:
        return
    targets = PushTarget.objects.filter(brand_id=chat.brand_id, app_user=chat.app_user)
    places = [str(each.id) for each in targets[:MOST_TARGETS]]
    if chat.brand.code in settings.MUHATAP_PUSH_HOOKS:
        places.append(WEBHOOK)
    with unit_of_work() as unit:
        unit.add(
            *(
                Delivery(
                    brand_id=chat.brand_id,
                    case_id=chat.case_id,
                    message=message,
                    channel=IN_APP,
                    recipient=place,
                    next_try_at=at + PUSH_AFTER,
                )
                for place in places
            )
        )


def add_push_target(
    *, chat_brand: int, app_user: str, kind: str, digest: str, place: dict[str, str], by: Actor, at: datetime
) -> PushTarget:
    """Remember where an app user hears of new words; the same place once, the newest ten."""
    sealed = seal(settings.MUHATAP_KEYRING, "push-target", json.dumps(place).encode())
    with unit_of_work():
        target, _ = PushTarget.objects.update_or_create(
            brand_id=chat_brand,
            app_user=app_user,
            digest=digest,
            defaults={"kind": kind, "sealed": sealed, "made_at": at},
        )
        older = PushTarget.objects.filter(brand_id=chat_brand, app_user=app_user).order_by("-made_at", "-id")
        PushTarget.objects.filter(id__in=list(older.values_list("id", flat=True)[MOST_TARGETS:])).delete()
    return target


def drop_push_target(*, brand_id: int, app_user: str, digest: str, by: Actor, at: datetime) -> None:
    """Forget a place."""
    with unit_of_work():
        PushTarget.objects.filter(brand_id=brand_id, app_user=app_user, digest=digest).delete()
