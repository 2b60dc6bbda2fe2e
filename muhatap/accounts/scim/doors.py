"""The doors of SCIM: a token with the scope `directory:write`, and answers as RFC 7644 has them."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.directory_reading import (
    ERROR,
    GROUP,
    LIST,
    USER,
    Unread,
    filter_in,
    group_change,
    group_in,
    person_change,
    person_in,
)
from muhatap.accounts.models import ApiToken, DirectoryGroup, DirectoryPerson
from muhatap.accounts.queries import directory_group, directory_groups, directory_people, directory_person
from muhatap.accounts.tokens import token_for
from muhatap.kernel.actors import Actor

SCOPE = "directory:write"
ROOT = "/api/scim/v2"
_MOST = 200
_LARGEST_BODY = 1024 * 1024
Door = Callable[..., HttpResponse]


class _Refusal(Exception):
    def __init__(self, status: int, detail: str, kind: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind


class Caller:
    """The directory that calls: its token, when, and what it sent."""

    def __init__(self, request: HttpRequest, at: datetime) -> None:
        scheme, _, clear = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        address = request.META.get("REMOTE_ADDR", "")
        token = token_for(clear.strip(), at, address) if scheme.lower() == "bearer" else None
        if token is None:
            raise _Refusal(401, "A token of the brand is needed.")
        if SCOPE not in token.scopes:
            raise _Refusal(403, f"The token needs the scope {SCOPE}.")
        self.request, self.token, self.at = request, token, at
        self.brand, self.by = token.brand, Actor.token(token.id)
        accounts.note_token_use(token=token, by=self.by, at=at) if _is_due(token, at) else None

    def sent(self) -> dict[str, Any]:
        """The object of the body."""
        data = self.request.read(_LARGEST_BODY + 1)
        try:
            found = json.loads(data) if len(data) <= _LARGEST_BODY else None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise _Refusal(400, "The body is one JSON object of at most 1 MB.", "invalidSyntax")
        return found


def _is_due(token: ApiToken, at: datetime) -> bool:
    return token.last_used_at is None or (at - token.last_used_at).total_seconds() > 300


def door(**methods: Door) -> Door:
    """A view that answers these methods to a directory and every failure as SCIM has it."""

    @wraps(next(iter(methods.values())))
    def through(request: HttpRequest, **place: Any) -> HttpResponse:
        try:
            found = methods.get((request.method or "").lower())
            caller = Caller(request, timezone.now())
            if found is None:
                raise _Refusal(405, "This address does not take the method.")
            return found(caller, **place)
        except _Refusal as refusal:
            return _failed(refusal.status, refusal.detail, refusal.kind)
        except Unread as unread:
            return _failed(400, str(unread), unread.kind)
        except accounts.Kept:
            return _failed(409, "The address or name is in use already.", "uniqueness")

    through.csrf_exempt = True  # type: ignore[attr-defined]
    return through


def list_users(caller: Caller) -> HttpResponse:
    """The people whom this directory keeps."""
    asked = filter_in(caller.request.GET.get("filter", ""), ("userName", "externalId", "id"))
    return _page(caller, [_user(each) for each in directory_people(caller.brand, asked)])


def add_user(caller: Caller) -> HttpResponse:
    """Keep a person."""
    kept = accounts.add_person(
        brand=caller.brand, person=person_in(caller.sent()), by=caller.by, at=caller.at
    )
    return _answer(_user(kept), 201)


def read_user(caller: Caller, user: int) -> HttpResponse:
    """One person."""
    return _answer(_user(_person(caller, user)))


def put_user(caller: Caller, user: int) -> HttpResponse:
    """Say anew who somebody is."""
    return _changed(caller, _person(caller, user), person_in(caller.sent()))


def patch_user(caller: Caller, user: int) -> HttpResponse:
    """Change a part of who somebody is."""
    return _changed(caller, _person(caller, user), person_change(caller.sent()))


def remove_user(caller: Caller, user: int) -> HttpResponse:
    """Keep a person no more."""
    accounts.remove_person(kept=_person(caller, user), by=caller.by, at=caller.at)
    return HttpResponse(status=204)


def list_groups(caller: Caller) -> HttpResponse:
    """The groups that this directory keeps."""
    asked = filter_in(caller.request.GET.get("filter", ""), ("displayName", "externalId", "id"))
    return _page(caller, [_group(each) for each in directory_groups(caller.brand, asked)])


def add_group(caller: Caller) -> HttpResponse:
    """Keep a group."""
    kept = accounts.add_group(brand=caller.brand, group=group_in(caller.sent()), by=caller.by, at=caller.at)
    return _answer(_group(kept), 201)


def read_group(caller: Caller, group: int) -> HttpResponse:
    """One group."""
    return _answer(_group(_kept_group(caller, group)))


def put_group(caller: Caller, group: int) -> HttpResponse:
    """Say anew what a group is."""
    kept = _kept_group(caller, group)
    accounts.change_group(kept=kept, group=group_in(caller.sent()), by=caller.by, at=caller.at)
    return _answer(_group(kept))


def patch_group(caller: Caller, group: int) -> HttpResponse:
    """Change a part of a group."""
    kept = _kept_group(caller, group)
    accounts.change_group(kept=kept, group=group_change(caller.sent()), by=caller.by, at=caller.at)
    return _answer(_group(kept))


def remove_group(caller: Caller, group: int) -> HttpResponse:
    """Keep a group no more."""
    accounts.remove_group(kept=_kept_group(caller, group), by=caller.by, at=caller.at)
    return HttpResponse(status=204)


def configuration(caller: Caller) -> HttpResponse:
    """What of SCIM there is here."""
    no = {"supported": False}
    return _answer(
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch": {"supported": True},
            "bulk": no | {"maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": True, "maxResults": _MOST},
            "changePassword": no,
            "sort": no,
            "etag": no,
            "authenticationSchemes": [
                {"type": "oauthbearertoken", "name": "Bearer token", "description": "A token of the brand"}
            ],
        }
    )


def resource_types(caller: Caller) -> HttpResponse:
    """The two sorts of things that are kept."""
    schema = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
    sorts = (("User", "/Users", USER), ("Group", "/Groups", GROUP))
    return _page(
        caller,
        [
            {"schemas": [schema], "id": name, "name": name, "endpoint": at, "schema": of}
            for name, at, of in sorts
        ],
    )


def _changed(caller: Caller, kept: DirectoryPerson, person: Any) -> HttpResponse:
    accounts.change_person(kept=kept, person=person, by=caller.by, at=caller.at)
    return _answer(_user(kept))


def _person(caller: Caller, user: int) -> DirectoryPerson:
    found = directory_person(caller.brand, user)
    if found is None:
        raise _Refusal(404, "There is no such user.")
    return found


def _kept_group(caller: Caller, group: int) -> DirectoryGroup:
    found = directory_group(caller.brand, group)
    if found is None:
        raise _Refusal(404, "There is no such group.")
    return found


def _user(kept: DirectoryPerson) -> dict[str, Any]:
    staff = kept.staff
    return {
        "schemas": [USER],
        "id": str(kept.id),
        "externalId": kept.external_id or None,
        "userName": staff.email,
        "displayName": staff.name,
        "name": {"formatted": staff.name},
        "emails": [{"value": staff.email, "primary": True}],
        "active": kept.is_active,
        "groups": [{"value": str(each.id), "display": each.name} for each in kept.groups.all()],
        "meta": _meta("User", "Users", kept.id, kept),
    }


def _group(kept: DirectoryGroup) -> dict[str, Any]:
    return {
        "schemas": [GROUP],
        "id": str(kept.id),
        "externalId": kept.external_id or None,
        "displayName": kept.name,
        "members": [
            {"value": str(each.id), "display": each.staff.name}
            for each in kept.members.select_related("staff").order_by("id")
        ],
        "meta": _meta("Group", "Groups", kept.id, kept),
    }


def _meta(sort: str, place: str, number: int, kept: DirectoryPerson | DirectoryGroup) -> dict[str, Any]:
    return {
        "resourceType": sort,
        "created": kept.made_at.isoformat(),
        "lastModified": kept.changed_at.isoformat(),
        "location": f"{ROOT}/{place}/{number}",
    }


def _page(caller: Caller, found: list[dict[str, Any]]) -> HttpResponse:
    start, count = (
        _number(caller.request.GET.get(name, ""), of) for name, of in (("startIndex", 1), ("count", 100))
    )
    first = max(start, 1)
    shown = found[first - 1 : first - 1 + min(count, _MOST)]
    about = {"totalResults": len(found), "startIndex": first, "itemsPerPage": len(shown)}
    return _answer({"schemas": [LIST], **about, "Resources": shown})


def _number(written: str, otherwise: int) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else otherwise


def _answer(told: dict[str, Any], status: int = 200) -> HttpResponse:
    response = HttpResponse(json.dumps(told), status=status, content_type="application/scim+json")
    if status == 201:
        response["Location"] = told["meta"]["location"]
    response["Cache-Control"] = "no-store"
    return response


def _failed(status: int, detail: str, kind: str = "") -> HttpResponse:
    told = {"schemas": [ERROR], "status": str(status), "detail": detail}
    response = _answer(told | ({"scimType": kind} if kind else {}), status)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Muhatap"'
    return response
