"""``corridors batch``: a list of shipments answered row by row, none lost."""

from typing import TYPE_CHECKING

import click

from corridors.cli.language import lang_option
from corridors.cli.options import facts_option, notice, open_facts, say
from corridors.io.shipment_lists import CHUNK_ROWS
from corridors.model.shipment import Objective

if TYPE_CHECKING:
    from corridors.batch.run import Done, Order
    from corridors.batch.run_tables import RunTables
    from network_data import Facts

MOST_ROUTES = 50
"""As in `corridors.solvers.find.MAX_ROUTES`."""
MOST_WORKERS = 256
MOST_PARTITION_ROWS = 1_000_000


@click.command()
@click.argument("shipments", metavar="LIST", required=False)
@click.option("--out", metavar="RESULT",
              help="Result, by suffix: .parquet .csv .xlsx .geoparquet .gpkg.")  # fmt: skip
@click.option("--query", metavar="SQL", help="For a database: one SELECT that gives the list.")
@click.option("--objective", type=click.Choice([o.value for o in Objective]),
              default=Objective.COST.value, show_default=True,
              help="What the route of a row is best in.")  # fmt: skip
@click.option("--frontier-k", type=click.IntRange(1, MOST_ROUTES), metavar="K",
              help="Up to K routes a row that none beats in cost and time.")  # fmt: skip
@click.option("--rejects", metavar="FILE",
              help="Rejected rows; default: RESULT with .rejects.csv for its suffix.")  # fmt: skip
@click.option("--map", "map_file", metavar="FILE.html", help="Write a map of what moves where.")
@click.option("--summary", "summary_file", metavar="FILE.html",
              help="Write a page of totals and of what was rejected.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, MOST_WORKERS), metavar="N",
              help="Processes; default: one a processor.")  # fmt: skip
@click.option("--scheduler", metavar="tcp://HOST:PORT",
              help="Work on this Dask cluster instead.")  # fmt: skip
@click.option("--cache/--no-cache", default=True, show_default=True,
              help="Keep the routes of lanes for the next run.")  # fmt: skip
@click.option("--resume", is_flag=True, help="Take up a run that ended early.")
@click.option("--exact-clock", is_flag=True,
              help="Opening hours by the clock, not by expectation.")  # fmt: skip
@click.option("--include-unconfirmed", is_flag=True,
              help="Also crossings and vehicles not confirmed for freight.")  # fmt: skip
@facts_option
@lang_option
@click.option("--partition-rows", type=click.IntRange(1, MOST_PARTITION_ROWS), default=CHUNK_ROWS,
              show_default=True, metavar="N",
              help="Rows that are worked out, written and resumed at once.")  # fmt: skip
@click.option("--progress", "told", type=click.Choice(["auto", "json", "none"]), default="auto",
              show_default=True, help="A bar on a terminal, JSON lines, or silence.")  # fmt: skip
@click.option("--template", "template_file", metavar="FILE.xlsx",
              help="Write a list to fill in, and nothing else.")  # fmt: skip
def batch(
    shipments: str | None,
    out: str | None,
    query: str | None,
    objective: str,
    frontier_k: int | None,
    rejects: str | None,
    map_file: str | None,
    summary_file: str | None,
    workers: int | None,
    scheduler: str | None,
    cache: bool,
    resume: bool,
    exact_clock: bool,
    include_unconfirmed: bool,
    facts_dir: str | None,
    lang: str,
    partition_rows: int,
    told: str,
    template_file: str | None,
) -> None:
    """Best route, or the reason why not, for every row of LIST.

    LIST is a CSV, XLSX, ODS or Parquet file, by path or address, or a database.
    Columns: origin, destination, cargo, tonnes; optional shipment_id, ready,
    deadline, value_usd_per_t, vehicle, mode, max_cost_usd, priority.

    \b
    corridors batch --template list.xlsx
    corridors batch list.xlsx --out routes.xlsx
    corridors batch list.csv --out routes.parquet --map flows.html --summary run.html
    corridors batch postgresql://host/db --query "SELECT * FROM shipments ORDER BY id" \\
        --out routes.parquet --resume
    """
    if template_file is not None:
        _template(template_file, facts_dir, shipments, lang)
        return
    if shipments is None or out is None:
        raise click.UsageError("give a LIST and --out RESULT, or --template FILE.xlsx")
    if workers is not None and scheduler is not None:
        raise click.UsageError("--workers and --scheduler: give one of them")
    if frontier_k is not None and objective != Objective.COST.value:
        raise click.UsageError("--frontier-k has no single objective; leave out --objective")
    from corridors.batch.memory import limit_heaps

    limit_heaps()  # before anything begins a thread
    from corridors.batch.progress import Told
    from corridors.batch.run import Order, run_batch
    from corridors.batch.workers import cpu_count
    from corridors.solvers.many.rows import Wishes

    order = Order(
        shipments=shipments,
        out=out,
        wishes=Wishes(
            objective=Objective(objective),
            routes=frontier_k or 1,
            exact_clock=exact_clock,
            include_unconfirmed=include_unconfirmed,
        ),
        query=query,
        rejects=rejects,
        workers=workers or cpu_count(),
        scheduler=scheduler,
        cache=cache,
        resume=resume,
        chunk_rows=partition_rows,
        told=Told(told),
    )
    facts, _ = open_facts(facts_dir)

    def draw(tables: "RunTables") -> None:
        _draw(tables, facts, map_file, summary_file, lang)

    pages = draw if map_file or summary_file else None
    _tell(run_batch(facts, order, draw=pages, tell=notice), order)


def _draw(
    tables: "RunTables",
    facts: "Facts",
    map_file: str | None,
    summary_file: str | None,
    lang: str,
) -> None:
    from corridors.views.batch_pages import write_flow_map, write_summary_page
    from maps.labels import labels_in

    labels = labels_in(lang)
    for what, file, write in (
        ("map", map_file, write_flow_map),
        ("summary", summary_file, write_summary_page),
    ):
        if file is not None:
            size = write(tables, facts, file, labels=labels)
            say(f"{what}: {file} ({size / 1e6:.2f} MB)", err=True)


def _tell(done: "Done", order: "Order") -> None:
    """The result in three lines: what came in and went out, and where it lies."""
    from corridors.io.batch_results.addresses import shown

    for remark in done.notices:
        notice(remark)
    if done.resumed:
        notice(f"{done.resumed} partitions were finished before and are not repeated")
    rows, answered, rejected = done.counts
    say(f"rows in {rows:,} = answered {answered:,} + rejected {rejected:,}")
    more = f" ({done.routes:,} routes)" if done.routes != answered else ""
    say(f"result: {shown(order.out)}{more}")
    say(f"rejects: {shown(order.rejects_address)}")


def _template(path: str, facts_dir: str | None, shipments: str | None, lang: str) -> None:
    if shipments is not None:
        raise click.UsageError("--template writes a list to fill in; it takes no LIST")
    from corridors.io.shipment_lists.template import LANGUAGES, write_template

    facts, _ = open_facts(facts_dir)
    write_template(path, lang if lang in LANGUAGES else "en", facts=facts)
    say(f"written: {path}", err=True)
