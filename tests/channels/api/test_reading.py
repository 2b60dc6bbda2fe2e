"""A program reads cases, messages, topics and promises."""

from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, Status
from muhatap.channels.queries import public_messages_after
from muhatap.kernel.actors import Actor
from tests.channels.api.conftest import case_body
from tests.world import NOON, load, make_case


def test_a_case_is_read_as_it_stands(program, asking_world):
    case = make_case(asking_world)
    told = program("GET", f"/api/v1/cases/{case.number}").json
    assert told["number"] == case.number
    assert told["status"] == "new"
    assert told["priority"] == "P3"
    assert (told["topic"], told["queue"], told["kind"]) == ("PAY-WD", "payments", "request")
    assert told["next_step"]
    assert told["next_update_at"]
    assert "secret" not in told
    clocks = {clock["promise"]: clock for clock in told["promises"]}
    # The world's case came days ago, so its limits have passed.
    assert clocks["first-reply"]["state"] == "late"
    assert clocks["first-reply"]["kept"] is None


def test_a_number_is_read_with_or_without_hyphens(program):
    number = program.open().json["number"]
    assert program("GET", f"/api/v1/cases/{number.replace('-', '')}").json["number"] == number


def test_a_kept_promise_says_so(program, asking_world):
    case = make_case(asking_world)
    reply = cases.NewMessage(author=Author.STAFF, channel="email", text="Bakıyoruz.")
    cases.post_message(case=case, new=reply, by=Actor.staff(asking_world.staff["deniz"].id), at=NOON)
    clocks = program("GET", f"/api/v1/cases/{case.number}").json["promises"]
    first = next(clock for clock in clocks if clock["promise"] == "first-reply")
    assert (first["state"], first["kept"]) == ("kept", True)
    assert first["stopped_at"]


def test_notes_are_never_told(program, asking_world):
    case = make_case(asking_world)
    note = cases.NewMessage(author=Author.NOTE, channel="desk", text="gizli")
    cases.post_message(case=case, new=note, by=Actor.staff(asking_world.staff["deniz"].id), at=NOON)
    answer = program("GET", f"/api/v1/cases/{case.number}/messages")
    assert "gizli" not in answer.data.decode()


def test_a_program_writes_as_the_customer_and_opens_a_resolved_case_again(program, asking_world):
    number = program.open().json["number"]
    path = f"/api/v1/cases/{number}/messages"
    case, deniz = load(Case.objects.get(number=number).id), Actor.staff(asking_world.staff["deniz"].id)
    for status in (Status.OPEN, Status.RESOLVED):
        cases.change_status(case=case, status=status, by=deniz, at=timezone.now())
    answer = program("POST", path, {"text": "Hâlâ gelmedi."})
    assert answer.status == 201, answer.data
    assert answer.json["status"] == "open"
    last = program("GET", path).json["messages"][-1]
    assert (last["author"], last["text"], last["channel"]) == ("customer", "Hâlâ gelmedi.", "api")


def test_an_author_cannot_be_chosen(program):
    number = program.open().json["number"]
    answer = program("POST", f"/api/v1/cases/{number}/messages", {"text": "x", "author": "staff"})
    assert answer.faults == {"author": "unknown_key"}
    assert "text" in answer.json["errors"][0]["remedy"]
    assert "topic" not in answer.json["errors"][0]["remedy"]


def test_messages_come_in_pages(program):
    number = program.open().json["number"]
    path = f"/api/v1/cases/{number}/messages"
    for word in ("bir", "iki", "üç", "dört"):
        assert program("POST", path, {"text": word}).status == 201
    seen, after = [], "0"
    while after is not None:
        page = program("GET", f"{path}?limit=2&after={after}").json
        assert len(page["messages"]) <= 2
        seen += [message["text"] for message in page["messages"] if message["author"] == "customer"]
        after = page["next"]
    assert seen == ["Altı gündür bekliyorum.", "bir", "iki", "üç", "dört"]


def test_a_wrong_page_is_refused(program):
    number = program.open().json["number"]
    wrong = {"limit=0": "too_little", "limit=x": "number", "limit=999": "too_much", "after=-1": "too_little"}
    for query, code in {**wrong, "after=99999999999999999999": "too_much"}.items():
        answer = program("GET", f"/api/v1/cases/{number}/messages?{query}")
        assert answer.faults == {query.partition("=")[0]: code}, answer.data


