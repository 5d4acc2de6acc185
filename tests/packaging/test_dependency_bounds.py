"""No release of a dependency with a known fault is installed with Fabula."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
REQUIREMENTS = {
    requirement.name: requirement
    for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["7z"]]
    for requirement in [Requirement(line)]
}
# The faults are in docs/architecture.md, "Dependencies".
LAST_FAULTY = {
    "flask": "3.1.2",
    "werkzeug": "3.1.5",
    "jinja2": "3.1.5",
    "waitress": "3.0.0",
    "gunicorn": "22.0.0",
    "lxml": "6.0.4",
    "py7zr": "1.1.2",
    "nltk": "3.9.4",
    "markdown-it-py": "2.1.0",
    # The last under the LGPL.
    "chardet": "6.0.0",
}


@pytest.mark.parametrize(("name", "version"), LAST_FAULTY.items())
def test_releases_with_known_faults_are_excluded(name: str, version: str) -> None:
    """The lower bound in pyproject.toml excludes them."""
    assert not REQUIREMENTS[name].specifier.contains(version)


@pytest.mark.parametrize("requirement", REQUIREMENTS.values(), ids=str)
def test_every_dependency_has_a_lower_bound(requirement: Requirement) -> None:
    """An old release that is there already is not taken for the tested one."""
    assert {specifier.operator for specifier in requirement.specifier} & {">=", "=="}
