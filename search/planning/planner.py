"""A parsed query, with its filters, to a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fabula.index.errors import OptionError
from fabula.search.plan import EVERYWHERE, Everything, Narrowing, Part, Plan, ScopeFilter, Tier
from fabula.search.syntax import Query, filter_field, nodes
from fabula.search.syntax.fields import FIELDS, is_value
from .clauses import all_of
from .context import PlanningContext
from .lexicon import Lexicon
from .natural import natural_plan
from .readings import Reading
from .scopes import scene_kinds, scope_groups, scope_of
from .structured import build_part, group_parts, structured_plan


def make_plan(
    query: Query,
    lexicon: Lexicon,
    filters: Mapping[str, str] | None = None,
    *,
    speech: bool = False,
    others: Sequence[Reading] = (),
) -> Plan:
    """The plan for `query` over a library with these words.

    speech  whether speech is attributed in the library, so that phrases may run over narration.
    others  other readings of a natural query.

    Raises OptionError for a filter by an unknown field or with a senseless value.
    """
    context = PlanningContext(lexicon, speech)
    filter_fields = _filter_fields(filters)
    if query.natural is None:
        return _structured(query.root, filter_fields, context)
    fields = [*query.fields, *filter_fields]
    if not fields:
        return natural_plan(query.natural, context, others)
    scope, conditions = _bounds(fields, context)
    plan = natural_plan(query.natural, context.with_scope(scope), others)
    tiers = _with_conditions(plan.tiers, conditions)
    return Plan(tiers, scene_kinds(fields), plan.scored, read_as=plan.read_as)


def narrowing(
    query: Query, lexicon: Lexicon, filters: Mapping[str, str] | None = None, *, speech: bool = False
) -> Narrowing:
    """Where a natural query is looked for, as in `make_plan`."""
    return _narrowing([*query.fields, *_filter_fields(filters)], lexicon, speech)


def selection(lexicon: Lexicon, filters: Mapping[str, str] | None = None, *, speech: bool = False) -> Narrowing:
    """The scenes that meet the filters, where no query is looked for. Raises OptionError as `make_plan` does."""
    return _narrowing(_filter_fields(filters), lexicon, speech)


def _narrowing(fields: Sequence[nodes.Node], lexicon: Lexicon, speech: bool) -> Narrowing:
    if not fields:
        return EVERYWHERE
    scope, conditions = _bounds(fields, PlanningContext(lexicon, speech))
    conditions = _without_everything(conditions)
    return Narrowing(all_of(conditions) if conditions else Everything(), scope, scene_kinds(fields))


def _bounds(fields: Sequence[nodes.Node], context: PlanningContext) -> tuple[ScopeFilter | None, list[Part]]:
    """Where the words of a natural query must lie, and what else must hold."""
    first, *others = scope_groups(fields, None)
    bound = context.with_scope(first.scope)
    conditions = [build_part(node, bound) for node in first.nodes]
    for group in others:
        conditions += group_parts(group, context)
    return first.scope, conditions


def _structured(query_root: nodes.Node, filter_fields: list[nodes.Field], context: PlanningContext) -> Plan:
    root = query_root
    scope_fields = [field for field in filter_fields if scope_of(field)]
    if scope_fields:
        # A scope that a filter names binds the whole query.
        root = nodes.And((root, *scope_fields))
    conditions = [build_part(field, context) for field in filter_fields if field not in scope_fields]
    # Every alternative that matches is marked, but of the tiers of prose only the one that was reached.
    plan = structured_plan(root, context, marks_all=isinstance(query_root, nodes.Or))
    tiers = _with_conditions(plan.tiers, conditions)
    return Plan(tiers, scene_kinds([*filter_fields, root]), plan.scored, plan.marked)


def _with_conditions(tiers: tuple[Tier, ...], parts: Iterable[Part]) -> tuple[Tier, ...]:
    conditions = _without_everything(parts)
    if not conditions:
        return tiers
    return tuple([Tier(tier.match, all_of([tier.part, *conditions]), tier.last_resort) for tier in tiers])


def _without_everything(parts: Iterable[Part]) -> list[Part]:
    # Everything stands for "in:", which says which scenes are searched and is no condition.
    return [part for part in parts if not isinstance(part, Everything)]


def _filter_fields(filters: Mapping[str, str] | None) -> list[nodes.Field]:
    """The conditions that filters stand for. Raises OptionError as `make_plan` does."""
    fields: list[nodes.Field] = []
    for name, value in (filters or {}).items():
        if name not in FIELDS:
            raise OptionError(f'There is no field "{name}" to filter by.', hint=f"The fields are: {', '.join(FIELDS)}.")
        field = filter_field(name, value)
        if not field.exact and not is_value(name, value):
            raise OptionError(
                f'"{value}" is no value for the field "{name}".', hint="Values look like words:>5000 and date:2015.."
            )
        fields.append(field)
    return fields
