"""Compare the published whole-route distances with those of the network; prints Markdown.

Run it after changing links or distances and paste the table into ``network_data/DATA.md``.
"""

from corridors.errors import RequestError
from corridors.model.shipment import Mode
from corridors.network.distance import shortest_distance
from corridors.network.network import Network
from network_data import load_facts


def main() -> None:
    """Print a row for each published distance and a closing line of counts."""
    facts = load_facts()
    network = Network(facts, include_unconfirmed=True, include_seasonal=True)
    print("| route | mode | published km | network km | deviation | why it is an outlier |")
    print("|---|---|---|---|---|---|")
    within = 0
    for row in facts.distances.values():
        try:
            km = shortest_distance(
                network, row.from_place, row.to_place, Mode(row.mode), row.via
            ).km
        except RequestError as error:
            print(f"| {row.id} | {row.mode} | {row.km:g} | no way: {error} | | {row.outlier} |")
            continue
        deviation = km / row.km - 1
        within += abs(deviation) <= 0.08
        print(
            f"| {row.id} | {row.mode} | {row.km:g} | {km:.1f} | {deviation:+.1%} | {row.outlier} |"
        )
    print(f"\n{within} of {len(facts.distances)} within 8 %.")


if __name__ == "__main__":
    main()
