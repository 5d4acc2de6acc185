"""Fabula's performance targets, and whether a run reached them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .asks import Kind
from .indexing import median_built
from .run import Growth, Run
from .timing import Latency, summary

__all__ = ["Target", "targets"]

_TITLES = {Kind.EXACT: "exact phrases", Kind.STEMMED: "stemmed phrases"}


@dataclass(frozen=True, slots=True)
class Target:
    """reached: None if the run did not measure it."""

    what: str
    wanted: str
    measured: str
    reached: bool | None


def _at_most(what: str, value: float, limit: float, unit: str = "x") -> Target:
    return Target(what, f"<= {limit:g}{unit}", f"{value:.3g}{unit}", value <= limit)


def _at_least(what: str, value: float, limit: float, unit: str = "x") -> Target:
    return Target(what, f">= {limit:g}{unit}", f"{value:.3g}{unit}", value >= limit)


def targets(run: Run) -> tuple[Target, ...]:
    parts = (_indexing, _phrases, _other_queries, _pages, _cold, _large, _copies)
    return tuple(target for part in parts for target in part(run))


def _indexing(run: Run) -> Iterator[Target]:
    built = {peer: median_built(builds) for peer, builds in run.builds.items()}
    fabula, known = built["fabula"], built["fabula, stems known"]
    peers = [built[name] for name in ("tantivy", "fts5") if name in built]
    if peers:
        fastest = min(peer.wall for peer in peers)
        yield _at_least("first build, speed to the faster of tantivy and FTS5", fastest / fabula.wall, 1.3)
        yield _at_least("the same, stems known (every work replaced)", fastest / known.wall, 1.6)
    if "tantivy" in built:
        yield _at_most("first build, CPU time to tantivy's", fabula.cpu / built["tantivy"].cpu, 0.75)
    sample = run.growth[0]
    whoosh = sample.built["whoosh"].wall / sample.collection.bytes
    yield _at_least(
        "first build, speed to stock Whoosh (on its sample)", whoosh * run.collection.bytes / fabula.wall, 40
    )
    yield _at_most("bytes on disk to a byte of text", fabula.disk / run.collection.bytes, 0.80, "")


def _phrases(run: Run) -> Iterator[Target]:
    for kind, title in _TITLES.items():
        ours, theirs = _pair(run, kind)
        if theirs is None:
            continue
        mine, other = summary(ours.warm), summary(theirs.warm)
        yield _at_most(f"{title}, p99 to tantivy's", mine.p99 / other.p99, 1)
        yield _at_most(f"{title}, mean to tantivy's", mine.mean / other.mean, 1)
        common = ours.only(common=True).p50 / theirs.only(common=True).p50
        yield _at_most(f"{title} of common words, p50 to tantivy's", common, 1)
        yield _at_most(f"{title}, p50 to tantivy's", mine.p50 / other.p50, 1.5)


def _other_queries(run: Run) -> Iterator[Target]:
    ours, theirs = _pair(run, Kind.NATURAL)
    if theirs is not None:
        mine, other = summary(ours.warm), summary(theirs.warm)
        yield _at_most("natural query with snippets, p50 to tantivy's", mine.p50 / other.p50, 1)
        yield _at_most("natural query with snippets, mean to tantivy's", mine.mean / other.mean, 1)
    ours, theirs = _pair(run, Kind.ANY)
    if theirs is not None:
        ratio = summary(ours.warm).p50 / summary(theirs.warm).p50
        yield _at_most("OR of four common words, warm p50 to tantivy's (which does not count)", ratio, 1)
    yield _at_most("OR of four common words, the slowest first touch", max(ours.first), 10, " ms")


def _pages(run: Run) -> Iterator[Target]:
    if run.pages is not None:
        yield _at_least("pages of results a second, to Datasette's", run.pages.ratio, 1)


def _cold(run: Run) -> Iterator[Target]:
    cold = run.cold
    yield _at_most("cold `fabula search`, printed", cold.seconds["fabula search"] * 1e3, 250, " ms")
    named = ", ".join(cold.imported) or "none"
    yield Target("nltk, whoosh and rich: packages that this command imports", "none", named, not cold.imported)


def _large(run: Run) -> Iterator[Target]:
    large = next((point for point in run.growth if point.collection.bytes >= 0.99e9), None)
    middle = next((point for point in run.growth if 0.95e8 <= point.collection.bytes <= 1.3e8), None)
    peak = "1 GB of text: peak memory of the build, all processes"
    resident = "1 GB of text: resident while serving"
    slower = "1 GB to 100 MB: exact phrase p50"
    tail = "1 GB: exact phrase p99 to tantivy's"
    if large is None or middle is None:
        for what, wanted in ((peak, "<= 1 GB"), (resident, "<= 300 MB"), (slower, "<= 3x"), (tail, "<= 1x")):
            yield Target(what, wanted, "not measured", None)
        return
    built = large.built["fabula"]
    yield _at_most(peak, max(built.together, built.peak) / 1e9, 1, " GB")
    serving = max(by_peer["fabula"].memory.resident for by_peer in large.latencies.values())
    yield _at_most(resident, serving / 1e6, 300, " MB")
    yield _at_most(slower, _p50(large) / _p50(middle), 3)
    theirs = large.latencies[Kind.EXACT].get("tantivy, unstemmed")
    if theirs is not None:
        ours = large.latencies[Kind.EXACT]["fabula"]
        yield _at_most(tail, summary(ours.warm).p99 / summary(theirs.warm).p99, 1)


def _copies(run: Run) -> Iterator[Target]:
    plain = median_built(run.copies.builds["plain"])
    for name in ("curly", "accented"):
        built = median_built(run.copies.builds[name])
        yield _at_most(f"{name} copy, time to index to the plain texts'", built.wall / plain.wall, 1.1)
        for kind, title in _TITLES.items():
            latencies = run.copies.latencies[kind]
            ratio = summary(latencies[name].warm).mean / summary(latencies["plain"].warm).mean
            yield _at_most(f"{name} copy, mean of {title} to the plain texts'", ratio, 1.1)


def _pair(run: Run, kind: Kind) -> tuple[Latency, Latency | None]:
    """The latencies of Fabula for `kind`, and of tantivy if it took part."""
    latencies = run.latencies[kind]
    return latencies["fabula"], latencies.get("tantivy") or latencies.get("tantivy, unstemmed")


def _p50(point: Growth) -> float:
    return summary(point.latencies[Kind.EXACT]["fabula"].warm).p50
