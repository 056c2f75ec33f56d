"""What the tables of studies name, in the language of those who read: barriers, goods, places.

Texts of the shipped facts that reports show are listed here, spelt as in the tables (those of
barriers in `barrier_names`); what is not listed (a barrier, scenario or group of your own) is
shown as its table has it.
"""

from typing import Final

from corridors.io.scenario_toml import find_scenario, scenario_names
from corridors.model.phrase import marked
from corridors.views.batch_segments import crossing_name
from corridors.views.words import Words
from maps.labels import labels_in
from network_data import Facts

SEPARATOR: Final = "; "
BASELINE: Final = "baseline"

GROUPS: Final = {
    "beverages": marked("beverages"),
    "chemicals": marked("chemicals"),
    "confectionery": marked("confectionery"),
    "construction": marked("building materials"),
    "consumer": marked("consumer goods"),
    "dairy": marked("dairy products"),
    "dried fruit": marked("dried fruit"),
    "energy": marked("fuels"),
    "feed": marked("animal feed"),
    "fertiliser": marked("fertiliser"),
    "fish": marked("fish"),
    "food": marked("food products"),
    "fruit": marked("fruit"),
    "grain": marked("grain"),
    "household": marked("household chemicals"),
    "livestock": marked("live animals"),
    "livestock products": marked("livestock products"),
    "machinery": marked("machinery"),
    "meat": marked("meat"),
    "metals": marked("metals"),
    "milling": marked("flour and groats"),
    "oilseeds": marked("oilseeds"),
    "ores": marked("ores"),
    "paper": marked("paper products"),
    "pharma": marked("medicines"),
    "plastics": marked("plastics"),
    "railway": marked("railway equipment"),
    "textile": marked("textiles"),
    "tobacco": marked("tobacco"),
    "vegetable oil": marked("vegetable oil"),
    "vegetables": marked("vegetables"),
    "vehicles": marked("cars, trucks and buses"),
}
"""Column ``group`` of ``commodities.csv``."""
SCENARIOS: Final = (
    marked("Saryagash with the queue of November and December 2025"),
    marked("The border of Kyrgyzstan and Tajikistan is closed"),
    marked("The railway Darbaza - Maktaaral - Syrdarya is open"),
    marked("Electronic queues with real slots on the roads out of Kazakhstan and Uzbekistan"),
    marked("One joint inspection instead of two at the borders of Uzbekistan"),
    marked("Winter on the road from Dushanbe to Khujand"),
    marked("Uzbekistan closes its road border"),
    marked("Saryagash passes 35 pairs of trains a day"),
    marked("The Almaty bypass and Bakhty - Ayagoz are open"),
    marked("Avalanches close the road from Dushanbe to Khujand"),
    marked("The railway Jaloliddin Balkhi - Panji Poyon is open"),
    marked("The Kyrgyz part of the railway from China to Uzbekistan is open"),
    marked("Controls of the pandemic year 2020"),
    marked("Kazakhstan exports no grain and no flour"),
    marked("Kazakhstan exports no onions"),
    marked("Kazakh exports of 85 goods grow by 200 million USD a year"),
    marked("The joint Suvonobod - Istiklol takes freight again"),
    marked("The Kamchik pass is closed"),
    marked("Reinforced checks at Karasu: no truck into Kazakhstan for three days (2026)"),
    marked("510 trucks queue at Ak-Tilek - Karasu into Kazakhstan (2023)"),
    marked("Trucks stand for days at Kazygurt while Kaplanbek is rebuilt (2023)"),
    marked("The agrarian transport and distribution centre in Khatlon is open"),
    marked("The railway to Khatlon is cut (November 2011 to March 2018)"),
    marked("Konysbayev does not work at night in the fruit season (May 2023)"),
    marked("Convention ban on all cargo through Saryagash for eight days (8-15 December 2018)"),
    marked("KTZ lets nothing through Saryagash for three days (22-24 November 2025)"),
    marked(
        "KTZ lets only grain, flour and perishables through Saryagash for nine days"
        " (12-20 November 2025)"
    ),
    marked("KTZ raises its main network tariff as it applied for"),
    marked("No stops by the traffic police without cause in Kazakhstan"),
    marked("Sanitary control of trains takes one to two hours (2020)"),
    marked("The Tajik terminals proposed as dry ports are open"),
    marked("The multimodal logistics centre near Tashkent is open"),
    marked("Border compliance of Tajik exports as measured in 2018"),
    marked("Trucks stand up to three days at the crossings of Kazakhstan and Uzbekistan"),
    marked("The logistics centre of Tursunzoda is open"),
    marked("Uzbek railways give 40 % off on freight by rail to Tajikistan"),
    marked("The Uzbek cut of 40 % for grain to Afghanistan is extended to Tajikistan"),
    marked("Uzbek railways raise their rates to Tajikistan twice in a year by 10 %"),
    marked("Every foreign truck pays 400 USD to enter Uzbekistan"),
    marked("Fees of Uzbekistan on trucks to and from Tajikistan before 2018"),
    marked("Tajik railways in parts: Vahdat - Yovon is not built"),
)
"""Titles of the shipped scenarios."""
SENTENCES: Final = (
    marked("generalised cost: what shippers pay and the time of their goods"),
    marked("cost: what shippers pay"),
    marked(
        "a shipment a week in the greatest load of 20, 60, 300, 1,200 t that a week's tonnes fill"
    ),
)
"""What `corridors.studies.basis` says of a study."""
KINDS: Final = {
    "border_wait": marked("wait at the border"),
    "inspection": marked("inspection"),
    "document": marked("papers"),
    "permit": marked("permit"),
    "tariff": marked("charge"),
    "closure": marked("closure"),
    "infrastructure": marked("infrastructure"),
    "season": marked("season"),
    "crossing": marked("crossing"),
    "terminal": marked("terminal"),
    "tunnel": marked("tunnel"),
    "pass": marked("mountain pass"),
    "line": marked("line"),
}
"""Kinds of barrier and of what may close."""


