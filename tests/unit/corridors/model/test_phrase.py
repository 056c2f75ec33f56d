"""Sentences that can be told again in another language."""

import copy
import pickle
from datetime import UTC, date, datetime

import pytest

from corridors.model.phrase import Phrase, Series, Stamp

WAIT = Phrase("worst published wait {hours:g} h", hours=144.0)
SIDES = Series((Phrase("{0:g} h at {1}", 3.5, "kz-uz-saryagash-keles"), "UZ"), " and ")
DAY = Stamp(date(2026, 12, 28))


def test_a_phrase_reads_as_its_english_sentence() -> None:
    assert WAIT == "worst published wait 144 h"
    assert f"note: {WAIT}" == "note: worst published wait 144 h"
    assert SIDES == "3.5 h at kz-uz-saryagash-keles and UZ"
    assert DAY == "2026-12-28"
    assert Stamp(datetime(2026, 12, 28, 8, tzinfo=UTC)) == "2026-12-28T08:00:00+00:00"


@pytest.mark.parametrize("text", [WAIT, SIDES, DAY], ids=["phrase", "series", "stamp"])
def test_a_phrase_comes_out_of_another_process_with_its_figures(text: str) -> None:
    for again in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):
        assert again == text
        assert type(again) is type(text)
    assert pickle.loads(pickle.dumps(WAIT)).named == {"hours": 144.0}
    assert pickle.loads(pickle.dumps(SIDES)).parts[0].values == (3.5, "kz-uz-saryagash-keles")
    assert pickle.loads(pickle.dumps(DAY)).at == date(2026, 12, 28)
