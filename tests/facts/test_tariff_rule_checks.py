"""Faults in one's own tariff rules are found, and the shipped ones say what they are read as."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from network_data import check_facts, load_facts

OwnTables = Callable[..., Path]

KELES = "uti-tj-2018-928-kel"
PRINTED = "uti-tj-2018-oil-south"
CANCEL = "uti-tj-2018-93-cancel"

FAULTS = [
    ("a railway abroad", KELES, {"country": "TJ"}, "country", "railway of UZ"),
    ("an HS code in words", KELES, {"hs": "wheat"}, "hs", "no beginning of an HS code"),
    ("an HS code of one digit", KELES, {"hs_except": "2"}, "hs_except", "2 to 10 digits"),
    ("a partner left out", KELES, {"partner_except": "TJ"}, "partner_except", "partner as well"),
    ("a heading to nobody", KELES, {"partner": "", "heading": "to"}, "heading", "name the partner"),
    ("a country unheard of", KELES, {"partner": "XX"}, "partner", "'XX'"),
    ("a kind of wagon unheard of", KELES, {"wagons": "sledge"}, "wagons", "'sledge'"),
    ("a use unheard of", KELES, {"applies": "always"}, "applies", "use route"),
    ("a rule of no time", KELES, {"valid_from": "", "freight_year": ""}, "valid_from", "neither"),
    ("a rule of two figures", KELES, {"rate_value": "7"}, "coefficient", "give one of them"),
    ("a rule of no figure", KELES, {"coefficient": ""}, "coefficient", "neither coefficient"),
    ("freight for nothing", KELES, {"coefficient": "0"}, "coefficient", "for nothing"),
    ("a rate of no unit", PRINTED, {"rate_unit": ""}, "rate_unit", "prices no haul"),
    ("a rate in francs", PRINTED, {"rate_unit": "CHF/axle-km"}, "rate_unit", "prices no haul"),
    ("a rule against itself", CANCEL, {"cancels": CANCEL}, "cancels", "cannot cancel itself"),
    ("a rule against none", CANCEL, {"cancels": "uti-tj-1999"}, "cancels", "no 'uti-tj-1999'"),
]


@pytest.mark.parametrize(
    ("id", "changes", "column", "message"),
    [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS],
)
def test_a_fault_in_a_tariff_rule_is_found(
    own_tables: OwnTables, id: str, changes: dict[str, str], column: str, message: str
) -> None:
    problems = check_facts(own_tables("tariff_rules", (id, changes)))
    here = [p for p in problems if (p.file, p.row, p.column) == ("tariff_rules.csv", 2, column)]
    assert any(message in problem.message for problem in here), [str(p) for p in problems]


def test_a_rule_to_read_only_may_lack_all_of_that(own_tables: OwnTables) -> None:
    cells = {"applies": "reference", "valid_from": "", "freight_year": "", "coefficient": ""}
    assert check_facts(own_tables("tariff_rules", (KELES, cells))) == []


OIL = ("2709", "2710", "2713")
READ_AS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "aluminium (GNG 7601)": (("7601",), ()),
    "coal (2701 2702)": (("2701", "2702"), ()),
    "crude oil (GNG 27090090)": (("2709",), ()),
    "oil products": (("2710", "2713"), ()),
    "oil and oil products": (OIL, ()),
    "oil and oil products; alumina (GNG 2818); aluminium (GNG 7601)": ((*OIL, "2818", "7601"), ()),
    "timber (GNG 4403 4404 4407) and all other cargo": ((), (*OIL, "2818", "7601")),
    "grain and flour (letter of mill owners and traders, per tonne of cargo)": (
        ("10", "1101", "1102"), (),
    ),
    "all except oil products": ((), ("2710", "2713")),
    "all except oil and oil products in tank and bitumen wagons": ((), OIL),
    "all (incl. oil products in tanks)": ((), ()),
    "all": ((), ()),
}  # fmt: skip
"""HS codes that the cargo of a rule stands for, and those left out."""


def test_cargo_in_words_is_read_as_the_same_codes_everywhere() -> None:
    for rule in load_facts().tariff_rules.values():
        if rule.applies == "route":
            assert (rule.hs, rule.hs_except) == READ_AS[rule.cargo], rule.id


def test_rules_that_cannot_be_read_plainly_price_no_route() -> None:
    for rule in load_facts().tariff_rules.values():
        words = f"{rule.cargo}; {rule.rule}"
        if any(w in words for w in ("multiplier to the earlier rate", "route not stated", "empty")):
            assert rule.applies == "reference", rule.id
        if rule.applies == "route":
            assert rule.wagon == "any" or rule.wagons == (rule.wagon,), rule.id
            if rule.id.startswith("uti-tj-"):
                assert rule.partner == ("TJ",), rule.id


def test_every_row_of_the_rules_keeps_its_country() -> None:
    path = Path(__file__).parents[2] / "network_data" / "tables" / "tariff_rules.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        pairs = {(row["railway"], row["country"]) for row in csv.DictReader(lines)}
    assert pairs == {("KZH", "KZ"), ("UTI", "UZ"), ("TDJ", "TJ"), ("KRG", "KG"), ("TRK", "TM")}
