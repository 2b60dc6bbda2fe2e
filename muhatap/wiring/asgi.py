"""One port, embedded: sockets go to the edge, static files come from the folder, all else to Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muhatap.wiring.settings")

from a2wsgi import WSGIMiddleware
from django.conf import settings
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from muhatap.live.edge import edge_app
from muhatap.live.queries import live_key
from muhatap.wiring.wsgi import application as pages

# A name with its digest in it never changes its content.
_FOREVER = "public, max-age=31536000, immutable"


class HashedFiles(StaticFiles):
    """Static files whose names carry a digest are kept by browsers for good."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """The file with the right cache header."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = _FOREVER
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def build() -> Starlette:
    """The application of one web process."""
    edge = edge_app(data=settings.MUHATAP_DATA, key=live_key(), origin=settings.MUHATAP_ORIGIN)
    django = WSGIMiddleware(pages, workers=1)
    static = HashedFiles(directory=settings.STATIC_ROOT, check_dir=False)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"websocket", "lifespan"}:
            await edge(scope, receive, send)
        elif scope["path"].startswith("/static/"):
            await statics(scope, receive, send)
        else:
            await django(scope, receive, send)

    statics = Starlette(routes=[Mount("/static", static)])
    return app  # type: ignore[return-value]
