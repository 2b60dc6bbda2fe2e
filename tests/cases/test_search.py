"""The index can be made anew while the desk works, finds words of files, and forgets what was erased."""

import pytest
from django.db import connection

from muhatap.cases import operations as cases
from muhatap.cases import reindexing
from muhatap.cases.file_words import index_files
from muhatap.cases.models import HeadText, IndexWork, Message, SearchText
from muhatap.cases.searching import search_cases
from muhatap.cases.statuses import Author
from muhatap.cases.tasks import go_on_reindexing, purge_index
from muhatap.channels.contract import InboundFile
from muhatap.files.models import FileText
from muhatap.kernel.actors import Actor
from tests.world import NOON, make_case

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
SYSTEM = Actor.system("test")


def index() -> tuple[dict[int, str], dict[int, str]]:
    texts = dict(SearchText.objects.values_list("message_id", "body"))
    return texts, dict(HeadText.objects.values_list("case_id", "body"))


def found(world, query: str) -> list[int]:
    return [each.case.id for each in search_cases(world.staff["deniz"], query, NOON).found]


@pytest.fixture
def filled(world):
    case = make_case(
        world, files=(InboundFile("dekont.png", PNG), InboundFile("yazı.txt", "zürafa".encode()))
    )
    make_case(world, customer=1, subject="Şifremi unuttum")
    new = cases.NewMessage(author=Author.STAFF, channel="email", text="Bankanıza soruyoruz")
    cases.post_message(case=case, new=new, by=Actor.staff(world.staff["deniz"].pk), at=NOON)
    index_files(at=NOON, limit=10)
    return case


@pytest.mark.django_db
def test_a_rebuilt_index_equals_the_kept_one(world, filled):
    kept = index()
    SearchText.objects.all().delete()
    HeadText.objects.all().delete()
    reindexing.ask_for_rebuild(at=NOON)
    assert reindexing.is_rebuilding()
    assert sum(reindexing.rebuild(at=NOON, portion=2)) == 5
    assert not reindexing.is_rebuilding()
    assert index() == kept


@pytest.mark.django_db
def test_a_rebuild_that_was_cut_off_is_gone_on_with(world, filled):
    SearchText.objects.all().delete()
    reindexing.ask_for_rebuild(at=NOON)
    going = reindexing.rebuild(at=NOON, portion=1)
    assert [next(going), next(going), next(going)] == [1, 1, 1]
    going.close()
    assert reindexing.rows_to_write() == (3, 5)
    new = make_case(world, customer=2, text="Araya giren kelime")
    while go_on_reindexing(NOON):
        pass
    assert reindexing.rows_to_write()[0] >= 5
    assert SearchText.objects.count() == 4
    assert found(world, "araya") == [new.id]
    assert found(world, "zürafa") == [filled.id]


@pytest.mark.django_db
def test_a_case_is_found_by_the_words_of_its_files(world, filled):
    (result,) = search_cases(world.staff["deniz"], "zürafa", NOON).found
    assert (result.case.id, result.file_name) == (filled.id, "yazı.txt")
    assert "zürafa" in result.snippet.text
    assert found(world, "soruyoruz") == [filled.id]


@pytest.mark.django_db
def test_what_was_erased_stays_unfindable(world, filled):
    message = Message.objects.filter(case=filled).order_by("id").first()
    cases.erase_message(message=message, reason="KVKK m.7", by=SYSTEM, at=NOON)
    assert not FileText.objects.filter(text__contains="zürafa").exists()
    reindexing.ask_for_rebuild(at=NOON)
    list(reindexing.rebuild(at=NOON))
    assert not SearchText.objects.filter(message_id=message.id).exists()
    assert found(world, "zürafa") == []


@pytest.mark.django_db
def test_a_file_that_two_messages_brought_is_forgotten_by_both(world, filled):
    first = Message.objects.filter(case=filled).order_by("id").first()
    file = first.attachments.get(file__name="yazı.txt").file
    note = cases.NewMessage(author=Author.NOTE, channel="desk", text="Ekte", files=[(file, "")])
    second = cases.post_message(case=filled, new=note, by=SYSTEM, at=NOON)
    assert "zurafa" in SearchText.objects.get(message_id=second.id).body
    cases.erase_message(message=first, reason="KVKK m.7", by=SYSTEM, at=NOON)
    assert "zurafa" not in SearchText.objects.get(message_id=second.id).body


@pytest.mark.django_db(transaction=True)
def test_erased_words_leave_the_files_of_the_index(world, filled):
    make_case(world, customer=1, text="Kalan kelime")
    secret = make_case(world, customer=2, text="ornitorenkler geldi", subject="ornitorenkler")
    if connection.vendor == "sqlite":
        assert b"nitoren" in _bytes_of_index()
    message = Message.objects.get(case=secret)
    cases.erase_message(message=message, reason="KVKK m.7", by=SYSTEM, at=NOON)
    assert IndexWork.objects.get(name="purge").ended_at is None
    purge_index(NOON)
    assert IndexWork.objects.get(name="purge").ended_at == NOON
    assert found(world, "ornitorenkler") == []
    assert found(world, "kalan") != []
    if connection.vendor == "sqlite":
        assert b"nitoren" not in _bytes_of_index()


def _bytes_of_index() -> bytes:
    """Every block of both indexes as the file holds them; a word stands there without what it shares."""
    blocks = b""
    with connection.cursor() as cursor:
        for table in ("cases_fulltext_data", "cases_headwords_data"):
            cursor.execute(f"SELECT block FROM {table}")
            blocks += b"".join(bytes(block) for (block,) in cursor.fetchall())
    return blocks
