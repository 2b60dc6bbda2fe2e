"""The addresses of a brand's chat, below /chat/."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import URLPattern, path
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from muhatap.channels.adapters.live_chat.bundle import widget_script
from muhatap.channels.visitors import calling as api
from muhatap.channels.visitors.calls import door
from muhatap.channels.visitors.surroundings import Surroundings

_WRITING = ("start", "write", "typing", "leave", "person", "end", "rate", "transcript")


@require_safe
def widget(request: HttpRequest, brand: str) -> HttpResponse:
    """The one script; asked again after ten minutes, so that every page gets what is new."""
    script, tag = widget_script()
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=600"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    # Pages that ask for subresource integrity need it; the script tells nobody anything.
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def chat_urls(around: Surroundings) -> list[URLPattern]:
    """Every address of the chat, told where to ask for what others know."""
    reads = door(around, reads=True)
    writes = door(around)
    return [
        path("<slug:brand>/widget.js", widget, name="chat_widget"),
        path("<slug:brand>/setup", door(around, channels=("live_chat",), reads=True)(api.setup)),
        path("<slug:brand>/log", reads(api.log)),
        *(path(f"<slug:brand>/{name}", writes(getattr(api, name))) for name in _WRITING),
    ]
