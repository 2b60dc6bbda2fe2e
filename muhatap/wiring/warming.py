"""Loading before the fork what every process would otherwise load for itself, so that they share it."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver
from django.utils import translation
from uvicorn.protocols.http import auto as _http
from uvicorn.protocols.websockets import auto as _websockets

from muhatap.wiring.environment import ROOT

# The server loads these two in each process, just before the first page.
PROTOCOLS = (_http.AutoHTTPProtocol, _websockets.AutoWebSocketsProtocol)

_WRITTEN = {".html", ".txt", ".xml", ".svg"}


def warm() -> int:
    """Load the addresses, both languages and the templates; how many templates. Opens no database."""
    get_resolver()._populate()
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Name")
    engine = engines["django"].engine
    names = sorted({name for folder in get_app_template_dirs("templates") for name in _names_below(folder)})
    for name in names:
        # What cannot be compiled is told to whoever opens the page.
        with suppress(TemplateSyntaxError):
            engine.get_template(name)
    return len(names)


def _names_below(folder: str | Path) -> Iterator[str]:
    # Only our own: a library's pages for its own admin would be loaded for nothing.
    if ROOT in Path(folder).parents:
        for path in Path(folder).rglob("*"):
            if path.suffix in _WRITTEN:
                yield path.relative_to(folder).as_posix()
