"""Pages for readers who need no addresses: every e-mail address and telephone number in them is shortened."""

from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse

from muhatap.accounts.queries import Scope
from muhatap.accounts.roles import Permission
from muhatap.kernel.contact_masking import mask_contacts


def shorten_contacts(response: HttpResponseBase, scope: Scope) -> None:
    """Shorten them in whatever text the page is, where she reads cases of a brand without that right.

    It is done to the finished page, so that no page can forget it; one that comes piece by piece, such as a
    long export, is done line by line.
    """
    reads, sees = (
        set(scope.brand_ids_with(each)) for each in (Permission.READ_CASES, Permission.SEE_IDENTIFIERS)
    )
    kind = response.headers.get("Content-Type", "")
    if reads <= sees or not (kind.startswith("text/") or "json" in kind):
        return
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = _shortened(response.streaming_content, response.charset)
    elif isinstance(response, HttpResponse):
        response.content = mask_contacts(response.content.decode(response.charset)).encode(response.charset)


def _shortened(pieces: Iterable[bytes], charset: str) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        # An address never runs over the end of a line, but it may over the end of a piece.
        whole, newline, rest = (rest + piece).rpartition(b"\n")
        if newline:
            yield mask_contacts((whole + newline).decode(charset)).encode(charset)
    if rest:
        yield mask_contacts(rest.decode(charset)).encode(charset)
