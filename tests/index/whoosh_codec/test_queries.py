"""Whoosh's own queries, searcher and parser find over the codec what a scan finds."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.qparser import FuzzyTermPlugin, QueryParser, RegexPlugin

from fabula.index import Scene, WorkRecord
from fabula.index.analysis import words
from ...search.oracle import has_phrase, scene_words, search
from .conftest import Opened
from .stories import VOCABULARY

CHECKED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORD = st.sampled_from([*sorted({term for word in VOCABULARY for term in words(word)}), "zebra", "thanks"])
PHRASE = st.lists(WORD, min_size=2, max_size=4)

Predicate = Callable[[Scene, WorkRecord], bool]


def found(opened: Opened, q: query.Query) -> set[str]:
    """The ids of the scenes that `q` finds; every way of asking Whoosh must agree."""
    searcher = opened.searcher
    documents = list(searcher.docs_for_query(q))
    assert documents == sorted(set(documents))
    everyone = searcher.search(q, limit=None)
    assert sorted(document for _, document in everyone.top_n) == documents
    assert len(everyone) == everyone.estimated_length() == len(documents)
    assert set(everyone.docs()) == set(documents)
    if "Not(" not in repr(q):
        # With a limit, stock Whoosh takes what a query excludes for the bound of its score, and drops it from an Or.
        top = searcher.search(q, limit=3)
        assert len(top) == len(documents)
        assert top.estimated_length() >= len(documents)
        scores = [score for score, _ in everyone.top_n]
        assert [score for score, _ in top.top_n] == pytest.approx(scores[:3])
    unscored = searcher.search(q, limit=None, scored=False)
    assert {document for _, document in unscored.top_n} == set(documents)
    return {searcher.stored_fields(document)["id"] for document in documents}


def word_in(word: str) -> Predicate:
    return lambda scene, work: word in scene_words(scene, work, False)


@CHECKED
@given(word=WORD)
def test_terms(opened: Opened, word: str) -> None:
    """A word finds the scenes that hold it, and its statistics are those of living scenes."""
    expected = search(opened.scenes, word_in(word))
    assert found(opened, query.Term("surface", word)) == expected
    reader = opened.searcher.reader()
    assert (("surface", word) in reader) == bool(expected)
    assert reader.doc_frequency("surface", word) == len(expected)
    occurrences = sum(scene_words(scene, work, False).count(word) for scene, work in opened.scenes)
    assert reader.frequency("surface", word) == occurrences
    if expected:
        info = reader.term_info("surface", word)
        lengths = [scene.words for scene, work in opened.scenes if word in scene_words(scene, work, False)]
        assert (info.doc_frequency(), info.weight()) == (len(expected), occurrences)
        assert (info.min_length(), info.max_length()) == (min(lengths), max(lengths))


@CHECKED
@given(word=WORD)
def test_stems(opened: Opened, word: str) -> None:
    """The field of stems holds the stem of every word, by its work's language."""
    expected = search(opened.scenes, lambda scene, work: word in scene_words(scene, work, True))
    assert found(opened, query.Term("stem", word)) == expected


@CHECKED
@given(phrase=PHRASE)
def test_phrases(opened: Opened, phrase: list[str]) -> None:
    """A phrase finds the scenes that hold its words in a row, repeated words included."""
    assert found(opened, query.Phrase("surface", phrase)) == search(opened.scenes, has_phrase(" ".join(phrase)))


def trees() -> st.SearchStrategy[tuple[query.Query, Predicate]]:
    """Queries of words and phrases under And, Or and Not, each with what it means."""

    def both(pair: list[tuple[query.Query, Predicate]]) -> tuple[query.Query, Predicate]:
        return query.And([q for q, _ in pair]), lambda scene, work: all(holds(scene, work) for _, holds in pair)

    def either(pair: list[tuple[query.Query, Predicate]]) -> tuple[query.Query, Predicate]:
        return query.Or([q for q, _ in pair]), lambda scene, work: any(holds(scene, work) for _, holds in pair)

    def without(one: tuple[query.Query, Predicate]) -> tuple[query.Query, Predicate]:
        return query.Not(one[0]), lambda scene, work: not one[1](scene, work)

    leaves = st.one_of(
        WORD.map(lambda word: (query.Term("surface", word), word_in(word))),
        PHRASE.map(lambda phrase: (query.Phrase("surface", phrase), has_phrase(" ".join(phrase)))),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=4).map(both),
            st.lists(inner, min_size=2, max_size=4).map(either),
            inner.map(without),
        ),
        max_leaves=6,
    )


@pytest.mark.slow
@CHECKED
@given(tree=trees())
def test_boolean(opened: Opened, tree: tuple[query.Query, Predicate]) -> None:
    """And, Or and Not, nested, are what they are on sets."""
    assert found(opened, tree[0]) == search(opened.scenes, tree[1])


