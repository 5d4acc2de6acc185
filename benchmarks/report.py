"""The run as a page: targets first, then every table, then how it was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .asks import TITLES, Kind
from .indexing import median_built
from .peers import PEERS
from .processes import Memory
from .run import Run
from .targets import Target, targets
from .timing import Latency, summary

__all__ = ["page"]


def page(run: Run, command: str, plots: Mapping[str, str]) -> str:
    """docs/benchmarks.md. `plots`: title to the file's path from the page."""
    parts = [
        _opening(run, command),
        _section("Targets", _targets(targets(run))),
        _section("Indexing", _indexing(run)),
        *(_section(TITLES[kind], _latencies(kind, run.latencies[kind])) for kind in Kind),
        _section("From the shell's prompt to the result printed", _cold(run)),
        _section("Memory while serving", _serving(run.serving)),
        _section("Growth", _growth(run)),
        _section("Curly quotes and accents", _copies(run)),
        _section("Do they find the same?", _agreement(run)),
        _section("Plots", "\n\n".join(f"### {title}\n\n![{title}]({path})" for title, path in plots.items())),
    ]
    return "\n\n".join(parts) + "\n"


def _opening(run: Run, command: str) -> str:
    machine, main = run.machine, run.collection
    versions = ", ".join(f"{name} {found}" for name, found in machine.versions.items())
    lines = ["# Benchmarks", ""]
    if run.options.quick:
        lines += ["**A quick run, to try a change. Its figures are not for publishing.**", ""]
    if not machine.idle:
        lines += [
            f"**The machine was not idle (load {machine.load:.2f} before the run), so the figures are not to be relied "
            "on.**",
            "",
        ]
    if run.failure:
        lines += [f"**The growth runs ended early: {run.failure}.**", ""]
    lines += [
        f"Made by `{command}` on {machine.date}; benchmarks/README.md says what is compared with what, and why it is "
        "fair. Nothing here was written by hand.",
        "",
        f"- Texts: {main.works:,} works, {main.scenes:,} scenes, {main.words:,} words, {main.megabytes:.1f} MB "
        "(millions of bytes in UTF-8).",
        f"- Machine: {machine.processor}, {machine.cores} cores, {machine.memory / 2**30:.0f} GiB, {machine.system}; "
        f"load {machine.load:.2f} before the run.",
        f"- Versions: Python {machine.python}; {versions}; commit {machine.commit or 'unknown'}.",
        f"- Each build and each warm query ran {run.options.repeat} times, in turn with the others; shown are medians.",
    ]
    return "\n".join(lines)


def _section(title: str, body: str) -> str:
    return f"## {title}\n\n{body}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _targets(found: Sequence[Target]) -> str:
    verdict = {True: "reached", False: "**not reached**", None: "not measured"}
    rows = [[one.what, one.wanted, one.measured, verdict[one.reached]] for one in found]
    reached = sum(one.reached is True for one in found)
    missed = sum(one.reached is False for one in found)
    return f"{reached} reached, {missed} not reached.\n\n" + _table(["", "wanted", "measured", ""], rows)


def _indexing(run: Run) -> str:
    size = run.collection.bytes
    ours = median_built(run.builds["fabula"])
    rows = []
    for peer, builds in run.builds.items():
        built = median_built(builds)
        walls = [one.wall for one in builds]
        rows.append(
            [
                peer,
                f"{built.wall:.2f} ({min(walls):.2f}–{max(walls):.2f})",
                f"{size / 1e6 / built.wall:.1f}",
                f"{built.wall / ours.wall:.2f}x",
                f"{built.cpu:.2f}",
                f"{built.compacted:.2f}",
                f"{built.loading:.2f}",
                f"{built.disk / size:.2f}",
            ]
        )
    header = "engine|seconds (least–most)|MB/s|to Fabula|CPU s|merged s|loading s|bytes/byte".split("|")
    setups = "\n".join(f"- {peer}: {PEERS[peer].setup}." for peer in run.builds)
    return (
        _table(header, rows)
        + "\n\nFrom texts in memory to an index that is committed and synced. `merged`: with the merging that goes on "
        "after the commit. `loading`: importing the code, before the clock starts. Memory, and stock Whoosh on a "
        "sample, are in the growth runs.\n\n" + setups
    )


_LATENCY_HEADER = "engine|p50|p95|p99|mean|to Fabula (p50, p99)|CPU mean|first touch p50|p99".split("|")


def _latencies(kind: Kind, found: Mapping[str, Latency]) -> str:
    ours = summary(found["fabula"].warm)
    rows = []
    for peer, latency in found.items():
        warm, first = summary(latency.warm), summary(latency.first)
        rows.append(
            [
                peer,
                *(f"{value:.3f}" for value in (warm.p50, warm.p95, warm.p99, warm.mean)),
                f"{warm.p50 / ours.p50:.2f}x, {warm.p99 / ours.p99:.2f}x",
                f"{latency.cpu:.3f}",
                *(f"{value:.3f}" for value in (first.p50, first.p99)),
            ]
        )
    text = f"{len(found['fabula'].asks):,} queries, milliseconds.\n\n" + _table(_LATENCY_HEADER, rows)
    if kind in (Kind.EXACT, Kind.STEMMED):
        split = []
        for peer, latency in found.items():
            common, others = latency.only(common=True), latency.only(common=False)
            split.append([peer, *(f"{value:.3f}" for value in (common.p50, common.p99, others.p50, others.p99))])
        text += "\n\n" + _table(["engine", "common words only: p50", "p99", "the others: p50", "p99"], split)
    return text


