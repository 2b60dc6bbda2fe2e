"""A refused complaint: two people, an appeal by somebody else, an outside body, its file verified offline."""

import subprocess
import sys
import zipfile

from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.complaints.models import Complaint
from muhatap.complaints.stages import Stage
from muhatap.dossiers.keys import published_keys
from tests.journeys import complaining as tell
from tests.journeys.complaining import send, stage
from tests.journeys.nehir import BY, do_background_work, write_in
from tests.journeys.walking import open_case_page


def test_a_refused_complaint_goes_to_appeal_and_outside_with_its_file(nehir, new_page, browse_as, tmp_path):
    case = write_in(nehir, topic="COMPLAINT")
    do_background_work()
    tell.relayed()
    assert not accounts.join_teams(
        staff=nehir.staff["deniz"], brand=nehir.brand, codes=("rights",), by=BY, at=timezone.now()
    )
    deniz, mert, pelin, customer = (new_page() for _ in range(4))
    for page, login in ((deniz, "deniz"), (mert, "mert"), (pelin, "pelin")):
        browse_as(page, login)
    refuse(deniz, mert, case, nehir)
    object_to_it(customer, case)
    look_again(mert, pelin, case, nehir)
    go_outside(customer, pelin, case)
    verify_offline(take_file(pelin, case, tmp_path), tmp_path)


def refuse(page, second, case, nehir) -> None:
    tell.investigated(case, nehir.staff["deniz"], "not_upheld")
    tell.open_complaint(page, case)
    tell.decide(page, "not_upheld")
    page.goto(f"/desk/cases/{case.number}/complaint/letter/")
    assert not page.locator("button[value=send]").count()
    agree(second, case)
    tell.open_complaint(page, case)
    tell.send_letter(page)
    assert stage() == Stage.RESPONDED


def agree(page, case) -> None:
    tell.open_complaint(page, case)
    send(page, "second/complaint_decision/", press="agree", reason="Uygun")


def object_to_it(page, case) -> None:
    open_case_page(page, case)
    page.locator("summary", has_text="kabul etmiyorum").first.click()
    page.fill("#refuse-words", "Aradığınızı söylediniz, kayıt yok.")
    with page.expect_navigation():
        page.locator("#refuse-words >> xpath=ancestor::form >> button").click()
    assert stage() == Stage.APPEAL


def look_again(second, reviewer, case, nehir) -> None:
    tell.open_complaint(second, case)
    assert second.locator("#reviewer option").all_inner_texts() == ["Pelin Ateş"]
    send(second, "reviewer/", reviewer=str(nehir.staff["pelin"].pk))
    tell.open_complaint(reviewer, case)
    tell.decide(reviewer, "not_upheld")
    agree(second, case)
    tell.open_complaint(reviewer, case)
    tell.send_letter(reviewer)
    assert stage() == Stage.RESPONDED
    assert Complaint.objects.get().decisions.latest("id").letter.text.count("son kararımız") >= 1


def go_outside(customer, page, case) -> None:
    tell.open_complaint(page, case)
    send(page, "body/", body="Tüketici Hakem Heyeti", last_on=tell.day(30), reference="THH-2026/42")
    assert stage() == Stage.EXTERNAL
    customer.reload()
    assert "Tüketici Hakem Heyeti" in customer.inner_text("main")


def take_file(page, case, folder):
    page.goto(f"/desk/cases/{case.number}/dossier/")
    with page.expect_download() as taken:
        page.locator("main form button").click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return path


def verify_offline(path, folder) -> None:
    with zipfile.ZipFile(path) as archive:
        (folder / "verify.py").write_bytes(archive.read("verify.py"))
    (folder / "key.pem").write_text(published_keys())
    command = [sys.executable, "-I", "-S", "verify.py", path.name, "--key", "key.pem", "--lang", "en"]
    whole = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert (whole.returncode, whole.stderr) == (0, b"")
    assert b"Signed with the key that you gave" in whole.stdout
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(bytes(content))
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 1
