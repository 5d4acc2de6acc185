"""What must hold of the scenes of an answer beside its query: values of fields that are wanted or excluded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, Self

from fabula.index.errors import OptionError
from fabula.index.work_fields import WORK_FIELDS, FieldKind
from .exact_filters import filter_field
from .fields import FIELDS, is_value
from .nodes import Field, Node, Not, Or, shortened

FilterValues = Mapping[str, str | Sequence[str]]
"""Field -> a value, or several of which one has to hold."""

# Of one field: more are no choice that a person made. Each takes up to 1 ms in 10,000 works.
MAX_FILTER_VALUES = 100
_KINDS = frozenset(("story", "notes"))
_SIDES = frozenset(("dialogue", "narration"))

_Values = tuple[tuple[str, tuple[str, ...]], ...]


class Filters(NamedTuple):
    """Values by field, each once, in the order in which they were given.

    wanted    of each of these fields one of the values must hold.
    excluded  none of these may.

    >>> [str(node) for node in Filters.of({"author": ["Poe", "=Ann Lee"]}, {"tag": "AU"}).conditions()]
    ['(author:Poe OR author:="Ann Lee")', 'NOT tag:AU']
    """

    wanted: _Values = ()
    excluded: _Values = ()

    @classmethod
    def of(cls, filters: FilterValues | None = None, exclude: FilterValues | None = None) -> Self:
        """Raises OptionError for an unknown field, a senseless value, one of another type, or too many."""
        return cls(tuple(_checked(filters or {})), tuple(_checked(exclude or {})))

    def __bool__(self) -> bool:
        return bool(self.wanted or self.excluded)

    def fields(self) -> tuple[str, ...]:
        """The fields of which a value is wanted."""
        return tuple(name for name, _ in self.wanted)

    def only(self, names: Collection[str]) -> Filters:
        """Those about these fields."""
        return Filters(
            tuple(item for item in self.wanted if item[0] in names),
            tuple(item for item in self.excluded if item[0] in names),
        )

    def without(self, names: Collection[str]) -> Filters:
        """Those about other fields."""
        return Filters(
            tuple(item for item in self.wanted if item[0] not in names),
            tuple(item for item in self.excluded if item[0] not in names),
        )

    def only_wanted(self, name: str) -> Node:
        """The condition that one of the wanted values of this field holds; the field is one of works."""
        return _any_of(name, dict(self.wanted)[name])

    def without_wanted(self, names: Collection[str]) -> Filters:
        """All but the wanted values of these fields."""
        return Filters(tuple(item for item in self.wanted if item[0] not in names), self.excluded)

    def conditions(self) -> list[Node]:
        """The conditions of the query language that they stand for, all of which must hold."""
        wanted, excluded = dict(self.wanted), dict(self.excluded)
        nodes = _places(_plain_values(wanted.pop("in", ())), _plain_values(excluded.pop("in", ())))
        nodes += [_any_of(name, values) for name, values in wanted.items()]
        return [*nodes, *(Not(_field(name, value)) for name, values in excluded.items() for value in values)]


def as_filters(filters: Filters | FilterValues | None) -> Filters:
    """The filters, checked. Raises OptionError as `Filters.of` does."""
    return filters if isinstance(filters, Filters) else Filters.of(filters)


def _plain_values(values: Collection[str]) -> set[str]:
    plain = {value.removeprefix("=") for value in values}
    return plain - {"all"} | _KINDS if "all" in plain else plain


def _any_of(name: str, values: tuple[str, ...]) -> Node:
    if name == "speaker":
        # One scope, so that any of them says the words: alternatives would be scenes in which they speak.
        return Field(name, values[0], others=values[1:])
    fields = tuple(_field(name, value) for value in values)
    return fields[0] if len(fields) == 1 else Or(fields)


def _places(wanted: set[str], excluded: set[str]) -> list[Node]:
    """What `in` asks for, which is two things: which scenes, the story's or notes, and which words, said or told."""
    nodes: list[Node] = []
    for choice in (_KINDS, _SIDES):
        left = (wanted & choice or choice) - excluded
        if not left:
            return [Not(Field("in", "all"))]  # no scene is left
        if len(left) == 1:
            nodes.append(Field("in", *left))
        elif choice is _KINDS and wanted & choice:
            # Without being asked for, notes are not searched.
            nodes.append(Field("in", "all"))
    return nodes


def _field(name: str, value: str) -> Field:
    is_text = name in WORK_FIELDS and WORK_FIELDS[name].kind not in (FieldKind.NUMBER, FieldKind.DATE)
    # A number, a date and a place are whole in any case.
    return filter_field(name, value if is_text or name == "speaker" else value.removeprefix("="))


def _checked(filters: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not isinstance(filters, Mapping):
        raise OptionError(
            f"Filters of the type {type(filters).__name__} are not possible.",
            hint='Give the values by field: {"author": "Poe", "tag": ["Fluff", "Angst"]}.',
        )
    for name, given in filters.items():
        if name not in FIELDS:
            named = name[:40] if isinstance(name, str) else type(name).__name__
            raise OptionError(
                f'There is no field "{named}" to filter by.', hint=f"The fields are: {', '.join(FIELDS)}."
            )
        values = (given,) if isinstance(given, str) else given
        if not isinstance(values, (Sequence, frozenset, set)) or not all(isinstance(value, str) for value in values):
            raise OptionError(
                f'The values for the field "{name}" are no texts.',
                hint='Give a text, or a list of them: ["Poe", "Lee"].',
            )
        if len(values) > MAX_FILTER_VALUES:
            raise OptionError(
                f"There are {len(values):,} values for the field {name}; at most {MAX_FILTER_VALUES} are possible.",
                hint="Leave some of them out.",
            )
        for value in values:
            field = _field(name, value)
            if not field.exact and not is_value(name, field.value):
                raise OptionError(
                    f'"{shortened(value)}" is no value for the field "{name}".',
                    hint="Values look like words:>5000 and date:2015..",
                )
        if values:
            yield name, tuple(dict.fromkeys(values))
