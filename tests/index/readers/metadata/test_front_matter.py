"""Front matter in YAML and TOML above a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.metadata.front_matter import parse_front_matter
from ....growth import cpu_seconds


def test_front_matter_in_all_its_forms() -> None:
    """Quoted scalars over lines, comments, and lists in both forms."""
    front = parse_front_matter(
        "---\n"
        'title: "The Lamp: a tale"  # quoted for the colon\n'
        "author: Mara Vell\n"
        "tags: [Fluff, 'Slow Burn'] # comma separated\n"
        'characters:\n  - Odo\n  - "Vell"\n'
        'start_note: "first\n\nsecond" # html\n'
        "date: 2023-07-18 # updated\n"
        "# a comment\n"
        "---\n\nThe story.\n"
    )
    assert front.description.title == "The Lamp: a tale"
    assert front.description.authors == ("Mara Vell",)
    assert front.description.metadata.tags == ("Fluff", "Slow Burn")
    assert front.description.metadata.characters == ("Odo", "Vell")
    assert front.description.metadata.published == "2023-07-18"
    assert "start_note: first second" in front.lines
    assert front.text == "The story.\n"


def test_front_matter_in_toml() -> None:
    """Front matter of Hugo and Zola: strings, lists, dates, and tables of them."""
    front = parse_front_matter(
        '+++\ntitle = "The Lamp"\ndate = 2023-07-18\nauthors = ["Mara Vell", "Odo"]\ndraft = false\n'
        '[taxonomies]\ntags = ["Fluff", "Slow Burn"]\n+++\n\nThe story.\n'
    )
    assert (front.description.title, front.description.authors) == ("The Lamp", ("Mara Vell", "Odo"))
    assert front.description.metadata.tags == ("Fluff", "Slow Burn")
    assert front.description.metadata.published == "2023-07-18"
    assert "draft: False" in front.lines
    assert front.text == "The story.\n"


@given(st.text(alphabet="-+=:[]{}\"'#\n ab1.", max_size=60), st.sampled_from(["---\n", "+++\n"]))
def test_any_front_matter_loses_nothing(inside: str, rule: str) -> None:
    """Text without front matter stays whole."""
    text = f"{rule}{inside}\n{rule}rest\n"
    front = parse_front_matter(text)
    assert front.text == text or front.text.endswith("rest\n")


@pytest.mark.parametrize(
    "text",
    [
        "+++\nno toml\n+++\nx\n",
        "---\n\nShe ran.\n\n---\n\nHe fell.\n",
        "---\ntitle: x\n",
        "no front: matter\n",
        "----\na: b\n---\n",
    ],
)
def test_a_scene_between_rules_is_no_front_matter(text: str) -> None:
    """Lines that are not all keys and values stay story."""
    assert parse_front_matter(text).text == text
    assert parse_front_matter(text).lines == ()


@pytest.mark.parametrize("inside", ["\n" * 60_000, "a: 'b" + "\n" * 60_000, "a: b" + " " * 60_000 + "c"])
def test_blanks_in_front_matter_take_little_time(inside: str) -> None:
    """Neither empty lines nor spaces are looked through again from each of them."""
    assert cpu_seconds(lambda _: parse_front_matter(f"---\n{inside}\n---\n\nShe left."), 1) < 1
