"""An answer without scenes says what is missing in speech, and whether speakers are found yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.search import Library, MatchKind


def test_why_there_is_nothing(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """The answer says which scope lacks it, and who speaks."""
    work = make_work("“My choice,” said Ann. “Go,” he said. The end.\n\n“Yes.”\n\n“No.”")
    folder = make_library(work)
    with Library.open(folder) as library:
        (gap,) = library.search('in:narration "my choice"').explanation.missing
        assert gap.part == 'in:narration "my choice"' and "said" in gap.reason
        (gap,) = library.search('speaker:Zoe "my choice"').explanation.missing
        assert gap.part == "speaker:Zoe" and "nobody" in gap.reason
        found = library.search('"yes no"')
        assert [hit.match for hit in found] == [MatchKind.EXACT]
        found = library.search('"my choice yes"')
        assert not found.hits
        found = library.search('"go yes"')
        assert [hit.match for hit in found] == [MatchKind.NEAR] and found.explanation.notes


def test_a_library_without_speech(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """Queries for speech say that speakers are not found yet, and what to run."""
    add_works(tmp_path / "lib", [make_work("“You,” she says. “You would have been my choice.”")], speech=False)
    with Library.open(tmp_path / "lib") as library:
        assert library.search('"you would have been my choice"').hits[0].speaker is None
        assert library.search('"you you would"').total == 0
        for query in ("speaker:Lexa choice", "in:dialogue choice", 'in:narration "she says"', "-in:dialogue"):
            results = library.search(query)
            assert results.total == 0
            assert "fabula index" in " ".join(results.explanation.notes)
        assert library.search("choice").explanation.notes == ()
    add_works(tmp_path / "lib", [make_work("“Go,” she says.", title="B")], speech=False)
    add_works(tmp_path / "lib", [])
    with Library.open(tmp_path / "lib") as library:
        assert library.search('"you you would"').hits[0].match is MatchKind.SPEECH
        assert library.search("in:dialogue choice").explanation.notes == ()


def test_a_library_with_speech_in_part(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """The works with speech are searched, and the answer says how many they are."""
    add_works(tmp_path / "lib", [make_work("“Go,” she says. “Go now.”")])
    add_works(tmp_path / "lib", [make_work("“Go,” she says. “Go now.”", "Go.", title="B")], speech=False)
    with Library.open(tmp_path / "lib") as library:
        results = library.search("in:dialogue go")
        assert results.total == 1 and "1 of 2 works" in results.explanation.notes[0]
        assert library.search('"go go now"').total == 1


def test_languages_without_speakers_count(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Nobody is found to speak in works in other languages, and the answer says so; notes do not count."""
    english = make_work("“Go,” said Ann.")
    italian = make_work("«Vai», disse Anna.", title="B", language="it")
    note = Work("Note", (), (Chapter((Block(BlockKind.NOTE, "Nessuno parla qui."),)),), Metadata(language="it"))
    with Library.open(make_library(english, italian, note)) as library:
        (gap,) = library.search("speaker:Zoe").explanation.missing
        assert gap.reason.endswith(
            "speakers are worked out in English, French, German, Spanish and Russian, "
            "and 1 work in another language has none"
        )


def test_speakers_are_found_in_french(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """A work in another language that has speakers is searched by them as an English one is."""
    french = make_work("« La barque est partie », dit Anna.\n\n« Oui », dis-je.", title="B", language="fr")
    with Library.open(make_library(french)) as library:
        assert library.search("speaker:Anna barque").total == 1
        (gap,) = library.search("speaker:Zoe").explanation.missing
        assert "languages" not in gap.reason
