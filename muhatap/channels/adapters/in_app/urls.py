"""The addresses of a brand's app, below /app/; the chat itself is asked at /chat/ with the same secret."""

from django.urls import URLPattern, path

from muhatap.channels.adapters.in_app import calling
from muhatap.channels.visitors.calls import door
from muhatap.channels.visitors.surroundings import Surroundings


def app_urls(around: Surroundings) -> list[URLPattern]:
    """Every address of the app."""
    reads = door(around, channels=("in_app",), reads=True)
    writes = door(around, channels=("in_app",))
    return [
        path("<slug:brand>/session", writes(calling.session)),
        path("<slug:brand>/advice", reads(calling.advice)),
        path("<slug:brand>/keys", reads(calling.keys)),
        path("<slug:brand>/subscribe", writes(calling.subscribe)),
        path("<slug:brand>/unsubscribe", writes(calling.unsubscribe)),
    ]
