"""Taking in a public post: a case, and words that may be said where everybody reads along."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, Status
from muhatap.channels import operations as channels
from muhatap.channels.adapters.social.posts import Post
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.channels.models import VaultItem, VaultState
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.kernel.actors import Actor

CHANNEL = "social"
_BY = Actor.channel(CHANNEL)


def hear(*, brand: Brand, post: Post, at: datetime) -> str:
    """Make a case of a post, or part of the author's own, once; returns what may be said in public.

    The suggestion holds nothing of the case, no number either: everybody reads it.
    """
    item, _is_new = channels.store_item(
        brand_id=brand.id,
        source=CHANNEL,
        external_id=f"{brand.id}:{post.id}",
        data=post.kept(),
        by=_BY,
        at=at,
    )
    language = post.language if post.language in brand.languages else brand.default_language
    with translation.override(language):
        suggestion = suggested(brand, post)
    with unit_of_work() as unit:
        known = VaultItem.objects.select_for_update(of=("self",)).get(id=item.id)
        if known.state != VaultState.STORED:
            return suggestion
        known.sender = post.author
        known.save(update_fields=["sender"])
        case_id = _receive(known, brand, post, language, at)
        unit.flush()
        case = Case.objects.get(id=case_id)
        put_in_case(item=known, case=case, by=_BY, at=at)
        with translation.override(brand.default_language):
            note = _("May be said in public, and nothing else of the case:")
        new = cases.NewMessage(author=Author.NOTE, channel=CHANNEL, text=f"{note}\n\n{suggestion}")
        cases.post_message(case=case, new=new, by=_BY, at=at)
    return suggestion


def suggested(brand: Brand, post: Post) -> str:
    """Words for the public, in the language in force: where to write, and what to take away."""
    url = f"{settings.MUHATAP_ORIGIN}/{brand.code}/contact/"
    words = [
        _("Thank you for writing. We do nothing on accounts here and ask for no personal data."),
        _("Please write to us here, where only we read it: %(url)s") % {"url": url},
    ]
    if post.showed:
        words.append(_("Your post shows personal data. Please delete it, for your own safety."))
    return " ".join(words)


def _receive(item: VaultItem, brand: Brand, post: Post, language: str, at: datetime) -> int:
    case = _case_of(brand, post)
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=brand.id,
            channel=CHANNEL,
            sender=Sender(name=post.author),
            text="\n\n".join(filter(None, (post.text, post.link))),
            language=language,
            received_at=at,
            external_id=post.id,
            case_id=case.id if case else None,
            vault_item_id=item.id,
        ),
        by=_BY,
        at=at,
    )
    return receipt.case_id


def _case_of(brand: Brand, post: Post) -> Case | None:
    """The case of the post that this one answers, if it is the same author's and not closed."""
    if not post.answers:
        return None
    items = VaultItem.objects.filter(source=CHANNEL, external_id=f"{brand.id}:{post.answers}")
    before = items.filter(sender=post.author, case__isnull=False).select_related("case").first()
    return before.case if before and before.case and before.case.status != Status.CLOSED else None
