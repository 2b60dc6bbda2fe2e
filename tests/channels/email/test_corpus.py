"""Every mail of the corpus is understood as written beside it."""

import pytest

from muhatap.channels.adapters.email.parsing import parse
from tests.channels.email.corpus import mailtext

MAILS = {mail.name: mail for mail in mailtext.replies()}


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_understood(name):
    mail = MAILS[name]
    parsed = parse(mail.raw)
    for field, value in mail.expect.items():
        assert getattr(parsed, field) == value, field