PATTERNS = ["cho*", "w*", "wa*ed", "b?*", "zz*", "c?t", "*s", "you*"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_wildcards(opened: Opened, pattern: str) -> None:
    """A wildcard or prefix finds every word that fits, and nothing else."""
    expected = search(
        opened.scenes, lambda scene, work: any(fnmatchcase(word, pattern) for word in scene_words(scene, work, False))
    )
    assert found(opened, query.Wildcard("surface", pattern)) == expected
    if pattern[:-1].isalpha() and pattern.endswith("*"):
        assert found(opened, query.Prefix("surface", pattern[:-1])) == expected


@pytest.mark.parametrize("field", ["surface", "stem"])
@pytest.mark.parametrize("pattern", ["b?en", "*alk", "CHO*", "*oic?", "w?lk*", "*a?k*", "Ｙ?u", "zz?z"])
def test_wildcards_of_the_stock_parser(opened: Opened, pattern: str, field: str) -> None:
    """A typed pattern stays one, whatever signs stand in it and in whichever field: it is folded, never split."""
    q = QueryParser(field, opened.index.schema).parse(pattern)
    assert isinstance(q, query.Wildcard | query.Prefix)
    folded = unicodedata.normalize("NFKC", pattern).casefold()
    expected = search(
        opened.scenes,
        lambda scene, work: any(fnmatchcase(word, folded) for word in scene_words(scene, work, field == "stem")),
    )
    assert found(opened, q) == expected


def test_other_patterns_of_the_stock_parser(opened: Opened) -> None:
    """Wildcards in fields of the work, misspelt words, ranges and regular expressions are not split, either."""
    parser = QueryParser("surface", opened.index.schema)
    parser.add_plugins([FuzzyTermPlugin(), RegexPlugin()])
    ids = {scene.id for scene, _ in opened.scenes}
    assert found(opened, parser.parse("title:T?LE author:*uthor")) == ids
    assert found(opened, parser.parse("tag:b?rn")) == ids
    walkers = search(opened.scenes, lambda s, w: bool({"walk", "walked"} & set(scene_words(s, w, False))))
    assert found(opened, parser.parse("surface:[walk TO walked]")) == walkers
    assert found(opened, parser.parse("Walke~")) == walkers
    assert found(opened, parser.parse(r'r"wa\Sk\w*"')) == walkers
    assert found(opened, parser.parse(r'r"wa\Wk"')) == set()


def test_everything(opened: Opened) -> None:
    """Every finds all scenes, and those that have something in a field."""
    ids = {scene.id for scene, _ in opened.scenes}
    for q in (query.Every(), query.Every("surface"), query.Every("title")):
        assert found(opened, q) == ids
    assert found(opened, query.Every("fandom")) == set()


def test_fuzzy_words(opened: Opened) -> None:
    """A misspelt word finds what is within its edits, in segments of any number."""
    for text, meant in (("wolk", {"walk"}), ("choicee", {"choice", "choices"}), ("heve", {"have"})):
        expected = search(opened.scenes, lambda s, w, meant=meant: bool(meant & set(scene_words(s, w, False))))
        assert found(opened, query.FuzzyTerm("surface", text)) == expected


def test_metadata(opened: Opened) -> None:
    """Fields of the work find its scenes: words of a title, an author by phrase, a date by its beginning."""

    def of(predicate: Callable[[WorkRecord], bool]) -> set[str]:
        return {scene.id for scene, work in opened.scenes if predicate(work)}

    assert found(opened, query.Term("title", "3")) == of(lambda work: work.title == "Tale 3")
    assert found(opened, query.Phrase("author", ["author", "1"])) == of(lambda work: "Author 1" in work.authors)
    # A phrase does not run from one author into the next.
    assert found(opened, query.Phrase("author", ["1", "second"])) == set()
    assert found(opened, query.Prefix("date", "2013")) == of(lambda work: work.metadata.published.startswith("2013"))
    assert found(opened, query.Term("lang", "de")) == of(lambda work: work.language == "de")
    for scene, work in opened.scenes[:20]:
        assert found(opened, query.Term("id", scene.id)) == {scene.id}
        assert found(opened, query.Term("work", work.id)) == of(lambda other, own=work.id: other.id == own)
    for kind in ("story", "paratext"):
        expected = {scene.id for scene, _ in opened.scenes if scene.kind == kind}
        assert found(opened, query.Term("kind", kind)) == expected


@CHECKED
@given(terms=st.lists(WORD, min_size=1, max_size=4, unique=True))
def test_scores(opened: Opened, terms: list[str]) -> None:
    """The default ranking is BM25 over the living scenes, worked out here by hand."""
    own = {scene.id: Counter(scene_words(scene, work, False)) for scene, work in opened.scenes}
    total = len(own)
    average = sum(scene.words for scene, _ in opened.scenes) / total
    scores: dict[str, float] = {}
    for term in terms:
        holding = [key for key, counts in own.items() if counts[term]]
        weight = math.log(total / (len(holding) + 1)) + 1
        for key in holding:
            count, length = own[key][term], own[key].total()
            share = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / average))
            scores[key] = scores.get(key, 0.0) + weight * share
    q = query.Or([query.Term("surface", term) for term in terms])
    best = sorted(scores.values(), reverse=True)
    for limit in (10, None):
        hits = list(opened.searcher.search(q, limit=limit))
        assert len(hits) == min(limit or total, len(scores))
        assert [hit.score for hit in hits] == pytest.approx(best[:limit])
        assert [hit.score for hit in hits] == pytest.approx([scores[hit["id"]] for hit in hits])


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("You", word_in("you")),
        ("“my choice”", lambda s, w: word_in("my")(s, w) and word_in("choice")(s, w)),
        ('"my choice"', has_phrase("my choice")),
        ("would've", has_phrase("would have")),
        ("my NOT choice", lambda s, w: word_in("my")(s, w) and not word_in("choice")(s, w)),
        ("cat's OR walked", lambda s, w: has_phrase("cat s")(s, w) or word_in("walked")(s, w)),
        ("title:tale author:1", lambda s, w: "Author 1" in w.authors),
        ("choi* kind:story", lambda s, w: s.kind == "story" and "choi" in s.text),
        ("stem:choices", lambda s, w: "choic" in scene_words(s, w, True)),
    ],
)
def test_the_stock_parser(opened: Opened, text: str, predicate: Predicate) -> None:
    """Whoosh's query parser reads words as the index does: folded, contractions as the words they stand for."""
    q = QueryParser("surface", opened.index.schema).parse(text)
    assert found(opened, q) == search(opened.scenes, predicate)


