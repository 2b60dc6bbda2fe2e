"""What was recorded by an older version can be read, and nothing changes shape unnoticed."""

import json

import pytest

from muhatap.kernel.facts import Fact, restored, upcast
from tests.audit import golden

FACTS = golden.product_facts()
STORED = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(golden.FOLDER.glob("*.json"))]


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_the_stored_shape_of_a_fact_is_as_recorded(kind):
    fact = FACTS[kind]
    path = golden.path_of(fact)
    assert path.exists(), f"{kind} has no golden file. Run: {golden.WRITE}"
    assert golden.golden(fact) == json.loads(path.read_text(encoding="utf-8")), f"{kind}: {golden.MEND}"


@pytest.mark.parametrize("stored", STORED, ids=lambda stored: f"{stored['kind']}.v{stored['schema']}")
def test_every_schema_that_was_ever_stored_can_be_read(stored):
    fact = FACTS.get(stored["kind"])
    assert fact is not None, f"{stored['kind']} is stored somewhere and no fact reads it. {golden.MEND}"
    values = json.loads(stored["content"]) | stored["personal"]
    current = upcast(fact, stored["schema"], values)
    assert set(current) == golden.names_of(fact), golden.MEND
    assert isinstance(restored(fact, current), Fact)


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_a_fact_comes_back_as_it_was_told(kind):
    fact = FACTS[kind]
    told = golden.sample(fact)
    stored = json.loads(json.dumps(golden.plain_values(told)))
    assert golden.plain_values(restored(fact, stored)) == golden.plain_values(told)


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_a_fact_without_its_personal_fields_can_still_be_told(kind):
    fact = FACTS[kind]
    kept = {
        name: value
        for name, value in golden.plain_values(golden.sample(fact)).items()
        if name not in fact.personal
    }
    assert isinstance(restored(fact, kept), fact)
    assert fact.personal <= golden.names_of(fact)
    assert not fact.personal & {"brand", "case"}
