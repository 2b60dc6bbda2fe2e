"""The letter that says what is not done here, and where to sign in for it."""

from datetime import datetime

from django.conf import settings

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.kernel.ids import new_id
from muhatap.letters import operations as letters
from muhatap.letters.case_letters import address_of, written_case_letter
from muhatap.letters.linting import Sort
from muhatap.letters.merging import sentences
from muhatap.letters.models import PreparedLetter
from muhatap.letters.queries import letters_waiting
from muhatap.ui.furniture import channel_words


def letter_with_private_link(staff: Staff, case: Case, at: datetime) -> PreparedLetter:
    """The letter that waits already, or a new one from the template; nothing leaves before she sends it."""
    waiting = letters_waiting(case, Sort.SENSITIVE)
    if waiting:
        return waiting[0]
    origin, brand = settings.MUHATAP_ORIGIN, case.brand
    there = sentences(case.language)["sign_in_there"].format(url=f"{origin}/{brand.code}/account/")
    told = {"channel": channel_words(case.channel)}
    text = written_case_letter(case, Sort.SENSITIVE, told, signer=staff.name, at=at)
    text = text.replace(address_of(case), f"{address_of(case)}\n\n{there}", 1)
    new = letters.NewLetter(
        sort=Sort.SENSITIVE, text=text, because="private_link", key=f"private-link:{new_id()}", told=told
    )
    return letters.prepare_letter(case=case, new=new, by=Actor.staff(staff.pk), at=at)
