"""Security events and the ledger of reads on the desk, the table of roles, and emergency openings."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone, translation

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import AccessRule, BrokenGlass, EnrolmentCode
from muhatap.accounts.roles import GRANTS, Permission, Role
from muhatap.approvals.models import Proposal
from muhatap.audit import viewing
from muhatap.audit.models import Event, Viewing
from muhatap.audit.recording import kinds_of_facts
from muhatap.audit.security import CATEGORIES, Asked, security_kinds
from muhatap.audit.verifying import verify_stream
from muhatap.desk.access import looking
from muhatap.desk.access.log import exported
from muhatap.desk.access.matrix import GROUPS, as_markdown
from muhatap.desk.access.wording import CATEGORY_WORDS, KIND_WORDS
from muhatap.dossiers.access import access_list, customer_reads
from muhatap.dossiers.audience import Audience
from muhatap.dossiers.wording import FACT_WORDS
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from tests.complaints import telling as tell
from tests.world import make_case, make_staff

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _nothing_known():
    viewing._known.clear()
    looking._refused.clear()


@pytest.fixture
def case(world):
    return make_case(world, at=timezone.now())


class TestLog:
    def test_every_kind_has_a_category_and_words(self):
        assert {kinds_of_facts()[kind].security for kind in security_kinds()} <= set(CATEGORIES)
        assert set(CATEGORY_WORDS) == set(CATEGORIES)
        assert set(security_kinds()) <= KIND_WORDS.keys() | FACT_WORDS.keys()

    def test_it_shows_what_happened_and_filters(self, world, sign_in):
        at = timezone.now()
        accounts.note_failed_sign_in(staff_id=world.staff["deniz"].pk, step="factor", by=BY, at=at)
        accounts.create_token(brand=world.brand, name="Mağaza", scopes=["cases:read"], by=BY, at=at)
        client = sign_in("gul")
        page = client.get("/desk/security/").content.decode()
        assert "Deniz Aydın" in page
        assert "Mağaza" in page
        only = client.get("/desk/security/", {"category": "key"}).content.decode()
        assert "Mağaza" in only
        assert '<th scope="row">' in only
        assert only.count('<th scope="row">') == 1
        person = client.get("/desk/security/", {"person": world.staff["deniz"].pk}).content.decode()
        assert "Mağaza" not in person

    def test_who_watches_another_brand_reads_nothing_of_this_one(self, world):
        at = timezone.now()
        accounts.note_failed_sign_in(staff_id=world.staff["deniz"].pk, step="factor", by=BY, at=at)
        accounts.create_token(brand=world.brand, name="Mağaza", scopes=["cases:read"], by=BY, at=at)
        other = make_staff(world.other_brand, "denetci@liman.example", "Ufuk", Role.AUDITOR)
        assert exported(other, Asked()) == []

    @pytest.mark.parametrize("login", ["deniz", "mert"])
    def test_others_are_refused_and_that_is_an_event_once_an_hour(self, world, sign_in, login):
        client = sign_in(login)
        for _ in range(3):
            assert client.get("/desk/security/").status_code == 403
        (event,) = Event.objects.filter(kind="access.refused")
        assert json.loads(event.content) == {
            "staff": str(world.staff[login].pk),
            "door": "desk:security",
        }
        assert verify_stream(0).is_intact

    @pytest.mark.parametrize("form", ["json", "cef", "ecs"])
    def test_a_file_of_them_is_an_event_too(self, world, sign_in, form):
        accounts.note_sign_in(staff_id=world.staff["deniz"].pk, by=BY, at=timezone.now())
        client = sign_in("pelin")
        file = client.post("/desk/security/export/", {"format": form}).content.decode()
        assert "staff.signed_in" in file
        assert file.count("\n") == 1
        assert Event.objects.filter(kind="export.taken").count() == 1
        assert client.post("/desk/security/export/", {"format": "x"}).status_code == 404


class TestLedger:
    def test_it_tells_who_opened_which_case_by_which_door(self, world, sign_in, case):
        mert = sign_in("mert")
        mert.get(f"/desk/cases/{case.number}/", headers={"referer": "http://testserver/desk/search/?q=x"})
        mert.get(f"/desk/customers/{case.customer_id}/")
        mert.get(f"/desk/cases/{case.number}/dossier/")
        assert list(Viewing.objects.order_by("id").values_list("door", "role")) == [
            ("search", "supervisor"),
            ("customer", "supervisor"),
            ("dossier", "supervisor"),
        ]
        page = sign_in("gul").get("/desk/reads/").content.decode()
        assert page.count("Mert Soylu</th>") == 3
        assert case.number in page
        one = sign_in("gul").get("/desk/reads/", {"case": case.number}).content.decode()
        assert one.count("Mert Soylu</th>") == 2
        of_hers = sign_in("gul").get("/desk/reads/", {"customer": case.customer_id}).content.decode()
        assert of_hers.count("Mert Soylu</th>") == 3

    def test_the_customer_reads_roles_and_no_names(self, world, sign_in, case):
        sign_in("mert").get(f"/desk/cases/{case.number}/")
        (read,) = customer_reads([case.customer_id], [case.id])
        assert (read.who, read.role) == ("", "supervisor")

    def test_an_export_of_rows_notes_each(self, world, sign_in, case):
        complaint = tell.triaged(world)
        sign_in("mert").get("/desk/complaints/export/?purpose=legal_duty")
        assert Viewing.objects.filter(stream_id=complaint.case_id, door="export").count() == 1

    def test_only_those_who_watch_read_it(self, sign_in):
        answers = {
            login: sign_in(login).get("/desk/reads/").status_code
            for login in ("deniz", "mert", "arda", "pelin", "gul")
        }
        assert answers == {"deniz": 403, "mert": 403, "arda": 403, "pelin": 200, "gul": 200}


class TestRoles:
    def test_the_page_tells_every_right_of_the_table(self, sign_in):
        told = {right for _, rights in GROUPS for right in rights}
        assert told == set(Permission)
        page = sign_in("deniz").get("/desk/roles/").content.decode()
        assert all(f'<code class="small faint">{right}</code>' in page for right in Permission)
        granted = sum(len(rights) for rights in GRANTS.values())
        assert page.count("#i-check") >= granted

    def test_the_documentation_has_the_same_table(self):
        with translation.override("en"):
            assert as_markdown() in Path("docs/guides/roles.md").read_text()


class TestEmergency:
    def open_it(self, client, number, reason="Müşteri acil serviste, kart açık kaldı."):
        return client.post("/desk/emergency/", {"number": number, "reason": reason, "minutes": "15"})

    def test_an_agent_of_another_queue_reads_for_a_while_and_others_are_told(self, world, sign_in, case):
        selin = sign_in("selin")
        assert selin.get(f"/desk/cases/{case.number}/").status_code == 404
        assert self.open_it(selin, case.number).headers["Location"] == f"/desk/emergency/{case.number}/"
        page = selin.get(f"/desk/emergency/{case.number}/").content.decode()
        assert "Altı gündür bekliyorum" in page
        assert selin.get(f"/desk/cases/{case.number}/").status_code == 404
        tell.relayed(timezone.now())
        told = Notice.objects.filter(kind="glass_broken").values_list("staff__email", flat=True)
        assert sorted(told) == ["mert@nehir.example", "pelin@nehir.example"]
        assert Notice.objects.filter(kind="glass_broken", mail_at__isnull=False).count() == 2
        assert "Selin Er" in sign_in("mert").get("/desk/notices/").content.decode()
        assert [each.what for each in access_list(case, Audience.INTERNAL, 99)][-1] == "case.looked_at:glass"
        BrokenGlass.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
        assert selin.get(f"/desk/emergency/{case.number}/").status_code == 404

    def test_it_needs_a_reason_and_a_case_of_the_own_brands(self, world, sign_in, case):
        selin = sign_in("selin")
        assert self.open_it(selin, case.number, reason="acil").status_code == 422
        assert self.open_it(selin, "26-00000-00000").status_code == 404
        other = make_case(world, at=timezone.now(), brand=world.other_brand)
        assert self.open_it(selin, other.number).status_code == 404
        assert self.open_it(sign_in("gul"), case.number).status_code == 403
        assert not BrokenGlass.objects.exists()

    def test_another_person_judges_it_once_and_wrong_ends_it(self, world, sign_in, case):
        arda = sign_in("arda")
        self.open_it(arda, case.number)
        glass = BrokenGlass.objects.get()
        place = f"/desk/emergency/{glass.id}/judge/"
        assert arda.post(place, {"answer": "right"}).status_code == 403
        assert sign_in("mert").post(place, {"answer": "wrong", "note": "Beklerdi."}).status_code == 303
        assert arda.get(f"/desk/emergency/{case.number}/").status_code == 404
        sign_in("pelin").post(place, {"answer": "right"})
        glass.refresh_from_db()
        assert (glass.was_right, glass.reviewed_by) == (False, world.staff["mert"])
        assert verify_stream(case.id).is_intact


class TestShortening:
    def test_an_auditor_reads_no_address_in_full_wherever_it_stands(self, world, sign_in, case):
        email, phone = case.customer.email, case.customer.phone
        for place in (f"/desk/cases/{case.number}/", f"/desk/customers/{case.customer_id}/"):
            assert email in sign_in("mert").get(place).content.decode()
            page = sign_in("gul").get(place).content.decode()
            assert email not in page
            assert phone not in page
            assert "e•••@posta.example" in page


class TestSignInRules:
    def test_an_administrator_sets_a_rule_and_cannot_lock_herself_out(self, world, sign_in):
        arda = sign_in("arda")
        place = f"/desk/access/{world.brand.code}/"
        asked = {"factor": "passkey", "grace_days": "7", "idle_minutes": "30", "networks": "10.0.0.0/8"}
        assert arda.post(f"{place}agent/", asked).status_code == 303
        rule = AccessRule.objects.get()
        assert (rule.role, rule.needs_passkey, rule.idle_minutes, rule.networks) == (
            "agent",
            True,
            30,
            ["10.0.0.0/8"],
        )
        assert "10.0.0.0/8" in arda.get("/desk/access/").content.decode()
        assert arda.post(f"{place}admin/", asked).status_code == 422
        assert arda.post(f"{place}agent/", asked | {"networks": "ofis"}).status_code == 422
        assert arda.post("/desk/access/liman/agent/", asked).status_code == 404
        assert sign_in("mert").get("/desk/access/").status_code == 403

    def test_two_people_take_lost_factors_off(self, world, sign_in):
        arda, pelin, deniz = sign_in("arda"), sign_in("pelin"), world.staff["deniz"]
        place = f"/desk/access/{world.brand.code}/lost/ask/"
        assert arda.post(place, {"person": deniz.pk, "proof": "?"}).status_code == 422
        arda.post(place, {"person": deniz.pk, "proof": "document", "reason": "Telefonu çalındı"})
        told = Notice.objects.filter(kind="factors_asked").values_list("staff__email", flat=True)
        assert sorted(told) == ["deniz@nehir.example", "pelin@nehir.example"]
        decide = f"/desk/access/lost/{Proposal.objects.get().id}/"
        assert arda.post(decide, {"answer": "agree"}).status_code == 303
        assert not EnrolmentCode.objects.exists()
        page = pelin.post(decide, {"answer": "agree"}).content.decode()
        assert "Deniz Aydın" in page
        assert EnrolmentCode.objects.get().staff == deniz
        tell.relayed(timezone.now())
        alarmed = Notice.objects.filter(kind="factors_taken_off").values_list("staff__email", flat=True)
        assert sorted(alarmed) == ["arda@nehir.example", "deniz@nehir.example", "pelin@nehir.example"]
