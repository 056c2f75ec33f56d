"""A route map that people can picture: wheat from Kostanay to Khujand."""

from maps import DrawnLeg, DrawnLine, DrawnPoint, DrawnRoute, RouteMap, SourceLine

KOSTANAY = (53.214, 63.624)
ARKALYK = (50.249, 66.911)
KYZYLORDA = (44.852, 65.509)
ARYS = (42.430, 68.808)
SARYAGASH = (41.463, 69.164)
KELES = (41.402, 69.206)
TASHKENT = (41.299, 69.241)
BEKABAD = (40.221, 69.269)
NAU = (40.152, 69.369)
KHUJAND = (40.283, 69.622)
ASTANA = (51.169, 71.449)
KARAGANDA = (49.802, 73.102)
BALKHASH = (46.848, 74.995)
SHU = (43.602, 73.761)
TARAZ = (42.900, 71.366)
SHYMKENT = (42.317, 69.590)


def kostanay_khujand() -> RouteMap:
    """Wheat from Kostanay to Khujand: by rail, or by rail and road with a transshipment.

    The rail route takes 2,560 km and two crossings; the other leaves the railway at Shymkent
    and crosses by road. Places are real, lines and figures rough.
    """
    return RouteMap(
        title="Kostanay → Khujand",
        subtitle="Wheat, 1,340 t",
        routes=(_by_rail(), _by_rail_and_road()),
        sources=(
            SourceLine("kz-tariff-2024", "Railway tariff", "Railways", "2024", "https://x.test/a"),
            SourceLine("cpmm-2023", "Corridor performance", "CAREC", "2023"),
        ),
        facts_version="a1b2c3d4e5f6",
        notes=("Prices without VAT.", "Waits are means of a year."),
    )


def _by_rail() -> DrawnRoute:
    return DrawnRoute(
        name="Rail through Saryagash and Bekabad",
        tags=("cheapest", "greenest"),
        summary=(
            ("Cost", "$86,430"),
            ("Per tonne", "$64.50"),
            ("Days", "13.2"),
            ("At borders", "19.9 h"),
            ("Range", "$71,000–104,000"),
            ("Rail", "2,322 km"),
            ("Road", "0 km"),
            ("CO2e", "41.2 t"),
            ("Vehicles", "20 hopper wagons"),
        ),
        lines=(
            DrawnLine(
                "rail",
                (KOSTANAY, ARKALYK, KYZYLORDA, ARYS, SARYAGASH),
                "Kostanay – Saryagash, 2,130 km",
                leg=1,
            ),
            DrawnLine("rail", (SARYAGASH, KELES), "Saryagash – Keles, 9 km", leg=2),
            DrawnLine("rail", (KELES, TASHKENT, BEKABAD), "Keles – Bekabad, 128 km", leg=3),
            DrawnLine("rail", (BEKABAD, NAU), "Bekabad – Nau, 15 km", leg=4),
            DrawnLine("rail", (NAU, KHUJAND), "Nau – Khujand, 40 km", leg=5),
        ),
        points=(
            DrawnPoint("origin", *KOSTANAY, "Kostanay", ("Қостанай", "Костанай"), leg=0),
            DrawnPoint(
                "crossing",
                *SARYAGASH,
                "Saryagash – Keles",
                ("Сарыағаш", "Сарыагаш", "Келес"),
                wait_h=8.3,
                detail=(("Charge", "$4,020"),),
                leg=2,
            ),
            DrawnPoint(
                "crossing",
                *BEKABAD,
                "Bekabad – Nau",
                ("Бекобод", "Нов"),
                wait_h=13.5,
                detail=(("Charge", "$1,340"),),
                leg=4,
            ),
            DrawnPoint("destination", *KHUJAND, "Khujand", ("Хуҷанд", "Худжанд"), leg=6),
        ),
        legs=(
            DrawnLeg(
                "loading",
                "rail",
                "KZ",
                "Kostanay",
                "Kostanay",
                0,
                24,
                0,
                0,
                24,
                2680,
                "2 USD/t x 1,340 t",
            ),
            DrawnLeg(
                "haul",
                "rail",
                "KZ",
                "Kostanay",
                "Saryagash",
                2130,
                0,
                170.4,
                24,
                194.4,
                52300,
                "Tariff by distance: 2,130 km, 20 wagons of 67 t",
                ("The road rates' published uncertainty is 0.66 to 1.0.",),
            ),
            DrawnLeg(
                "crossing",
                "rail",
                "KZ>UZ",
                "Saryagash",
                "Keles",
                9,
                8.3,
                0.4,
                194.4,
                203.1,
                4020,
                "3 USD/t x 1,340 t",
                ("Wait is the sum of two one-sided means.",),
            ),
            DrawnLeg("haul", "rail", "UZ", "Keles", "Bekabad", 128, 0, 10.2, 203.1, 213.3, 12460),
            DrawnLeg(
                "crossing", "rail", "UZ>TJ", "Bekabad", "Nau", 15, 13.5, 0.6, 213.3, 227.4, 1340
            ),
            DrawnLeg("haul", "rail", "TJ", "Nau", "Khujand", 40, 24, 3.2, 227.4, 254.6, 10950),
            DrawnLeg(
                "unloading", "rail", "TJ", "Khujand", "Khujand", 0, 62.2, 0, 254.6, 316.8, 2680
            ),
        ),
    )