def test_documents(opened: Opened) -> None:
    """Only living scenes are documents; stored fields and lengths are theirs."""
    reader = opened.searcher.reader()
    expected = {scene.id: (scene, work) for scene, work in opened.scenes}
    assert reader.doc_count() == reader.doc_count_all() == opened.index.doc_count() == len(expected)
    assert not reader.has_deletions()
    documents = [
        document for leaf, base in reader.leaf_readers() for document in (d + base for d in leaf.all_doc_ids())
    ]
    assert documents == list(range(len(expected)))
    for document in documents:
        stored = reader.stored_fields(document)
        scene, work = expected.pop(stored["id"])
        assert (stored["work"], stored["title"], stored["author"]) == (work.id, work.title, work.authors)
        assert (stored["text"], stored.get("number"), stored["order"]) == (scene.text, scene.number, scene.order)
        for field in ("surface", "stem"):
            assert reader.doc_field_length(document, field) == scene.words
        assert reader.doc_field_length(document, "title") == len(words(work.title))
    assert not expected
    lengths = [scene.words for scene, _ in opened.scenes]
    assert reader.field_length("surface") == sum(lengths)
    assert (reader.min_field_length("surface"), reader.max_field_length("stem")) == (min(lengths), max(lengths))


def test_terms_are_listed_in_order(opened: Opened) -> None:
    """The vocabulary holds each living word once, ascending, for spelling and for lists of common terms."""
    reader = opened.searcher.reader()
    expected = sorted({word for scene, work in opened.scenes for word in scene_words(scene, work, False)})
    assert list(reader.field_terms("surface")) == expected
    everything = list(reader.all_terms())
    assert everything == sorted(set(everything))
    empty = {"fandom", "relationship", "character", "rating", "warning", "category", "series"}
    assert set(reader.indexed_field_names()) == {name for name, _ in everything} | empty
    counts = Counter(word for scene, work in opened.scenes for word in scene_words(scene, work, False))
    assert reader.most_frequent_terms("surface", 1)[0][0] == max(counts.values())


def test_sorting_grouping_and_highlights(opened: Opened) -> None:
    """Results sort and group by the work's fields, and the words found are marked."""
    results = opened.searcher.search(query.Term("surface", "my"), limit=None, sortedby="title", groupedby="author")
    titles = [hit["title"] for hit in results]
    assert titles == sorted(titles)
    assert sum(map(len, results.groups("author").values())) == len(results)
    assert {author.partition(" ")[0] for author in results.groups("author")} == {"Author"}
    hit = next(hit for hit in results if hit["kind"] == "story")
    marked: Any = hit.highlights("surface", text=hit["text"])
    assert ">my</b>" in marked


def test_positions(opened: Opened) -> None:
    """A matcher tells the places of its word in the scene, by every way that Whoosh asks."""
    by_id = {scene.id: scene_words(scene, work, False) for scene, work in opened.scenes}
    matcher = opened.searcher.postings("surface", "choice")
    while matcher.is_active():
        own = by_id[opened.searcher.stored_fields(matcher.id())["id"]]
        places = [place for place, word in enumerate(own) if word == "choice"]
        assert matcher.value_as("positions") == [span.start for span in matcher.spans()] == places
        assert matcher.value_as("frequency") == matcher.weight() == len(places)
        matcher.next()
