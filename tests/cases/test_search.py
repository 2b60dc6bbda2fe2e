"""The search index can be made anew and is then the same as it was kept."""

import pytest

from muhatap.cases import operations as cases
from muhatap.cases import reindexing
from muhatap.cases.models import Message, SearchText
from muhatap.cases.statuses import Author
from muhatap.channels.contract import InboundFile
from muhatap.kernel.actors import Actor
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def index() -> dict[int, str]:
    return dict(SearchText.objects.values_list("message_id", "body"))


def test_a_rebuilt_index_equals_the_kept_one(world):
    case = make_case(world, files=(InboundFile("dekont.png", PNG),))
    make_case(world, customer=1, subject="Şifremi unuttum")
    new = cases.NewMessage(author=Author.STAFF, channel="email", text="Bankanıza soruyoruz")
    cases.post_message(case=case, new=new, by=Actor.staff(world.staff["deniz"].pk), at=NOON)
    kept = index()
    SearchText.objects.all().delete()
    reindexing.ask_for_rebuild(at=NOON)
    assert sum(reindexing.rebuild(at=NOON, portion=2)) == 5
    assert index() == kept


def test_what_was_erased_stays_unfindable(world):
    case = make_case(world)
    message = Message.objects.get(case=case)
    cases.erase_message(message=message, reason="KVKK m.7", by=Actor.staff(1), at=NOON)
    reindexing.ask_for_rebuild(at=NOON)
    list(reindexing.rebuild(at=NOON))
    assert not SearchText.objects.filter(message_id=message.id).exists()
