"""Books: every amount is booked twice, to the customer's account and to the firm's line.

Amounts are whole thousandths of a cent, so that what costs less than a cent counts, too. There is one
function for each line that a customer can cause; the vocabulary says to which group of the profit and loss
statement it belongs.
"""

from relsim.rules.records import Books, Tie
from relsim.vocabulary import BOOKED_PER_UNIT


def booked(amount: float) -> int:
    """An amount of money as the whole number that the books hold, rounded half up."""
    return int(amount * BOOKED_PER_UNIT + 0.5)


def revenue_per_period(t: int, tie: Tie) -> float:
    """What a customer has brought per period since the first purchase, or since the start."""
    return float(tie.revenue / (t + 1 - max(0, tie.first_at)))


def book_revenue(tie: Tie, books: Books, amount: int) -> None:
    """What the customer paid."""
    tie.revenue += amount
    books.revenue += amount


def book_goods(tie: Tie, books: Books, amount: int) -> None:
    """What the goods cost."""
    tie.goods += amount
    books.goods += amount


def book_service(tie: Tie, books: Books, amount: int) -> None:
    """What serving the customer cost."""
    tie.service += amount
    books.service += amount


def book_coupon(tie: Tie, books: Books, amount: int) -> None:
    """What a coupon took off a first purchase."""
    tie.acquisition += amount
    books.coupons += amount


def book_guarantee(tie: Tie, books: Books, amount: int) -> None:
    """What a guarantee refunded."""
    tie.acquisition += amount
    books.guarantees += amount


def book_referral_reward(tie: Tie, books: Books, amount: int) -> None:
    """What both sides of a recommendation got; it stands in the newcomer's account."""
    tie.acquisition += amount
    books.referral_rewards += amount


def book_retention_spending(tie: Tie, books: Books, amount: int) -> None:
    """What was spent on keeping a customer."""
    tie.retention_cost += amount
    books.retention_spending += amount


def book_contacts(tie: Tie, books: Books, amount: int) -> None:
    """What keeping in touch cost."""
    tie.retention_cost += amount
    books.contacts_cost += amount


def book_programme(tie: Tie, books: Books, amount: int) -> None:
    """What the loyalty programme gave back."""
    tie.retention_cost += amount
    books.programme += amount


def book_co_creation(tie: Tie, books: Books, amount: int) -> None:
    """What working with a partner cost."""
    tie.retention_cost += amount
    books.co_creation += amount


def book_personalisation(tie: Tie, books: Books, amount: int) -> None:
    """What personal treatment cost."""
    tie.retention_cost += amount
    books.personalisation += amount


def book_touchpoints(tie: Tie, books: Books, amount: int) -> None:
    """What touchpoints between purchases cost."""
    tie.service += amount
    books.touchpoints += amount


def book_bonds(tie: Tie, books: Books, amount: int) -> None:
    """What keeping up bonds cost."""
    tie.retention_cost += amount
    books.bonds_upkeep += amount


def book_community(tie: Tie, books: Books, amount: int) -> None:
    """What a member of the community cost."""
    tie.retention_cost += amount
    books.community += amount


def book_account_review(tie: Tie, books: Books, amount: int) -> None:
    """What reviewing a relationship cost."""
    tie.retention_cost += amount
    books.account_reviews += amount


def book_review_request(tie: Tie, books: Books, amount: int) -> None:
    """What asking for a review cost; it wins others, and stands in the account of the one who was asked."""
    tie.acquisition += amount
    books.review_requests += amount


def book_recovery(tie: Tie, books: Books, amount: int) -> None:
    """What handling a complaint cost."""
    tie.recovery += amount
    books.recovery += amount


def book_compensation(tie: Tie, books: Books, amount: int) -> None:
    """What was given to make up for a failure."""
    tie.recovery += amount
    books.compensation += amount


def book_win_back(tie: Tie, books: Books, amount: int) -> None:
    """What offers to a former customer cost, and took off the price."""
    tie.win_back += amount
    books.win_back_offers += amount
