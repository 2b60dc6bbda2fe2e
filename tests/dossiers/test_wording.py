"""Words of the page: every sort of fact of a case is told in them."""

from muhatap.cases.events import CaseFact
from muhatap.dossiers.wording import FACT_WORDS
from tests.architecture.test_facts import all_facts


def test_every_fact_of_a_case_has_words():
    kinds = {fact.kind for fact in all_facts() if issubclass(fact, CaseFact)}
    assert kinds - set(FACT_WORDS) == set()


def test_no_words_are_kept_for_facts_that_are_gone():
    assert set(FACT_WORDS) - {fact.kind for fact in all_facts()} == set()
