"""One row type per fact table.

Fields stand in the order of the columns of ``tables/<name>.csv``; units are in the
field names and `schema.csv` describes each column. ``None`` means unknown, never zero.
``source`` holds ids of the sources table, ``confidence`` one of measured, published,
derived, estimate.
"""

from typing import NamedTuple

Texts = tuple[str, ...]
Points = tuple[tuple[float, float], ...]


class Place(NamedTuple):
    """A point where freight can start, end, stop or change: one id for all modes."""

    id: str
    name_en: str
    name_ru: str
    name_local: str
    country: str
    lat: float
    lon: float
    kind: str
    rail_kind: str
    modes: Texts
    station_of: str
    time_zone: str
    tariff_region: str
    esr_code: str
    population: float | None
    aliases: Texts
    note: str
    source: Texts
    confidence: str


class Link(NamedTuple):
    """A physical section of rail or road between two places of one country, both ways."""

    id: str
    a: str
    b: str
    mode: str
    km: float
    country: str
    route_no: str
    road_class: str
    tracks: float | None
    electrified: bool | None
    surface: str
    max_speed_kmh: float | None
    status: str
    opens: str
    seasonal: str
    closed_months: Texts
    toll: str
    waypoints: Points
    note: str
    source: Texts
    confidence: str


class Connector(NamedTuple):
    """Truck access between a rail place and a road place."""

    id: str
    place_a: str
    place_b: str
    km: float
    note: str
    source: Texts
    confidence: str


class Crossing(NamedTuple):
    """A pair of border posts of one border and one mode, with both directions."""

    id: str
    name_a: str
    name_b: str
    a: str
    b: str
    country_a: str
    country_b: str
    mode: str
    km: float
    status: str
    scope: str
    freight_allowed: str
    admits_registration: Texts
    excludes_a_to_b: Texts
    excludes_b_to_a: Texts
    hours: str
    wait_h_a_to_b: float | None
    wait_h_b_to_a: float | None
    wait_h_p95: float | None
    wait_h_worst: float | None
    wait_proxy_a_to_b: Texts
    wait_proxy_b_to_a: Texts
    cost_usd_a_to_b: float | None
    cost_usd_b_to_a: float | None
    cost_unit: str
    unknown_sides_a_to_b: Texts
    unknown_sides_b_to_a: Texts
    capacity_per_day: float | None
    capacity_unit: str
    capacity_basis: str
    gauge_change: bool | None
    build_status: str
    year: str
    seasonal: str
    closed_months: Texts
    waypoints: Points
    note: str
    source: Texts
    confidence: str


class Calendar(NamedTuple):
    """Recurring opening hours in local time: of crossings, terminals, or loading and unloading.

    ``opens`` and ``closes`` are ``HH:MM``; both empty is the whole day. ``weekdays`` empty is
    every day, ``holidays`` says whether public holidays of the country are worked.
    """

    id: str
    what: str
    ids: Texts
    countries: Texts
    mode: str
    opens: str
    closes: str
    weekdays: Texts
    holidays: str
    valid_from: str
    valid_to: str
    note: str
    source: Texts
    confidence: str


class Closure(NamedTuple):
    """A dated closure of crossings, terminals or links, both days included, in local time.

    ``enters`` names the countries that cannot be entered meanwhile; empty closes both ways.
    """

    id: str
    name: str
    ids: Texts
    from_day: str
    to_day: str
    enters: Texts
    exempt_groups: Texts
    note: str
    source: Texts
    confidence: str


class PublicHoliday(NamedTuple):
    """A day on which a country does not work."""

    id: str
    country: str
    day: str
    name: str
    source: Texts
    confidence: str


class BorderMean(NamedTuple):
    """Mean wait and cost of leaving (out) or entering (in) a country, one side only."""

    id: str
    country: str
    mode: str
    direction: str
    wait_h: float | None
    cost_usd: float | None
    unit: str
    year: str
    source: Texts
    confidence: str
    note: str


