"""A night at an archive: follow the folders, look for damage, keep a copy, and say what happened.

    python archive_night.py LIBRARY COPY.jsonl

Run it from cron. It exits with the worst code that a step ended with, so that cron's mail comes only when it should.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

FABULA = [sys.executable, "-m", "fabula.web.cli"]


def fabula(*words: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON document of one command."""
    finished = subprocess.run([*FABULA, *words, "--json"], capture_output=True, text=True, check=False)
    return finished.returncode, json.loads(finished.stdout)


def main(library_folder: str, copy: str) -> int:
    library = ("--library", library_folder)

    # Only files that look different are opened. A drive that is not mounted removes nothing.
    updated, receipt = fabula("update", *library)
    if "error" in receipt:
        print(receipt["error"]["message"], file=sys.stderr)
        return updated
    print(f"added {receipt['added']}, updated {receipt['updated']}, removed {receipt['removed']}")
    for skipped in receipt["skipped"]:
        # What failed in the same way last night was in that mail.
        if skipped["kind"] == "failed" and not skipped["again"]:
            print(f"failed: {skipped['path']}: {skipped['reason']}", file=sys.stderr)

    # Every byte of the index is read and compared with its checksum.
    checked, report = fabula("check", *library)
    for damage in report.get("damage", ()):
        print(f"damaged: {damage}", file=sys.stderr)

    # The stories themselves, as JSON Lines: readable by anything, and by `fabula import`.
    exported = subprocess.run([*FABULA, "export", *library, "--output", copy], check=False)
    return max(updated, checked, exported.returncode)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
