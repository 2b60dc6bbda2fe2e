"""The one door through which stored bytes leave, apart from every page."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from muhatap.accounts.gate import has_passed
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.files import links, queries
from muhatap.files import operations as files
from muhatap.files.models import ScanState, StoredFile
from muhatap.files.serving import file_response
from muhatap.kernel.sealing import Tampered
from muhatap.ui.errors import error_page

_SCANNED_WITHIN = timedelta(minutes=1)


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
    if refusal := _held_back(request, stored):
        return refusal
    if link.for_whom == links.STAFF:
        import_string(settings.MUHATAP_FILE_OPENED)(stored, request.user)
    try:
        data = files.read_file(stored=stored)
    except (Tampered, OSError):
        return error_page(request, 503, detail=_("This file cannot be read at the moment."))
    return file_response(data, stored.content_type, link.name, request.headers.get("Range", ""))


def _may_open(request: HttpRequest, stored: StoredFile | None) -> bool:
    """Whether a member of staff who signed in with two factors reads cases of the file's brand."""
    if not has_passed(request):
        return False
    return stored is None or scope_of(request.user).may(Permission.READ_CASES, stored.brand_id)


def _held_back(request: HttpRequest, stored: StoredFile) -> HttpResponse | None:
    """The answer for a file that a link alone does not open."""
    if stored.is_infected:
        return error_page(
            request,
            403,
            title=_("This file is in quarantine"),
            detail=_("The virus scanner found something in it, so nobody opens it from here."),
            next_step=_("Send the document again from another device, for example as a photo."),
        )
    if stored.is_guarded:
        return error_page(
            request,
            403,
            detail=_("This file is kept closed. It is opened from the evidence of its case, with a reason."),
        )
    if _is_being_scanned(stored):
        response = error_page(
            request,
            503,
            title=_("This file is being checked"),
            detail=_("The virus scanner looks at it at this moment. Try again in a few seconds."),
        )
        response["Retry-After"] = "5"
        return response
    return None


def _is_being_scanned(stored: StoredFile) -> bool:
    # A scanner that is away must not keep people from their work: after a minute the file says so itself.
    if not settings.MUHATAP_CLAMD or stored.scan_state != ScanState.UNSCANNED:
        return False
    return timezone.now() - stored.stored_at < _SCANNED_WITHIN


def _expired(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        410,
        title=_("This link has expired"),
        detail=_("Links to files are valid for ten minutes, so that nobody else can use them later."),
        next_step=_("Go back to the page of the case, load it again and open the file from there."),
    )
