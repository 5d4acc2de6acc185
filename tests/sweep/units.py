"""Units of text that are repeated, to show how the time of a rule grows: each is made of what the rules look for."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple


class Unit(NamedTuple):
    """A text that is repeated, and texts that stand once around it.

    text           "{}" in it is another name each time.
    before, after  what begins and what ends the repetition, such as a mark that nothing closes.
    """

    name: str
    text: str
    before: str = ""
    after: str = ""


class Layout(NamedTuple):
    """How units follow each other: how many in a paragraph (0: all), and how many paragraphs in a scene."""

    name: str
    units_in_paragraph: int = 0
    paragraphs_in_scene: int = 0


LAYOUTS = (
    Layout("one paragraph"),
    Layout("a paragraph a unit", 1),
    Layout("a scene a unit", 1, 1),
    Layout("paragraphs of 50 units, 20 in a scene", 50, 20),
)

SPEECH_UNITS = (
    # Marks, closed, not closed, nested and crossed.
    Unit("corner brackets", "「a」"),
    Unit("corner brackets nested", "「a『b』c」"),
    Unit("corner brackets opened", "「a"),
    Unit("corner brackets closed", "a」", "「b」"),
    Unit("corner brackets opened twice", "「「a」"),
    Unit("straight doubles", '"a" '),
    Unit("straight doubles without blanks", '"a"'),
    Unit("straight doubles alone", '"', "a "),
    Unit("straight doubles after digits", '6" '),
    Unit("feet and inches", "6'2\" "),
    Unit("feet and inches in a quote", "6'2\" ", '"He is ', '."'),
    Unit("a quote that ends in a quote", '"He calls her "puss,"" said she. '),
    Unit("quotes opened in a quote", ' "a', '"'),
    Unit("curly doubles", "“a” "),
    Unit("curly doubles opened", "“a "),
    Unit("curly doubles closed", "a” ", "“b” "),
    Unit("curly doubles nested", "“a “b” c” "),
    Unit("a speech that nothing closes", "a b. ", "“"),
    Unit("low doubles", "„a“ "),
    Unit("low doubles closed high", "„a” "),
    Unit("high doubles on both sides", "”a” "),
    Unit("guillemets", "«a» "),
    Unit("guillemets reversed", "»a« "),
    Unit("guillemets nested", "«a «b» c» "),
    Unit("guillemets with tags", "« Oui, dit-il, non. » "),
    Unit("single guillemets", "‹a› "),
    Unit("straight singles", "'a' "),
    Unit("straight singles opened", "'a "),
    Unit("straight singles closed", "a' ", "'b' "),
    Unit("straight singles alone", "' "),
    Unit("straight singles within words", "a'b "),
    Unit("elisions", "'tis 'em ", "'Go,' "),
    Unit("curly singles", "‘a’ "),
    Unit("curly singles opened", "‘a ‘"),
    Unit("low singles", "‚a‘ "),
    Unit("singles in doubles", "“a ‘b’ c” "),
    Unit("doubles in singles", "‘a “b” c’ "),
    Unit("vertical marks", "﹁a﹂"),
    Unit("half-width marks", "｢a｣"),
    Unit("ornamental marks", "〝a〟"),
    Unit("marks of all kinds", "“«「\"'‘a’'\"」»” "),
    Unit("marks and blanks", '"  ', '"'),
    # Dashes.
    Unit("dashes", "— a "),
    Unit("dashes with tags", "— Oui, — dit-il. — Non. "),
    Unit("dashes with tags without blanks", "—Sí —dijo él—. No. "),
    Unit("dashes that begin narration in doubt", " - di", "— a"),
    Unit("dashes without blanks", "—a"),
    Unit("dashes alone", "—", "— a"),
    Unit("hyphens in pairs", "a--b -- ", "-- c "),
    Unit("blanks after a dash", " ", "— a", "b"),
    Unit("word joiners after a dash", "\u2060", "— a", "b"),
    Unit("tags without marks", "oui, dit-il, ", "— "),
    Unit("a tag without an end", " dit a", "— Oui,"),
    Unit("stops before a tag", "!", "— Oui", " dit-il, non"),
    # Tags, names and what is between them.
    Unit("a speaker a speech", '"Go," said {}. '),
    Unit("speakers by title", '"Go," said Mr. {}. '),
    Unit("surnames with many titles", '"Go," said Mr. {} Bell. Miss Bell and Mrs. {} Bell. '),
    Unit("a family", '"Go," said {} Bell. Ann {} left. '),
    Unit("given names", "“Go,” said Ann {}. “Go,” said Ann. "),
    Unit("things that speak", '"Go," said the {} man. '),
    Unit("things with titles", '"Go," said the doctor {}. Dr. {} left. '),
    Unit("two that alternate", "“Go,” said Ann. “No,” said Ben. "),
    Unit("two that alternate with pronouns", "“Go,” he said. “No,” she said. "),
    Unit("one speech in pieces", "“Go,” said {}, “and come,” "),
    Unit("pieces that somebody else leads in", "“Go,” said {}, and Ben answered, "),
    Unit("people addressed", "“Go on, {}!” he told {}. “Dear {}, oh {}, no.” "),
    Unit("people mentioned", "{} and {} left. "),
    Unit("people mentioned before speech", "{} saw him. ", "", " “Go,” she said."),
    Unit("people mentioned after speech", "{} saw him. ", "“Go,” she said. "),
    Unit("names within a speech", "{}, ", "“", "” said Ann."),
    Unit("a lead for each speech", "Then {}, laughing, said: “Go.” "),
    Unit("verbs of speech", "said ", "“Go,” "),
    Unit("adverbs before a verb", "quickly ", "“Go,” Ann ", "said."),
    Unit("auxiliaries before a verb", "had ", "“Go,” Ann ", "said."),
    Unit("a thing of many words", "old ", "“Go,” said the "),
    Unit("articles", "the ", "“Go,” said "),
    Unit("a long word", "a", "“Go,” said the ", "ly"),
    Unit("a name with hyphens", "-An", "“Go,” said Ann"),
    Unit("a long name", "n", "“Go,” said An"),
    Unit("capitals", "Go "),
    Unit("titles", "Mr. ", "“Go,” said "),
    Unit("particles", "de Ann ", "“Go,” said Ann "),
    Unit("pronouns", "he she I "),
    Unit("blanks after speech", " ", "“Go,”", "said Ann."),
    Unit("marks after speech", ".,;— ", "“Go,”", "said Ann."),
    Unit("stops", ".", "“Go.” “", "”"),
    Unit("stops and blanks", ". ", "“Go,” said Ann. ", "“No.”"),
    Unit("line ends", "\n", "“Go,” said Ann.", "“No.”"),
    Unit("underscores", "_", "“Go,” said Ann.", "“No.”"),
    Unit("conjunctions", "; and ", "“Go,” said Ann", " “No.”"),
    Unit("a narration of clauses", "that he, ", "“Go,” said Ann, ", "“No.”"),
    Unit("answers", "“Yes?” "),
    # Chinese, Japanese and Korean.
    Unit("Chinese tags", "“去吧。”他说。"),
    Unit("Chinese tags that lead in", "他说：“去吧。”"),
    Unit("Chinese asides", "所谓“专家”的"),
    Unit("Japanese tags", "「いやだ」と彼女は答えた。"),
    Unit("Japanese asides", "「愛」という言葉"),
    Unit("Korean tags", "“가자.” 그가 말했다. "),
    Unit("a tag of many kana", "あ", "「行く」と", "言った。"),
    Unit("Korean letters after a quote", "가", "“법”이라고"),
)

_SYLLABLES = [first + second for first, second in product("bdfgklmnprstvz", "aeiou")]


def scenes_of(unit: Unit, count: int, layout: Layout) -> list[str]:
    """The texts of a work's scenes, with a blank line between paragraphs: `count` units in them."""
    pieces = [_numbered(unit.text, number) for number in range(count)]
    size = layout.units_in_paragraph or count
    bodies = ["".join(pieces[start : start + size]) for start in range(0, count, size)]
    paragraphs = [f"{unit.before}{body}{unit.after}" for body in bodies]
    size = layout.paragraphs_in_scene or len(paragraphs)
    return ["\n\n".join(paragraphs[start : start + size]) for start in range(0, len(paragraphs), size)]


def _numbered(text: str, number: int) -> str:
    if "{}" not in text:
        return text
    return text.replace("{}", "".join(_SYLLABLES[number // 70**place % 70] for place in range(3)).capitalize())
