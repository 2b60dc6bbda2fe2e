"""The page of letter templates: versions by two people, previews with the linter's words, refused fields."""

import pytest

from muhatap.approvals.models import Proposal
from muhatap.cases.models import Message
from muhatap.letters.linting import Sort, lint
from muhatap.letters.merging import shipped_template
from muhatap.letters.models import LetterTemplate
from muhatap.letters.sample import sample_facts, sample_letter
from muhatap.letters.wording import template_words
from tests.complaints import telling as tell
from tests.world import NOON

PLACE = "/desk/letters/nehir/final/"
TEXTS = {f"text_{language}": shipped_template(Sort.FINAL, language) for language in ("tr", "en")}
TODAY = NOON.date()


def changed(tr: str = "", **more: str) -> dict[str, str]:
    return TEXTS | {"text_tr": TEXTS["text_tr"] + tr, "do": "keep", "reason": "Daha açık"} | more


@pytest.fixture
def regulated(world):
    tell.regulated(world)


def test_a_regulated_letter_is_changed_by_two_and_every_version_stays(sign_in, regulated):
    arda, pelin = sign_in("arda"), sign_in("pelin")
    for number in (1, 2):
        words = "\n\nSürüm " + ["bir", "iki"][number - 1]
        assert arda.post(PLACE, changed(words)).status_code == 303
        assert arda.post(PLACE, changed(words)).status_code == 409
        assert LetterTemplate.objects.count() == number - 1
        assert arda.post(f"{PLACE}decide/", {"answer": "agree"}).status_code == 409
        assert pelin.post(f"{PLACE}decide/", {"answer": "agree"}).status_code == 303
        assert pelin.post(f"{PLACE}decide/", {"answer": "agree"}).status_code == 404
    assert [row.version for row in LetterTemplate.objects.order_by("version")] == [1, 2]
    shown = pelin.get(PLACE, {"version": "1"}).content.decode()
    assert "Sürüm bir" in shown
    assert "Sürüm iki" not in shown
    assert "Sürüm iki" in pelin.get(PLACE).content.decode()
    assert "Arda Kaya" in pelin.get("/desk/letters/").content.decode()


def test_who_does_not_agree_leaves_the_present_one(sign_in, regulated):
    sign_in("arda").post(PLACE, changed(" x"))
    assert sign_in("pelin").post(f"{PLACE}decide/", {"answer": "refuse"}).status_code == 303
    assert (LetterTemplate.objects.count(), Proposal.objects.get().decision) == (0, "refused")


def test_one_person_changes_a_letter_that_is_not_regulated(sign_in, world):
    world.brand.legal = {**world.brand.legal, "regulated": False}
    world.brand.save()
    assert sign_in("pelin").post(PLACE, changed()).status_code == 303
    assert LetterTemplate.objects.get().saved_by == world.staff["pelin"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{{case.numbr}}", "{{case.number}}"),
        ("{{outcom}}", "{{outcome}}"),
        ("{{open", "{{"),
    ],
)
def test_an_unknown_field_is_refused_with_the_nearest_one(sign_in, regulated, wrong, said):
    answer = sign_in("arda").post(PLACE, changed(f"\n{wrong}"))
    assert answer.status_code == 422
    assert answer.content.decode().count(said) > TEXTS["text_tr"].count(said) + TEXTS["text_en"].count(said)
    assert not Proposal.objects.exists()


def test_a_needed_field_cannot_be_left_out(sign_in, regulated):
    texts = changed(text_en=TEXTS["text_en"].replace("{{outside}}", ""))
    assert sign_in("arda").post(PLACE, texts).status_code == 422


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_what_comes_with_the_product_passes_with_the_sample(sort, language):
    text = sample_letter(
        shipped_template(sort, language), sort, language, brand="Nehir", signer="Deniz Aydın", today=TODAY
    )
    assert lint(text, sample_facts(sort, language, signer="Deniz Aydın", today=TODAY)).flaws == ()


def test_the_preview_says_at_the_line_what_would_hold_a_letter_back(sign_in, regulated):
    arda = sign_in("arda")
    good = arda.post(PLACE, TEXTS | {"do": "preview"}).content.decode()
    assert good.count("Elif Karaca") >= 2
    assert "would not leave" not in good
    bad = changed("\n\nYeni kampanyamıza bakın.", do="preview")
    shown = arda.post(PLACE, bad).content.decode()
    place = shown.rindex("Yeni kampanyamıza bakın.</p>")
    assert "notice" in shown[place : place + 80]


def test_a_real_complaint_is_shown_to_those_who_see_it(sign_in, world, regulated):
    complaint = tell.proposed(world)
    asked = TEXTS | {"do": "preview", "case": complaint.case.number}
    assert "Kimse aramadı" in sign_in("pelin").post(PLACE, asked).content.decode()
    hidden = sign_in("arda").post(PLACE, asked).content.decode()
    assert "case-e" in hidden
    assert complaint.case.subject not in hidden


@pytest.mark.parametrize("login", ["deniz", "mert", "gul", "stranger"])
def test_who_may_not(sign_in, regulated, login):
    answer = sign_in(login).post(PLACE, changed())
    assert answer.status_code in {403, 404}
    assert not Proposal.objects.exists()


def test_what_is_no_letter_is_not_there(sign_in, regulated):
    for place in ("/desk/letters/nehir/poem/", "/desk/letters/liman/final/", "/desk/letters/x/final/"):
        assert sign_in("arda").get(place).status_code == 404


def test_each_letter_says_which_version_it_was_begun_from(sign_in, world):
    world.brand.legal = {**world.brand.legal, "regulated": False}
    world.brand.save()
    sign_in("pelin").post(PLACE, changed())
    complaint = tell.proposed(world)
    deniz, place = sign_in("deniz"), f"/desk/cases/{complaint.case.number}/complaint/letter/"
    letter = deniz.get(place).context["written"]
    assert letter.template == "final@1"
    sent = deniz.post(place, {"do": "send", "text": letter.text, "template": "final@1", "sort": "final"})
    assert sent.status_code == 303
    message = Message.objects.get(case=complaint.case, author="staff")
    assert message.template == "final@1"
    assert template_words("final@1") in deniz.get(f"/desk/cases/{complaint.case.number}/").content.decode()
    automatic = Message.objects.get(case=complaint.case, external_id__startswith="ack:")
    assert automatic.template.startswith("acknowledgement@0:")
    assert "(" in template_words(automatic.template)


@pytest.mark.parametrize(
    "mark", ["final@7", "holding@1", "final@", "x", "final@0:zzzz", "final@9999999999999"]
)
def test_a_mark_that_names_no_version_is_not_believed(sign_in, world, mark):
    complaint = tell.proposed(world)
    deniz, place = sign_in("deniz"), f"/desk/cases/{complaint.case.number}/complaint/letter/"
    letter = deniz.get(place).context["written"]
    deniz.post(place, {"do": "send", "text": letter.text, "template": mark, "sort": "final"})
    assert Message.objects.get(case=complaint.case, author="staff").template == letter.template
