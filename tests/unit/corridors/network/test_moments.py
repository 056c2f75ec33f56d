"""Dates and times as a planner types them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from corridors.errors import RequestError
from corridors.network.moments import parse_day, parse_moment
from corridors.network.zones import zone

ASTANA = zone("Asia/Almaty")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-12-28T08:00", datetime(2026, 12, 28, 3, tzinfo=UTC)),
        ("2026-12-28 08:00", datetime(2026, 12, 28, 3, tzinfo=UTC)),
        ("2026-12-28T08:00+06:00", datetime(2026, 12, 28, 2, tzinfo=UTC)),
        ("2026-12-28T08:00Z", datetime(2026, 12, 28, 8, tzinfo=UTC)),
        ("2026-12-28T08:00 Asia/Bishkek", datetime(2026, 12, 28, 2, tzinfo=UTC)),
        ("2026-12-28T08:00[Asia/Bishkek]", datetime(2026, 12, 28, 2, tzinfo=UTC)),
        ("2026-12-28T8", datetime(2026, 12, 28, 3, tzinfo=UTC)),
        ("2026-12-28", datetime(2026, 12, 27, 19, tzinfo=UTC)),
        # One zone, UTC+5, since 1 March 2024; Almaty was at UTC+6 the day before.
        ("2024-02-29T08:00", datetime(2024, 2, 29, 2, tzinfo=UTC)),
        ("2024-03-01T08:00", datetime(2024, 3, 1, 3, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_the_zone_of_the_place_unless_it_names_one(
    text: str, utc: datetime
) -> None:
    assert parse_moment(text, ASTANA) == utc


def test_a_date_to_arrive_by_lasts_until_its_end() -> None:
    found = parse_moment("2026-12-28", ASTANA, end_of_day=True)
    assert found == datetime(2026, 12, 29, tzinfo=timezone(timedelta(hours=5)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-02-30", "no such day"),
        ("2025-02-29T08:00", "no such day"),
        ("2026-12-28T25:00", "no such time of day"),
        ("2026-12-28T08:61", "no such time of day"),
        ("tomorrow", "is no date and time"),
        ("28.12.2026", "is no date and time"),
        ("1812-06-24", "outside the years"),
        ("2026-12-28T08:00 Mars/Olympus", "no time zone 'Mars/Olympus'"),
        ("2026-12-28T08:00 ../../etc/passwd", "is no date and time"),
        ("2026-12-28T08:00+05:00 Asia/Almaty", "an offset and a zone"),
        # Uzbekistan and Kyrgyzstan keep no summer time now; Bishkek moved its clocks on at
        # 2:30 on 27 March 2005.
        ("2005-03-27T02:45 Asia/Bishkek", "clocks were moved on"),
    ],
)
def test_what_is_no_moment_is_refused_with_a_reason(text: str, told: str) -> None:
    with pytest.raises(RequestError, match=told.replace("(", r"\(")):
        parse_moment(text, ASTANA)


def test_a_tariff_date_is_a_day_alone() -> None:
    assert parse_day("2018-02-10").isoformat() == "2018-02-10"
    with pytest.raises(RequestError, match="is no date"):
        parse_day("10.02.2018")
