"""Makes the reference of the Python API from the docstrings: `python docs/reference.py [FOLDER]`, with pdoc.

It is written to docs/reference unless another folder is named, one page for `fabula.index` and one for `fabula.search`.
Nothing in it is written by hand, and it is not kept in the repository.
"""

from __future__ import annotations

import re
import sys
import warnings
from importlib import import_module
from pathlib import Path

from pdoc import pdoc, render

MODULES = ("fabula.index", "fabula.search")
# "limit    hits to return", "values, numbers   int64[n]": a name or several, two blanks or more, what it is.
_DEFINITION = re.compile(r"(?P<names>\*{0,2}\w+(?:, \*{0,2}\w+)*)  +(?P<meaning>\S.*)")


def with_lists(docstring: str) -> str:
    """The docstring in Markdown: its columns of names and meanings become lists; examples and prose stay.

    >>> print(with_lists("How to search.\\n\\nlimit    hits to return,\\n         0 to 1,000.\\nsort     the order."))
    How to search.
    <BLANKLINE>
    - **limit**: hits to return, 0 to 1,000.
    - **sort**: the order.
    """
    lines: list[str] = []
    is_list = False
    for line in docstring.splitlines():
        definition = _DEFINITION.fullmatch(line)
        if definition is not None:
            if lines and lines[-1] and not is_list:
                lines.append("")
            lines.append(f"- **{definition['names']}**: {definition['meaning']}")
            is_list = True
        elif is_list and line.startswith(" "):
            lines[-1] += f" {line.strip()}"
        else:
            is_list = False
            lines.append(line)
    return "\n".join(lines)


def make_reference(folder: Path) -> None:
    """Write the pages. Raises UserWarning for a name that is promised and cannot be found."""
    for name in MODULES:
        module = import_module(name)
        for public in module.__all__:
            # pdoc looks for names in the module itself, and ours are imported on first use.
            setattr(module, public, getattr(module, public))
    render.env.filters["to_markdown"] = with_lists
    render.configure(docformat="markdown", show_source=False, footer_text="Fabula")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        # Of a name that only type checkers import; it is shown as it is written.
        warnings.filterwarnings("ignore", "Error parsing type annotation")
        pdoc(*MODULES, output_directory=folder)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "reference"
    make_reference(target)
    sys.stdout.write(f"The reference is {target / 'index.html'}\n")
