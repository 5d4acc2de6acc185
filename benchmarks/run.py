"""One run, from the folder of stories to all figures; answers are checked before they are timed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from .agreement import Agreement, check
from .asks import Ask, Kind
from .cold import Cold, measure_cold
from .copies import accented, curly, expanded, transformed
from .corpus import Collection, Story, head, read_folder, stories_in, write
from .indexing import folder_of, interleaved
from .machine import Machine, describe_machine
from .options import Options
from .pages.comparison import Comparison, WrongPages, compare
from .peers import PEERS
from .phrases import Vocabulary, common_words, conjunctions, phrases, prefixes, vocabulary
from .processes import Built, Memory, Server
from .timing import Latency, Participant, measure

__all__ = ["Growth", "Run", "WrongAnswers", "run"]

_SEED = 1_000
_TIMED = ("fabula", "fabula, stems known", "tantivy", "tantivy, 1 thread", "fts5", "fts5, tuned", "xapian")
_FOR_WORDS = ("tantivy, unstemmed", "fts5, unstemmed")
_GROWING = ("fabula", "tantivy", "tantivy, unstemmed", "fts5", "fts5, unstemmed")
_PHRASES = (Kind.EXACT, Kind.STEMMED)
# About one answer in a thousand differs by words that no list of exceptions foresees. More than one in a hundred means
# that the engines were asked different things.
_MAX_DISAGREEMENT_SHARE = 0.01


class WrongAnswers(Exception):
    """Counts differ, so the times would not be comparable."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One size of the growth runs. Builds read the stories from a file, and their memory is watched."""

    collection: Collection
    built: Mapping[str, Built]
    latencies: Mapping[Kind, Mapping[str, Latency]]


@dataclass(frozen=True, slots=True)
class Copies:
    """Fabula over the original texts ("plain") and over changed copies, by the name of the copy."""

    collections: Mapping[str, Collection]
    builds: Mapping[str, tuple[Built, ...]]
    latencies: Mapping[Kind, Mapping[str, Latency]]


@dataclass(frozen=True, slots=True)
class Run:
    """All figures for the report and the plots. Mappings of builds and latencies are by peer.

    failure  the reason why the growth runs ended early; "" if they did not.
    pages    pages of results a second beside Datasette; None if that is not installed, or failed.
    """

    options: Options
    machine: Machine
    collection: Collection
    builds: Mapping[str, tuple[Built, ...]]
    agreement: Agreement
    latencies: Mapping[Kind, Mapping[str, Latency]]
    serving: Mapping[str, Memory]
    cold: Cold
    growth: tuple[Growth, ...]
    failure: str
    copies: Copies
    pages: Comparison | None


def run(options: Options, work: Path) -> Run:
    """Measure everything. Raises WrongAnswers before any query is timed."""
    machine = describe_machine()
    _say(f"Reading {options.folder}")
    main = write("all", read_folder(options.folder, options.mb * 1e6), work / "all.stories")
    texts = [scene.text for story in stories_in(main.path) for scene in story.scenes]
    _say(f"{main.works:,} works, {main.scenes:,} scenes, {main.megabytes:.1f} MB. Building, in turn")
    builds = interleaved(_installed(_TIMED), main, work / "main", options.repeat)
    interleaved(_installed(_FOR_WORDS), main, work / "main", 1)
    folders = {peer: folder_of(peer, work / "main") for peer in _installed((*_TIMED, *_FOR_WORDS))}

    known = vocabulary(texts)
    asks = _asks(options, texts, known)
    _say("Comparing counts")
    lowered = [text.lower() for text in texts]
    checked = [*asks[Kind.EXACT], *asks[Kind.ALL], *asks[Kind.PREFIX]]
    compared = {peer: folders[peer] for peer in ("fabula", *_installed(_FOR_WORDS), *_installed(["xapian"]))}
    agreement = check(checked, compared, lowered, options.scans)
    del lowered
    _raise_on_wrong_answers(agreement)
    asks = _agreed(asks, agreement)

    answering = [peer for peer in folders if peer not in ("fabula, stems known", "tantivy, 1 thread", "fts5, tuned")]
    latencies = {}
    for kind in Kind:
        _say(f"Asking: {kind.value}")
        latencies[kind] = measure(kind, _participants(kind, answering, folders, asks[kind]), options.repeat)
    _say("Asking all queries to measure memory; then starting cold processes")
    serving = {peer: _serving(peer, folders[peer], asks) for peer in answering}
    scripts: dict[str, Path] = {
        family: folders[f"{family}, unstemmed"] for family in ("tantivy", "fts5") if family in folders
    }
    cold = measure_cold(asks[Kind.EXACT][: options.cold_runs], folders["fabula"], scripts)
    _say("Asking servers for pages")
    pages = _pages(folders["fabula"], work, options.repeat)
    shutil.rmtree(work / "main")

    copies = _copies(options, main, asks, work / "copies")
    growth: list[Growth] = []
    failure = ""
    try:
        for point in _growth(options, main, known, work / "growth"):
            growth.append(point)  # noqa: PERF402 - points measured before a failure are kept
    except RuntimeError as error:
        # Do not lose an hour of measurements because the largest size fails.
        if not growth:
            raise
        failure = str(error)
    return Run(
        options=options,
        machine=machine,
        collection=main,
        builds=builds,
        agreement=agreement,
        latencies=latencies,
        serving=serving,
        cold=cold,
        growth=tuple(growth),
        failure=failure,
        copies=copies,
        pages=pages,
    )


def _say(line: str) -> None:
    print(line, flush=True)


