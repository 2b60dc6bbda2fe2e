"""Pages for readers who need no addresses: every e-mail address and telephone number in them is shortened."""

from django.http import HttpResponse

from muhatap.accounts.queries import Scope
from muhatap.accounts.roles import Permission
from muhatap.kernel.contact_masking import mask_contacts


def shorten_contacts(response: HttpResponse, scope: Scope) -> None:
    """Shorten them in whatever text the page is, where she reads cases of a brand without that right.

    It is done to the finished page, so that no page can forget it.
    """
    reads, sees = (
        set(scope.brand_ids_with(each)) for each in (Permission.READ_CASES, Permission.SEE_IDENTIFIERS)
    )
    if reads <= sees or response.streaming:
        return
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/") or "json" in kind:
        response.content = mask_contacts(response.content.decode(response.charset)).encode(response.charset)
