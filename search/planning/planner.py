"""A parsed query, with its filters, to a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from fabula.search.match_kind import MatchKind
from fabula.search.plan import EVERYWHERE, Choice, Everything, HasSpeech, Narrowing, Part, Plan, ScopeFilter, Tier
from fabula.search.syntax import Filters, FilterValues, Query, as_filters, nodes
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
    filters: Filters | FilterValues | None = None,
    *,
    speech: bool = False,
    others: Sequence[Reading] = (),
    counted: Collection[str] = (),
) -> Plan:
    """The plan for `query` over a library with these words.

    speech  whether speech is attributed in the library, so that phrases may run over narration.
    others  other readings of a natural query.
    counted  fields of works whose values are to be counted: the plan says apart what the filters want of them.

    Raises OptionError for a filter by an unknown field or with a senseless value.
    """
    checked = as_filters(filters)
    context = PlanningContext(lexicon, speech)
    apart = [name for name in checked.fields() if name in counted]
    if apart:
        plan = make_plan(query, lexicon, checked.without_wanted(apart), speech=speech, others=others)
        return _with_choices(plan, checked, apart, context)
    chosen = checked.conditions()
    if query.natural is None:
        return _structured(query.root, chosen, context)
    fields = [*query.fields, *chosen]
    if not fields:
        return natural_plan(query.natural, context, others)
    scope, conditions = _bounds(fields, context)
    plan = natural_plan(query.natural, context.with_scope(scope), others)
    tiers = _with_conditions(plan.tiers, conditions)
    return Plan(tiers, scene_kinds(fields), plan.scored, read_as=plan.read_as)


def narrowing(
    query: Query, lexicon: Lexicon, filters: Filters | FilterValues | None = None, *, speech: bool = False
) -> Narrowing:
    """Where a natural query is looked for, as in `make_plan`."""
    return _narrowing([*query.fields, *as_filters(filters).conditions()], lexicon, speech)


def selection(lexicon: Lexicon, filters: Filters | FilterValues | None = None, *, speech: bool = False) -> Narrowing:
    """The scenes that meet the filters, where no query is looked for. Raises OptionError as `make_plan` does."""
    return _narrowing(as_filters(filters).conditions(), lexicon, speech)


def selecting_plan(lexicon: Lexicon, filters: Filters, *, speech: bool = False, counted: Collection[str] = ()) -> Plan:
    """A plan that finds all scenes that meet the filters; `counted` is as in `make_plan`."""
    apart = [name for name in filters.fields() if name in counted]
    within = selection(lexicon, filters.without_wanted(apart), speech=speech)
    part = within.part
    if within.scope is not None:
        part = all_of([*([] if isinstance(part, Everything) else [part]), HasSpeech(within.scope)])
    opened = Plan((Tier(MatchKind.NONE, part),), within.kinds)
    return _with_choices(opened, filters, apart, PlanningContext(lexicon, speech))


def _with_choices(plan: Plan, filters: Filters, names: Sequence[str], context: PlanningContext) -> Plan:
    """The plan with the wanted values of these fields, which are said apart."""
    choices = tuple(Choice(name, build_part(filters.only_wanted(name), context)) for name in names)
    tiers = _with_conditions(plan.tiers, [choice.part for choice in choices])
    return replace(plan, tiers=tiers, chosen=choices, open=plan.tiers) if choices else plan


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


def _structured(query_root: nodes.Node, chosen: list[nodes.Node], context: PlanningContext) -> Plan:
    root = query_root
    scopes = [node for node in chosen if scope_of(node)]
    if scopes:
        # A scope that a filter names binds the whole query.
        root = nodes.And((root, *scopes))
    conditions = [build_part(node, context) for node in chosen if node not in scopes]
    # Every alternative that matches is marked, but of the tiers of prose only the one that was reached.
    plan = structured_plan(root, context, marks_all=isinstance(query_root, nodes.Or))
    tiers = _with_conditions(plan.tiers, conditions)
    return Plan(tiers, scene_kinds([*chosen, root]), plan.scored, plan.marked)


def _with_conditions(tiers: tuple[Tier, ...], parts: Iterable[Part]) -> tuple[Tier, ...]:
    conditions = _without_everything(parts)
    if not conditions:
        return tiers
    return tuple([Tier(tier.match, all_of([tier.part, *conditions]), tier.last_resort) for tier in tiers])


def _without_everything(parts: Iterable[Part]) -> list[Part]:
    # Everything stands for "in:", which says which scenes are searched and is no condition.
    return [part for part in parts if not isinstance(part, Everything)]
