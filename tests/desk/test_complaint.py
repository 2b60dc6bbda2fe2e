"""The page of a complaint: each act by form, what is refused, four eyes, tasks, the register."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from muhatap.accounts.models import Membership
from muhatap.accounts.roles import Role
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, WorkItem
from muhatap.complaints import operations as complaints
from muhatap.complaints.answer_letter import written_letter
from muhatap.complaints.models import Complaint
from muhatap.complaints.queries import complaint_of
from muhatap.complaints.register import Filters, filtered, returns_of, rows_of, safe_cell
from muhatap.complaints.stages import Stage
from muhatap.kernel.actors import Actor
from muhatap.wiring.console import main
from tests.complaints import telling as tell
from tests.complaints.telling import by, customer, days, fresh, hours
from tests.world import NOON, load, make_case, make_staff


def place(complaint) -> str:
    return f"/desk/cases/{complaint.case.number}/complaint/"


def later(hours: int = 48) -> str:
    return f"{timezone.localtime() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


class TestPage:
    @pytest.mark.parametrize(
        "stage", ["acknowledged", "triaged", "investigated", "proposed", "responded", "confirming"]
    )
    def test_it_shows_every_stage(self, sign_in, world, stage):
        complaint = getattr(tell, stage)(world)
        page = sign_in("mert").get(place(complaint))
        assert page.status_code == 200
        assert complaint.case.subject in page.content.decode()

    def test_a_case_that_is_none_is_registered_in_one_click(self, sign_in, world):
        case = make_case(world)
        client = sign_in("mert")
        assert client.get(f"/desk/cases/{case.number}/complaint/").status_code == 200
        assert client.post(f"/desk/cases/{case.number}/complaint/register/").status_code == 303
        assert complaint_of(case).origin == "desk"
        assert client.post(f"/desk/cases/{case.number}/complaint/register/").status_code == 409

    @pytest.mark.parametrize(("login", "status"), [("stranger", 404), ("arda", 404), ("gul", 200)])
    def test_who_sees_it(self, sign_in, world, login, status):
        assert sign_in(login).get(place(tell.acknowledged(world))).status_code == status

    def test_who_only_reads_does_nothing(self, sign_in, world):
        complaint = tell.triaged(world)
        assert sign_in("gul").post(f"{place(complaint)}plan/", {"plan": "x"}).status_code == 403
        assert fresh(complaint).plan == ""

    def test_a_refused_move_names_guard_and_gaps(self, sign_in, world):
        complaint = tell.triaged(world)
        answer = sign_in("mert").post(f"{place(complaint)}move/", {"to": "investigating"})
        assert answer.status_code == 409
        assert "error-summary" in answer.content.decode()
        assert fresh(complaint).stage == Stage.TRIAGED

    def test_unknown_acts_and_stages_are_no_pages(self, sign_in, world):
        complaint, client = tell.triaged(world), sign_in("mert")
        assert client.post(f"{place(complaint)}explode/").status_code == 404
        assert client.post(f"{place(complaint)}move/", {"to": "heaven"}).status_code == 422
        assert client.post(f"{place(complaint)}second/nothing/", {"answer": "agree"}).status_code == 404


class TestCourse:
    def test_an_ordinary_complaint_by_forms_alone(self, sign_in, world):
        complaint = tell.acknowledged(world)
        client, here = sign_in("mert"), place(complaint)

        def do(act: str, **given):
            answer = client.post(f"{here}{act}/", given)
            assert answer.status_code == 303, answer.content.decode()[:4000]
            return fresh(complaint)

        do("points", points="Tutar gelmedi\nKimse aramadı", remedy_sought="Tutarın gönderilmesi")
        graded = dict.fromkeys(("severity", "impact", "urgency"), "2")
        now = do("triage", **graded, vulnerability="none", complexity="simple", reason="Bekliyor")
        assert (now.stage, now.case.owner) == (Stage.TRIAGED, world.staff["mert"])
        assert do("plan", plan="Kayıtlara bak").stage == Stage.INVESTIGATING
        do("task", team=world.teams["payments"].pk, title="Panel", question="Nerede?", due_at=later())
        task = WorkItem.objects.get()
        assert sign_in("deniz").post(f"/desk/tasks/{task.pk}/", {"answer": "Havuzda"}).status_code == 303
        for number in (1, 2):
            do("finding", point=number, finding="upheld", facts="Havuzda kaldı", no_evidence="Yalnız panel")
        points = {
            f"{name}-{n}": value
            for n in (1, 2)
            for name, value in (("finding", "upheld"), ("reasons", "Para havuzda altı gün kaldı"))
        }
        given = {"outcome": "upheld", "reasons": "Haklı", "remedy": "Gönderilir", "owed": "yes"}
        assert do("decision", **given, **points, do_by="2030-01-01").stage == Stage.PROPOSED
        refused = client.post(f"{here}respond/", {"letter": "Haklısınız"})
        assert (refused.status_code, fresh(complaint).stage) == (409, Stage.PROPOSED)
        letter = written_letter(fresh(complaint), signer="Mert Soylu", at=timezone.now())
        assert do("respond", letter=letter).stage == Stage.RESPONDED
        assert do("apply").stage == Stage.APPLYING
        assert do("executed", done_on="2026-11-18", reference="EFT-1").stage == Stage.CONFIRMING
        do("conclude", root_cause="Havuz", improves="yes", improvement="Mutabakat")
        tell.say(complaint, "confirmed", at=timezone.now())
        assert fresh(complaint).stage == Stage.CLOSED
        assert do("reopen", reason="Kalite").stage == Stage.REOPENED

    @pytest.mark.parametrize(
        ("act", "given"),
        [
            ("plan", {}),
            ("triage", {"reason": ""}),
            ("points", {}),
            ("task", {"team": "0"}),
            ("wait", {"of": "customer", "what": "Dekont", "due_at": "never"}),
            ("wait", {"of": "nobody", "what": "Dekont", "due_at": later()}),
            ("finding", {"point": "9"}),
            ("finding", {"point": "1", "finding": "upheld", "facts": ""}),
            ("decision", {"outcome": "upheld", "reasons": "x"}),
            ("conclude", {"root_cause": ""}),
            ("say", {"said": "accepted"}),
            ("executed", {"done_on": "x"}),
            ("executed", {"done_on": "2026-11-18", "reference": "x"}),
            ("body", {"body": "THH", "last_on": "soon"}),
            ("body-decision", {"decision": "x"}),
            ("reviewer", {"reviewer": "1"}),
            ("inform", {"request": "1"}),
            ("respond", {"letter": "x"}),
        ],
    )
    def test_what_cannot_be_read_or_done_changes_nothing(self, sign_in, world, act, given):
        complaint = tell.investigated(world)
        answer = sign_in("mert").post(f"{place(complaint)}{act}/", given)
        assert answer.status_code in {409, 422}
        assert fresh(complaint).stage == Stage.INVESTIGATING

    def test_waiting_and_going_on(self, sign_in, world):
        complaint, client = tell.investigated(world), sign_in("mert")
        client.post(
            f"{place(complaint)}wait/",
            {"of": "third_party", "whom": "Banka", "what": "İz", "due_at": later()},
        )
        assert fresh(complaint).stage == Stage.WAITING_THIRD_PARTY
        client.post(f"{place(complaint)}go-on/", {"answered": "yes"})
        assert fresh(complaint).stage == Stage.INVESTIGATING

    def test_an_appeal_is_given_only_to_who_never_touched_it(self, sign_in, world):
        complaint = tell.responded(world)
        tell.say(complaint, "refused", at=hours(7))
        client = sign_in("mert")
        for login, status in (("deniz", 409), ("pelin", 303)):
            answer = client.post(f"{place(complaint)}reviewer/", {"reviewer": world.staff[login].pk})
            assert answer.status_code == status
        assert fresh(complaint).reviewer == world.staff["pelin"]

    def test_a_question_is_answered_on_the_page(self, sign_in, world):
        complaint = tell.triaged(world)
        asked = complaints.ask_information(
            case=complaint.case, about="state", words="?", by=customer(complaint), at=hours(3)
        )
        client = sign_in("mert")
        client.post(f"{place(complaint)}inform/", {"request": asked.pk, "text": "İnceliyoruz"})
        asked.refresh_from_db()
        assert asked.answered_at is not None


class TestFourEyes:
    def rejected(self, world):
        tell.regulated(world)
        return tell.proposed(world, outcome="not_upheld", remedy="", is_owed=False)

    @pytest.mark.parametrize(
        ("login", "agreed"), [("deniz", False), ("selin", False), ("mert", True), ("pelin", True)]
    )
    def test_who_seconds_a_decision(self, sign_in, world, login, agreed):
        complaint = self.rejected(world)
        sign_in(login).post(f"{place(complaint)}second/complaint_decision/", {"answer": "agree"})
        assert (complaint.decisions.get().approved_at is not None) is agreed

    def test_both_names_stand_on_the_page(self, sign_in, world):
        complaint = self.rejected(world)
        sign_in("mert").post(f"{place(complaint)}second/complaint_decision/", {"answer": "agree"})
        page = sign_in("pelin").get(place(complaint)).content.decode()
        assert "Deniz Aydın" in page
        assert "Mert Soylu" in page

    def test_setting_aside_and_passing_are_asked_and_agreed_to(self, sign_in, world):
        complaint = tell.acknowledged(world)
        mert, pelin = sign_in("mert"), sign_in("pelin")
        mert.post(f"{place(complaint)}aside/", {"destination": "duplicate", "reason": "Aynısı"})
        assert (
            mert.post(f"{place(complaint)}aside/", {"destination": "duplicate", "reason": "x"}).status_code
            == 409
        )
        assert (
            mert.post(f"{place(complaint)}second/complaint_set_aside/", {"answer": "agree"}).status_code
            == 409
        )
        assert (
            pelin.post(f"{place(complaint)}second/complaint_set_aside/", {"answer": "agree"}).status_code
            == 303
        )
        assert fresh(complaint).stage == Stage.SET_ASIDE

    def test_who_asked_to_pass_takes_it_back(self, sign_in, world):
        complaint, client = tell.triaged(world), sign_in("mert")
        client.post(f"{place(complaint)}pass/", {"to": "investigating", "reason": "Acil"})
        client.post(f"{place(complaint)}second/complaint_passing/", {"answer": "refuse"})
        assert fresh(complaint).stage == Stage.TRIAGED


class TestTasks:
    def test_a_specialist_sees_her_task_and_nothing_of_the_case(self, sign_in, world):
        complaint = tell.investigated(world)
        expert = make_staff(world.brand, "finans@nehir.example", "Fikret Usta", Role.SPECIALIST)
        world.teams["payments"].members.add(expert)
        world.staff["fikret"] = expert
        task = tell.ask(world, complaint)
        client = sign_in("fikret")
        assert task.title in client.get("/desk/tasks/").content.decode()
        page = client.get(f"/desk/tasks/{task.pk}/")
        assert page.status_code == 200
        assert complaint.case.subject not in page.content.decode()
        assert complaint.case.number not in page.content.decode()
        for away in (place(complaint), f"/desk/cases/{complaint.case.number}/", "/desk/complaints/"):
            assert client.get(away).status_code in {403, 404}
        assert Membership.objects.get(staff=expert).role == "specialist"

    def test_tasks_of_others_are_not_there(self, sign_in, world):
        task = tell.ask(world, tell.investigated(world))
        assert sign_in("selin").get(f"/desk/tasks/{task.pk}/").status_code == 404
        assert sign_in("stranger").get(f"/desk/tasks/{task.pk}/").status_code == 404


class TestContact:
    GIVEN = {
        "channel": "counter",
        "topic": "nehir:ACC-LOGIN",
        "name": "Ayşe Demir",
        "phone": "+905321110000",
        "subject": "Şubede bekledim",
        "text": "Bir saat bekledim, kimse ilgilenmedi.",
        "ending": "complaint",
        "points": "Bir saat beklendi",
        "sought": "Özür",
    }

    def test_a_complaint_gets_its_record_and_number(self, sign_in, world):
        answer = sign_in("mert").post("/desk/contact/", self.GIVEN)
        complaint = Complaint.objects.get()
        assert answer["Location"].endswith(f"{complaint.case.number}/complaint/")
        assert (complaint.channel, complaint.origin, complaint.points.count()) == ("counter", "contact", 1)

    @pytest.mark.parametrize("lacks", ["points", "sought", "text", "phone", "ending"])
    def test_no_contact_ends_as_a_complaint_without_its_record(self, sign_in, world, lacks):
        answer = sign_in("mert").post("/desk/contact/", self.GIVEN | {lacks: ""})
        assert answer.status_code == 422
        assert Case.objects.count() == 0

    def test_a_request_is_a_case(self, sign_in, world):
        sign_in("mert").post("/desk/contact/", self.GIVEN | {"ending": "request", "points": "", "sought": ""})
        assert Case.objects.count() == 1
        assert Complaint.objects.count() == 0


class TestRegister:
    def test_it_lists_what_she_may_see_by_filters(self, sign_in, world):
        complaint = tell.triaged(world)
        for login, seen in (("mert", True), ("gul", True), ("stranger", False)):
            page = sign_in(login).get("/desk/complaints/?state=open&severity=2").content.decode()
            assert (complaint.case.number in page) is seen
        assert (
            complaint.case.number not in sign_in("mert").get("/desk/complaints/?state=over").content.decode()
        )

    def test_the_file_is_for_few_and_on_record(self, sign_in, world):
        tell.triaged(world, subject="=cmd|'/c calc'!A1")
        mert = sign_in("mert")
        assert mert.get("/desk/complaints/export/")["Content-Type"].startswith("text/html")
        answer = mert.get("/desk/complaints/export/?purpose=legal_duty")
        assert answer["Content-Type"].startswith("text/csv")
        assert "'=cmd" in answer.content.decode()
        assert sign_in("deniz").get("/desk/complaints/export/").status_code == 403

    def test_a_file_has_the_columns_that_serve_its_purpose(self, sign_in, world):
        whose = tell.triaged(world).case.customer
        mert = sign_in("mert")
        for purpose, has_name in (("defence", True), ("quality", False)):
            said = mert.get(f"/desk/complaints/export/?purpose={purpose}").content.decode()
            assert (whose.name in said or whose.email in said) is has_name
            assert ("Müşteri" in said or "Customer" in said) is has_name

    def test_a_file_for_advertising_is_refused_and_on_record(self, sign_in, world):
        tell.triaged(world)
        answer = sign_in("mert").get("/desk/complaints/export/?purpose=marketing")
        assert answer.status_code == 403
        assert not answer["Content-Type"].startswith("text/csv")
        from muhatap.audit.models import Event

        assert '"is_refused":true' in Event.objects.get(kind="privacy.purpose_stated").content
        assert not Event.objects.filter(kind="complaint.register_exported").exists()

    def test_the_console_says_what_a_file_is_for_too(self, world, capsys):
        whose = tell.triaged(world).case.customer
        asked = ["complaints", "register", "--from", "2026-01-01", "--to", "2026-12-31", "--json"]
        for purpose, code in ((None, 2), ("marketing", 2), ("quality", 0), ("legal_duty", 0)):
            assert main([*asked, *(["--purpose", purpose] if purpose else [])]) == code
            out = capsys.readouterr().out
            assert bool(out) is (code == 0)
            assert (whose.name in out) is (purpose == "legal_duty")

    def test_more_than_a_few_rows_need_a_second_person(self, sign_in, world, monkeypatch):
        monkeypatch.setattr("muhatap.desk.complaints.listing.ALONE_AT_MOST", 0)
        tell.triaged(world)
        mert, pelin = sign_in("mert"), sign_in("pelin")
        assert mert.get("/desk/complaints/export/?state=open").status_code == 409
        mert.post("/desk/complaints/export/ask/?state=open", {"reason": "Denetim"})
        from muhatap.approvals.models import Proposal

        proposal = Proposal.objects.get(sort="register_export")
        mert.post(f"/desk/complaints/export/{proposal.pk}/", {"answer": "agree"})
        assert mert.get("/desk/complaints/export/?state=open").status_code == 409
        pelin.post(f"/desk/complaints/export/{proposal.pk}/", {"answer": "agree"})
        assert mert.get("/desk/complaints/export/?state=open").status_code == 200
        assert mert.get("/desk/complaints/export/?state=over").status_code in {200, 409}
        assert pelin.get("/desk/complaints/export/?state=open").status_code == 409

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "|x", "%x"])
    def test_no_cell_is_a_formula(self, text):
        assert safe_cell(text) == f"'{text}"
        assert safe_cell("Şikayet") == "Şikayet"

    def test_returns_balance_whatever_happened(self, world):
        ended = tell.confirming(world)
        tell.conclude(ended, by(world, "deniz"), hours(9))
        tell.say(ended, "confirmed", at=hours(10))
        complaints.reopen(complaint=fresh(ended), reason="x", by=by(world, "mert"), at=days(3))
        withdrawn = tell.acknowledged(world, at=days(1))
        complaints.withdraw(complaint=withdrawn, words="", message=None, by=customer(withdrawn), at=days(2))
        tell.acknowledged(world, at=days(4))
        first = date(2026, 11, 18)
        for begin, length in ((0, 1), (0, 2), (1, 2), (2, 2), (0, 30), (4, 1), (-5, 3), (3, 1)):
            since = first + timedelta(days=begin)
            for line in returns_of(world.brand, since, since + timedelta(days=length), {}):
                assert line.balances
        (line,) = returns_of(world.brand, first, first + timedelta(days=30), {})
        assert (line.open_at_start, line.opened, line.closed, line.open_at_end) == (0, 4, 2, 2)
        assert (line.upheld, line.withdrawn) == (1, 1)

    def test_rows_say_outcome_and_days(self, world):
        tell.responded(world)
        found = filtered(Complaint.objects.all(), Filters(outcome="upheld"), "Europe/Istanbul")
        (row,) = rows_of(found, days(3))
        assert (row.outcome, row.days_open) == ("upheld", 3)
        assert not filtered(Complaint.objects.all(), Filters(outcome="partly"), "UTC").exists()
        assert not filtered(Complaint.objects.all(), Filters(law="todeb_20"), "UTC").exists()


def test_the_menu_of_a_case_cannot_end_a_complaint(sign_in, world):
    complaint = tell.triaged(world)
    client = sign_in("mert")
    answer = client.post(f"/desk/cases/{complaint.case.number}/status/", {"status": "closed:solved"})
    assert answer.status_code == 409
    assert load(complaint.case_id).is_open


def test_the_timeline_tells_of_it(sign_in, world):
    complaint = tell.confirming(world)
    cases.assign(case=complaint.case, owner=None, by=Actor.system("x"), at=NOON + timedelta(hours=12))
    page = sign_in("mert").get(f"/desk/cases/{complaint.case.number}/").content.decode()
    assert "complaint.moved" not in page
    assert "complaint.registered" not in page
