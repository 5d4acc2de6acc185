"""The plot of a library's growth is well-formed, short, and says in words what it shows."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.reports.growth_file import GrowthPoint
from fabula.web.growth_plot import HEIGHT, WIDTH, growth_panels, growth_svg

NAME = "{http://www.w3.org/2000/svg}"


def point(started: str, works: int, words: int = 0) -> GrowthPoint:
    return GrowthPoint(1, started, "update", works, works, words, words, 0, 0, 0, 0)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{NAME}text")]


def test_what_it_says() -> None:
    """Axes from 0 to a round number, the first and the last day, the size today, and a sentence for each panel."""
    svg = growth_svg([point("2026-01-05T03:00:00Z", 120, 45_000), point("2026-11-30T03:00:00Z", 340, 1_234_567)])
    assert texts(svg)[:8] == ["Works", "0", "100", "200", "300", "400", "2026-01-05", "2026-11-30"]
    assert {"340", "1,234,567", "1M", "500k"} <= set(texts(svg))
    description = ET.fromstring(svg).find(f"{NAME}desc")
    assert description is not None and description.text == (
        "Works: 120 on 2026-01-05, 340 on 2026-11-30, 2 runs. "
        "Words: 45,000 on 2026-01-05, 1,234,567 on 2026-11-30, 2 runs."
    )


def test_steps_hold_until_the_next_run() -> None:
    """The line goes level to the time of a run, and then straight up or down."""
    panel = growth_panels([point("2026-01-01", 2), point("2026-01-03", 4), point("2026-01-05", 1)])[0]
    (path,) = re.findall(r'class="steps" d="([^"]*)"', panel.content)
    assert path == "M44.0 97.0H186.0V30.0H328.0V130.5"


def test_one_run_and_none() -> None:
    """A single run is a level line; without any there is a file that says so."""
    (works, _) = growth_panels([point("2026-01-01T10:00:00Z", 5)])
    assert works.description == "Works: 5 on 2026-01-01."
    assert growth_panels([]) == [] == growth_panels([point("yesterday", 5)])
    assert "No run of this library is known." in growth_svg([])


def test_a_day_has_hours() -> None:
    """Runs within one day are told apart by the hour."""
    svg = growth_svg([point("2026-01-01T09:30:00Z", 1), point("2026-01-01T23:59:00+02:00", 2)])
    assert {"2026-01-01 09:30", "21:59"} <= set(texts(svg))


def test_a_clock_that_was_set_back() -> None:
    """The line never goes back."""
    panel = growth_panels(
        [point("2026-01-01", 1), point("2026-03-01", 2), point("2025-01-01", 3), point("2026-05-01", 4)]
    )[0]
    places = [float(x) for x in re.findall(r"H([0-9.]+)V", panel.content.partition('class="steps"')[2])]
    assert places == sorted(places)


def test_many_runs_are_a_short_path() -> None:
    """Ten thousand runs are not ten thousand steps."""
    points = [
        point(f"20{year:02}-{month:02}-{day:02}", year)
        for year in range(99)
        for month in range(1, 10)
        for day in range(10, 22)
    ]
    assert len(points) > 10_000
    assert len(growth_svg(points)) < 150_000


@given(
    st.lists(
        st.builds(
            point,
            st.sampled_from(
                ["", "2026-01-01T00:00:00Z", "0001-01-01T00:00:00+10:00", "9999-12-31T23:59:59-10:00", "<x>"]
            )
            | st.datetimes().map(lambda moment: moment.isoformat()),
            st.integers(0, 2**63 - 1),
            st.integers(0, 2**63 - 1),
        ),
        max_size=6,
    )
)
def test_whatever_the_points_are(points: list[GrowthPoint]) -> None:
    """It is well-formed, and nothing is outside of its panel."""
    ET.fromstring(growth_svg(points))
    for panel in growth_panels(points):
        path = panel.content.partition('class="steps" d="M')[2].partition('"')[0]
        places = [float(number) for number in re.split("[ HV]", path)]
        assert all(0 <= place <= max(WIDTH, HEIGHT) for place in places)


@pytest.mark.parametrize(
    ("largest", "axis"), [(0, ["0", "1"]), (3, ["0", "1", "2", "3"]), (41, ["0", "20", "40", "60"])]
)
def test_axes(largest: int, axis: list[str]) -> None:
    """Whole works, in steps of 1, 2 and 5 times ten."""
    (works, _) = growth_panels([point("2026-01-01", largest)])
    assert re.findall(r'text-anchor="end">([0-9]+)</text>', works.content)[: len(axis)] == axis