def _cold(run: Run) -> str:
    rows = [[name, f"{seconds * 1e3:.0f}"] for name, seconds in run.cold.seconds.items()]
    return (
        f"Median of {run.cold.runs} processes each, milliseconds. The scripts print ten texts' beginnings and know "
        "nothing of libraries, snippets or errors.\n\n" + _table(["command", "ms"], rows)
    )


def _serving(found: Mapping[str, Memory]) -> str:
    rows = [
        [peer, *(f"{value / 1e6:.0f}" for value in (memory.resident, memory.own, memory.files))]
        for peer, memory in found.items()
    ]
    return "MB resident after every query above that the engine answers, each once.\n\n" + _table(
        ["engine", "in all", "its own", "pages of files"], rows
    )


def _growth(run: Run) -> str:
    text = (
        "Builds read the stories from a file, one work in memory at a time. `memory`: of all processes together while "
        f"building. Queries: {len(run.growth[0].latencies[Kind.EXACT]['fabula'].asks)} phrases sampled from the "
        "smallest collection, warm, milliseconds."
    )
    if run.growth[-1].collection.bytes > run.collection.bytes:
        text += " What goes beyond the texts themselves is salted copies of them."
    found = [growth.latencies[Kind.EXACT].values() for growth in run.growth]
    totals = [counts for point in found for counts in zip(*(latency.totals for latency in point), strict=True)]
    same = sum(len(set(counts)) == 1 for counts in totals)
    text += f" All engines find the same number of scenes for {same:,} of {len(totals):,} exact phrases."
    header = "text|engine|MB/s|memory MB|bytes/byte|exact p50|p99|stemmed p50|p99|serving MB".split("|")
    return text + "\n\n" + _table(header, _growth_rows(run))


def _growth_rows(run: Run) -> Iterator[list[str]]:
    for point in run.growth:
        size = point.collection.bytes
        for peer, built in point.built.items():
            times: list[str] = []
            memory = [point.latencies[kind][peer].memory.resident for kind in point.latencies if _asked(peer, kind)]
            for kind in (Kind.EXACT, Kind.STEMMED):
                if _asked(peer, kind):
                    warm = summary(point.latencies[kind][peer].warm)
                    times += [f"{warm.p50:.3f}", f"{warm.p99:.3f}"]
                else:
                    times += ["", ""]
            yield [
                f"{size / 1e6:.0f} MB",
                peer,
                f"{size / 1e6 / built.wall:.1f}",
                f"{max(built.together, built.peak) / 1e6:.0f}",
                f"{built.disk / size:.2f}",
                *times,
                f"{max(memory) / 1e6:.0f}",
            ]


def _asked(peer: str, kind: Kind) -> bool:
    return kind in PEERS[peer].kinds


def _copies(run: Run) -> str:
    rows = []
    for name, builds in run.copies.builds.items():
        built = median_built(builds)
        exact, stemmed = (summary(run.copies.latencies[kind][name].warm) for kind in (Kind.EXACT, Kind.STEMMED))
        size = run.copies.collections[name].bytes
        rows.append(
            [
                name,
                f"{built.wall:.2f}",
                f"{built.disk / size:.2f}",
                *(f"{value:.3f}" for value in (exact.p50, exact.mean, stemmed.p50, stemmed.mean)),
            ]
        )
    header = "texts|seconds to index|bytes/byte|exact p50|mean|stemmed p50|mean".split("|")
    totals = {name: latency.totals for name, latency in run.copies.latencies[Kind.EXACT].items()}
    same = sum(len(set(found)) == 1 for found in zip(*totals.values(), strict=True))
    return (
        "Fabula over the texts as they are, with all straight quotes made curly, and with accents on one word in ten. "
        f"Queries are changed in the same way: {same:,} of {len(totals['plain']):,} exact phrases find as many "
        "scenes in all three.\n\n" + _table(header, rows)
    )


def _agreement(run: Run) -> str:
    found = run.agreement
    text = (
        f"Before anything was timed, the counts of {found.compared:,} queries (exact phrases, AND, prefixes) on "
        "Fabula's index and the peers' unstemmed ones were compared, and "
        f"{found.scanned} of Fabula's with a scan of all texts. "
    )
    if not found.disagreements:
        text += "All agree."
    else:
        rows = [
            [one.ask.kind.value, " ".join(one.ask.words), ", ".join(f"{k}: {v}" for k, v in one.totals.items())]
            for one in found.disagreements
        ]
        text += "These differ, and were not timed:\n\n" + _table(["kind", "query", "scenes"], rows)
    return text + "\n\n" + _stemmed_agreement(run)


def _stemmed_agreement(run: Run) -> str:
    """Stems differ by design, so this is information, not a check."""
    found = run.latencies[Kind.STEMMED]
    ours = found["fabula"].totals
    shares = []
    for peer, latency in found.items():
        if peer != "fabula":
            same = sum(a == b for a, b in zip(ours, latency.totals, strict=True))
            shares.append(f"{same / len(ours):.0%} with {peer}")
    return "Stemmed phrases find as many scenes as Fabula's in " + ", ".join(shares) + "; each has stems of its own."
