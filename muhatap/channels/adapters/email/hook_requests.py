"""A webhook's request as it was sent, read without the limits that are meant for people's forms."""

import json
from email.message import Message
from io import BytesIO
from urllib.parse import parse_qsl

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

_KEPT = ("CONTENT_TYPE", "HTTP_AUTHORIZATION", "HTTP_HOST", "HTTP_X_MANDRILL_SIGNATURE")
_SIGNATURES = "HTTP_X_TWILIO_EMAIL_EVENT_WEBHOOK_"
_MOST_FIELDS = 2_000


def packed(request: HttpRequest, body: bytes) -> bytes:
    """The request as bytes for the vault: its headers that matter as one JSON line, and its body."""
    kept = {name: request.META[name] for name in _KEPT if name in request.META}
    kept |= {name: value for name, value in request.META.items() if name.startswith(_SIGNATURES)}
    # The password of the door has done its work and is kept nowhere.
    kept.pop("HTTP_AUTHORIZATION", None)
    return json.dumps({"path": request.path, "meta": kept}).encode() + b"\n" + body


def unpacked(data: bytes) -> HttpRequest:
    """The request out of its bytes, with its form read already."""
    head, _, body = data.partition(b"\n")
    said = json.loads(head)
    return carried(said["path"], said["meta"], body)


def carried(path: str, meta: dict, body: bytes) -> HttpRequest:
    """A request made of its parts; fields and files as Django would give them, whatever their size."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "POST", path, path
    request.META = {**meta, "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body))}
    request._set_content_type_params(request.META)
    request._stream, request._read_started, request._body = BytesIO(body), True, body
    fields, files = _form(request, body)
    request.POST, request.FILES = fields, files
    return request


def _form(request: HttpRequest, body: bytes) -> tuple[QueryDict, MultiValueDict]:
    encoding = request.encoding or "utf-8"
    fields, files = QueryDict(mutable=True, encoding=encoding), MultiValueDict()
    if request.content_type == "application/x-www-form-urlencoded":
        text = body.decode("latin-1")
        for name, value in parse_qsl(text, keep_blank_values=True, encoding=encoding, errors="replace"):
            fields.appendlist(name, value)
    elif request.content_type == "multipart/form-data":
        for name, file_name, content_type, content in _parts(request, body):
            if file_name is None:
                fields.appendlist(name, content.decode(encoding, "surrogateescape"))
            else:
                files.appendlist(name, SimpleUploadedFile(file_name, content, content_type))
    return fields, files


def _parts(request: HttpRequest, body: bytes) -> list[tuple[str, str | None, str, bytes]]:
    boundary = (request.content_params or {}).get("boundary", "").encode("latin-1")
    found: list[tuple[str, str | None, str, bytes]] = []
    if not boundary:
        return found
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1 : _MOST_FIELDS + 1]:
        head, blank, content = part.partition(b"\r\n\r\n")
        if part.startswith(b"--") or not blank:
            continue
        headers = Message()
        for line in head.strip().split(b"\r\n"):
            name, _, value = line.decode("utf-8", "replace").partition(":")
            headers[name.strip()] = value.strip()
        name = headers.get_param("name", header="content-disposition")
        if isinstance(name, str):
            found.append((name, headers.get_filename(), headers.get_content_type(), content))
    return found