class Terminal(NamedTuple):
    """A place where cargo changes vehicle."""

    id: str
    place: str
    rail_place: str
    road_place: str
    operator: str
    transfers: Texts
    cargo: Texts
    status: str
    handling_usd_per_t: float | None
    handling_h: float | None
    handling_basis: str
    capacity_t_per_day: float | None
    note: str
    source: Texts
    confidence: str


class Tariff(NamedTuple):
    """A row that prices a route: ``fixed_usd + per_km_usd x km`` per ``unit``."""

    id: str
    country: str
    region: str
    mode: str
    basis: str
    use: str
    tariff_class: Texts
    cargo_class: str
    equipment: str
    vehicle_ids: Texts
    vehicle_reg: Texts
    fixed_usd: float | None
    per_km_usd: float | None
    unit: str
    applies_per: str
    payload_t: float | None
    min_payload_t: float | None
    max_payload_t: float | None
    from_km: float | None
    to_km: float | None
    fit_from_km: float | None
    fit_to_km: float | None
    low_factor: float | None
    high_factor: float | None
    year: str
    source: Texts
    confidence: str
    note: str


class ObservedTariff(NamedTuple):
    """A single observed price, coefficient or proposal; for checks and scenarios only."""

    id: str
    country: str
    mode: str
    cargo_class: str
    equipment: str
    fixed_usd: float | None
    per_km_usd: float | None
    unit: str
    from_km: float | None
    to_km: float | None
    year: str
    source: Texts
    confidence: str
    note: str


class TariffRule(NamedTuple):
    """A dated coefficient or charge of a railway; of the lists, an empty one is any."""

    id: str
    railway: str
    freight_year: str
    valid_from: str
    valid_to: str
    traffic: str
    from_point: str
    to_point: str
    cargo: str
    wagon: str
    km_from: float | None
    km_to: float | None
    coefficient: float | None
    rate_value: float | None
    rate_unit: str
    country: str
    partner: Texts
    partner_except: Texts
    heading: str
    hs: Texts
    hs_except: Texts
    wagons: Texts
    applies: str
    standing: bool | None
    cancels: Texts
    rule: str
    source: Texts
    confidence: str


class TariffBase(NamedTuple):
    """A printed rate of a railway tariff table by distance band."""

    id: str
    tariff: str
    table: str
    wagon: str
    cargo_class: str
    state: str
    weight_t: float | None
    km_from: float | None
    km_to: float | None
    rate: float | None
    currency: str
    unit: str
    year: str
    source: Texts
    confidence: str
    note: str


class Currency(NamedTuple):
    """Swiss francs per dollar and euro of the Tariff Policy, by quarter."""

    id: str
    year: str
    valid_from: str
    valid_to: str
    chf_per_usd: float | None
    chf_per_eur: float | None
    source: Texts
    confidence: str
    note: str


class Speed(NamedTuple):
    """A country mean speed of freight by mode and class."""

    id: str
    country: str
    mode: str
    service: str
    kmh_moving: float | None
    kmh_with_delay: float | None
    use: str
    year: str
    note: str
    source: Texts
    confidence: str


class Vehicle(NamedTuple):
    """A wagon, truck or container type."""

    id: str
    mode: str
    name: str
    payload_t: float
    volume_m3: float | None
    tare_t: float | None
    axles: float | None
    cargo_groups: Texts
    commodity_groups: Texts
    container: str
    rides_on: str
    rides_share: float | None
    registrations: Texts
    unverified_in: Texts
    co2_g_per_tkm: float
    usd_per_day_hire: float | None
    number: int | None
    note: str
    source: Texts
    confidence: str


class WeightLimit(NamedTuple):
    """A road weight or size limit of a country.

    Rows of use ``base`` always hold for trucks whose axles lie in the band; ``season`` rows on
    their days (``MM-DD``) between their hours (``HH:MM``), mostly only in heat. Of ``gross_t``
    the lowest that holds is the limit. The mean mass of an axle, gross mass by ``axles``, is
    never above that of the heaviest one: above ``max_axle_t`` it proves a breach, below it
    nothing.
    """

    id: str
    country: str
    vehicle: str
    use: str
    axles_from: float | None
    axles_to: float | None
    gross_t: float | None
    min_gross_t: float | None
    max_axle_t: float | None
    axle_rule: str
    season: str
    from_month_day: str
    to_month_day: str
    from_hour: str
    to_hour: str
    above_c: float | None
    source: Texts
    confidence: str
    note: str


