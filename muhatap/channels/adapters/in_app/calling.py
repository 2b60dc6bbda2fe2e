"""What the operator's app can ask beside the chat itself."""

import base64
import hashlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.channels.adapters.in_app.tokens import BadToken, Identity, Key, read_token
from muhatap.channels.adapters.in_app.versions import is_older
from muhatap.channels.adapters.in_app.web_push import key_from, public_point
from muhatap.channels.chat_marks import opened_app_key, user_mark
from muhatap.channels.chat_models import AppKey, Chat
from muhatap.channels.chat_queries import app_key_of, chat_with_secret, is_blocked, notices_for_app
from muhatap.channels.contract import Sender
from muhatap.channels.operations.app_keys import spend_token
from muhatap.channels.operations.pushing import WEB_PUSH, add_push_target, drop_push_target
from muhatap.channels.visitors.calling import begin
from muhatap.channels.visitors.calls import VISITOR, Call, Refused
from muhatap.channels.visitors.openings import opening_of

_LONGEST_ENDPOINT = 1000


def session(call: Call) -> dict[str, Any]:
    """Begin a conversation as whom the operator's server vouches for; each token is taken once."""
    call.count("app_session")
    identity = _identity(call)
    mark = user_mark(call.brand.id, identity.subject)
    if is_blocked(call.brand.id, (mark,), call.at):
        raise Refused(403, "blocked", form=f"/{call.brand.code}/")
    known = Sender(
        name=identity.name or identity.subject,
        email=identity.email,
        phone=identity.phone,
        account_no=identity.account_no or identity.subject,
        verified=True,
    )
    opening = opening_of(call, known=known, app_user=mark)
    # Spent last: what was wrong with the message can be mended with the same token.
    is_fresh = spend_token(
        brand_id=call.brand.id,
        token_id=identity.token_id,
        expires_at=identity.expires_at,
        by=VISITOR,
        at=call.at,
    )
    if not is_fresh:
        raise Refused(401, "token", why="spent")
    told = {**begin(call, opening), **advice(call)}
    if told["update"]:
        _tag(call, opening.secret)
    return told


def advice(call: Call) -> dict[str, Any]:
    """Whether this version of the app should be updated, and what the operator tells its users."""
    least = str(call.said.get("minimum_version", ""))
    version = call.text("version", 60)
    told: dict[str, Any] = {"minimum_version": least, "update": bool(least) and is_older(version, least)}
    if told["update"]:
        told["words"] = _("Please update the app: some things no longer work in this version.")
    told["notices"] = notices_for_app(call.brand, call.language, call.at)
    return told


def keys(call: Call) -> dict[str, Any]:
    """The public key under which browsers subscribe to our pushes."""
    point = public_point(key_from(settings.MUHATAP_KEYRING.derive("web-push")))
    return {"web_push": base64.urlsafe_b64encode(point).rstrip(b"=").decode()}


def subscribe(call: Call) -> dict[str, Any]:
    """Remember where a browser is pushed to; only known push services are ever called."""
    chat = _app_chat(call)
    place = {name: call.text(name, _LONGEST_ENDPOINT) for name in ("endpoint", "p256dh", "auth")}
    if not all(place.values()) or not place["endpoint"].startswith("https://"):
        raise Refused(422, "subscription")
    add_push_target(
        chat_brand=call.brand.id,
        app_user=chat.app_user,
        kind=WEB_PUSH,
        digest=_digest(place["endpoint"]),
        place=place,
        by=VISITOR,
        at=call.at,
    )
    return {}


def unsubscribe(call: Call) -> dict[str, Any]:
    """Forget a browser."""
    chat = _app_chat(call)
    digest = _digest(call.text("endpoint", _LONGEST_ENDPOINT))
    drop_push_target(brand_id=call.brand.id, app_user=chat.app_user, digest=digest, by=VISITOR, at=call.at)
    return {}


def _tag(call: Call, secret: str) -> None:
    """Tag the case of an app that should be updated, in the brand's language: rules and lists find it."""
    chat = chat_with_secret(call.brand.id, secret)
    if chat is None:
        return
    with override(call.brand.default_language):
        tag, reason = _("old-app"), _("The app is older than its least version.")
    # A case that is full of tags is found without this one.
    with suppress(cases.TooManyTags):
        cases.change_tags(case=chat.case, add=[tag], reason=reason, by=VISITOR, at=call.at)


def _app_chat(call: Call) -> Chat:
    chat = call.chat()
    if not chat.app_user:
        raise Refused(403, "not_in_app")
    return chat


def _identity(call: Call) -> Identity:
    token = call.sent.get("token")
    if not isinstance(token, str):
        raise Refused(401, "token", why="missing")
    try:
        return read_token(
            token,
            _keys_of(call.brand),
            audience=f"{settings.MUHATAP_ORIGIN}/{call.brand.code}",
            now=call.at.timestamp(),
        )
    except BadToken as bad:
        raise Refused(401, "token", why=str(bad)) from None


def _keys_of(brand: Brand) -> Callable[[str], Key | None]:
    def named(name: str) -> Key | None:
        row: AppKey | None = app_key_of(brand.id, name)
        return Key(row.name, row.algorithm, opened_app_key(row.sealed)) if row else None

    return named


def _digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
