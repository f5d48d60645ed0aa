"""The oldest backups go, and no other file."""

import datetime as dt

import pytest

from csipa.backup.rotation import drop_old, name_at


def test_the_latest_are_kept_and_files_of_another_name_are_left(tmp_path):
    start = dt.datetime(2026, 10, 30, 3, 15, tzinfo=dt.UTC)
    days = [start + dt.timedelta(days=day) for day in range(5)]
    for day in days:
        (tmp_path / name_at(day)).touch()
    (tmp_path / "csipa-avant-la-mise-à-jour.zip").touch()
    gone = drop_old(tmp_path, keep=2)
    assert [path.name for path in gone] == [name_at(day) for day in days[:3]]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        name_at(days[3]),
        name_at(days[4]),
        "csipa-avant-la-mise-à-jour.zip",
    ]
    assert drop_old(tmp_path, keep=2) == []


def test_none_is_no_number_to_keep(tmp_path):
    with pytest.raises(ValueError, match="0 backups"):
        drop_old(tmp_path, keep=0)
