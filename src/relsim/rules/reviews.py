"""Reviews: what buyers tell the public, from one star to five, and what strangers make of it.

The delighted and the angry write unasked, the lukewarm when asked (Hu, Zhang and Pavlou 2009). A rating
moves those who do not know the firm, a bad one more than a good one (Chevalier and Mayzlin 2006).
"""

from relsim.draws import REQUEST, REVIEW
from relsim.luck import uniform
from relsim.rules.books import book_review_request, booked
from relsim.rules.records import Books, Tie
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, attitude_of

FEWEST, MOST = 1.0, 5.0
"""Stars."""


def review(place: int, key: int, tie: Tie, firm: Firm, behaviour: Behaviour, books: Books) -> None:
    """A buyer may be asked for a review, and may write one."""
    asked = asks(key, place, firm)
    if asked:
        book_review_request(tie, books, booked(firm.reviews_cost))
    attitude = attitude_of(tie)
    if writes_review(key, place, asked, attitude, behaviour):
        books.reviews += 1
        books.stars += stars(attitude)


def asks(key: int, place: int, firm: Firm) -> bool:
    """Whether the firm asks this buyer for a review."""
    return firm.reviews_request > 0.0 and uniform(key, REQUEST, place) < firm.reviews_request


def writes_review(key: int, place: int, asked: bool, attitude: Attitude, behaviour: Behaviour) -> bool:
    """Whether a buyer writes a review: the stronger the feeling, or when asked."""
    feeling = 2.0 * attitude.satisfaction - 1.0
    chance = behaviour.reviews_unasked * feeling * feeling
    if asked:
        chance = chance + behaviour.reviews_asked * (1.0 - chance)
    return uniform(key, REVIEW, place) < chance


def stars(attitude: Attitude) -> int:
    """The stars in a review: the satisfaction, in whole stars."""
    return int(FEWEST + (MOST - FEWEST) * attitude.satisfaction + 0.5)


def push_of_rating(all_stars: float, number: float, behaviour: Behaviour) -> float:
    """Utility of a firm's rating to somebody who does not know the firm; few reviews persuade little."""
    believed = number / (number + behaviour.reviews_convincing)
    distance = believed * (all_stars / number - behaviour.reviews_usual)
    if distance < 0.0:
        return behaviour.reviews_weight * behaviour.reviews_blame * distance
    return behaviour.reviews_weight * distance
