"""One scene of an answer, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fabula.search.results import Difference, Hit
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.terminal.command_line import command_line
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.views.heading import work_heading
from fabula.web.differences import DifferencePiece, difference_pieces, hit_difference
from fabula.web.wording import MATCH_NAMES, chapter_name, likelihood, other_works, scene_name, speaker_name
from .passage import passage_lines

INDENT = "    "
_MAX_COPIES = 3


def hit_lines(hit: Hit, page: Page, choice: LibraryChoice, match: str = "") -> Iterator[str]:
    """One hit: the work, the place and kind of match (`match` if given), the passage, and the command for the scene."""
    number = f"{hit.rank}."
    yield f"{number:<4}{work_heading(hit.work, page)}"
    place = [chapter_name(hit.scene.chapter), scene_name(hit.scene, hit.work), match or MATCH_NAMES[hit.match]]
    if hit.speaker:
        place.append(f"said by {speaker_name(hit.speaker)}")
    yield INDENT + page.style(" · ".join(one_line(part) for part in place if part), dim=True)
    inner = Page(width=page.width - len(INDENT), ansi=page.ansi) if page.width else page
    for line in passage_lines(hit.snippet.text, hit.snippet.highlights, inner):
        yield INDENT + line
    if hit.copies:
        works = [work_heading(work, Page(width=page.width, ansi=False)) for work in other_works(hit)[:_MAX_COPIES]]
        more = f"; {hit.copies:,} scenes in all" if hit.copies > len(works) else ""
        yield INDENT + page.style(f"also in: {'; '.join(works)}{more}", dim=True)
    yield INDENT + page.style(command_line("show", hit.scene.id, *choice.words), dim=True)


def passage_hit_lines(hit: Hit, threshold: float, page: Page, choice: LibraryChoice) -> list[str]:
    """One passage that may be a remembered line: as `hit_lines`, with its score and its difference."""
    lines = list(hit_lines(hit, page, choice, likelihood(hit, threshold)))
    # Above the command that shows the whole scene. Rounded down, so that only the same words have 1.00.
    score = f"{INDENT}score {int(hit.score * 100) / 100:.2f}"
    lines.insert(-1, score + (f": {difference_line(hit.difference)}" if hit_difference(hit) else ""))
    return lines


def difference_line(steps: Iterable[Difference]) -> str:
    """The passage with [-words of the quote-] and {+words of the text+}, as `wdiff` writes them."""
    return one_line(" ".join(_marked_pieces(difference_pieces(steps))))


def _marked_pieces(pieces: Iterable[DifferencePiece]) -> Iterator[str]:
    for piece in pieces:
        if piece.same:
            yield piece.same
        if piece.remembered:
            yield f"[-{piece.remembered}-]"
        if piece.actual:
            yield f"{{+{piece.actual}+}}"
