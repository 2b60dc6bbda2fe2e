"""The API without the middlewares of pages: sessions and cookies mean nothing to a program."""

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler

API_ROOT = "/api/"


class ApiGate(WSGIHandler):
    """Django with no middleware at all; the API's own doorway sets language, headers and limits."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Let requests go straight to their view."""
        self._view_middleware = []
        self._template_response_middleware = []
        self._exception_middleware = []
        self._middleware_chain = convert_exception_to_response(self._get_response)
