"""Every encoding that archives hold, on texts of many languages; and text that was saved wrongly once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.files.file_source import FileSource
from fabula.index.readers.bytes.encoding import decode
from fabula.index.readers.bytes.mojibake import mend_mojibake
from fabula.index.readers.plain_text.reader import TextReader

TEXTS = {
    "en": "“You would have been my choice,” she said—and smiled. It wasn’t a café; it was the naïve fiancé’s. ‘No…’ ",
    "plain": "She was not there, and nobody had seen her go. The café was closed, the lamp out, and the road empty. ",
    "fr": "« Vous auriez été mon choix », dit-elle. L’été dernier, à Besançon, le garçon naïf mangeait des crêpes… ",
    "de": "„Du wärst meine Wahl gewesen“, sagte sie. Über den Dächern von Köln lag Nebel; die Füße waren kalt. ",
    "es": "—¿Habrías sido mi elección? —dijo ella—. ¡Mañana será otro día, señor! El niño comió en el jardín. ",
    "it": "«Saresti stata la mia scelta» disse lei. Perché è così? La città era già lontana, e lui andò più in là. ",
    "ru": "В одном департаменте служил один чиновник; чиновник нельзя сказать чтобы очень замечательный. ",
    "pl": "Byłabyś moim wyborem – powiedziała. Zażółć gęślą jaźń; chłopiec poszedł w stronę łąki, gdzie świeciło. ",
    "cs": "Byla bys mou volbou, řekla. Příliš žluťoučký kůň úpěl ďábelské ódy, a děvče šlo k řece pro vodu. ",
    "el": "Θα ήσουν η επιλογή μου, είπε εκείνη. Ο άνεμος φυσούσε από τη θάλασσα και τα καράβια έφευγαν. ",
    "ja": "「あなたは私の選択だった」と彼女は言った。吾輩は猫である。名前はまだ無い。",
    "zh": "“你会是我的选择，”她说。天下大势，分久必合，合久必分。周末七国分争，并入于秦。",
    "ko": "그녀가 말했다. 바람이 바다에서 불어오고 있었다. 배들이 하나씩 떠났다. 당신은 나의 선택이었다. ",
}
ENCODINGS = {
    "en": "cp1252 mac-roman",
    "plain": "cp1252 latin-1 mac-roman cp850",
    "fr": "cp1252 mac-roman latin-1 cp850",
    "de": "cp1252 mac-roman latin-1 cp850",
    "es": "cp1252 mac-roman latin-1 cp850",
    "it": "cp1252 mac-roman latin-1",
    "ru": "cp1251 koi8-r cp866 iso8859-5 mac-cyrillic",
    "pl": "cp1250 iso8859-2",
    "cs": "cp1250 iso8859-2",
    "el": "cp1253 iso8859-7",
    "ja": "shift_jis euc-jp iso2022_jp",
    "zh": "gb18030",
    "ko": "euc-kr",
}
CASES = [(language, encoding) for language, names in ENCODINGS.items() for encoding in names.split()]


@pytest.mark.parametrize("repeated", [1, 3, 40])
@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_a_page_in_any_encoding_is_read(language: str, encoding: str, repeated: int) -> None:
    """A sentence is enough to tell the encoding, and so is a chapter; signs that it lacks are left out before."""
    data = (TEXTS[language] * repeated).encode(encoding, "ignore")
    assert decode(data).text == data.decode(encoding)


@pytest.mark.parametrize("repeated", [1, 5])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("language", sorted(TEXTS.keys() - {"ko"}))
def test_unicode_with_and_without_a_mark(language: str, encoding: str, repeated: int) -> None:
    """Every script comes out of every form of Unicode."""
    text = TEXTS[language] * repeated
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        (language, wrong)
        for language in ("en", "fr", "de", "es", "ru")
        for wrong in ("cp1252", "latin-1", "mac-roman", "cp1251")
        # Russian in Mac Roman is dashes and signs that may be anything.
        if (language, wrong) != ("ru", "mac-roman")
    ],
)
def test_mojibake_is_mended(language: str, wrong: str) -> None:
    """UTF-8 that was read in another encoding, and saved, is restored."""
    text = f"{TEXTS[language]}\n" * 4
    try:
        spoilt = text.encode().decode(wrong)
    except UnicodeDecodeError:
        # What cp1252 and cp1251 leave undefined, programs take for control characters.
        spoilt = "".join(bytes((byte,)).decode(wrong, "ignore") or chr(byte) for byte in text.encode())
    assert decode(spoilt.encode()).text == text


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_correct_text_is_left_alone(language: str) -> None:
    """No text that reads as it should is changed, whatever its script."""
    text = f"{TEXTS[language]}\n" * 4
    assert mend_mojibake(text) == text


def test_a_story_about_mojibake_is_left_alone() -> None:
    """A line or two that show it are what the author wrote; so is a line of a file that makes sense as it is."""
    text = "He opened the file. It said “cafÃ©” where “café” should be.\nShe sighed.\n"
    assert mend_mojibake(text) == text
    names = "Ã\u00a0 la Â« carte Â»\nShe said “no”.\n" * 3
    assert "She said “no”." in mend_mojibake(names)


@given(st.text(max_size=300))
def test_mending_never_fails_and_keeps_lines(text: str) -> None:
    """Any text comes out with as many lines as it had."""
    assert mend_mojibake(text * 3).count("\n") >= text.count("\n")


@pytest.mark.corpus
def test_shared_texts_in_odd_encodings(corpus: Path) -> None:
    """Each of the shared files is read in the encoding that its name tells."""
    folder = corpus / "formats" / "encodings"
    files = sorted(folder.iterdir())
    assert len(files) >= 7
    for path in files:
        encoding = path.suffixes[-2].removeprefix(".")
        data = path.read_bytes()
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding = "utf-16-le" if data[1:2] == b"\0" or (data[0] > 31 and data[1] == 4) else "utf-16-be"
        wanted = data.decode(encoding).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        assert decode(data).text.rstrip("\x1a") == wanted.rstrip("\x1a"), path.name
        (work,) = TextReader().read(FileSource.at(path))
        assert work.chapters
