"""Pages and API for a WSGI server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muhatap.wiring.settings")

pages = get_wsgi_application()

# Imported only now, since Django had to be set up before.
from django.conf import settings  # noqa: E402

from muhatap.wiring import traces  # noqa: E402
from muhatap.wiring.api_gate import API_ROOT, ApiGate  # noqa: E402
from muhatap.wiring.environment import read_environment  # noqa: E402
from muhatap.wiring.observing import observed  # noqa: E402
from muhatap.wiring.proxies import networks_in, with_client_address  # noqa: E402
from muhatap.wiring.telling import with_nudge  # noqa: E402

api = ApiGate()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Programs' calls go straight to the API, everything else through the middlewares of pages."""
    gate = api if environ.get("PATH_INFO", "").startswith(API_ROOT) else pages
    return gate(environ, start_response)


_tracer = traces.begin(settings.MUHATAP_OTLP)
application = observed(application, (pages, api), _tracer, settings.MUHATAP_LOGS == "json")
application = with_client_address(with_nudge(application), networks_in(read_environment().proxies))