class Commodity(NamedTuple):
    """A good that is traded or could be, in one direction."""

    id: str
    hs: str
    name: str
    name_ru: str
    group: str
    direction: str
    value_usd_per_t: float | None
    density_t_per_m3: float | None
    equipment: str
    vehicle_ids: Texts
    vehicle_note: str
    tariff_class: str
    cargo_kind: str
    perishable: bool
    max_transit_days: float | None
    hazmat_class: str
    etsng_or_nhm: str
    trade_kusd_latest: float | None
    trade_t_latest: float | None
    trade_year: str
    aliases: Texts
    note: str
    source: Texts
    confidence: str


class Barrier(NamedTuple):
    """A located cause of extra hours or dollars that a reform could remove."""

    id: str
    name: str
    type: str
    use: str
    add: bool
    place_or_country: Texts
    place_kind: str
    crossing_ids: Texts
    mode: str
    applies_to: str
    groups: Texts
    direction: str
    side: str
    vehicle_reg: str
    extra_h: float | None
    extra_usd: float | None
    unit: str
    reform: str
    year: str
    add_note: str
    source: Texts
    confidence: str


class Trade(NamedTuple):
    """Trade in dollars and tonnes of a year; rows overlap, never sum them."""

    id: str
    year: str
    exporter: str
    importer: str
    hs_or_group: str
    hs: str
    usd: float | None
    tonnes: float | None
    source: Texts
    confidence: str


class DemandRow(NamedTuple):
    """What is shipped of one cargo from one place to another in a year."""

    id: str
    cargo: str
    origin: str
    destination: str
    tonnes_per_year: float
    value_usd: float
    year: str
    source: Texts
    confidence: str
    total_confidence: str


class DemandShare(NamedTuple):
    """The share of a place in the exports (origins) or imports (destinations) of a cargo."""

    id: str
    cargo: str
    place: str
    share: float
    basis: str
    year: str
    source: Texts
    confidence: str


class DemandSeason(NamedTuple):
    """The share of a year's shipments of a group, or of a heading in it, in one month."""

    id: str
    group: str
    hs: str
    direction: str
    month: str
    share: float
    note: str
    source: Texts
    confidence: str


class DemandTarget(NamedTuple):
    """A total behind the demand, a figure to check it by, or a target of its growth."""

    id: str
    kind: str
    year: str
    exporter: str
    importer: str
    group: str
    hs: str
    name: str
    items: float | None
    usd: float | None
    tonnes: float | None
    basis: str
    source: Texts
    confidence: str


class Project(NamedTuple):
    """Works planned or recent."""

    id: str
    name: str
    mode: str
    a: str
    b: str
    km: float | None
    status: str
    opens: str
    effect: str
    cost_musd: float | None
    note: str
    source: Texts
    confidence: str


class Source(NamedTuple):
    """An entry of the bibliography."""

    id: str
    title: str
    publisher: str
    year: str
    where: str
    url: str
    licence: str
    note: str


class Parameter(NamedTuple):
    """A single figure of the model (driving rules, dwell, capital rate, ...)."""

    id: str
    name: str
    value: float
    unit: str
    year: str
    note: str
    source: Texts
    confidence: str


class Confidence(NamedTuple):
    """What a confidence word means for the range of a figure."""

    id: str
    low_factor: float
    high_factor: float
    meaning: str
    source: Texts


class Distance(NamedTuple):
    """A published whole-route distance, for checks of the network."""

    id: str
    mode: str
    from_place: str
    to_place: str
    via: Texts
    km: float
    outlier: str
    note: str
    source: Texts
    confidence: str
