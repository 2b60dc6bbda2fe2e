"""Letters as versioned templates: kept with known fields only, refused with the nearest one named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.actors import Actor
from muhatap.letters import operations as letters
from muhatap.letters.filling import variables_in
from muhatap.letters.linting import Sort
from muhatap.letters.merging import FIELDS, NEEDED, TemplateFault, faults_in, merged, shipped_template
from muhatap.letters.models import LetterTemplate
from muhatap.letters.queries import letter_template, template_versions
from tests.world import NOON


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("sort", Sort)
def test_what_comes_with_the_product_is_sound(sort, language):
    text = shipped_template(sort, language)
    assert faults_in(text, sort) == ()
    assert shipped_template(sort, "de") == shipped_template(sort, "en")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{case.numbr}}", TemplateFault("unknown", "case.numbr", "case.number")),
        ("{{ outside_body }}", TemplateFault("unknown", "outside_body", "outside")),
        ("{{qqqqqqqq}}", TemplateFault("unknown", "qqqqqqqq", "")),
        ("{{points", TemplateFault("broken", "{{")),
        ("{% if x %}", TemplateFault("broken", "{%")),
        ("", TemplateFault("needed", "points")),
    ],
)
def test_a_template_is_refused_with_the_nearest_field(text, fault):
    sound = "" if fault.code == "needed" else "".join(f"{{{{{name}}}}}" for name in NEEDED[Sort.FINAL])
    assert fault in faults_in(f"Sayın {sound} {text}", Sort.FINAL)


def test_each_save_is_a_version_and_a_faulty_one_changes_nothing(world):
    by, pelin = Actor.staff(world.staff["pelin"].pk), {"brand": world.brand, "sort": Sort.FINAL, "at": NOON}
    shipped = shipped_template(Sort.FINAL, "tr")
    assert letter_template(world.brand.pk, Sort.FINAL, "tr").version == 0
    for number in (1, 2):
        saved = letters.save_template(**pelin, texts={"tr": f"{shipped}\n{number}"}, by=by)
        assert saved.version == number
    with pytest.raises(letters.TemplateRefused) as refused:
        letters.save_template(**pelin, texts={"tr": shipped, "en": "{{pionts}}"}, by=by)
    assert set(refused.value.faults) == {"en"}
    with pytest.raises(letters.TemplateRefused):
        letters.save_template(**pelin, texts={}, by=by)
    assert LetterTemplate.objects.count() == 2
    assert [each.version for each in template_versions(world.brand.pk, Sort.FINAL)] == [2, 1]
    assert letter_template(world.brand.pk, Sort.FINAL, "tr").text.endswith("2")
    # A language that the brand has not written comes from the product.
    assert letter_template(world.brand.pk, Sort.FINAL, "en").version == 0
    assert letter_template(world.other_brand.pk, Sort.FINAL, "tr").version == 0


@given(
    st.dictionaries(st.sampled_from(FIELDS), st.text(st.characters(blacklist_characters="{}"), max_size=20))
)
def test_filling_leaves_exactly_what_has_no_value(values):
    filled = merged(shipped_template(Sort.FINAL, "tr"), values)
    assert not {name for name in variables_in(filled.text) if values.get(name)}


def test_values_are_never_read_as_fields():
    assert merged("A\n{{reasons}}", {"reasons": "{{points}}"}).text == "A\n{{points}}"
    assert merged("A\n\n{{remedy}}\n\nB {{remedy}}", {"remedy": ""}).text == "A\n\nB {{remedy}}"
