"""The characters of a library: who says most, what is typical of each, and where they are named.

python characters.py LIBRARY [NAME]
"""

from __future__ import annotations

import sys

from fabula.search import Library, SearchOptions, WordsOptions


def main(library_folder: str, name: str = "") -> None:
    with Library.open(library_folder) as library:
        speakers = library.speakers(limit=5)
        for speaker in speakers:
            print(f"{speaker.name} speaks {speaker.turns} times, {speaker.words} words, in {len(speaker.works)} works")
        chosen = name or speakers.speakers[0].name

        # What a character says, in order, with who speaks before.
        for line in library.lines(chosen, limit=3):
            print(f"{chosen} (with {line.before or 'nobody known'}): {line.text[:70]}")

        # The words that are typical of the character, beside all other texts.
        said = WordsOptions(filters={"speaker": chosen}, min_count=1)
        print("typical:", ", ".join(row.word for row in library.words("keyness", said, limit=5)))

        # Each time the name stands in narration, with the words around it.
        for match in library.concordance(f'in:narration "{chosen}"', limit=3):
            print(f"{match.left[-30:]:>30} [{match.match}] {match.right[:30]}")

        # All rows of an answer, ready for pandas.DataFrame; in a notebook an answer shows itself as a table.
        rows = library.search(f'speaker:"{chosen}"', SearchOptions(limit=100)).to_dicts()
        print(f"{len(rows)} scenes; the keys of a row: {', '.join(rows[0])}" if rows else "no scenes")


if __name__ == "__main__":
    main(*sys.argv[1:])
