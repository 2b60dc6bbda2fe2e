"""The one door through which stored bytes leave, apart from every page."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from muhatap.accounts.gate import has_passed
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.files import links, queries
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.files.types import INLINE, harmless_name
from muhatap.kernel.sealing import Tampered
from muhatap.ui.errors import error_page

# Whatever the bytes are, nothing in them may run, load or be framed.
_SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
_OPAQUE = frozenset({"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/xml"})


@require_safe
def file(request: HttpRequest, signed: str) -> HttpResponse:
    """Serve a file to whom its link was given, as long as the link is valid."""
    try:
        link = links.read_link(signed, timezone.now())
    except links.ExpiredLink:
        return _expired(request)
    except links.BrokenLink:
        return error_page(request, 404)
    stored = queries.file_of_link(link.file_id)
    if link.for_whom == links.STAFF and not _may_open(request, stored):
        return error_page(request, 403)
    if stored is None:
        return error_page(request, 404, detail=_("This file was erased."))
    try:
        data = files.read_file(stored=stored)
    except (Tampered, OSError):
        return error_page(request, 503, detail=_("This file cannot be read at the moment."))
    return _download(data, stored.content_type, link.name)


def _may_open(request: HttpRequest, stored: StoredFile | None) -> bool:
    """Whether a member of staff who signed in with two factors reads cases of the file's brand."""
    if not has_passed(request):
        return False
    return stored is None or scope_of(request.user).may(Permission.READ_CASES, stored.brand_id)


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    is_inline = content_type in INLINE
    shown_type = "application/octet-stream" if content_type in _OPAQUE else content_type
    if shown_type == "text/plain":
        shown_type = "text/plain; charset=utf-8"
    response = HttpResponse(data, content_type=shown_type)
    response["Content-Disposition"] = (
        content_disposition_header(not is_inline, harmless_name(name, content_type)) or "attachment"
    )
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _expired(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        410,
        title=_("This link has expired"),
        detail=_("Links to files are valid for ten minutes, so that nobody else can use them later."),
        next_step=_("Go back to the page of the case, load it again and open the file from there."),
    )
