"""What headings mean: the words of planners for each column, in four languages."""

from typing import Final

CANONICAL: Final = (
    "shipment_id", "origin", "destination", "cargo", "tonnes", "ready", "deadline",
    "value_usd_per_t", "vehicle", "mode", "max_cost_usd", "priority",
)  # fmt: skip
REQUIRED: Final = ("origin", "destination", "cargo", "tonnes")

SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "shipment_id": (
        "shipment", "shipment no", "shipment number", "id", "no", "number", "ref", "reference",
        "order", "order id", "order no", "consignment", "consignment no", "waybill",
        "отправка", "номер отправки", "номер", "№", "№ п/п", "п/п", "заявка", "номер заявки",
        "накладная", "номер накладной", "ид", "код отправки", "партия", "номер партии",
        "нөмір", "нөмірі", "өтінім", "рақам", "рақами",
    ),
    "origin": (
        "from", "origin place", "origin station", "place of origin", "departure", "departure place",
        "departure station", "loading place", "place of loading", "loading station", "shipper city",
        "from place", "source", "start",
        "откуда", "пункт отправления", "станция отправления", "место отправления", "отправление",
        "пункт погрузки", "станция погрузки", "место погрузки", "ст отправления", "ст отпр",
        "город отправления",
        "қайдан", "жөнелту станциясы", "жөнелту орны", "аз куҷо", "истгоҳи фиристанда",
    ),
    "destination": (
        "to", "destination place", "destination station", "place of destination", "arrival",
        "arrival place", "arrival station", "unloading place", "place of unloading", "dest",
        "unloading station", "delivery place", "place of delivery", "consignee city", "to place",
        "куда", "пункт назначения", "станция назначения", "место назначения", "назначение",
        "пункт выгрузки", "станция выгрузки", "место выгрузки", "ст назначения", "ст назн",
        "город назначения", "прибытие", "пункт прибытия", "станция прибытия",
        "қайда", "келу станциясы", "межелі станция", "ба куҷо", "истгоҳи таъинот",
    ),
    "cargo": (
        "commodity", "goods", "product", "hs", "hs code", "cargo name", "commodity code",
        "commodity name", "hs4", "cargo hs", "cargo code", "description of goods", "good",
        "груз", "наименование груза", "товар", "наименование товара", "тн вэд", "код тн вэд",
        "тнвэд", "код тнвэд", "код груза", "продукция", "вид груза", "номенклатура",
        "жүк", "жүк атауы", "тауар", "бор", "номи бор", "мол",
    ),
    "tonnes": (
        "tonnage", "tons", "tonne", "ton", "t", "weight", "mass", "net weight", "net mass",
        "quantity", "qty", "cargo weight", "metric tons",
        "mt", "kg",
        "тонн", "тонны", "тоннаж", "т", "вес", "масса", "масса груза", "вес груза", "вес нетто",
        "масса нетто", "количество", "кол-во", "объем", "объём", "объем перевозки",
        "объём перевозки", "кг",
        "салмағы", "салмақ", "жүк салмағы", "вазн", "вазни бор", "массаи бор",
    ),
    "ready": (
        "ready date", "departure date", "depart", "date", "loading date", "date of loading",
        "dispatch date", "ready time", "ready from", "available from", "ship date", "etd",
        "дата готовности", "готовность", "дата отправки", "дата отправления", "дата погрузки",
        "дата", "готов", "готово к отправке", "когда готов",
        "жөнелту күні", "күні", "сана", "санаи фиристодан",
    ),
    "deadline": (
        "due", "due date", "arrive by", "arrival date", "delivery date", "deliver by",
        "latest arrival", "latest delivery", "required by", "eta",
        "срок", "срок доставки", "крайний срок", "дата доставки", "доставить до", "дата прибытия",
        "прибыть до", "мерзімі", "жеткізу мерзімі", "мӯҳлат", "мӯҳлати расондан",
    ),
    "value_usd_per_t": (
        "value", "value per tonne", "value per ton", "value per t", "price per tonne",
        "price per ton", "price per t", "unit value", "price",
        "стоимость тонны", "цена", "цена за тонну", "стоимость за тонну", "стоимость 1 т",
        "цена тонны", "цена 1 т", "бағасы", "тонна бағасы", "нарх", "нархи тонна",
    ),
    "vehicle": (
        "vehicle type", "wagon", "wagon type", "truck", "truck type", "rolling stock", "equipment",
        "подвижной состав", "тип вагона", "вагон", "род вагона", "тип транспорта",
        "транспортное средство", "тип тс", "тс", "вид подвижного состава", "тип пс",
        "вагон түрі", "навъи вагон",
    ),
    "mode": (
        "transport mode", "mode of transport", "transport", "by",
        "вид транспорта", "транспорт", "способ", "способ перевозки", "вид сообщения",
        "көлік түрі", "көлік", "навъи нақлиёт", "нақлиёт",
    ),
    "max_cost_usd": (
        "max cost", "maximum cost", "budget", "cost limit", "price limit", "budget usd",
        "max price", "бюджет", "макс стоимость", "максимальная стоимость", "лимит стоимости",
        "предельная стоимость", "не дороже", "бюджеті", "буҷет",
    ),
    "priority": (
        "prio", "rank", "urgency", "приоритет", "важность", "очередность", "срочность",
        "басымдық", "афзалият",
    ),
}  # fmt: skip
"""Other words for the columns, as people write them; case, spaces and signs do not count."""

MASS_UNITS: Final = {
    "t": 1.0, "mt": 1.0, "ton": 1.0, "tons": 1.0, "tonne": 1.0, "tonnes": 1.0, "т": 1.0,
    "тн": 1.0, "тонн": 1.0, "тонна": 1.0, "тонны": 1.0, "metrictons": 1.0, "metrict": 1.0,
    "netto": 1.0, "net": 1.0, "нетто": 1.0, "тнетто": 1.0,
    "kg": 1000.0, "kgs": 1000.0, "кг": 1000.0, "килограмм": 1000.0, "kilograms": 1000.0,
    "кгнетто": 1000.0, "ц": 10.0, "центнер": 10.0, "центнеров": 10.0,
    "kt": 0.001, "тыст": 0.001, "тыстонн": 0.001, "кт": 0.001, "thousandt": 0.001,
}  # fmt: skip
"""What a figure under the unit is divided by to be tonnes."""
PRICE_UNITS: Final = {
    "usdt": 1.0, "usdpert": 1.0, "usdpertonne": 1.0, "usdperton": 1.0, "t": 1.0, "pert": 1.0,
    "pertonne": 1.0, "usdтонна": 1.0, "usdт": 1.0, "доллт": 1.0, "доллсшат": 1.0, "usdзат": 1.0,
    "usdзатонну": 1.0, "долларовзатонну": 1.0, "usdton": 1.0, "usdtonne": 1.0, "доллзат": 1.0,
    "usdkg": 0.001, "usdperkg": 0.001, "usdкг": 0.001,
}  # fmt: skip
MONEY_UNITS: Final = {"usd": 1.0, "долл": 1.0, "доллсша": 1.0, "долларов": 1.0, "доллары": 1.0,
                      "usdollars": 1.0, "dollars": 1.0, "доллар": 1.0}  # fmt: skip
UNITS: Final = {"tonnes": MASS_UNITS, "value_usd_per_t": PRICE_UNITS, "max_cost_usd": MONEY_UNITS}
WANTED_UNIT: Final = {"tonnes": "t or kg", "value_usd_per_t": "USD/t", "max_cost_usd": "USD"}
