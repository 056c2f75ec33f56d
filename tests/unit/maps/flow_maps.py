"""A flow map that can be added up by hand: two lines, two crossings, two cargoes, two months."""

from maps.flow_map import (
    NO_PERIOD,
    Cells,
    FlowFilter,
    FlowLine,
    FlowMap,
    FlowPart,
    FlowPlace,
    FlowPoint,
    Measure,
    Scale,
)

WHEAT, FLOUR = 0, 1
MARCH, APRIL = 0, 1


def small_flow_map(name: str = "Saryagash – Keles") -> FlowMap:
    """Wheat by rail in March and without a date, flour by road in April.

    ==========  =====  =======  ======  =========
    line        cargo  month    tonnes  delay USD
    ==========  =====  =======  ======  =========
    rail        wheat  March       300        600
    rail        wheat  none        100        200
    rail        flour  April        50         10
    road        flour  April        40          0
    ==========  =====  =======  ======  =========
    """
    rail = Cells((WHEAT, WHEAT, FLOUR), (MARCH, NO_PERIOD, APRIL), ((300, 100, 50), (600, 200, 10)))
    road = Cells((FLOUR,), (APRIL,), ((40,), (0,)))
    there = Cells((WHEAT, WHEAT), (MARCH, NO_PERIOD), ((300, 100), (4200, 1400)))
    back = Cells((FLOUR,), (APRIL,), ((50,), (100,)))
    by_truck = Cells((FLOUR,), (APRIL,), ((40,), (1200,)))
    tonnes = Measure("Tonnes", 0)
    return FlowMap(
        title="Grain of the spring",
        subtitle="490 t",
        lines=(
            FlowLine(name="Arys – Keles", marks={"mode": ("rail",), "country": ("KZ", "UZ")},
                     points=((42.4, 68.8), (41.4, 69.2)), cells=rail),
            FlowLine(name="Shymkent – Tashkent", marks={"mode": ("road",), "country": ("KZ",)},
                     points=((42.3, 69.6), (41.3, 69.3)), cells=road, dashed=True),
        ),
        points=(
            FlowPoint(name=name, marks={"mode": ("rail",), "country": ("KZ", "UZ")},
                      position=(41.46, 69.16), detail=(("Mode", "rail"),),
                      parts=(FlowPart("KZ → UZ", there), FlowPart("UZ → KZ", back))),
            FlowPoint(name="Kazygurt – Najimov", marks={"mode": ("road",), "country": ("KZ", "UZ")},
                      position=(41.7, 69.4), parts=(FlowPart("KZ → UZ", by_truck),)),
        ),
        line_scale=Scale((tonnes, Measure("Delay cost, USD", 1),
                          Measure("Delay cost, USD/t", 1, over=0, decimals=2)), 0, (1, 2)),
        point_scale=Scale((tonnes, Measure("Mean wait, h", 1, over=0, decimals=1,
                                           bounds=(3.0, 6.0, 12.0, 24.0))), 0, (1,)),
        totals=Cells((WHEAT, WHEAT, FLOUR), (MARCH, NO_PERIOD, APRIL),
                     ((300, 100, 90), (600, 200, 10))),
        total_measures=(tonnes, Measure("Delay cost, USD/t", 1, over=0, decimals=2)),
        categories=("wheat", "flour"),
        periods=("March 2027", "April 2027"),
        filters=(
            FlowFilter("mode", "Mode", (("rail", "rail"), ("road", "road"))),
            FlowFilter("country", "Country", (("KZ", "Kazakhstan"), ("UZ", "Uzbekistan"))),
        ),
        rank_by=0,
        places=(FlowPlace("Tashkent", (41.3, 69.24)),),
        crossed=("KZ", "UZ"),
        notes=("Both directions together.",),
        facts_version="a1b2c3d4",
    )  # fmt: skip
