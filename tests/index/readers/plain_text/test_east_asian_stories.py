"""Chinese, Japanese and Korean texts: one paragraph a line, indents of a wide blank, heads right above their text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from fabula.index.model import BlockKind, SceneKind, Work
from fabula.index.readers.plain_text.reader import TextReader
from fabula.index.segmentation import segment

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = TextReader()

CHINESE = ("天黑了，他还没有回来。", "“你怎么不说话？”她问道。", "没有人回答。")
JAPANESE = ("彼は窓を開けた。", "「図書館へ行こう」と彼は言った。", "「いやだ」", "外は雨だった。")
KOREAN = ("그는 창문을 열었다.", "“도서관에 가자.” 그가 말했다.", "밖에는 비가 내렸다.")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000", "    "])
@pytest.mark.parametrize(
    ("heads", "paragraphs"),
    [
        (("第一章 风", "第二章 雨", "第两百一十八章 雪"), CHINESE),
        (("第1回", "第2回", "第3回"), CHINESE),
        (("楔子", "卷一 风云", "番外"), CHINESE),
        (("【第一章】", "【第二章】", "【第三章】"), CHINESE),
        (("プロローグ", "第一話　出会い", "第二話　別れ"), JAPANESE),
        (("一", "二", "三"), JAPANESE),
        (("第１話「再会」", "第２話「雨」", "エピローグ"), JAPANESE),
        (("제1장 바람", "제2장 비", "제3장 눈"), KOREAN),
        (("877화. 문", "878화. 비", "879화. 눈"), KOREAN),
        (("프롤로그", "1화", "2화"), KOREAN),
    ],
)
def test_a_head_right_above_its_text_opens_a_chapter(
    read: Read, heads: tuple[str, ...], paragraphs: tuple[str, ...], indent: str, gap: str
) -> None:
    """Each line is a paragraph; blank lines stand before the heads only, or between all lines."""
    chapters = [f"{head}{gap}" + gap.join(indent + paragraph for paragraph in paragraphs) for head in heads]
    work = read(READER, "\n\n".join(chapters) + "\n")
    assert [chapter.title.replace("\u3000", " ") for chapter in work.chapters] == [
        head.strip("【】").replace("\u3000", " ") for head in heads
    ]
    for chapter in work.chapters:
        assert tuple(block.text for block in chapter.blocks if block.kind is BlockKind.PARAGRAPH) == paragraphs
    assert {scene.kind for scene in segment(work, "w")} == {SceneKind.STORY}


def test_heads_may_stand_without_any_blank_line(read: Read) -> None:
    """A file of nothing but lines has chapters, too."""
    text = "\n".join(line for number in "一二三四" for line in (f"第{number}章 风雨", *CHINESE * 4))
    work = read(READER, text)
    assert [(chapter.number, len(chapter.blocks)) for chapter in work.chapters] == [(n, 13) for n in range(1, 5)]


@pytest.mark.parametrize(("label", "sections"), [("第{}章", "一二三"), ("第{}話", "１２３"), ("제{}장", "123")])
def test_numbers_below_labels_are_sections(read: Read, label: str, sections: str) -> None:
    """Only the labelled heads open chapters."""
    story = "\n".join(line for section in sections for line in (section, *CHINESE))
    chapters = [f"{label.format(number)}\n{story}" for number in "123"]
    work = read(READER, "\n\n".join(chapters))
    assert [chapter.title for chapter in work.chapters] == [label.format(number) for number in "123"]


@pytest.mark.parametrize("head", ["00{} 风雨", "{}、风雨", "{}．风雨"])
def test_a_number_and_a_title_open_a_chapter(read: Read, head: str) -> None:
    """Without a label, with a wide point or a blank between."""
    titles = [head.format(number).replace("风", sign) for number, sign in enumerate("天地山河", start=1)]
    work = read(READER, "\n\n".join(title + "\n" + "\n".join(CHINESE * 4) for title in titles))
    assert [chapter.title for chapter in work.chapters] == titles


@pytest.mark.parametrize(
    ("paragraph", "width"),
    [("天黑了，他还没有回来，后门的灯也没有亮，风从河上吹来，雪落在城里，" * 4 + "没有人。", 36),
     ("彼は窓を開けて、外の雨を見ていたが、誰もいなかったので、また静かに、" * 4 + "閉めた。", 30)],
)  # fmt: skip
def test_lines_cut_at_a_margin_are_joined_without_blanks(
    read: Read, blocks: Blocks, paragraph: str, width: int
) -> None:
    """Between two ideographs or kana a line end is nothing."""
    lines = textwrap.wrap("\u3000\u3000" + paragraph, width, drop_whitespace=False)
    work = read(READER, "\n".join(lines * 6))
    assert blocks(work, BlockKind.PARAGRAPH) == [paragraph] * 6


@pytest.mark.parametrize(
    ("text", "title", "author", "summary"),
    [
        ("灯\n作者：某某\n简介：\n一句话。", "灯", "某某", "一句话。"),
        ("書名：燈\n作者：某某\n簡介：一句話。", "燈", "某某", "一句話。"),
        ("タイトル：灯\n作者：某某\nあらすじ：一言。", "灯", "某某", "一言。"),
        ("《灯》\n作者：某某\n类型：奇幻、武侠\n简介：一句话。", "灯", "某某", "一句话。"),
        ("등불\n작가: 아무개\n줄거리: 한 마디.", "등불", "아무개", "한 마디."),
        ("The Lamp\nAuthor: Mara Vell\nSummary: A word.", "The Lamp", "Mara Vell", "A word."),
    ],
)
def test_a_header_in_its_own_language_is_read(read: Read, text: str, title: str, author: str, summary: str) -> None:
    """Title, author and summary, with labels or with the title alone above them."""
    work = read(READER, f"{text}\n\n第一章 风\n" + "\n".join(CHINESE) + "\n")
    assert (work.title, work.authors, work.metadata.summary) == (title, (author,), summary)
    assert [chapter.title for chapter in work.chapters if chapter.number] == ["第一章 风"]
