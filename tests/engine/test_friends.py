"""Friends lend their trust to a firm, hold its customers, and drive them out."""

import numpy as np
import pytest
from worlds import HARBOUR, world

from relsim.engine.market import Market
from relsim.vocabulary import LAPSED, WORD_OF_MOUTH

FIRMS = ("harbour", "summit")
NO_FAILURES = {f"firms.{firm}.service.failures": 0 for firm in FIRMS}
FAILURES = {f"firms.{firm}.service.failures": 0.2 for firm in FIRMS}


def finished(changes):
    market = Market(world(changes), seed=3)
    market.run()
    return market.columns


@pytest.mark.parametrize("lent", [0.0, 0.4, 1.0])
def test_who_was_recommended_begins_with_trust_that_others_have_to_be_given_time_for(lent):
    kept = {"behaviour.attitude.trust_transfer": lent, "behaviour.attitude.trust_gain": 0}
    columns = finished(NO_FAILURES | kept)
    newcomers = (columns.first_at >= 0) & (columns.first_at == columns.acquired_at)
    told = newcomers & (columns.channel == WORD_OF_MOUTH)
    assert told.sum() > 20
    assert columns.trust[told] == pytest.approx(0.3 + lent * 0.7)
    assert columns.trust[newcomers & ~told] == pytest.approx(0.3)


@pytest.mark.parametrize(("unheard", "moves"), [("blame", -1), ("praise", 1)])
def test_praise_holds_customers_and_warnings_drive_them_out(unheard, moves):
    def lost(company):
        deaf = {f"behaviour.word_of_mouth.hearing_{unheard}": 0, "behaviour.departure.company": company}
        return np.count_nonzero(finished(FAILURES | deaf).rung[:, HARBOUR] == LAPSED)

    assert moves * lost(2.0) > moves * lost(0.0)
