"""The documentation is correct: paths exist, and dependencies, fields and operators are described."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from fabula.search.syntax import parse
from fabula.search.syntax.fields import FIELDS
from fabula.web.http.problem_types import PROBLEM_TYPES

ROOT = Path(__file__).parents[1]
DOCS = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


@pytest.mark.parametrize("page", ["architecture.md", "glossary.md"])
def test_every_path_exists(page: str) -> None:
    """The maps show what is there."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:index|search|web|docs|tests|benchmarks|examples)/[\w./-]*)`", text))
    assert len(paths) > 50
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_every_name_in_the_journeys_exists() -> None:
    """A name behind a path (`path`: `name`) is defined in that file."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    pairs = re.findall(r"`([\w/]+\.py)`:\s+`(\w+)`", text)
    assert len(pairs) > 25
    missing = [
        (path, name)
        for path, name in pairs
        if not re.search(rf"^(?:def|class) {name}\b", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []


def test_every_folder_is_on_the_map() -> None:
    """A new folder of the three packages has its line in the architecture."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = [path.parent for top in ("index", "search") for path in (ROOT / top).glob("*/__init__.py")]
    folders += [path for path in (ROOT / "web").iterdir() if (path / "__init__.py").exists()]
    assert len(folders) > 25
    assert [str(folder) for folder in folders if f"`{folder.relative_to(ROOT).as_posix()}/`" not in text] == []


def test_every_dependency_has_its_reason() -> None:
    """The architecture page gives the reason for each package of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        name = re.match(r"[\w-]+", requirement)
        assert name and f"| {name[0]}" in text


def test_links_in_the_documentation_lead_somewhere() -> None:
    """Relative links and images point at files of the repository."""
    for page in DOCS:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_field_is_documented() -> None:
    """The page on the query language and its grammar name all fields."""
    text = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")
    for name in FIELDS:
        assert f"`{name}:" in text and f'"{name}"' in text


def test_every_rule_of_what_is_left_out_is_one() -> None:
    """Each row of the table stands in the code as a string. (The tests of readers hold the code to the table.)"""
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    table = text.split("## What readers leave out")[1].split("\n## ")[0]
    rules = [row.split("|")[1].strip() for row in table.splitlines() if row.startswith("| ")][2:]
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "index").rglob("*.py"))
    assert len(rules) > 20 and rules == sorted(set(rules))
    assert [rule for rule in rules if f'"{rule}"' not in code] == []


def test_every_code_of_an_error_is_documented() -> None:
    """The page on HTTP has the table of errors as it is in the code."""
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    rows = [tuple(re.findall(r"[^|]+", line)) for line in text.splitlines() if line.startswith("| `")]
    found = [tuple(cell.strip() for cell in row) for row in rows if len(row) == 3]
    assert found == [(f"`{kind.code}`", str(kind.status), kind.meaning) for kind in PROBLEM_TYPES]


def operators() -> list[str]:
    text = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")
    table = text.split("## Operators")[1].split("\n\n")[1]
    examples = [example for row in table.splitlines()[2:] for example in re.findall(r"`([^`]+)`", row.split("|")[1])]
    return [example for example in examples if not example.endswith(":")]


@pytest.mark.parametrize("example", operators())
def test_every_documented_operator_is_one(example: str) -> None:
    """Each example in the table of operators parses as an operator, except the first, which is prose."""
    query = parse(example)
    assert (query.natural is None) == (example != "You would have been my choice")
