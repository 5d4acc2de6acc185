"""Names of packages are there when they are asked for, and not before."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

import fabula.index
import fabula.search
from fabula.index.lazy_names import lazy_names


@pytest.mark.parametrize("package", [fabula.index, fabula.search])
def test_every_public_name_is_found(package: ModuleType) -> None:
    """Each name of `__all__` can be taken from the package; another is an AttributeError, as of any module."""
    assert all(hasattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'nothing'"):
        _ = package.nothing


def test_a_module_is_imported_with_its_first_name() -> None:
    """Asking for a name imports its module, and no other."""
    script = (
        "import sys; from fabula.index.lazy_names import lazy_names;"
        "find = lazy_names('fabula.index', {'hashing': 'hash_pair', 'series_order': 'in_series_order'});"
        "assert find('hash_pair') and 'fabula.index.hashing' in sys.modules;"
        "print('fabula.index.series_order' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "False\n"
    )


def test_a_name_that_its_module_lacks() -> None:
    """It is an error of the table, and named."""
    with pytest.raises(AttributeError, match="nothing"):
        lazy_names("fabula.index", {"hashing": "nothing"})("nothing")
