"""Pages of the design system itself: the component gallery and the answers to errors."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from muhatap.ui.errors import error_page
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
    """Answer 500 without a word that needs the database."""
    return error_page(None, 500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection token is missing or old."""
    return error_page(request, 403)
