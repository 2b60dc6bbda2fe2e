"""Who may call: a bearer token with the scope, at a pace, over TLS; and the body that it brings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils import timezone
from ninja.security import HttpBearer

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import ApiToken
from muhatap.accounts.tokens import token_for
from muhatap.audit.viewing import Door, note_viewings
from muhatap.brands.models import Brand
from muhatap.channels.adapters.api.pace import pace_of
from muhatap.channels.adapters.api.problems import Problem, malformed
from muhatap.kernel.actors import Actor
from muhatap.kernel.purposes import Sort, is_served

BODY_LIMIT = 10 * 1024 * 1024
POURED_AWAY = 8 * BODY_LIMIT
# Only stops a program that runs away; a desk at full load stays far below it.
CALLS_A_MINUTE = 60_000

_USE_NOTED_EVERY = timedelta(minutes=5)
_SIP = 64 * 1024
_REALM = 'Bearer realm="Muhatap"'


@dataclass(frozen=True, slots=True)
class Program:
    """The caller: its token, the one brand it speaks for, and when it called."""

    token: ApiToken
    at: datetime

    @property
    def brand(self) -> Brand:
        """The brand of the token."""
        return self.token.brand

    @property
    def actor(self) -> Actor:
        """Who acts, as facts name it."""
        return Actor.token(self.token.id)

    def must_be(self, brand: str | None) -> None:
        """Refuse a brand that is not the token's, whether it exists or not."""
        if brand is not None and brand.strip().casefold() != self.brand.code.casefold():
            raise Problem("other-brand", brand=self.brand.code)

    def serves(self, *sorts: Sort) -> bool:
        """Whether what its data are used for is served by all of these sorts."""
        return all(is_served(self.token.purpose, each) for each in sorts)

    def must_serve(self, *sorts: Sort) -> None:
        """Refuse what would tell it sorts of data that do not serve its purpose."""
        lacking = [each for each in sorts if not is_served(self.token.purpose, each)]
        if lacking:
            raise Problem("off-purpose", purpose=self.token.purpose, sorts=", ".join(lacking))


class Access(HttpBearer):
    """A token that has one of these scopes."""

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = scopes

    def __call__(self, request: HttpRequest) -> Program:
        """The program that calls; every refusal is a problem."""
        scheme, _, clear = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Problem("token-missing", headers={"WWW-Authenticate": _REALM})
        return self.authenticate(request, clear.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Program:
        """The program with this token, after its scope and its pace were looked at."""
        at = timezone.now()
        known = token_for(token, at, request.META.get("REMOTE_ADDR", ""))
        if known is None:
            raise Problem("token-refused", headers={"WWW-Authenticate": f'{_REALM}, error="invalid_token"'})
        if not set(self.scopes) & set(known.scopes):
            raise _scope_missing(self.scopes)
        wait = pace_of(CALLS_A_MINUTE).wait_for(known.id, at.timestamp())
        if wait:
            raise Problem("too-many-calls", headers={"Retry-After": str(wait)}, seconds=wait)
        program = Program(known, at)
        if known.last_used_at is None or at - known.last_used_at > _USE_NOTED_EVERY:
            accounts.note_token_use(token=known, by=program.actor, at=at)
        if request.method == "POST":
            # Marks the call as one whose body is worth keeping when it is refused.
            request.program = program
            _take_body(request)
        return program


def note_read(program: Program, case_ids: Iterable[int]) -> None:
    """Write into the ledger of reads that a program read these cases."""
    note_viewings(
        stream_ids=case_ids,
        brand_id=program.brand.id,
        door=Door("api", "token"),
        by=program.actor,
        at=program.at,
    )


def _scope_missing(scopes: Iterable[str]) -> Problem:
    wanted = " ".join(scopes)
    challenge = f'{_REALM}, error="insufficient_scope", scope="{wanted}"'
    return Problem("scope-missing", headers={"WWW-Authenticate": challenge}, scope=wanted)


def refuse_plain_http(request: HttpRequest) -> None:
    """Refuse a call outside of TLS where the desk is reached by TLS; a redirect would hide the leak."""
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        raise Problem("https-required")


def _take_body(request: HttpRequest) -> None:
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower() and not request.META.get(
        "CONTENT_LENGTH"
    ):
        raise Problem("length-required")
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if declared.isdecimal() and (len(declared) > 18 or int(declared) > BODY_LIMIT):
        _pour_away(request)
        raise _too_large()
    try:
        body = request.read(BODY_LIMIT + 1)
    except UnreadablePostError:
        raise malformed("empty") from None
    if len(body) > BODY_LIMIT:
        raise _too_large()
    request._body = body
    if not body:
        raise malformed("empty")
    if request.content_type != "application/json":
        raise Problem("media-type-unsupported", headers={"Accept-Post": "application/json"})


def _pour_away(request: HttpRequest) -> None:
    # A server that stops reading cuts the connection, and the caller never sees why.
    try:
        for _ in range(POURED_AWAY // _SIP):
            if not request.read(_SIP):
                return
    except UnreadablePostError:
        return


def _too_large() -> Problem:
    return Problem("body-too-large", megabytes=BODY_LIMIT // 1024 // 1024)
