"""The table of work fields. tests/end_to_end/test_work_fields.py follows each row to where it is used."""

from __future__ import annotations

from dataclasses import fields

from fabula.index.model import Metadata, WorkRecord
from fabula.index.work_fields import METADATA_KEYS, WORK_FIELDS, FieldKind

WORK = WorkRecord(
    "4225b171b96e", "The Lamp", ("Ann Poe", ""),
    Metadata(tags=("Slow Burn",), warnings=("Death",), categories=("", "Gen"), series="Lamps", more_series=("Salt",),
             published="2015", updated="2017"),
    "en", "text", "lamp.txt", "/stories", "", 1, 1, 0, 300, 1_700,
)  # fmt: skip


def test_empty_values_are_left_out() -> None:
    """Readers give "" for what a file does not say."""
    assert WORK_FIELDS["author"].values(WORK) == ("Ann Poe",)
    assert WORK_FIELDS["category"].values(WORK) == ("Gen",)
    assert WORK_FIELDS["rating"].values(WORK) == ()


def test_filters_search_other_fields_too() -> None:
    """The field's own values come first."""
    tags = WORK_FIELDS["tag"]
    assert tags.values(WORK) == ("Slow Burn",)
    assert tags.searched_values(WORK) == ("Slow Burn", "Death", "Gen", "Lamps", "Salt")


def test_pages_show_the_first_series() -> None:
    """Facets and filters have all of them."""
    series = WORK_FIELDS["series"]
    assert (series.page_values(WORK), series.values(WORK)) == (("Lamps",), ("Lamps", "Salt"))


def test_numbers_and_dates_have_one_value() -> None:
    """Filters compare it with a range."""
    for field in WORK_FIELDS.values():
        if field.kind in (FieldKind.NUMBER, FieldKind.DATE):
            assert len(field.get(WORK)) == 1
    assert WORK_FIELDS["words"].get(WORK) == (300,)
    assert WORK_FIELDS["date"].get(WORK) == ("2017",)


def test_fields_that_others_search_are_in_the_table() -> None:
    """None searches a field that searches others."""
    for field in WORK_FIELDS.values():
        assert all(not WORK_FIELDS[name].also for name in field.also)


def test_json_has_the_metadata_in_the_order_of_the_model() -> None:
    """All but the language, which the record has, and the identifier."""
    names = [field.name for field in fields(Metadata)]
    assert [name for name in names if name in METADATA_KEYS] == list(METADATA_KEYS)
    assert set(names) - set(METADATA_KEYS) == {"language", "identifier"}
