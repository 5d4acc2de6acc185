"""How many answers of a server have paths of its machine: `python -m benchmarks.stress.paths`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask.testing import FlaskClient

from fabula.index import build
from fabula.search import Library
from fabula.web.api.endpoints import ENDPOINTS
from fabula.web.app import create_app

_STORY = "The Ferry\nby Mira Vance\n\nThe river was the colour of old pewter. " + "Nobody came to the bank. " * 60


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="machine-") as folder:
        disk = Path(folder)
        for source in ("a/stories", "b/stories"):
            (disk / source).mkdir(parents=True)
            (disk / source / "ferry.txt").write_text(_STORY, "utf-8")
        build(disk / "library", [disk / "a/stories", disk / "b/stories"], workers=0)
        with Library.open(disk / "library") as library:
            hit = library.search("pewter").hits[0]
        pages = ["/", "/search?q=pewter", "/works", f"/works/{hit.work.id}", f"/scenes/{hit.scene.id}", "/library"]
        pages.append("/library/duplicates")
        for endpoint in ENDPOINTS:
            rule = endpoint.rule.replace("<work_id>", hit.work.id).replace("<scene_id>", hit.scene.id)
            needs_query = any(parameter.name == "q" and parameter.required for parameter in endpoint.parameters)
            pages.append(rule + ("?q=pewter" if needs_query else ""))
        _report("of a library", create_app(disk / "library").test_client(), pages, folder)
        _report("of a library that is missing", create_app(disk / "none").test_client(), pages, folder)


def _report(name: str, client: FlaskClient, addresses: list[str], folder: str) -> None:
    with_path = [address for address in addresses if folder in client.get(address).text]
    print(f"{len(with_path):>3} of {len(addresses)} answers {name} have the path: {', '.join(with_path) or 'none'}")


if __name__ == "__main__":
    main()
