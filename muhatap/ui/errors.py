"""Error pages: what happened, and the next useful thing, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

_RETRY_SECONDS = "5"


def error_page(request: HttpRequest | None, status: int, detail: str = "", **place: str) -> HttpResponse:
    """Answer with the page of an HTTP status; `detail` replaces its explanation.

    `place` may name `next_url` with `next_label`, `case_number` and `phone`, another `title`, `next_step`.
    """
    title, explanation, next_step = words_of(status)
    context = {
        "status": status,
        "title": title,
        "explanation": detail or explanation,
        "next_step": next_step,
        **place,
    }
    return HttpResponse(render_to_string("ui/error.html", context, request=request), status=status)


def outage_page() -> HttpResponse:
    """Answer 503 with when to come back, for what passes by itself; nothing in it needs the database."""
    response = error_page(
        None,
        503,
        _("Too much is going on at once, or one of our machines is being restarted."),
        title=_("The desk cannot be reached for a moment"),
        next_step=_("Wait a few seconds and send it again. What we already confirmed to you is safe."),
    )
    response["Retry-After"] = _RETRY_SECONDS
    return response


def words_of(status: int) -> tuple[str, str, str]:
    """Return title, explanation and next step of an HTTP status."""
    match status:
        case 400:
            return (
                _("We could not read this request"),
                _("Something in it was incomplete or in a form that we do not know."),
                _("Go back, check what you wrote and send it again. Nothing was changed."),
            )
        case 403:
            return (
                _("This page is not open to you"),
                _("Your sign-in or your link does not reach this page, or it has expired."),
                _("Sign in again or ask for a new link. If you should see this page, ask your team lead."),
            )
        case 404:
            return (
                _("There is no page here"),
                _("The address may be mistyped, or the page has moved."),
                _("Check the address or go to the start page."),
            )
        case 409:
            return (
                _("Someone was here before you"),
                _("This was changed while you were looking at it, so your change no longer fits."),
                _("Open the page again to see how it stands now."),
            )
        case 413:
            return (
                _("This file is too large"),
                _("What you sent is larger than this place accepts."),
                _("Send a smaller file. You can add several files one after another."),
            )
        case 429:
            return (
                _("Too many attempts"),
                _("We received more requests from you than this page allows in a short time."),
                _("Wait one minute and try again."),
            )
        case _:
            return (
                _("Something went wrong on our side"),
                _("The page could not be built. The fault has been recorded."),
                _("Try again in a minute. What we already confirmed to you is safe."),
            )
