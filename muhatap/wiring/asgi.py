"""One port, embedded: sockets go to the edge, static files come from the folder, all else to Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muhatap.wiring.settings")

from django.conf import settings
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from muhatap.live import between_nodes
from muhatap.live.edge import edge_app
from muhatap.live.queries import live_key
from muhatap.wiring import telling
from muhatap.wiring.bodies import most_bytes
from muhatap.wiring.bridge import Bridge
from muhatap.wiring.wsgi import application as pages

# A name with its digest in it never changes its content.
_FOREVER = "public, max-age=31536000, immutable"
# Also for what is opened by its own address, such as a picture with a script in it, and for errors.
_BARE = [
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; frame-ancestors 'none'; sandbox"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class HashedFiles(StaticFiles):
    """Static files whose names carry a digest are kept by browsers for good."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """The file with the right cache header."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = _FOREVER
        return response


def build() -> Starlette:
    """The application of one web process."""
    edge = edge_app(
        data=settings.MUHATAP_DATA,
        key=live_key(),
        origin=settings.MUHATAP_ORIGIN,
        recall=telling.recall,
        hearing=between_nodes.hearing(),
    )
    django = Bridge(pages, most=most_bytes())
    static = HashedFiles(directory=settings.STATIC_ROOT, check_dir=False)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"websocket", "lifespan"} or scope["path"].startswith("/live/"):
            await edge(scope, receive, send)
        elif scope["path"].startswith("/static/"):
            await statics(scope, receive, _strictly(send))
        else:
            await django(_plainly(scope), receive, send)

    statics = Starlette(routes=[Mount("/static", static)])
    return app  # type: ignore[return-value]


def _strictly(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *_BARE]
        await send(message)

    return sent


def _plainly(scope: Scope) -> Scope:
    # WSGI cannot tell `X_Forwarded_For` from `X-Forwarded-For`, which a proxy sets and takes away.
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if b"_" not in name]}