def test_topics_tell_what_they_ask_in_the_wanted_language(program):
    turkish = program("GET", "/api/v1/topics?brand=nehir&language=tr").json
    english = program("GET", "/api/v1/topics", accept_language="en").json
    assert [topic["code"] for topic in turkish["topics"]] == [
        "PAY-WD",
        "ACC-LOGIN",
        "EMG-UNAUTH",
        "COMPLAINT",
    ]
    assert turkish["topics"][0]["name"] == "Para çekme gecikmesi"
    assert english["topics"][0]["name"] == "Withdrawal delay"
    amount = next(field for field in turkish["topics"][0]["fields"] if field["code"] == "amount")
    assert amount["currencies"] == ["TRY", "EUR"]
    assert amount["required"] is True
    assert program("GET", "/api/v1/topics?language=de").faults == {"language": "unknown_language"}


def test_promises_are_told_with_what_they_hold_for(program):
    told = program("GET", "/api/v1/promises").json["promises"]
    complaint = next(each for each in told if each["promise"] == "resolve-complaint")
    assert (complaint["target"], complaint["limit"]) == ("7d", "14d")
    assert complaint["applies_to"] == {"kind": ["complaint"]}


def test_a_new_charter_is_read_at_once(program, asking_world):
    program("GET", "/api/v1/topics")
    topic = asking_world.topics["COMPLAINT"]
    topic.retired_at = NOON
    topic.save(update_fields=["retired_at"])
    asking_world.brand.charter_number += 1
    asking_world.brand.save(update_fields=["charter_number"])
    assert "COMPLAINT" not in [each["code"] for each in program("GET", "/api/v1/topics").json["topics"]]
    assert program.open(case_body(topic="COMPLAINT", fields={})).faults == {"topic": "unknown_topic"}


def test_head_is_get_without_its_body(program):
    number = program.open().json["number"]
    answer = program("HEAD", f"/api/v1/cases/{number}")
    assert answer.status == 200
    assert answer.data == b""
    assert int(answer.headers["Content-Length"]) > 100


def test_pages_of_the_query_are_in_order(asking_world, program):
    case = make_case(asking_world)
    ids = [message.id for message in public_messages_after(case, 0, 50)]
    assert ids == sorted(ids)
    assert public_messages_after(case, ids[-1], 50) == []


def test_a_promise_tells_every_line_of_how_its_time_came_about(program, asking_world):
    case = make_case(asking_world)
    clocks = program("GET", f"/api/v1/cases/{case.number}").json["promises"]
    first = next(clock for clock in clocks if clock["promise"] == "first-reply")
    codes = [line["code"] for line in first["derivation"]]
    assert codes == ["rule", "calendar", "start", "elapsed", "target", "limit"]
    assert all(line["text"] for line in first["derivation"])
    assert first["derivation"][3]["seconds"] == 48 * 3600
    assert "conditions" not in first["derivation"][0]


def test_cases_are_listed_by_a_condition_page_by_page(program, asking_world):
    made = [
        make_case(asking_world, customer=n % 3, topic="PAY-WD" if n % 2 else "ACC-LOGIN") for n in range(5)
    ]
    newest_first = [case.number for case in sorted(made, key=lambda case: -case.id)]
    told = program("GET", "/api/v1/cases").json
    assert [case["number"] for case in told["cases"]] == newest_first
    assert told["next"] is None
    assert "promises" not in told["cases"][0]
    seen, after = [], "0"
    while after:
        page = program("GET", f"/api/v1/cases?q=is:open&limit=2&after={after}").json
        seen += [case["number"] for case in page["cases"]]
        after = page["next"]
    assert seen == newest_first
    topics = {case["topic"] for case in program("GET", "/api/v1/cases?q=topic:acc*").json["cases"]}
    assert topics == {"ACC-LOGIN"}


def test_cases_of_another_brand_are_not_listed(program, asking_world):
    make_case(asking_world, brand=asking_world.other_brand, topic="")
    assert program("GET", "/api/v1/cases").json["cases"] == []
    assert program("GET", "/api/v1/cases?q=brand:liman").json["cases"] == []


def test_a_wrong_condition_is_answered_with_place_and_remedy(program, asking_world):
    answer = program("GET", "/api/v1/cases?q=is:open+statsu:new", language="en")
    assert answer.status == 422
    (fault,) = answer.json["errors"]
    assert "character 9" in str(fault)
    assert "status:" in str(fault)


def test_a_program_asks_nothing_about_what_is_inside(program, asking_world):
    for query in ("gizli", "-gizli", "is:open+(has:note+OR+has:file)", "has:aside"):
        assert program("GET", f"/api/v1/cases?q={query}").status == 422
    assert program("GET", "/api/v1/cases?q=has:file").status == 200
