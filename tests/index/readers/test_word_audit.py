"""The second way to the words of a file agrees with its reader, and notices when the reader drops a paragraph."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.index.files.file_source import FileSource
from fabula.index.readers import readers
from fabula.index.receipt import WarningKind
from fabula.index.word_audit import audit_warnings, crude_texts
from .kindle.palm_files import database, header, palmdoc
from .pdf.test_reader import pdf

Build = Callable[..., bytes]
LATIN = (
    "It was late when she left the house on the hill, and nobody saw her go.",
    "The ferry lay at its ropes. “Wait for me,” she called, but the bell was ringing.",
    "So she sat on the stones until the moon came up, and counted nine lamps.",
)
OTHERS = {
    "Russian": ("Она ушла из дома поздно вечером.", "Паром стоял у берега и ждал её.", "Потом взошла луна над рекой."),
    "Chinese": ("她很晚才离开山上的房子。", "渡船还停在岸边，船夫静静地等着她回来。", "后来月亮升起来了，照着河水。"),
    "French": (
        "L’été, elle s’en allait très tôt.",
        "Le bac était déjà là, près du quai.",
        "Où donc est passée la lune ?",
    ),
}


def written(name: str, texts: tuple[str, ...], docx: Build, odt: Build, epub: Build) -> bytes:
    paragraphs = "".join(f"<p>{text}</p>" for text in texts)
    blocks = "\n\n".join(texts)
    return {
        "txt": lambda: blocks.encode(),
        "html": lambda: f"<html><head><title>The Lamp</title></head><body>{paragraphs}</body></html>".encode(),
        "md": lambda: f"# The Lamp\n\n{blocks}\n".encode(),
        "org": lambda: f"* The Lamp\n\n{blocks}\n".encode(),
        "adoc": lambda: f"= The Lamp\n\n{blocks}\n".encode(),
        "jsonl": lambda: json.dumps({"title": "The Lamp", "text": blocks}).encode(),
        "epub": lambda: epub({"one.xhtml": paragraphs}),
        "docx": lambda: docx("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)),
        "odt": lambda: odt("".join(f"<text:p>{text}</text:p>" for text in texts)),
        "rtf": lambda: ("{\\rtf1\\ansi " + "".join(f"{in_rtf(text)}\\par\n" for text in texts) + "}").encode(),
        "fb2": lambda: f"<FictionBook><body><section>{paragraphs}</section></body></FictionBook>".encode(),
        "xml": lambda: f"<TEI><text><body>{paragraphs}</body></text></TEI>".encode(),
        "mobi": lambda: database([header(len(page := paragraphs.encode()), 1), palmdoc(page)]),
        "pdf": lambda: pdf([[(60, 600 - 40 * line, 8, text) for line, text in enumerate(texts)]]),
    }[name]()


def in_rtf(text: str) -> str:
    return "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text)


FORMATS = ["txt", "html", "md", "org", "adoc", "jsonl", "epub", "docx", "odt", "rtf", "fb2", "xml", "mobi", "pdf"]
CASES = [(name, "English", LATIN) for name in FORMATS] + [
    (name, language, texts) for name in FORMATS if name != "pdf" for language, texts in OTHERS.items()
]


@pytest.mark.parametrize(("name", "language", "texts"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_a_paragraph_that_is_dropped(
    tmp_path: Path, docx: Build, odt: Build, epub: Build, name: str, language: str, texts: tuple[str, ...]
) -> None:
    """No warning about what was read; without one of its paragraphs a work lacks words, and they are quoted."""
    path = tmp_path / f"a.{name}"
    path.write_bytes(written(name, texts, docx, odt, epub))
    source = FileSource.at(path)
    reader = max(readers(), key=lambda reader: reader.sniff(source))
    (work,) = reader.read(source)
    assert list(audit_warnings(source.path, [work], crude_texts(source, reader.name, ()))) == []
    (warning,) = audit_warnings(source.path, [without(work, texts[1])], crude_texts(source, reader.name, ()))
    assert warning.kind is WarningKind.WORDS_MISSING and warning.words > 2
    # The lines of this PDF are one paragraph.
    assert name == "pdf" or texts[1].split()[0][:7].strip("“,") in str(warning)


@pytest.mark.parametrize("name", ["txt", "jsonl", "pdb"])
def test_marks_of_pictures_are_left_out_on_purpose(tmp_path: Path, name: str) -> None:
    """No warning about "Illustration" in a plain text, whatever format holds it."""
    text = "\n\n".join(f"[Illustration: Ferry {number}]\n\n{LATIN[number]}" for number in range(3))
    palm_header = struct.pack(">HHIHHHH", 2, 0, len(text.encode()), 1, 4096, 0, 0)
    path = tmp_path / f"a.{name}"
    path.write_bytes(
        {
            "txt": text.encode(),
            "jsonl": json.dumps({"title": "The Lamp", "text": text}).encode(),
            "pdb": database([palm_header, palmdoc(text.encode())], b"TEXtREAd"),
        }[name]
    )
    source = FileSource.at(path)
    reader = max(readers(), key=lambda reader: reader.sniff(source))
    (work,) = reader.read(source)
    assert list(audit_warnings(source.path, [work], crude_texts(source, reader.name, ()))) == []


def without(work: Work, text: str) -> Work:
    """`work` without the block that has `text`."""
    chapters = []
    dropped = 0
    for chapter in work.chapters:
        kept = tuple(block for block in chapter.blocks if text[2:9] not in block.text)
        dropped += len(chapter.blocks) - len(kept)
        chapters.append(replace(chapter, blocks=kept))
    assert dropped == 1
    return replace(work, chapters=tuple(chapters))
