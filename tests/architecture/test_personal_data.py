"""Every table says what it holds of people, so that a copy and an erasure forget none."""

from django.apps import apps

from muhatap.desk.complaints.columns import COLUMNS
from muhatap.kernel.purposes import purposes_served
from muhatap.privacy.purposes import sorts_held
from muhatap.privacy.register import empty_tables, holdings, model_of
from muhatap.privacy.uses import USES
from tests.architecture.source import complain

_HOW = "Add it to `personal_data.py` of its domain: to HOLDINGS with what erasing does, or to EMPTY with why."


def test_every_table_stands_in_the_register():
    named = {each.table for each in holdings()} | set(empty_tables())
    tables = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("muhatap.")
    }
    complain([f"{each} stands on no page of personal data" for each in sorted(tables - named)], _HOW)
    complain([f"{each} is no table any more" for each in sorted(named - tables)], _HOW)


def test_holdings_name_columns_that_there_are_and_one_treatment():
    findings = []
    for holding in holdings():
        columns = {each.attname for each in model_of(holding)._meta.concrete_fields}
        named = {*holding.copied, *holding.blank, *holding.unworded}
        findings += [f"{holding.table} has no column {each}" for each in sorted(named - columns)]
        if holding.goes and (holding.blank or holding.stays):
            findings.append(f"{holding.table} goes and stays")
        if not (holding.goes or holding.blank or holding.unworded or holding.through or holding.stays):
            findings.append(f"{holding.table} says not what erasing does")
    complain(findings, _HOW)


def test_every_column_has_a_sort_that_people_were_told_of():
    told = {sort for use in USES for sort in use.categories}
    findings = [f"{each} is in the register and in no use" for each in sorted(sorts_held() - told)]
    for holding in holdings():
        columns = {each.attname for each in model_of(holding)._meta.concrete_fields}
        findings += [f"{holding.table} has no column {each}" for each in sorted(set(holding.sorts) - columns)]
        findings += [
            f"{holding.table}.{each} serves no purpose"
            for each in holding.copied
            if not purposes_served([holding.sort_of(each)])
        ]
    findings += [f"{each.holds} is no column" for each in COLUMNS if not _is_column(each.holds)]
    complain(findings, "Tag it in `personal_data.py` by what it tells of a person; `uses.py` says what for.")


def _is_column(name: str) -> bool:
    table, _, column = name.rpartition(".")
    return column in {each.attname for each in apps.get_model(table)._meta.concrete_fields}
