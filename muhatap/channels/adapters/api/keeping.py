"""What is kept of a call: its bytes, or a rendering without numbers that nobody may keep."""

import hashlib
import json
from typing import Any

from django.http import HttpRequest

from muhatap.channels import operations as channels
from muhatap.channels.adapters.api.access import Program
from muhatap.channels.adapters.api.json_reading import MalformedJson, read_json
from muhatap.channels.adapters.api.problems import Problem
from muhatap.channels.adapters.api.submissions import CHANNEL
from muhatap.kernel.masking import mask, mask_json

# Problems that are about what was sent; the others are about who sent it, or how often.
_KEPT = frozenset({"malformed-json", "media-type-unsupported", "invalid-request", "other-brand"})


def kept_after(problem: Problem, request: HttpRequest) -> str:
    """Keep the body of a refused call and return the id it is kept under, empty when nothing is kept."""
    program: Program | None = getattr(request, "program", None)
    body: bytes = getattr(request, "_body", b"")
    if program is None or not body or problem.slug not in _KEPT:
        return ""
    digest = hashlib.sha256(body).hexdigest()
    item = channels.keep_refused(
        brand_id=program.brand.id,
        source=CHANNEL,
        external_id=f"{program.token.id}:refused:{digest}",
        data=without_secrets(body),
        reason=problem.reason,
        by=program.actor,
        at=program.at,
    )
    return str(item.id)


def without_secrets(body: bytes) -> bytes:
    """The body as it is when it holds no secret number, else its redacted rendering."""
    try:
        value = read_json(body)
    except MalformedJson:
        text = body.decode("utf-8", "replace")
        masked = mask(text)
        return masked.text.encode("utf-8", "replace") if masked.found else body
    plain = _without_files(value)
    redacted = mask_json(plain)
    return body if redacted == plain else _written(redacted)


def redacted(body: bytes) -> bytes:
    """The body's JSON with every secret masked; of files only their digests, since they lie elsewhere."""
    return _written(mask_json(_without_files(read_json(body))))


def _without_files(value: Any) -> Any:
    files = value.get("attachments") if isinstance(value, dict) else None
    if not isinstance(files, list):
        return value
    return {**value, "attachments": [_digested(each) for each in files]}


def _digested(file: Any) -> Any:
    if not isinstance(file, dict) or not isinstance(file.get("base64"), str):
        return file
    digest = hashlib.sha256(file["base64"].encode("utf-8", "replace")).hexdigest()
    return {**file, "base64": f"sha256-of-base64:{digest[:16]}"}


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