def _by_rail_and_road() -> DrawnRoute:
    return DrawnRoute(
        name="Rail to Shymkent, road through Konysbayeva",
        tags=("fastest",),
        summary=(
            ("Cost", "$121,900"),
            ("Per tonne", "$90.97"),
            ("Days", "9.1"),
            ("At borders", "12.4 h"),
            ("Range", "$98,000–149,000"),
            ("Rail", "2,140 km"),
            ("Road", "338 km"),
            ("CO2e", "78.8 t"),
        ),
        lines=(
            DrawnLine(
                "rail",
                (KOSTANAY, ASTANA, KARAGANDA, BALKHASH, SHU, TARAZ, SHYMKENT),
                "Kostanay – Shymkent, 2,140 km",
                leg=1,
            ),
            DrawnLine("road", (SHYMKENT, (41.63, 69.30)), "Shymkent – Konysbayeva, 103 km", leg=3),
            DrawnLine("road", ((41.63, 69.30), (41.60, 69.33)), "Konysbayeva – Yallama", leg=4),
            DrawnLine(
                "road",
                ((41.60, 69.33), TASHKENT, (40.75, 68.95), (40.26, 69.35)),
                "Yallama – Oybek, 190 km",
                leg=5,
            ),
            DrawnLine("road", ((40.26, 69.35), KHUJAND), "Fotehobod – Khujand, 45 km", leg=7),
        ),
        points=(
            DrawnPoint("origin", *KOSTANAY, "Kostanay", ("Қостанай", "Костанай"), leg=0),
            DrawnPoint("via", *KARAGANDA, "Karaganda", ("Қарағанды", "Караганда")),
            DrawnPoint(
                "transshipment",
                *SHYMKENT,
                "Shymkent",
                ("Шымкент",),
                detail=(("Handling", "$6,700"),),
                leg=2,
            ),
            DrawnPoint(
                "crossing",
                41.63,
                69.30,
                "Konysbayeva – Yallama",
                ("Яллама",),
                wait_h=5.3,
                detail=(("Charge", "$3,100"),),
                leg=4,
            ),
            DrawnPoint("crossing", 40.26, 69.35, "Oybek – Fotehobod", ("Ойбек",), leg=6),
            DrawnPoint("destination", *KHUJAND, "Khujand", ("Хуҷанд", "Худжанд"), leg=8),
        ),
        legs=(
            DrawnLeg("loading", "rail", "KZ", "Kostanay", "Kostanay", 0, 24, 0, 0, 24, 2680),
            DrawnLeg("haul", "rail", "KZ", "Kostanay", "Shymkent", 2140, 0, 120, 24, 144, 53100),
            DrawnLeg(
                "transshipment",
                "road",
                "KZ",
                "Shymkent",
                "Shymkent",
                0,
                30,
                0,
                144,
                174,
                6700,
                "5 USD/t x 1,340 t: wagon to truck",
            ),
            DrawnLeg(
                "haul", "road", "KZ", "Shymkent", "Konysbayeva", 103, 0, 2.1, 174, 176.1, 18200
            ),
            DrawnLeg(
                "crossing",
                "road",
                "KZ>UZ",
                "Konysbayeva",
                "Yallama",
                0.4,
                5.3,
                0,
                176.1,
                181.4,
                3100,
            ),
            DrawnLeg("haul", "road", "UZ", "Yallama", "Oybek", 190, 9, 3.8, 181.4, 194.2, 21600),
            DrawnLeg(
                "crossing",
                "road",
                "UZ>TJ",
                "Oybek",
                "Fotehobod",
                0.3,
                7.1,
                0,
                194.2,
                201.3,
                2900,
                notes=("No wait published for this side.",),
            ),
            DrawnLeg("haul", "road", "TJ", "Fotehobod", "Khujand", 45, 0, 1.1, 201.3, 202.4, 10940),
            DrawnLeg("unloading", "road", "TJ", "Khujand", "Khujand", 0, 16, 0, 202.4, 218.4, 2680),
        ),
    )
