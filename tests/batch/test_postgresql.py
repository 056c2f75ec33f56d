"""A list out of a real PostgreSQL: a cluster of our own in a folder that goes with the test."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from corridors.batch.run import Order, run_batch
from corridors.errors import RequestError
from corridors.solvers.many.rows import Wishes
from network_data import Facts, load_facts

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
INITDB = str(BINARIES[-1] / "initdb") if BINARIES else shutil.which("initdb")
if INITDB is None and os.environ.get("CI"):
    pytest.fail("CI has no PostgreSQL: apt-get install postgresql", pytrace=False)
pytestmark = [
    pytest.mark.skipif(INITDB is None, reason="no PostgreSQL here: apt-get install postgresql"),
    pytest.mark.usefixtures("plain_engine"),
]
ROWS = 90


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


def unprivileged() -> str | None:
    """Somebody to run the server as: it refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    pytest.skip("root, and nobody else to run a server as")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The folder of the socket of a server that holds a table of shipments."""
    psycopg = pytest.importorskip("psycopg", reason="the extra [database] is not installed")
    assert INITDB is not None
    user, binaries = unprivileged(), Path(INITDB).parent
    folder = tempfile.mkdtemp(prefix="corridors-pg-", dir="/tmp")
    data = f"{folder}/data"

    def as_user(program: str, *words: str) -> None:
        done = subprocess.run(
            [str(binaries / program), *words], user=user, cwd=folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    try:
        if user is not None:
            shutil.chown(folder, user)
        as_user("initdb", "-D", data, "-U", "planner", "-A", "trust", "--no-sync", "-E", "UTF8",
                "--locale", "C")  # fmt: skip
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        as_user("pg_ctl", "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            fill(psycopg, folder)
            yield folder
        finally:
            as_user("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def fill(psycopg: object, folder: str) -> None:
    """A table with two kinds of rows: one of eighteen names a place that there is none of."""
    connect = psycopg.connect  # type: ignore[attr-defined]  # found at run time
    with connect(host=folder, user="planner", dbname="postgres", autocommit=True) as server:
        server.execute(
            "CREATE TABLE shipments (id int PRIMARY KEY, origin text, destination text,"
            " cargo text, tonnes numeric(10, 1), note text)"
        )
        server.execute("CREATE SEQUENCE tickets")
        server.execute(
            "INSERT INTO shipments SELECT n, 'Қостанай',"
            " CASE WHEN n % 18 = 5 THEN 'nowhere' ELSE 'Хуҷанд' END,"
            " 'wheat', CASE WHEN n % 2 = 0 THEN 60 ELSE 1340 END, '=1+' || n"
            f" FROM generate_series(1, {ROWS}) n"
        )


@pytest.mark.parametrize("scheme", ["postgresql", "adbc+postgresql"])
def test_the_answer_of_a_query_is_answered_row_by_row(
    scheme: str, database: str, facts: Facts, tmp_path: Path
) -> None:
    order = Order(
        f"{scheme}://planner@/postgres?host={database}",
        str(tmp_path / "routes.parquet"),
        Wishes(),
        query="SELECT id, origin, destination, cargo, tonnes, note FROM shipments ORDER BY id",
        chunk_rows=25,
    )
    done = run_batch(facts, order)
    assert done.counts == (ROWS, ROWS - 5, 5)
    routes = pl.read_parquet(order.out)
    assert routes["id"].to_list() == [n for n in range(1, ROWS + 1) if n % 18 != 5]
    assert routes["row"].to_list() == routes["id"].to_list()  # a database counts from 1
    assert set(routes["asked_origin"]) == {"kz-kostanay"}
    assert set(routes["asked_tonnes"]) == {60.0, 1340.0}
    assert routes["note"][0] == "=1+1"  # Parquet keeps texts as they are


@pytest.mark.parametrize("scheme", ["postgresql", "adbc+postgresql"])
def test_a_database_is_only_read(scheme: str, database: str, facts: Facts, tmp_path: Path) -> None:
    """A SELECT can write too, by way of a function: the transaction does not let it."""
    order = Order(
        f"{scheme}://planner@/postgres?host={database}",
        str(tmp_path / "routes.parquet"),
        Wishes(),
        query="SELECT nextval('tickets') AS id, origin, destination, cargo, tonnes FROM shipments",
    )
    with pytest.raises(RequestError, match="read-only transaction"):
        run_batch(facts, order)
    assert list(tmp_path.iterdir()) == []


def test_the_password_of_a_database_is_told_nowhere(
    database: str, facts: Facts, tmp_path: Path
) -> None:
    order = Order(
        f"postgresql://planner:s3cret@/postgres?host={database}",
        str(tmp_path / "routes.parquet"),
        Wishes(),
        query="SELECT * FROM shipments ORDER BY id",
    )
    run_batch(facts, order)
    assert b"s3cret" not in Path(order.out).read_bytes()
