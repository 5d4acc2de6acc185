"""Which works the names of library.toml are for, and which of them counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.library.names_setting import NamesSetting, text_key
from fabula.index.library.stated_names import LibraryNames, works_called
from fabula.index.model import Metadata, WorkRecord


def work(
    work_id: str = "4225b171b96e",
    title: str = "The Ferry",
    path: str = "old/ferry.txt",
    fandoms: tuple[str, ...] = (),
    source: str = "/s",
) -> WorkRecord:
    return WorkRecord(work_id, title, (), Metadata(fandoms=fandoms), "en", "text", path, source, "", 1, 1, 0, 1, 1)


FERRY = work(fandoms=("The 100 (TV)", "Été"))


def test_works_are_named_by_id_title_or_path() -> None:
    """A path from any of its folders on; a title without case; Windows' slashes are slashes."""
    for called in ("4225b171b96e", "the  ferry", "ferry.txt", "old/ferry.txt", "/s/old/ferry.txt", "old\\ferry.txt"):
        assert LibraryNames([NamesSetting("Ann", works=(called,))]).of(FERRY), called
    for called in ("4225b171b96", "Ferry", "erry.txt", "old", "new/ferry.txt"):
        assert not LibraryNames([NamesSetting("Ann", works=(called,))]).of(FERRY), called


def test_a_fandom_is_compared_without_case() -> None:
    """And in any encoding of accents; any of several will do."""
    assert LibraryNames([NamesSetting("Ann", fandoms=("x", "the 100 (tv)"))]).of(FERRY)
    assert LibraryNames([NamesSetting("Ann", fandoms=("E\u0301te\u0301",))]).of(FERRY)
    assert not LibraryNames([NamesSetting("Ann", fandoms=("The 100",))]).of(FERRY)


def test_the_special_counts_before_the_general() -> None:
    """A work's before a fandom's before all works', wherever they stand in the file; else the later one."""
    names = LibraryNames(
        [
            NamesSetting("Of work", ("x",), works=("The Ferry",)),
            NamesSetting("Of fandom", ("x", "y"), fandoms=("été",)),
            NamesSetting("Of all", ("x", "y", "z")),
            NamesSetting("Later", ("z",), fandoms=("été",)),
        ]
    ).of(FERRY)
    called = {other: names.characters[names.of(other) or 0].name for other in "xyz"}
    assert called == {"x": "Of work", "y": "Of fandom", "z": "Later"}


_called = st.sampled_from(["a", "B", "a/b.txt", "b.txt", "The Ferry"])
_settings = st.lists(
    st.builds(
        NamesSetting,
        st.sampled_from(["Ann", "Ben"]),
        fandoms=st.lists(_called, max_size=2).map(tuple),
        works=st.lists(_called, max_size=2).map(tuple),
    ).filter(lambda each: not (each.fandoms and each.works)),
    max_size=4,
)


@given(_settings, _called, _called, st.lists(_called, max_size=2).map(tuple))
def test_concerned_works_are_those_of_a_scan(
    settings: list[NamesSetting], work_id: str, title: str, fandoms: tuple[str, ...]
) -> None:
    """Each setting compared with each work by itself."""
    record = work(work_id, title, "a/b.txt", fandoms)
    names = LibraryNames(settings)
    called = {text_key(each) for each in (work_id, title, "a/b.txt", "b.txt", "s/a/b.txt", "/s/a/b.txt")}
    expected = [
        number
        for number, each in enumerate(names.settings)
        if (not each.fandoms or set(map(text_key, each.fandoms)) & set(map(text_key, fandoms)))
        and (not each.works or set(map(text_key, each.works)) & called)
    ]
    assert list(names.concerning(record)) == expected


def test_an_id_names_one_work_whatever_others_are_called() -> None:
    """Titles and paths may name several."""
    works = [work("aa", "bb"), work("bb", "Other", "x/y.txt"), work("cc", "Other", "z/y.txt")]
    assert [found.id for found in works_called(works, "bb")] == ["bb"]
    assert [found.id for found in works_called(works, "other")] == ["bb", "cc"]
    assert [found.id for found in works_called(works, "z/y.txt")] == ["cc"]


def test_a_digest_names_all_that_is_stated() -> None:
    """Also for which works; "" is nothing."""
    digests = [
        LibraryNames(settings).digest
        for settings in ([], [NamesSetting("Ann")], [NamesSetting("Ann", works=("x",))], [NamesSetting("Ann", ("x",))])
    ]
    assert digests[0] == "" and len(set(digests)) == 4
