"""The schema is a schema, every property explains itself, and the reference names them all."""

from jsonschema import Draft202012Validator

from muhatap.charters.reference import markdown
from muhatap.charters.schema import charter_schema
from muhatap.charters.schema.promises import CLOCKS
from muhatap.charters.schema.topics import FIELD_KINDS, FIELD_NEEDS, field_schema


def nodes(schema, path=""):
    for name, each in schema.get("properties", {}).items():
        yield f"{path}.{name}", each
        yield from nodes(each, f"{path}.{name}")
    for inner in (schema.get("items"), schema.get("additionalProperties")):
        if isinstance(inner, dict):
            yield f"{path}[]", inner
            yield from nodes(inner, f"{path}[]")


def test_it_is_a_valid_schema():
    Draft202012Validator.check_schema(charter_schema())


def test_every_property_has_a_title_and_a_description():
    silent = [
        path for path, each in nodes(charter_schema()) if not (each.get("title") and each.get("description"))
    ]
    assert silent == []


def test_every_section_refuses_unknown_keys():
    lax = [
        path
        for path, each in nodes(charter_schema())
        if "properties" in each and each["additionalProperties"]
    ]
    assert lax == []


def test_every_parameter_of_a_field_belongs_to_a_kind():
    general = {"code", "label", "help", "kind", "required", "or_reason"}
    parameters = {name for names in FIELD_KINDS.values() for name in names}
    assert set(field_schema()["properties"]) == general | parameters
    assert all(set(needs) <= set(FIELD_KINDS[kind]) for kind, needs in FIELD_NEEDS.items())


def test_the_reference_names_every_key():
    text = markdown(charter_schema())
    keys = {path.replace("[]", "").rpartition(".")[2] for path, _ in nodes(charter_schema())} - {""}
    assert [key for key in sorted(keys) if f"{key}`" not in text and f"`{key}`" not in text] == []
    assert all(f"{name}: {meaning}" in text for name, meaning in CLOCKS.items())


def test_the_reference_is_a_table_without_holes():
    rows = [line for line in markdown(charter_schema()).splitlines() if line.startswith("| `")]
    assert len(rows) > 150
    assert all(line.replace("\\|", "").count("|") == 5 for line in rows)
