"""Joined Parquet files, read back by readers that know nothing of how they were made."""

import datetime as dt
import io

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.io.batch_results.parquet_splice import ARROW_SCHEMA, splice
from corridors.io.batch_results.thrift_compact import (
    BINARY,
    DOUBLE,
    FALSE,
    I32,
    I64,
    LIST,
    STRUCT,
    TRUE,
    Field,
    Items,
    Struct,
    decode,
    encode,
)


def wagons(first: int, rows: int) -> pl.DataFrame:
    """A table with a column of every kind that lists and results have."""
    numbers = range(first, first + rows)
    return pl.DataFrame(
        {
            "row": list(numbers),
            "tonnes": [n / 7 for n in numbers],
            "cargo": [("wheat", None, "мұнай")[n % 3] for n in numbers],
            "links": [[f"rail-{n % 5}"] * (n % 3) for n in numbers],
            "ready": [dt.datetime(2026, 1, 1) + dt.timedelta(hours=n) for n in numbers],
            "open": [n % 2 == 0 for n in numbers],
            "path": [2**63 + n for n in numbers],
        },
        schema_overrides={"path": pl.UInt64, "links": pl.List(pl.String)},
    )


def stored(table: pl.DataFrame, **options: object) -> io.BytesIO:
    file = io.BytesIO()
    table.write_parquet(file, **options)  # type: ignore[arg-type]  # any option
    return file


def joined(*files: io.BytesIO, about: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    splice(files, out, about=about or {})
    return out.getvalue()


def test_parts_stand_one_after_another_for_every_reader() -> None:
    tables = [wagons(0, 500), wagons(500, 1), wagons(501, 700)]
    data = joined(*(stored(table, row_group_size=300) for table in tables))
    whole = pl.concat(tables)
    assert pl.read_parquet(data).equals(whole)
    other = pq.read_table(io.BytesIO(data))
    assert other.num_rows == 1201
    assert pl.DataFrame(other).equals(whole)
    groups = pq.ParquetFile(io.BytesIO(data))
    assert groups.metadata.num_row_groups == 2 + 1 + 3
    fourth = pl.DataFrame(groups.read_row_group(3, columns=["row"]))
    assert fourth["row"][0] == 501


def test_enumerated_words_are_texts_where_nothing_tells_what_they_were() -> None:
    words = pl.Series(["rail", "road", "rail"], dtype=pl.Enum(["rail", "road"]))
    parts = [stored(pl.DataFrame({"mode": words})), stored(pl.DataFrame({"mode": words[1:]}))]
    out = io.BytesIO()
    assert splice(parts, out, about={"by": "hand"}, without=[ARROW_SCHEMA]) == 5
    read = pl.read_parquet(out.getvalue())
    assert read["mode"].to_list() == ["rail", "road", "rail", "road", "rail"]
    assert read.schema == {"mode": pl.String}
    assert pq.ParquetFile(out).metadata.metadata == {b"by": b"hand"}


def test_statistics_still_find_the_row_group_of_a_row() -> None:
    data = joined(stored(wagons(0, 400)), stored(wagons(400, 400)))
    found = pl.scan_parquet(io.BytesIO(data)).filter(pl.col("row") == 777).collect()
    assert found["tonnes"].to_list() == [777 / 7]
    column = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(0)
    assert (column.statistics.min, column.statistics.max) == (400, 799)


def test_page_indexes_of_other_writers_do_not_mislead() -> None:
    """pyarrow can write offsets inside its indexes; readers must not follow the old ones."""
    files = []
    for first in (0, 1000):
        file = io.BytesIO()
        pq.write_table(
            wagons(first, 1000).to_arrow(), file, write_page_index=True, data_page_size=512
        )
        files.append(file)
    data = joined(*files)
    found = pq.read_table(io.BytesIO(data), filters=[("row", ">=", 1990)])
    assert found["row"].to_pylist() == list(range(1990, 2000))
    assert pl.read_parquet(data)["row"].to_list() == list(range(2000))


def test_an_empty_partition_leaves_the_others_whole() -> None:
    nothing = wagons(0, 1).clear()
    data = joined(stored(nothing), stored(wagons(0, 10)), stored(nothing))
    assert pl.read_parquet(data).equals(wagons(0, 10))
    assert pl.read_parquet(joined(stored(nothing))).schema == nothing.schema


def test_what_is_said_of_a_result_is_in_its_metadata() -> None:
    data = joined(stored(wagons(0, 3)), about={"corridors": '{"facts": "ё"}'})
    assert pq.read_metadata(io.BytesIO(data)).metadata[b"corridors"] == '{"facts": "ё"}'.encode()
    assert pl.read_parquet(data).equals(wagons(0, 3))


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([stored(wagons(0, 3)), stored(wagons(0, 3).drop("cargo"))], "differ in their columns"),
        ([io.BytesIO(b"PAR1")], "too short"),
        ([io.BytesIO(b"row,tonnes\n1,60\n2,80\n")], "no Parquet file"),
        ([io.BytesIO(b"PAR1" + b"\xff" * 30 + b"\x04\x00\x00\x00PAR1")], "value|type"),
        ([], "nothing to join"),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_refused(files: list[io.BytesIO], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        joined(*files)


numbers = st.integers(-(2**63), 2**63 - 1)
fields = st.recursive(
    st.one_of(
        st.sampled_from([Field(TRUE, 0), Field(FALSE, 0)]),
        st.integers(-(2**31), 2**31 - 1).map(lambda n: Field(I32, n)),
        numbers.map(lambda n: Field(I64, n)),
        st.binary(min_size=8, max_size=8).map(lambda b: Field(DOUBLE, b)),
        st.binary(max_size=200).map(lambda b: Field(BINARY, b)),
        st.lists(numbers, max_size=20).map(lambda n: Field(LIST, Items(I64, list(n)))),
    ),
    lambda inner: st.dictionaries(st.integers(1, 40), inner, max_size=5).flatmap(
        lambda struct: st.sampled_from(
            [Field(STRUCT, struct), Field(LIST, Items(STRUCT, [struct] * 16))]
        )
    ),
    max_leaves=5,
)


@settings(max_examples=40)
@given(st.dictionaries(st.integers(1, 32_767), fields, max_size=4))
def test_a_struct_of_any_shape_is_read_as_it_was_written(struct: Struct) -> None:
    assert decode(encode(struct)) == struct


@given(st.binary(max_size=60))
def test_bytes_that_are_no_struct_are_refused_and_nothing_worse(data: bytes) -> None:
    try:
        found = decode(data)
    except ValueError:
        return
    assert decode(encode(found)) == found
