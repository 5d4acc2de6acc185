"""A failing plan becomes as short as it can be."""

from __future__ import annotations

from .changes import CHANGES
from .play import Mismatch, Plan, make_plan
from .shrink import Failure, shrink


def test_what_does_not_matter_is_left_out() -> None:
    """A year that fails where a story was replaced after one was moved is left with these two changes."""

    def fails(plan: Plan) -> Exception | None:
        names = [step.name for this in plan.rounds for step in this.changes]
        moved = names.index("move") if "move" in names else len(names)
        return AssertionError() if "replace_few" in names[moved:] else None

    plan = next(plan for seed in range(100) if fails(plan := make_plan(seed, 60)))
    shortest, error = shrink(Failure(plan, AssertionError("long")), fails)
    assert str(error) == ""
    assert [step.name for this in shortest.rounds for step in this.changes] == ["move", "replace_few"]
    assert {this.run.name for this in shortest.rounds} == {"plain"}


def test_no_time_to_shrink() -> None:
    """In 0 seconds nothing is played again, and only what comes after the mismatch is left out."""

    def fails(plan: Plan) -> Exception | None:
        raise AssertionError("played again")

    plan, error = make_plan(1, 60), Mismatch(3, [], [])
    assert shrink(Failure(plan, error), fails, seconds=0) == (plan._replace(rounds=plan.rounds[:4]), error)


def test_plans_follow_from_their_seeds() -> None:
    """The same seed gives the same year, every change happens in some year, and some may be left out."""
    assert make_plan(1, 60) == make_plan(1, 60) != make_plan(2, 60)
    names = {step.name for seed in range(20) for this in make_plan(seed, 60).rounds for step in this.changes}
    assert names == set(CHANGES)
    some = make_plan(1, 60, ("move", "killed"))
    assert not {"move", "killed"} & {step.name for this in some.rounds for step in (*this.changes, this.run)}
