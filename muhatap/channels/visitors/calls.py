"""What every call of a chat passes: brand, origin, language, limits, and the visitor's secret."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from muhatap.brands.models import Brand
from muhatap.brands.queries import brand_with_code
from muhatap.brands.standing import missing_for_visitors
from muhatap.channels.chat_hours import channel_said
from muhatap.channels.chat_marks import digest_of
from muhatap.channels.chat_models import Chat
from muhatap.channels.chat_queries import chat_with_secret
from muhatap.channels.contract import InboundFile
from muhatap.channels.visitors.crossing import let_cross, may_cross
from muhatap.channels.visitors.surroundings import Surroundings
from muhatap.kernel.actors import Actor
from muhatap.kernel.text import clean

VISITOR = Actor.customer(None)
_SECRET = re.compile(r"[A-Za-z0-9_-]{43,64}")
_NAME = re.compile(r"[A-Za-z0-9_-]{8,64}")
_LARGEST_BODY = 200_000


class Refused(Exception):
    """A call that is answered with a status, a code for programs, and more for people."""

    def __init__(self, status: int, code: str, **more: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.more = status, code, more


@dataclass(frozen=True, slots=True)
class Call:
    """One call: whose page asks what, of which brand, in which language, and when."""

    request: HttpRequest
    brand: Brand
    said: Mapping[str, Any]
    sent: Mapping[str, Any]
    language: str
    at: datetime
    around: Surroundings

    def text(self, name: str, longest: int = 500) -> str:
        """A text of what was sent, without what no text holds."""
        value = self.sent.get(name)
        return clean(value, max_length=longest).strip() if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """A small number of what was sent, 0 for anything else."""
        value = self.sent.get(name)
        if isinstance(value, str) and value.isdecimal() and len(value) < 10:
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0

    def name(self, key: str) -> str:
        """A name that the visitor's device made; 422 for anything else."""
        value = self.sent.get(key)
        if not isinstance(value, str) or not _NAME.fullmatch(value):
            raise Refused(422, "client_id")
        return value

    def secret(self) -> str:
        """The secret in the body or in the header `Authorization`; 401 without one."""
        scheme, _sep, held = self.request.headers.get("Authorization", "").partition(" ")
        value = held if scheme.lower() == "bearer" else self.sent.get("secret")
        if not isinstance(value, str) or not _SECRET.fullmatch(value):
            raise Refused(401, "secret")
        return value

    def chat(self) -> Chat:
        """The chat that the secret opens in this brand; 404 for any other."""
        chat = chat_with_secret(self.brand.id, self.secret())
        if chat is None:
            raise Refused(404, "no_chat")
        return chat

    def count(self, what: str, who: str = "") -> None:
        """Count an attempt of the visitor's network, or of `who`; 429 when there were too many."""
        again_at = self.around.count(what, who or self.request.META.get("REMOTE_ADDR", ""), self.at)
        if again_at is not None:
            raise Refused(429, "too_often", again_at=again_at.isoformat())

    def files(self) -> tuple[InboundFile, ...]:
        """The files that came along; 422 for too many or too large ones."""
        limit = self.said.get("capabilities") or {}
        uploads = self.request.FILES.getlist("files")
        if not uploads:
            return ()
        most = int(limit.get("largest_megabytes") or 10) * 1024 * 1024
        if limit.get("attachments") is False or len(uploads) > 5:
            raise Refused(422, "files")
        if any(each.size > most for each in uploads):
            raise Refused(422, "too_large")
        return tuple(InboundFile(each.name or "file", each.read()) for each in uploads)


Door = Callable[[Call], dict[str, Any]]


def door(around: Surroundings, *, channels: tuple[str, ...] = ("live_chat", "in_app"), reads: bool = False):
    """A view that checks brand, origin and body, and answers with JSON; what only reads wakes nobody."""

    def wrapped(answer: Door) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(answer)
        def view(request: HttpRequest, brand: str) -> HttpResponse:
            if reads:
                request.META["muhatap.only_read"] = True
            found = brand_with_code(brand)
            said = _said(found, channels)
            if found is None or said is None or missing_for_visitors(found.legal):
                return JsonResponse({"error": "no_such_chat"}, status=404)
            if not may_cross(request, said):
                return JsonResponse({"error": "origin"}, status=403)
            if request.method == "OPTIONS":
                return let_cross(request, HttpResponse(status=204))
            response = _answered(request, found, said, answer, around)
            response["Cache-Control"] = "no-store"
            return let_cross(request, response)

        return view

    return wrapped


def _said(brand: Brand | None, channels: tuple[str, ...]) -> Mapping[str, Any] | None:
    if brand is None:
        return None
    return next((said for each in channels if (said := channel_said(brand, each)) is not None), None)


def _answered(
    request: HttpRequest, brand: Brand, said: Mapping[str, Any], answer: Door, around: Surroundings
) -> HttpResponse:
    if request.method not in ("GET", "POST"):
        return JsonResponse({"error": "method"}, status=405)
    try:
        sent = _body(request)
        language = _language(brand, request, sent)
        call = Call(request, brand, said, sent, language, timezone.now(), around)
        with translation.override(language), timezone.override(ZoneInfo(brand.zone)):
            return JsonResponse(answer(call), json_dumps_params={"ensure_ascii": False})
    except Refused as refused:
        return JsonResponse({"error": refused.code, **refused.more}, status=refused.status)


def _language(brand: Brand, request: HttpRequest, sent: Mapping[str, Any]) -> str:
    wanted = str(sent.get("language") or request.GET.get("language", ""))[:2].lower()
    return wanted if wanted in brand.languages else brand.default_language


def _body(request: HttpRequest) -> Mapping[str, Any]:
    if request.method == "GET":
        return {}
    if request.content_type == "multipart/form-data":
        return {name: value for name, value in request.POST.items() if isinstance(value, str)}
    if len(request.body) > _LARGEST_BODY:
        raise Refused(413, "too_long")
    try:
        sent = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise Refused(400, "json") from None
    if not isinstance(sent, dict):
        raise Refused(400, "json")
    return sent


def visitor_of(secret: str) -> str:
    """By what the attempts of one visitor are counted."""
    return digest_of(secret)
