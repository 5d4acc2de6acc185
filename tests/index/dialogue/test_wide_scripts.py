"""Speech inside paragraphs of Chinese, Japanese and Korean, and what is quoted there without being said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[..., list[str]]
Turns = Callable[..., list[list[str]]]

CHINESE = ["我们去图书馆吧。", "不要。", "下雨了。", "好吧。"]
JAPANESE = ["図書館へ行こう", "いやだ", "雨が降っている", "わかった"]
KOREAN = ["도서관에 가자.", "싫어.", "비가 와.", "알았어."]


@pytest.mark.parametrize(
    ("opening", "closing"), [("“", "”"), ("「", "」"), ("『", "』"), ("﹁", "﹂"), ("〝", "〞"), ('"', '"'), ("‘", "’")]
)
@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("他打开窗户。<{}>他说。<{}>她回答。<{}>他沉默了。她笑了。<{}>外面在下雨。", CHINESE),
        ("他说：<{}>她摇摇头，说：<{}>他看看窗外：<{}>她笑了：<{}>", CHINESE),
        ("彼は窓を開けた。<{}>と彼は言った。<{}>と彼女は答えた。<{}>彼は黙った。<{}>外は雨だった。", JAPANESE),
        ("彼は<{}>と言い、彼女は<{}>と答えた。<{}>彼女は笑った。<{}>と頷いた。", JAPANESE),
        ("그는 창문을 열었다. <{}> 그가 말했다. <{}>라고 그녀가 답했다. 그는 <{}>하고 웃었다. <{}>", KOREAN),
    ],
)
def test_speech_stands_inside_paragraphs(said: Said, opening: str, closing: str, text: str, pieces: list[str]) -> None:
    """No blank stands before a mark, and no paragraph begins with one."""
    assert said(text.replace("<", opening).replace(">", closing).format(*pieces)) == pieces


def test_half_width_marks_are_marks(said: Said) -> None:
    """Old files have them."""
    assert said("彼は言った。｢行こう｣彼女は答えた。｢いやだ｣") == ["行こう", "いやだ"]


@pytest.mark.parametrize(
    "text",
    [
        "所谓“专家”都走了。“革命”的年代过去了。他读了《红楼梦》。",
        "彼女は「愛」という言葉を嫌った。「明暗」は漱石の小説だ。『坊っちゃん』を読んだ。",
        "그는 ‘법’이라는 것을 몰랐다. ‘정의’는 없었다.",
        "那只猫名叫“小明”，住在河边。",
    ],
)
def test_titles_and_scare_quotes_are_no_speech(said: Said, text: str) -> None:
    """A short quote in the middle of a sentence, with nobody who says it, is a part of the sentence."""
    assert said(text) == []


def test_one_speech_around_a_tag_and_two_beside_each_other(turns: Turns) -> None:
    """Narration within a sentence joins two pieces; no narration, a lead-in or a sentence of its own part them."""
    assert turns("“走吧，”他说，“天黑了。”") == [["走吧，", "天黑了。"]]
    assert turns("「行こう」「いやだ」") == [["行こう"], ["いやだ"]]
    assert turns("“走吧。”她说：“不。”") == [["走吧。"], ["不。"]]
    assert turns("“走吧。”他站起来。门开了。“不。”") == [["走吧。"], ["不。"]]
