"""The benchmark of speech in several languages: its annotation, how it is found again, and what counts as right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import speech_languages
from benchmarks.speech_languages.__main__ import main
from benchmarks.speech_languages.gold import LANGUAGES, GoldWork, hash_of, read_gold
from benchmarks.speech_languages.measure import answers_of, count, is_right

_STORY = """Anne sat by the window and looked at the rain.

"Come in," said Anne, "and shut the door."

"It is raining," said Ben.

- One line of a speech

- went on the next line here.
"""
_COME_IN = ("Come in", "and shut the door")
_RAINING = ("It is raining",)


def _gold(folder: Path, quotations: list[tuple[tuple[str, ...], str]], shift: int = 0, **more: object) -> GoldWork:
    """The story in a folder with a gold file; the spans are `shift` code points from their place."""
    (folder / "story.txt").write_text(_STORY, encoding="utf-8")
    text = _STORY.rstrip()
    rows = []
    for pieces, speaker in quotations:
        spans = [(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]
        moved = [[start + shift, end + shift] for start, end in spans]
        rows.append([0, moved, hash_of(text, spans), speaker, "name"])
    work = {
        "path": "story.txt",
        "digest": "",
        "held_out": False,
        "people": {"A": ["Anne"], "B": ["Ben"]},
        "quotations": rows,
        **more,
    }
    (folder / "en.json").write_text(json.dumps({"language": "en", "works": [work]}), encoding="utf-8")
    (found,) = read_gold("en", folder, folder)
    return found


def test_spans_and_speakers_are_compared(tmp_path: Path) -> None:
    """Both pieces of interrupted speech count as found, and a wrong name does not count as right."""
    work = _gold(tmp_path, [(_COME_IN, "A"), (_RAINING, "A")])
    answers = list(answers_of(work))
    assert [answer.is_exact for answer in answers] == [True, True]
    assert [answer.is_right for answer in answers] == [True, False]
    assert count(answers) == (2, 2, 2, 2, 1)


def test_a_shifted_quotation_is_found_again(tmp_path: Path) -> None:
    """Its hash tells where it is now; one that is nowhere is counted as lost."""
    work = _gold(tmp_path, [(_COME_IN, "A"), (_RAINING, "B")], shift=9)
    assert (work.moved, work.lost) == (2, 0)
    text = work.scenes[0][0]
    assert [tuple(text[start:end] for start, end in each.pieces) for each in work.quotations] == [_COME_IN, _RAINING]
    file = json.loads((tmp_path / "en.json").read_text(encoding="utf-8"))
    file["works"][0]["quotations"][1][2] = "00000000"
    (tmp_path / "en.json").write_text(json.dumps(file), encoding="utf-8")
    (work,) = read_gold("en", tmp_path, tmp_path)
    assert (work.moved, work.lost, len(work.quotations)) == (2, 1, 1)


def test_sentences_of_one_speech_are_joined_in_place(tmp_path: Path) -> None:
    """A paragraph with a dash and a small letter goes on with the one before; all places stay."""
    work = _gold(tmp_path, [(_RAINING, "B")], joins=[])
    (text, paragraphs), *_ = work.scenes
    last = paragraphs[-1]
    assert text[last.start : last.end] == "- One line of a speech  - went on the next line here."
    assert len(text) == len(_STORY.rstrip())
    (unjoined,) = read_gold("en", tmp_path, tmp_path, as_read=True)
    assert len(unjoined.scenes[0][1]) == len(paragraphs) + 1


def test_a_name_is_right_by_its_words() -> None:
    """Case, dots and hyphens do not matter; a name of two people is not right for one of them."""
    people = {"C": ("le cardinal", "Son Éminence", "cardinal de Richelieu"), "M": ("Milady",), "D": ("cardinal d'Est",)}
    for name in ("Le Cardinal", "Richelieu", "cardinal de Richelieu"):
        assert is_right(name, "C", people)
    for name in ("Milady", "", "Richelieu père", "cardinal d'Est"):
        assert not is_right(name, "C", people)


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_is_annotated(language: str) -> None:
    """At least 150 quotations a language, 100 of them tagged; some works are open and some held out."""
    folder = Path(speech_languages.__file__).parent
    works = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))["works"]
    tags = [quotation[4] for work in works for quotation in work["quotations"]]
    assert set(tags) <= {"name", "pronoun", "noun", "untagged"}
    assert len(tags) >= 150
    assert len(tags) - tags.count("untagged") >= 100
    assert {work["held_out"] for work in works} == {True, False}
    for work in works:
        assert {quotation[3] for quotation in work["quotations"]} == set(work["people"])
        spans = [(order, start, end) for order, pieces, *_ in work["quotations"] for start, end in pieces]
        assert spans == sorted(spans)
        assert all(start < end for _, start, end in spans)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quotation_is_found_in_the_shared_stories(corpus: Path, language: str) -> None:
    """Readers and segmentation may move a quotation, but its text is still there."""
    assert sum(work.lost for work in read_gold(language, corpus)) == 0


@pytest.mark.slow
def test_a_run_prints_a_row_for_open_and_held_out_works(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors of held-out works are listed only when asked for."""
    assert main(["de", "--stories", str(corpus), "--errors"]) == 0
    printed = capsys.readouterr().out
    assert [line.split()[:2] for line in printed.splitlines()[1:4]] == [["de", "open"], ["de", "held"], ["de", "all"]]
    assert "DEU002" not in printed
