"""What is installed with Fabula may be used by anybody: permissive licences, and the exceptions are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PERMISSIVE = (
    "0BSD Apache-2.0 BSD BSD-2-Clause BSD-3-Clause CC0-1.0 CNRI-Python ISC MIT PSF-2.0 Unlicense Zlib ZPL-2.1"
).split()
# The library stays a package of its own that anybody may replace. None is needed unless a person asks for an extra.
LGPL = {"py7zr": "7z", "pybcj": "7z", "pyppmd": "7z", "inflate64": "7z", "multivolumefile": "7z"}
# The Mozilla licence is about its own files alone, which nobody here changes. NLTK imports it for its downloads.
MPL = {"tqdm"}

# Packages say these in words of their own, in `License` or in a classifier.
_IN_WORDS = (
    (r"LGPL|Lesser General Public", "LGPL"),
    (r"\bAGPL|Affero|\bGPL|General Public License", "GPL"),
    (r"MPL|Mozilla", "MPL-2.0"),
    (r"Apache", "Apache-2.0"),
    (r"\bMIT\b|Expat", "MIT"),
    (r"\bBSD\b|BSD-[23]-Clause", "BSD"),
    (r"PSF|Python Software Foundation", "PSF-2.0"),
    (r"ZPL|Zope", "ZPL-2.1"),
    (r"\bISC\b", "ISC"),
    (r"Public Domain", "CC0-1.0"),
)


def licences(package: Distribution) -> set[str]:
    """The licences that hold for a package, by their SPDX names where it gives them; "" for what is not understood."""
    if expression := package.metadata.get("License-Expression"):
        return set(re.findall(r"[\w.+-]+", re.sub(r"\b(AND|OR|WITH)\b", " ", expression)))
    classifiers = [line for line in package.metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    text = package.metadata.get("License") or ""
    # Some give the whole text, which names other licences.
    said = text if 0 < len(text) < 100 else " ".join(classifiers)
    return {name for pattern, name in _IN_WORDS if re.search(pattern, said)} or {""}


def needed(name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]) -> Iterator[Distribution]:
    """A package, if it is installed, and all that it needs with these extras."""
    if (name, extras) in seen:
        return
    seen.add((name, extras))
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return
    yield package
    for line in package.requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield from needed(canonicalize_name(requirement.name), frozenset(requirement.extras), seen)


def installed(*extras: str) -> dict[str, set[str]]:
    """The licences of all that is installed with Fabula and these extras, by name."""
    packages = needed("fabula", frozenset(extras), set())
    return {canonicalize_name(package.metadata["Name"]): licences(package) for package in packages}


def is_permissive(names: set[str]) -> bool:
    return names <= set(PERMISSIVE)


def test_what_everybody_installs_is_permissive() -> None:
    """Fabula without extras; what is not permissive is named with its reason."""
    found = installed()
    assert len(found) > 25 and found["fabula"] == {"MIT"}
    assert {name: names for name, names in found.items() if not is_permissive(names)} == {
        name: {"MPL-2.0", "MIT"} for name in MPL
    }


def test_extras_may_bring_lgpl() -> None:
    """Those that are named, each with the extra that asks for it; nothing under the GPL."""
    for extra in ("7z", "watch"):
        found = installed(extra)
        others = {name for name, names in found.items() if not is_permissive(names)} - MPL
        assert others <= {name for name, brought_by in LGPL.items() if brought_by == extra}
        assert all(found[name] <= {"LGPL", "LGPL-2.1-or-later"} for name in others)


@pytest.mark.parametrize("extra", ["test", "bench", "dev"])
def test_tools_are_not_under_the_gpl(extra: str) -> None:
    """They are never installed with Fabula; of those that are installed here, none is under the GPL or the AGPL."""
    for name, names in installed(extra).items():
        assert not any(re.match(r"A?GPL", licence) for licence in names), name