class Names:
    """Names of what the rows of a study are about.

    Parameters
    ----------
    facts
        Places, crossings, terminals and links.
    words
        The language.
    """

    def __init__(self, facts: Facts, words: Words) -> None:
        self.facts = facts
        self.words = words
        self._labels = labels_in(words.lang)

    def kind(self, kind: str) -> str:
        """A kind of barrier or closure."""
        return self.words.say(KINDS.get(kind, kind))

    def group(self, group: str) -> str:
        """A group of goods."""
        return self.words.say(GROUPS.get(group, group))

    def crossing(self, id: str) -> str:
        """A crossing by its two posts; what the facts do not know by its id."""
        return crossing_name(self.facts, id, self.words) if id in self.facts.crossings else id

    def crossings(self, ids: str, most: int = 99) -> str:
        """Several crossings, as a cell of a table lists them."""
        return ", ".join(self.crossing(id) for id in split(ids)[:most])

    def place(self, id: str) -> str:
        """A place by its name, a country by its name."""
        return self.country(id) if len(id) == 2 else self.words.place(self.facts, id)

    def country(self, code: str) -> str:
        """A country by its code."""
        return self._labels.texts.get(f"country_{code}", code)

    def closure(self, kind: str, id: str, name: str, links: str) -> str:
        """What closes: a crossing, a terminal, or a line by its two ends."""
        facts = self.facts
        if kind == "crossing":
            return self.crossing(id)
        if kind == "terminal" and id in facts.terminals:
            return self.place(facts.terminals[id].place)
        ends = [
            place for link in split(links) if link in facts.links
            for place in (facts.links[link].a, facts.links[link].b)
        ]  # fmt: skip
        outer = sorted(place for place in set(ends) if ends.count(place) == 1)
        if len(outer) < 2:
            return name
        return f"{self.place(outer[0])} – {self.place(outer[-1])}"

    def scenario(self, name: str) -> str:
        """A scenario by its title; several are joined by underscores in a study."""
        if name == BASELINE:
            return self.words("as things are")
        shipped = set(scenario_names())
        parts = [name] if name in shipped else name.split("_")
        titles = [
            self.words.say(find_scenario(part).title) if part in shipped else part for part in parts
        ]
        return " + ".join(titles)

    def corridor(self, name: str, crossings: str) -> str:
        """A corridor by its countries and its crossings in order."""
        countries, _, rest = name.partition(": ")
        listed = " → ".join(self.crossing(id) for id in split(crossings))
        return f"{countries}: {listed}" if rest and listed else name

    def month(self, number: int) -> str:
        """A month by its number, 1 to 12."""
        from maps.flow_words import flow_labels

        return flow_labels(self._labels)[f"month_{number}"]


def split(cell: str | None) -> list[str]:
    """The parts of a cell that lists several."""
    return [part for part in (cell or "").split(SEPARATOR) if part]
