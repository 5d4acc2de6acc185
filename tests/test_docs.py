"""The documentation tells the truth: paths exist, operators are described, commands run."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from fabula.search.syntax import parse
from fabula.search.syntax.fields import FIELDS

ROOT = Path(__file__).parents[1]
DOCS = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


def test_every_path_in_the_architecture_exists() -> None:
    """The map shows what is there, and each module of index/ and search/ is on it."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:index|search|web|docs|tests|benchmarks)/[\w./-]*)`", text))
    assert len(named) > 30
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
    for folder in ("index", "search"):
        for module in (ROOT / folder).glob("*.py"):
            assert module.name == "__init__.py" or f"`{folder}/{module.name}`" in text


def test_every_dependency_has_its_reason() -> None:
    """Each package of pyproject.toml has a line on why it and not another."""
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
    """The page on the query language names all fields, and its grammar does."""
    text = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")
    for name in FIELDS:
        assert f"`{name}:" in text and f'"{name}"' in text


def operators() -> list[str]:
    text = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")
    table = text.split("## Operators")[1].split("\n\n")[1]
    examples = [example for row in table.splitlines()[2:] for example in re.findall(r"`([^`]+)`", row.split("|")[1])]
    return [example for example in examples if not example.endswith(":")]


@pytest.mark.parametrize("example", operators())
def test_every_documented_operator_is_one(example: str) -> None:
    """Each example in the table of operators is read as an operator (but the first, which shows prose)."""
    query = parse(example)
    assert (query.natural is None) == (example != "You would have been my choice")
