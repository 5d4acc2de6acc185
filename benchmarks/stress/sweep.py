"""`python -m benchmarks.stress.sweep`, from the checkout: how the time of each stage grows over repeated text.

Each case is run at the size that takes 50 ms and at a quarter of it. One that takes more than eight times as long is
not linear; it is named, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.sweep.cases import STAGES, all_cases, cases

_SHOWN_WORST = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, help="how many units of each stage are tried, each in one layout")
    parser.add_argument("--seed", type=int, default=1, help="which of them, and in which layout")
    parser.add_argument("--stage", choices=[stage.name for stage in STAGES], action="append", help="of these alone")
    parser.add_argument("--name", default="", help="only cases with this in their names")
    options = parser.parse_args()
    stages = [stage for stage in STAGES if options.stage is None or stage.name in options.stage]
    chosen = all_cases(stages) if options.units is None else cases(options.units, options.seed, stages)
    started, uneven = time.process_time(), 0
    ratios: list[tuple[float, str]] = []
    for case in chosen:
        if options.name not in case.name:
            continue
        growth = case.growth()
        ratios.append((growth.ratio, case.name))
        if not growth.is_even:
            uneven += 1
            print(f"{case.name}: {growth.size:,} units, {growth.seconds:.2f} s, {growth.ratio:.1f} times", flush=True)
    print(f"{len(ratios):,} cases in {time.process_time() - started:.0f} s of processor time; {uneven} above 8 times")
    for ratio, name in sorted(ratios, reverse=True)[:_SHOWN_WORST]:
        print(f"{ratio:5.1f} times: {name}")
    return 1 if uneven else 0


if __name__ == "__main__":
    sys.exit(main())
