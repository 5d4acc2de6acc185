"""`python -m benchmarks.speech_languages [LANGUAGE ...]`, from the checkout: prints shares of what is found."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..options import shared_stories
from .gold import LANGUAGES, GoldWork, read_gold
from .measure import Answer, answers_of, count

_MAX_QUOTED_CHARS = 120
_HEADING = "language  works     quotations  exact  found  tagged  coverage  precision  all coverage  all precision"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speech_languages", description=__doc__)
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help=f"of {', '.join(LANGUAGES)} (default: all)")
    parser.add_argument("--stories", type=Path, help="the shared stories (default: FABULA_CORPUS)")
    parser.add_argument("--errors", action="store_true", help="list errors, except those in held-out works")
    parser.add_argument("--held-out", action="store_true", help="with --errors: list those, too")
    parser.add_argument("--as-read", action="store_true", help="do not join paragraphs of one sentence")
    given = parser.parse_args(arguments)
    stories = given.stories or _stories()
    if stories is None or not stories.is_dir():
        parser.error("name the folder of the shared stories with --stories")
    print(_HEADING)
    for language in given.languages or LANGUAGES:
        works = list(read_gold(language, stories, as_read=given.as_read))
        answers = [(work, list(answers_of(work))) for work in works]
        for name, is_held_out in (("open", False), ("held out", True)):
            print(_row(language, name, [each for work, own in answers if work.held_out is is_held_out for each in own]))
        print(_row(language, "all", [each for _, own in answers for each in own]))
        for work, own in answers:
            if work.is_changed:
                print(f"  {work.path} is read otherwise than it was: {work.moved} quotations moved, {work.lost} lost.")
            if given.errors and (given.held_out or not work.held_out):
                _print_errors(work, own)
    return 0


def _stories() -> Path | None:
    """The folder that holds `formats/`."""
    folder = shared_stories()
    return None if folder is None else folder.parent


def _row(language: str, name: str, answers: Sequence[Answer]) -> str:
    every = count(answers)
    tagged = count([answer for answer in answers if answer.quotation.tag != "untagged"])
    total = max(1, every.total)
    return (
        f"{language:8}  {name:8}  {every.total:10}  {every.exact / total:5.3f}  {every.overlapping / total:5.3f}"
        f"  {tagged.total:6}  {tagged.coverage:8.3f}  {tagged.precision:9.3f}  {every.coverage:12.3f}"
        f"  {every.precision:13.3f}"
    )


def _print_errors(work: GoldWork, answers: Sequence[Answer]) -> None:
    for answer in answers:
        faults = [] if answer.is_exact else ["its spans differ" if answer.overlaps else "not found as speech"]
        if answer.name and not answer.is_right:
            faults.append(f"spoken by {answer.name}")
        if not answer.name and answer.quotation.tag != "untagged":
            faults.append("no speaker")
        if faults:
            scene, pieces, speaker, tag = answer.quotation
            text = work.scenes[scene][0]
            quoted = " | ".join(text[start:end] for start, end in pieces).replace("\n", " ")
            found = " | ".join(text[start:end] for start, end in answer.spans).replace("\n", " ")
            print(
                f"  {work.path}, scene {scene}, {pieces[0][0]}: {tag}, {work.people[speaker][0]}; {'; '.join(faults)}"
            )
            print(f"    {_short(quoted)}\n    {_short(found)}")


def _short(text: str) -> str:
    half = _MAX_QUOTED_CHARS // 2
    return text if len(text) <= 2 * half else f"{text[:half]} \u2026 {text[-half:]}"


if __name__ == "__main__":
    sys.exit(main())
