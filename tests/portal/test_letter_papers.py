"""A letter that left by itself as a PDF: for its customer and for the desk, and for nobody else."""

import pytest
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.letters import papers
from tests.world import load, make_case

pytestmark = [pytest.mark.urls("tests.portal.urls"), pytest.mark.usefixtures("shop")]


@pytest.fixture
def pages(settings, monkeypatch) -> list[bytes]:
    """The pages that were set, with paper on and the setting of pages left out."""
    seen: list[bytes] = []

    def as_pdf(html, *_):
        seen.append(html)
        return b"%PDF-1.7\n%%EOF\n"

    settings.MUHATAP_PAPER = True
    monkeypatch.setattr(papers, "as_pdf", as_pdf)
    return seen


def notice(case, template="later_limit@0", author=Author.AUTOMATIC):
    new = cases.NewMessage(author=author, channel="email", text="Sözümüzün süresi uzadı.", template=template)
    return cases.post_message(case=load(case.id), new=new, by=Actor.system("test"), at=timezone.now())


def test_the_customer_downloads_a_notice_of_her_case(visitor, own_case, pages):
    message = notice(own_case)
    place = f"/nehir/cases/{own_case.number}/letters/{message.id}.pdf"
    assert place in visitor.get(f"/nehir/cases/{own_case.number}/").content.decode()
    answer = visitor.get(place)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "Sözümüzün süresi uzadı." in pages[0].decode()
    assert f'lang="{own_case.language}"' in pages[0].decode()


def test_what_is_no_letter_of_this_case_is_not_found(visitor, own_case, shop, pages, new_client):
    note, plain = notice(own_case, author=Author.NOTE), notice(own_case, template="")
    strange = notice(make_case(shop))
    for message in (note, plain, strange):
        answer = visitor.get(f"/nehir/cases/{own_case.number}/letters/{message.id}.pdf")
        assert answer.status_code == 404
    theirs = new_client().get(f"/nehir/cases/{own_case.number}/letters/{notice(own_case).id}.pdf")
    assert theirs.status_code == 303
    assert pages == []


def test_without_the_library_it_leads_back_to_the_words(visitor, own_case):
    place = f"/nehir/cases/{own_case.number}/"
    answer = visitor.get(f"{place}letters/{notice(own_case).id}.pdf")
    assert (answer.status_code, answer["Location"]) == (302, place)
