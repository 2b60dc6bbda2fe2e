"""Pages of the design system itself: the component gallery and the answers to errors."""

import sys

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from muhatap.kernel.outages import is_outage
from muhatap.ui.errors import error_page, outage_page
from muhatap.ui.gallery import SampleForm, sample_readings


def components(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; only where the installation is a demo or under development."""
    if not (settings.DEBUG or getattr(settings, "SHOW_COMPONENTS", False)):
        raise Http404
    language = request.GET.get("lang")
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else translation.get_language()):
        context = {
            "readings": sample_readings(timezone.now()),
            "form": SampleForm(),
            "wrong_form": SampleForm({"transaction": "90418827", "kind": "other"}),
            "now": timezone.now(),
        }
        return render(request, "ui/components.html", context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return error_page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when the machine is to blame, without a word that needs the database."""
    failure = sys.exc_info()[1]
    if failure is not None and is_outage(failure):
        return outage_page()
    return error_page(None, 500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection token is missing or old."""
    return error_page(request, 403)
