"""How much one request may bring: beyond the largest form nothing is read, so that no disk fills up."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from muhatap.ui.errors import error_page

_WORDS = 10 * 1024 * 1024


def most_bytes() -> int:
    """The longest body that any form may have."""
    return settings.MUHATAP_MAX_FILES * settings.MUHATAP_MAX_UPLOAD_BYTES + _WORDS


class BodyLimitMiddleware:
    """Refuses a body that is larger than all files of a form together."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.most = most_bytes()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or 413."""
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdecimal() and (len(declared) > 18 or int(declared) > self.most):
            return error_page(request, 413)
        return self.get_response(request)
