"""Files that are whole or not there."""

import os
import pickle
import stat
from pathlib import Path

import pytest

from corridors.errors import RequestError
from corridors.io.batch_results.addresses import (
    Folder,
    shown,
    suffix_of,
    without_suffix,
    written_by_name,
    written_whole,
)


def write_half(address: str) -> None:
    """Begin a file and fail."""
    with written_whole(address) as file:
        file.write(b"half")
        raise ValueError("half")


def test_an_error_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "routes.csv"
    path.write_text("old")
    with pytest.raises(ValueError, match="half"):
        write_half(str(path))
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["routes.csv"]


def test_a_link_leads_to_the_file_that_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    with written_whole(str(tmp_path / "link.csv")) as file:
        file.write(b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new"


def test_a_device_is_written_to_and_stays_a_device() -> None:
    with written_whole("/dev/null") as file:
        file.write(b"rows")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_another_filesystem_gets_the_file_when_it_is_whole() -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    address = "memory://addresses/routes.csv"
    with pytest.raises(ValueError, match="half"):
        write_half(address)
    assert memory.find("/addresses") == []
    with written_by_name(address) as path:
        Path(path).write_bytes(b"whole")
    assert memory.cat_file("/addresses/routes.csv") == b"whole"


def test_an_unknown_protocol_is_a_bad_request() -> None:
    with pytest.raises(RequestError, match="cannot open warp://x"), written_whole("warp://x/r.csv"):
        pass


@pytest.mark.parametrize("root", ["{tmp}/run.parts", "memory://folders/run.parts"])
def test_a_folder_is_the_same_here_and_elsewhere(root: str, tmp_path: Path) -> None:
    folder = Folder(root.format(tmp=tmp_path))
    assert folder.names() == []
    assert folder.read("manifest.json") is None
    folder.create()
    folder.write("part-00000.parquet", b"one")
    folder.write("part-00000.parquet", b"two")
    assert pickle.loads(pickle.dumps(folder)).read("part-00000.parquet") == b"two"
    assert folder.names() == ["part-00000.parquet"]
    folder.remove("part-00000.parquet")
    folder.remove_itself()
    assert folder.names() == []


@pytest.mark.parametrize(
    ("address", "suffix", "stem"),
    [
        ("out/v1.2/routes.parquet", ".parquet", "out/v1.2/routes"),
        ("s3://bucket/Routes.CSV", ".csv", "s3://bucket/Routes"),
        ("out.d/routes", "", "out.d/routes"),
    ],
)
def test_the_suffix_is_that_of_the_file_name(address: str, suffix: str, stem: str) -> None:
    assert suffix_of(address) == suffix
    assert without_suffix(address) == stem


def test_a_password_is_not_shown() -> None:
    assert shown("ftp://me:s3cret@host/list.csv") == "ftp://me:***@host/list.csv"
    assert shown("C:/a@b.csv") == "C:/a@b.csv"
