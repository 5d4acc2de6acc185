"""Headings of plain texts, in many languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.headings import headings
from fabula.index.readers.headings.heading_ranks import Heading, Rank
from fabula.index.readers.headings.heading_text import drop_doubled_label, join_heading, number_key
from fabula.index.readers.headings.headings import parse_heading


@pytest.mark.parametrize(
    ("line", "rank", "number"),
    [
        ("CHAPTER THE TWENTY-SEVENTH", Rank.CHAPTER, "27"), ("Chapter Thirty-Two", Rank.CHAPTER, "32"),
        ("Ch. 4", Rank.CHAPTER, "4"), ("The Second Part", Rank.PART, "2"), ("BOOK THE FIRST", Rank.PART, "1"),
        ("Chapitre premier", Rank.CHAPTER, "1"), ("Chapitre XII : La fuite", Rank.CHAPTER, "12"),
        ("CHAPITRE VINGT ET UN", Rank.CHAPTER, "21"), ("Première partie", Rank.PART, "1"),
        ("Kapitel 3", Rank.CHAPTER, "3"), ("Erstes Kapitel", Rank.CHAPTER, "1"), ("I. Kapitel", Rank.CHAPTER, "1"),
        ("Einundzwanzigstes Kapitel.", Rank.CHAPTER, "21"), ("Zweiter Teil", Rank.PART, "2"),
        ("Capítulo primero", Rank.CHAPTER, "1"), ("CAPÍTULO XIV", Rank.CHAPTER, "14"),
        ("Capítulo treinta y dos", Rank.CHAPTER, "32"), ("Capítulo Décimo", Rank.CHAPTER, "10"),
        ("Capitolo undicesimo", Rank.CHAPTER, "11"), ("Parte seconda", Rank.PART, "2"),
        ("Глава одиннадцатая", Rank.CHAPTER, "11"), ("Глава двадцать первая", Rank.CHAPTER, "21"),
        ("ГЛАВА XII", Rank.CHAPTER, "12"), ("Часть вторая", Rank.PART, "2"), ("Первая глава", Rank.CHAPTER, "1"),
        ("Hoofdstuk een", Rank.CHAPTER, "1"), ("Hoofdstuk 12: De brug", Rank.CHAPTER, "12"),
        ("Rozdział pierwszy", Rank.CHAPTER, "1"), ("12. fejezet", Rank.CHAPTER, "12"), ("3. Bölüm", Rank.CHAPTER, "3"),
        ("Första kapitlet", None, ""), ("Kapitel ett", Rank.CHAPTER, "1"), ("Розділ 5", Rank.CHAPTER, "5"),
        ("第一章", Rank.CHAPTER, "1"), ("第十二章 初遇", Rank.CHAPTER, "12"), ("第３話：出会い", Rank.CHAPTER, "3"),
        ("第二卷", Rank.PART, "2"), ("제5장", Rank.CHAPTER, "5"),
        ("Chương 12: Mưa", Rank.CHAPTER, "12"), ("บทที่ 1", Rank.CHAPTER, "1"), ("ตอนที่ ๑๒", Rank.CHAPTER, "12"),
        ("บทที่ 3 ประตูสีน้ำเงิน", Rank.CHAPTER, "3"), ("الفصل الأول", Rank.CHAPTER, "1"), ("الفصل ٣", Rank.CHAPTER, "3"),
        ("الفصل 3: الباب الأزرق", Rank.CHAPTER, "3"), ("فصل اول", Rank.CHAPTER, "1"), ("פרק א", Rank.CHAPTER, "1"),
        ("פרק 1: הדלת", Rank.CHAPTER, "1"), ("अध्याय 1", Rank.CHAPTER, "1"), ("Глава 5.", Rank.CHAPTER, "5"),
        ("Capítulo 2 -", Rank.CHAPTER, "2"),
    ],
)  # fmt: skip
def test_labels_of_chapters_in_many_languages(line: str, rank: Rank | None, number: str) -> None:
    """The word for a chapter and its number, in digits, numerals or words, head a chapter wherever they stand."""
    found = parse_heading(line, 1)
    assert (found.rank if found else None) is rank
    assert number_key(line) == number


@pytest.mark.parametrize(
    "line",
    [
        "Part One of the plan was done.", "One letter came.", "Second book of the series", "Act one way or the other.",
        "Partie de cartes", "Del mar", "Band of brothers", "Часть дороги осталась позади.", "Erst das Kapitel, dann",
        "第一章我已经读完了，真是太好看了，你一定要去看看这本书才行，我等你的消息。", "Letter to a friend", "Том ушёл.",
    ],
)  # fmt: skip
def test_sentences_with_such_words_are_no_headings(line: str) -> None:
    """A sentence that begins with a word for a chapter, or a number, stays story."""
    assert parse_heading(line, 1) is None


@pytest.mark.parametrize(
    ("line", "rank", "number"),
    [
        ("chapter.001 The Blue Door", Rank.CHAPTER, "1"), ("Chapter-01: The Blue Door", Rank.CHAPTER, "1"),
        ("CHAPTER_07", Rank.CHAPTER, "7"), ("Chapter #7", Rank.CHAPTER, "7"), ("Chapter7", Rank.CHAPTER, "7"),
        ("Ch. 12 – The Blue Door", Rank.CHAPTER, "12"), ("Ch12", Rank.CHAPTER, "12"), ("EP 12", Rank.CHAPTER, "12"),
        ("Episode 7", Rank.CHAPTER, "7"), ("Episode.07 Rain", Rank.CHAPTER, "7"), ("Kapitel-3", Rank.CHAPTER, "3"),
        ("Chapter 12.5: Interlude", Rank.CHAPTER, "12"), ("chapter 3", Rank.CHAPTER, "3"),
        ("ch 4: the blue door", Rank.CHAPTER, "4"), ("chapter one", Rank.CHAPTER, "1"),
        ("Chapter 1: in which it rains", Rank.CHAPTER, "1"), ("Arc 3: Rain", Rank.PART, "3"),
        ("Vol. 2", Rank.PART, "2"), ("vol 2", Rank.PART, "2"),
        ("Глава-7", Rank.CHAPTER, "7"), ("Kap.7 Der Turm", Rank.CHAPTER, "7"),
        ("Chương một", Rank.CHAPTER, "1"),
        ("CHAPITRE Ier", Rank.CHAPTER, "1"), ("Chapitre IVe", Rank.CHAPTER, "4"), ("Capítulo 1º", Rank.CHAPTER, "1"),
        ("Глава 2-я", Rank.CHAPTER, "2"), ("Chapter 3rd", Rank.CHAPTER, "3"),
    ],
)  # fmt: skip
def test_labels_as_archives_and_file_names_write_them(line: str, rank: Rank, number: str) -> None:
    """A stop, a hyphen or nothing may stand between label and number, and small letters will do."""
    found = parse_heading(line, 1)
    assert found is not None
    assert (found.rank, number_key(line)) == (rank, number)


@pytest.mark.parametrize(
    ("line", "text", "bare"),
    [
        ("[Chapter 3]", "Chapter 3", True), ("~ Chapter 3 ~", "Chapter 3", True),
        ("--- Chapter 4 ---", "Chapter 4", True),
        ("## Chapter 5: Rain", "Chapter 5: Rain", False), ("【第三章 雨】", "第三章 雨", False),
        ("「第一章」", "第一章", True),
        ("*** Глава 7 ***", "Глава 7", True), ("<Episode 12>", "Episode 12", True),
    ],
)  # fmt: skip
def test_a_frame_of_signs_is_no_part_of_a_heading(line: str, text: str, bare: bool) -> None:
    """Brackets, rules and ornaments around a label go."""
    assert parse_heading(line, 1) == Heading(Rank.CHAPTER, text, bare)


@pytest.mark.parametrize(
    ("line", "rank"),
    [
        ("Ⅳ", Rank.NUMERAL), ("Chapter Ⅳ", Rank.CHAPTER), ("ＣＨＡＰＴＥＲ １", Rank.CHAPTER), ("#3", Rank.NUMERAL),
        ("№ 12", Rank.NUMERAL), ("Prologue 1", Rank.CHAPTER), ("Interlude 2: Rain", Rank.CHAPTER),
        ("Side Story 3", Rank.CHAPTER), ("EPILOGUE. RAIN", Rank.CHAPTER), ("Пролог. Буря", Rank.CHAPTER),
        ("บทนำ", Rank.CHAPTER), ("خاتمة", Rank.CHAPTER), ("Lời mở đầu", Rank.CHAPTER),
    ],
)  # fmt: skip
def test_other_signs_and_names(line: str, rank: Rank) -> None:
    """Numerals that are one sign, wide letters, signs for a number, and sections with a name of their own."""
    found = parse_heading(line, 1)
    assert found == Heading(rank, line, bare=found is not None and found.bare)


@pytest.mark.parametrize(
    "line", ["#1 fan", "Extra pay", "Introduction. It was late.", "Prologues bore me", "No. 7 left."]
)
def test_their_words_in_sentences_are_no_headings(line: str) -> None:
    """Prose that begins with such a sign or word is story."""
    assert parse_heading(line, 1) is None


@pytest.mark.parametrize(
    "line", ["Vol. 2 Chapter 11", "Volume 2, Chapter 11: The Door", "Season 2 Episode 3", "BOOK ONE, CHAPTER TWO"]
)
def test_a_chapter_may_name_its_volume(line: str) -> None:
    """The inner of two labels decides what the heading opens."""
    found = parse_heading(line, 1)
    assert found is not None and found.rank is Rank.CHAPTER


@pytest.mark.parametrize(
    "line",
    [
        "Chapter and verse he quoted at them.", "chapter and verse", "Chapter 3 was the worst of them.",
        "Part 2, he thought, was better.", "part 2 of my plan was done.", "book 1, he said", "Part-time work",
        "Episodes come and go", "Chapterhouse 3", "[He left.]", "(She waited for him)", "- Go away", "#1 fan",
        "Letter 3 which I wrote", "บทเพลงนั้นไพเราะ", "الفصل كان باردا", "Глава правительства ушёл.",
    ],
)  # fmt: skip
def test_sentences_that_begin_like_labels_are_no_headings(line: str) -> None:
    """Without a number, or with the sentence going on after it, such a word is a word."""
    assert parse_heading(line, 1) is None


@given(st.text(max_size=80), st.integers(0, 4))
def test_any_line_is_a_heading_or_not(line: str, gap: int) -> None:
    """No line makes the search for headings fail, and a heading is never empty."""
    found = parse_heading(line, gap)
    assert found is None or found.text
    assert drop_doubled_label(line).strip() or not line.strip()
    assert isinstance(join_heading([line, line]), str) and isinstance(number_key(line), str)


_PIECES_OF_HEADINGS = st.sampled_from(
    ["Chapter", "PART", "the", "The ", " 7", "IV", ".", ": ", "Erstes", " Kapitel", "Introduction", "extra", " - ", "[",
     "]", "ſide", "SIDE STORY", "Ⅳ", "第三章", "No. ", "M. ", "she", " İ", "\n", "_", "É", "12", "Prologue", "Vol. "]
)  # fmt: skip


@given(st.lists(_PIECES_OF_HEADINGS, max_size=6).map("".join), st.integers(0, 3))
def test_the_quick_test_passes_over_no_heading(text: str, gap: int) -> None:
    """Each heading that the rules find is found with the quick test before them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(headings, "_may_begin", lambda first, gap: True)
        expected = parse_heading(text, gap)
    assert parse_heading(text, gap) == expected
