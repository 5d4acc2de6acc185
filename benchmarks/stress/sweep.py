"""`python -m benchmarks.stress.sweep`, from the checkout: how the time of each stage grows over repeated text.

Each case is run at the size that takes 50 ms and at a quarter of it. One that takes more than eight times as long is
not linear; it is named, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.sweep.cases import STAGES, cases


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=10_000, help="how many cases are tried (all)")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    parser.add_argument("--stage", choices=[stage.name for stage in STAGES], help="of one stage alone")
    parser.add_argument("--name", default="", help="only cases with this in their names")
    options = parser.parse_args()
    stages = [stage for stage in STAGES if options.stage in (None, stage.name)]
    started, worst, uneven, count = time.monotonic(), 0.0, 0, 0
    for case in cases(options.units, options.seed, stages):
        if options.name not in case.name:
            continue
        growth = case.growth()
        count += 1
        worst = max(worst, growth.ratio)
        if not growth.is_even:
            uneven += 1
            print(f"{case.name}: {growth.size:,} units, {growth.seconds:.2f} s, {growth.ratio:.1f} times", flush=True)
    print(f"{count:,} cases in {time.monotonic() - started:.0f} s; {uneven} above 8 times; the worst {worst:.1f} times")
    return 1 if uneven else 0


if __name__ == "__main__":
    sys.exit(main())