def _installed(peers: Sequence[str]) -> list[str]:
    return [peer for peer in peers if PEERS[peer].version()]


def _asks(options: Options, texts: Sequence[str], known: Vocabulary) -> dict[Kind, list[Ask]]:
    sampled = phrases(texts, known, options.phrases, _SEED)
    fewer = sampled[: options.fewer]
    return {
        Kind.EXACT: sampled,
        Kind.STEMMED: [replace(ask, kind=Kind.STEMMED) for ask in sampled],
        Kind.QUOTED: [replace(ask, kind=Kind.QUOTED) for ask in fewer],
        Kind.NATURAL: [replace(ask, kind=Kind.NATURAL) for ask in fewer],
        Kind.ANY: common_words(known, options.fewer, _SEED),
        Kind.ALL: conjunctions(texts, known, options.fewer, _SEED),
        Kind.PREFIX: prefixes(known, options.fewer, _SEED),
    }


def _raise_on_wrong_answers(agreement: Agreement) -> None:
    for disagreement in agreement.disagreements:
        ask = disagreement.ask
        print(f"  {ask.kind.value} {' '.join(ask.words)}: {dict(disagreement.totals)}")
    if agreement.fabula_wrong:
        raise WrongAnswers("Fabula's counts differ from a scan of all texts (above), so nothing was timed.")
    if len(agreement.disagreements) > agreement.compared * _MAX_DISAGREEMENT_SHARE:
        raise WrongAnswers("The engines differ on more than one query in a hundred (above), so nothing was timed.")


def _agreed(asks: dict[Kind, list[Ask]], agreement: Agreement) -> dict[Kind, list[Ask]]:
    """`asks` without the queries on whose words the engines differ."""
    differing = {disagreement.ask.words for disagreement in agreement.disagreements}
    return {kind: [ask for ask in of_kind if ask.words not in differing] for kind, of_kind in asks.items()}


def _participants(
    kind: Kind, peers: Sequence[str], folders: Mapping[str, Path], asks: Sequence[Ask]
) -> list[Participant]:
    return [Participant(peer, peer, folders[peer], tuple(asks)) for peer in peers if kind in PEERS[peer].kinds]


def _serving(peer: str, folder: Path, asks: Mapping[Kind, Sequence[Ask]]) -> Memory:
    """Memory of the peer after it has answered all its queries."""
    with Server(peer, folder) as server:
        for kind in sorted(PEERS[peer].kinds):
            server.run(kind, asks[kind])
        return server.memory()


def _pages(library: Path, work: Path, rounds: int) -> Comparison | None:
    if find_spec("datasette") is None:
        return None
    try:
        return compare(library, work, rounds=rounds)
    except (WrongPages, RuntimeError, OSError) as error:
        # An hour of other measurements is kept.
        _say(f"No pages: {error}")
        return None


def _copies(options: Options, main: Collection, asks: Mapping[Kind, Sequence[Ask]], work: Path) -> Copies:
    """Measure Fabula alone over changed copies. Queries are changed like the texts, so they find the same scenes."""
    work.mkdir()
    changes: dict[str, Callable[[str], str]] = {"curly": curly, "accented": accented}
    collections = {"plain": main}
    for name, change in changes.items():
        changed = (transformed(story, change) for story in stories_in(main.path))
        collections[name] = write(name, changed, work / f"{name}.stories")
    builds: dict[str, list[Built]] = {name: [] for name in collections}
    for _ in range(options.repeat):
        for name, collection in collections.items():
            builds[name] += interleaved(["fabula"], collection, work / name, 1)["fabula"]
    latencies = {}
    for kind in _PHRASES:
        participants = []
        for name in collections:
            change = changes.get(name, str)
            changed_asks = tuple(replace(ask, words=tuple(map(change, ask.words))) for ask in asks[kind])
            participants.append(Participant(name, "fabula", folder_of("fabula", work / name), changed_asks))
        latencies[kind] = measure(kind, participants, options.repeat)
    shutil.rmtree(work)
    return Copies(collections, {name: tuple(builds_of_copy) for name, builds_of_copy in builds.items()}, latencies)


def _growth(options: Options, main: Collection, known: Vocabulary, work: Path) -> Iterator[Growth]:
    """Measure the same phrases at every size, sampled from the smallest. Whoosh takes part at the smallest only."""
    asks: dict[Kind, list[Ask]] = {}
    for size in options.sizes:
        work.mkdir()
        _say(f"Growing: {size:g} MB")
        collection = write(f"{size:g} MB", _stories_up_to(size, main, known), work / "growth.stories")
        peers = _installed([*_GROWING, *(["whoosh"] if not asks else [])])
        built = {peer: builds[0] for peer, builds in interleaved(peers, collection, work, 1, streamed=True).items()}
        if not asks:
            texts = [scene.text for story in stories_in(collection.path) for scene in story.scenes]
            sampled = phrases(texts, known, options.fewer, _SEED + 1)
            asks = {kind: [replace(ask, kind=kind) for ask in sampled] for kind in _PHRASES}
        folders = {peer: folder_of(peer, work) for peer in peers}
        latencies = {kind: measure(kind, _participants(kind, peers, folders, asks[kind]), 2) for kind in _PHRASES}
        yield Growth(collection, built, latencies)
        shutil.rmtree(work)


def _stories_up_to(size: float, main: Collection, known: Vocabulary) -> Iterator[Story]:
    if size * 1e6 <= main.bytes:
        return head(main, size * 1e6)
    return expanded(lambda: stories_in(main.path), size * 1e6, known.common)
