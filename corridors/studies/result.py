"""A study as a directory: every table as CSV and Parquet, and what their columns mean."""

import io
import json
import os
import re
from typing import Final, NamedTuple

import polars as pl

from corridors.errors import RequestError, shorten
from corridors.io.batch_results.csv_result import write_csv
from corridors.studies.columns import columns_of

KINDS: Final = ("barriers", "closures", "corridors", "compare")
SCHEMA: Final = "corridors.study/1"
ABOUT_FILE: Final = "study.json"
TABLES_FILE: Final = "tables.json"
_TABLE: Final = re.compile(r"[a-z0-9_-]{1,200}")


class Study(NamedTuple):
    """What a study found.

    Attributes
    ----------
    kind
        ``barriers``, ``closures``, ``corridors`` or ``compare``.
    tables
        Its tables by name (`corridors.studies.columns.TABLES`).
    about
        What it is of: version of the facts, demand, year, objective, size of a shipment.
    scenarios
        Names of the scenarios under which it holds, or that it compares.
    """

    kind: str
    tables: dict[str, pl.DataFrame]
    about: dict[str, str]
    scenarios: tuple[str, ...] = ()


def write_study(study: Study, directory: "str | os.PathLike[str]") -> list[str]:
    """Write every table of a study as CSV and as Parquet, with what their columns mean.

    Parameters
    ----------
    study
        What was found.
    directory
        Made if it is missing (its parent is not); files of the same names are replaced.

    Returns
    -------
    list of str
        Names of the files.

    Raises
    ------
    RequestError
        If it cannot be written there.
    """
    path = os.fspath(directory)
    documents = {
        TABLES_FILE: {name: _described(name, table) for name, table in study.tables.items()},
        ABOUT_FILE: {
            "schema": SCHEMA, "kind": study.kind, "about": study.about,
            "scenarios": list(study.scenarios), "tables": list(study.tables),
        },
    }  # fmt: skip
    names = []
    try:
        os.makedirs(path, exist_ok=True) if os.path.isdir(os.path.dirname(path) or ".") else None
        for name, table in study.tables.items():
            buffer = io.BytesIO()
            write_csv([table], buffer)
            _write(path, f"{name}.csv", buffer.getvalue())
            buffer = io.BytesIO()
            table.write_parquet(buffer, compression="zstd")
            _write(path, f"{name}.parquet", buffer.getvalue())
            names += [f"{name}.csv", f"{name}.parquet"]
        for name, document in documents.items():
            text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
            _write(path, name, text.encode())
            names.append(name)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise RequestError(f"cannot write into {shorten(path, 200)}: {why}") from error
    return names


def read_study(directory: "str | os.PathLike[str]") -> Study:
    """Read a study that was written into a directory.

    Raises
    ------
    RequestError
        If there is none, or it cannot be read.
    """
    path = os.fspath(directory)
    try:
        with open(os.path.join(path, ABOUT_FILE), encoding="utf-8") as file:
            document = json.load(file)
        if document["schema"] != SCHEMA or document["kind"] not in KINDS:
            raise ValueError("it is of another version or kind")
        tables = {}
        for name in document["tables"]:
            if not isinstance(name, str) or not _TABLE.fullmatch(name):
                raise ValueError("a table has no usable name")
            tables[name] = pl.read_parquet(os.path.join(path, f"{name}.parquet"))
        about = {str(key): str(value) for key, value in document["about"].items()}
        scenarios = tuple(map(str, document["scenarios"]))
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        pl.exceptions.PolarsError,
    ) as e:
        why = e.strerror if isinstance(e, OSError) else e
        raise RequestError(
            f"no study in {shorten(path, 200)} ({shorten(str(why), 200)});"
            " give the --out of `corridors study` or `corridors compare`"
        ) from e
    return Study(document["kind"], tables, about, scenarios)


def _described(name: str, table: pl.DataFrame) -> list[dict[str, str]]:
    columns = columns_of(name)
    return [
        {"name": column, "unit": columns[column].unit, "meaning": columns[column].meaning}
        for column in table.columns
    ]


def _write(directory: str, name: str, data: bytes) -> None:
    """Write a file whole or not at all."""
    target = os.path.join(directory, name)
    temporary = f"{target}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            file.write(data)
        os.replace(temporary, target)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
