"""`fabula names`: what characters are called, who is one with whom, and their gender."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.library_choice import LibraryChoice, chosen_library, library_option
from fabula.web.cli.named_work import named_work
from fabula.web.cli.terminal.command_line import command_line
from fabula.web.cli.terminal.output import Page, say, say_json
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.terminal.waiting import wait_option
from fabula.web.cli.verb import Verb, json_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fabula.index.codec.speech import CastMember
    from fabula.index.library.edit_names import NameChange
    from fabula.index.library.names_setting import NamesSetting
    from fabula.index.model import WorkRecord
    from fabula.search import Library

_GENDERS = {"f": "f", "m": "m", "unknown": ""}


@click.command(
    cls=Verb,
    examples=(
        ("fabula names", "what library.toml states, and of how many works"),
        ('fabula names "The Ferry"', "who speaks in a work, how often, and what is stated of them"),
        ('fabula names "The Ferry" --merge Clarke Wanheda', "Wanheda is Clarke in this work"),
        ('fabula names --fandom "The 100" --rename Clarke "Clarke Griffin"', "in all works of a fandom"),
        ('fabula names --fandom "The 100" --gender Lexa f', "pronouns then tell who speaks more often"),
        ('fabula names "The Ferry" --forget Clarke', "state nothing more of her"),
    ),
)
@click.argument("work", required=False)
@click.option("--fandom", metavar="FANDOM", help="Change the names in all works of this fandom.")
@click.option("--merge", nargs=2, multiple=True, metavar="NAME OTHER", help="OTHER is another name of NAME.")
@click.option("--rename", nargs=2, multiple=True, metavar="NAME NEW", help="Call the character NEW.")
@click.option("--gender", nargs=2, multiple=True, metavar="NAME GENDER", help="GENDER is f, m or unknown.")
@click.option("--forget", multiple=True, metavar="NAME", help="State nothing of NAME any more.")
@wait_option()
@json_option
@library_option()
def command(
    work: str | None,
    fandom: str | None,
    merge: tuple[tuple[str, str], ...],
    rename: tuple[tuple[str, str], ...],
    gender: tuple[tuple[str, str], ...],
    forget: tuple[str, ...],
    as_json: bool,
    library: str | None,
) -> int:
    """List what characters are called, merge and rename them, and state their gender.

    WORK is the id, the title or the path of a work; without it and --fandom, changes are for the whole library. They
    are written to [[names]] in library.toml, which you may edit as well. The next `fabula update` finds the speakers of
    the works concerned again, and reads no story for that.
    """
    if work is not None and fandom is not None:
        raise click.UsageError("WORK and --fandom do not go together.")
    choice = chosen_library(library)

    from fabula.index.library.edit_names import NameChange, NameEdit, NamesScope, change_names  # 0.1 s
    from fabula.search import Library  # 0.15 s

    changes = [
        *(NameChange(NameEdit.FORGET, _name(name)) for name in forget),
        *(NameChange(NameEdit.MERGE, _name(name), _name(other)) for name, other in merge),
        *(NameChange(NameEdit.RENAME, _name(name), _name(new)) for name, new in rename),
        *(NameChange(NameEdit.GENDER, _name(name), _gender(value)) for name, value in gender),
    ]
    with Library.open(choice.address) as opened:
        record = None if work is None else named_work(choice, work)
        if changes:
            scope = NamesScope((fandom,) if fandom else (), (record.id,) if record else ())
            change_names(Path(choice.address), scope, changes, record.title if record else "")
        return _show(opened, choice, record, fandom, changes, as_json=as_json)


def _name(text: str) -> str:
    from fabula.index.stated_names import name_key

    if not name_key(text):
        raise click.UsageError("A name is empty.")
    return text.strip()


def _gender(value: str) -> str:
    if value not in _GENDERS:
        raise click.UsageError(f"A gender is f, m or unknown, not {value!r}.")
    return _GENDERS[value]


def _show(
    opened: Library,
    choice: LibraryChoice,
    record: WorkRecord | None,
    fandom: str | None,
    changes: Sequence[NameChange],
    *,
    as_json: bool,
) -> int:
    from fabula.index.library.names_setting import text_key
    from fabula.index.library.settings import read_settings
    from fabula.index.library.stated_names import LibraryNames
    from fabula.index.store.opening import open_store
    from fabula.search.shapes.works import cast_shape  # 20 ms
    from fabula.web.cli.views.answers.cast import names_line, names_shape

    names = LibraryNames(read_settings(Path(choice.address)).names)
    works = open_store(choice.address).works()
    numbers = [names.concerning(work) for work in works.values()]
    shown: list[tuple[NamesSetting, int]] = []
    for number, setting in enumerate(names.settings):
        is_of_fandom = fandom is None or text_key(fandom) in map(text_key, setting.fandoms)
        if is_of_fandom and (record is None or number in names.concerning(record)):
            shown.append((setting, sum(number in concerned for concerned in numbers)))
    titles = {work.id: work.title for work in works.values()}
    due = opened.speech_due()
    cast = opened.cast(record.id) if record else ()
    if as_json:
        head = {"work": {"id": record.id, "title": record.title}, "cast": cast_shape(cast)} if record else {}
        say_json({**head, "names": [names_shape(*each) for each in shown], "speech_due": due._asdict()})
        return ExitCode.DONE
    if record is not None:
        _say_cast(record, cast)
        for name in _unknown_names(changes, cast):
            say(f"Nobody in {one_line(record.title)} is known as {one_line(name)} so far.")
    for setting, number in shown:
        say(names_line(setting, number, titles))
    if not shown and not record:
        say("Nothing is stated of characters. `fabula names --help` has examples.")
    for sentence in due.sentences():
        say(sentence)
    if changes and any(due):
        say(f"Next: {command_line('update', *choice.words)}")
    return ExitCode.DONE


def _unknown_names(changes: Sequence[NameChange], cast: Sequence[CastMember]) -> list[str]:
    """The names in changes that no character has now: they may be misspelt."""
    from fabula.index.library.edit_names import NameEdit
    from fabula.index.stated_names import name_key

    known = {name_key(name) for member in cast for name in (member.name, *member.aliases)}
    named = [name for edit, *names in changes for name in names[: 2 if edit is NameEdit.MERGE else 1]]
    return [name for name in dict.fromkeys(named) if name_key(name) not in known]


def _say_cast(record: WorkRecord, cast: Sequence[CastMember]) -> None:
    from fabula.web.cli.views.answers.cast import member_line
    from fabula.web.cli.views.heading import work_heading

    page = Page.of_stdout()
    say(work_heading(record, page))
    for member in cast:
        say(member_line(member, page, gender=True))
    if not cast:
        say(f"    Nobody is known to speak in {one_line(record.title)}.")
