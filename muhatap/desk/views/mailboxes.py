"""How the letters of each mailbox are signed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.channels.models import Mailbox
from muhatap.channels.operations.mailboxes import give_voice
from muhatap.channels.voices import sender_name, signature_of
from muhatap.desk.forms import MailboxForm
from muhatap.desk.queries import mailboxes_visible_to
from muhatap.desk.views.door import actor, go, missing, on_desk, page

_LANGUAGES = ("tr", "en")


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.CONFIGURE)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the mailboxes with a preview of their voice."""
    rows = [(each, *_preview(each, staff)) for each in mailboxes_visible_to(staff)]
    return page(request, "mailboxes", staff, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.CONFIGURE)
def edit(request: HttpRequest, staff: Staff, mailbox: int) -> HttpResponse:
    """Say how letters from one mailbox are signed."""
    found = mailboxes_visible_to(staff).filter(id=mailbox).first()
    if found is None:
        return missing(request)
    now = {"sender_pattern": found.sender_pattern}
    now |= {f"signature_{code}": found.signatures.get(code, "") for code in _LANGUAGES}
    form = MailboxForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method != "POST" or not form.is_valid():
        sender, signature = _preview(found, staff)
        return page(
            request,
            "mailbox",
            staff,
            422 if form.is_bound else 200,
            form=form,
            mailbox=found,
            sender=sender,
            signature=signature,
        )
    given = form.cleaned_data
    texts = {code: given[f"signature_{code}"].replace("\r\n", "\n").strip() for code in _LANGUAGES}
    give_voice(
        mailbox=found,
        sender_pattern=given["sender_pattern"].strip(),
        signatures={code: text for code, text in texts.items() if text},
        by=actor(staff),
        at=timezone.now(),
    )
    messages.success(
        request, _("Letters from %(address)s are signed like this from now on.") % {"address": found}
    )
    return go(f"/desk/mailboxes/{found.id}/")


def _preview(mailbox: Mailbox, staff: Staff) -> tuple[str, str]:
    said = mailbox.brand.contact.get("sender") or {}
    name = sender_name(mailbox, agent=staff.name, brand=said.get("name") or mailbox.brand.name)
    brand = mailbox.brand
    signature = signature_of(mailbox, language=brand.default_language, agent=staff.name, brand=brand.name)
    return f"{name} <{mailbox.address}>", signature
