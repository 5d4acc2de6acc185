"""Build a library from a folder of stories, search it, and read on from a hit.

python build_and_search.py STORIES LIBRARY
"""

from __future__ import annotations

import sys

from fabula.index import build
from fabula.search import Library, SearchOptions


def main(stories: str, library_folder: str) -> None:
    receipt = build(library_folder, [stories])
    print(f"{receipt.works} works, {receipt.scenes} scenes")
    for skipped in receipt.skipped:
        print(f"left out: {skipped.path} ({skipped.reason})")

    with Library.open(library_folder) as library:
        results = library.search('"would have been" OR lamp', SearchOptions(limit=3, facets=("work",)))
        print(f"{results.total} scenes; read as {results.explanation.reading}")
        for hit in results:
            print(f"{hit.rank}. {hit.work.title}, scene {hit.scene.number} ({hit.match}): {hit.snippet.text}")
        for facet in results.facets["work"]:
            print(f"{facet.count} scenes in {facet.value}")

        # A line that was remembered wrongly, with the difference word by word.
        best = library.quote("you would of been my choise").hits[0]
        print(f"{best.work.title}, score {best.score:.2f}: {best.snippet.text}")

        # The scene that follows the best one in its work.
        scenes = library.scenes(best.work.id)
        following = next((scene for scene in scenes if scene.order == best.scene.order + 1), None)
        if following is not None:
            print(f"Then: {following.text[:60]}…")


if __name__ == "__main__":
    main(*sys.argv[1:])
