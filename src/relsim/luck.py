"""Luck with an address: the same question always gets the same random number.

A number is found by hashing where it belongs: seed and replication, then period, then customer, then
purpose and partner (a firm, a neighbour). Nothing is consumed, so nobody's luck depends on how many
numbers others used, on the order of customers, or on the number of threads. The hash is the
SplitMix64 finaliser (Steele, Lea, Flood 2014; constants by Stafford 2011, variant 13).

The same functions serve plain integers, NumPy arrays of uint64 and compiled code. Constants have
their top bit set so that compiled code types them as unsigned.
"""

from math import sqrt

from relsim.arithmetic import exp, log

SOURCES_OF_LUCK = ("steele2014", "stafford2011", "acklam2003", "mcfadden1974")
"""Keys of the bibliography: the hash, the normal deviate, and the taste that decides between firms."""

MASK = 0xFFFFFFFFFFFFFFFF
GOLDEN = 0x9E3779B97F4A7C15
FIRST_MIX = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB
UNIFORM_STEP = 2.0**-52
PROPOSAL, ACCEPTANCE, BOOST = 0, 1, 2
LOW, HIGH = 0.02425, 0.97575
"""Between these numbers, normal deviates are in the middle, beyond them in the tails."""


def unsigned(number: int) -> int:
    """The number as an unsigned 64-bit integer (compiled code has its own version)."""
    return number & MASK


def mixed(z: int) -> int:
    """A 64-bit integer scrambled so that neighbours become unrelated."""
    z = ((z ^ (z >> 30)) * FIRST_MIX) & MASK
    z = ((z ^ (z >> 27)) * SECOND) & MASK
    return z ^ (z >> 31)


def deeper(key: int, number: int) -> int:
    """The key of one branch below `key`."""
    return mixed((mixed(unsigned(key)) + ((unsigned(number) * GOLDEN) & MASK)) & MASK)


def market_key(seed: int, replication: int) -> int:
    """The root of all luck in one replication."""
    return deeper(deeper(GOLDEN, seed), replication)


def uniform(key: int, purpose: int, partner: int) -> float:
    """A number in the open interval (0, 1), by customer-and-period key, purpose and partner.

    `partner` (a firm, a neighbour, an occasion) must be below 2**48; `purpose` below 256.
    """
    return luck_at(asked_now(key), purpose, partner)


def luck_at(key: int, purpose: int, partner: int) -> float:
    """The number at an address."""
    counter = ((unsigned(partner) << 8) | unsigned(purpose)) * GOLDEN
    return ((mixed((key + (counter & MASK)) & MASK) >> 12) + 0.5) * UNIFORM_STEP


def asked_now(key: int) -> int:
    """The key itself (compiled code has its own version, in which no address below it is worked out before it
    is known that somebody asks)."""
    return key


def key_alone(key: int) -> int:
    """The key itself (compiled code has its own version, for a key that comes with numbers drawn before)."""
    return key


def gumbel(u: float) -> float:
    """A standard Gumbel deviate, the taste of the logit model (McFadden 1974)."""
    return -log(-log(u))


def gamma(key: int, purpose: int, partner: int, shape: float) -> float:
    """A gamma deviate of scale 1 with an address of its own."""
    return exp(log_gamma(key, purpose, partner, shape))


def log_gamma(key: int, purpose: int, partner: int, shape: float) -> float:
    """The logarithm of a gamma deviate of scale 1, which stays finite for the smallest shapes.

    By rejection (Marsaglia and Tsang 2000); further attempts have addresses below this one.
    """
    branch = deeper(deeper(key, purpose), partner)
    boost = 0.0
    if shape < 1.0:
        boost = log(uniform(branch, BOOST, 0)) / shape
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / sqrt(9.0 * d)
    attempt = 0
    while True:
        x = normal(uniform(branch, PROPOSAL, attempt))
        v = 1.0 + c * x
        v = v * v * v
        if v > 0.0:
            threshold = 0.5 * x * x + d - d * v + d * log(v)
            if log(uniform(branch, ACCEPTANCE, attempt)) < threshold:
                return log(d) + log(v) + boost
        attempt += 1


def normal(u: float) -> float:
    """A standard normal deviate by inversion (Acklam 2003, relative error below 1.2e-9)."""
    return middle(u - 0.5) if is_in_middle(u) else in_tail(u)


def is_in_middle(u: float) -> bool:
    """Whether the normal deviate for a number is found by the formula for the middle."""
    return LOW <= u <= HIGH


def in_tail(u: float) -> float:
    """The normal deviate for a number that is not in the middle."""
    if u < LOW:
        return tail(sqrt(-2.0 * log(u)))
    return -tail(sqrt(-2.0 * log(1.0 - u)))


def middle(q: float) -> float:
    """The normal deviate for a number between LOW and HIGH, less a half."""
    r = q * q
    top = -3.969683028665376e01
    top = top * r + 2.209460984245205e02
    top = top * r - 2.759285104469687e02
    top = top * r + 1.383577518672690e02
    top = top * r - 3.066479806614716e01
    top = top * r + 2.506628277459239e00
    low = -5.447609879822406e01
    low = low * r + 1.615858368580409e02
    low = low * r - 1.556989798598866e02
    low = low * r + 6.680131188771972e01
    low = low * r - 1.328068155288572e01
    return q * top / (low * r + 1.0)


def tail(q: float) -> float:
    """The normal deviate far out on either side, without its sign."""
    top = -7.784894002430293e-03
    top = top * q - 3.223964580411365e-01
    top = top * q - 2.400758277161838e00
    top = top * q - 2.549732539343734e00
    top = top * q + 4.374664141464968e00
    top = top * q + 2.938163982698783e00
    low = 7.784695709041462e-03
    low = low * q + 3.224671290700398e-01
    low = low * q + 2.445134137142996e00
    low = low * q + 3.754408661907416e00
    return top / (low * q + 1.0)


def deviate(key: int, purpose: int, partner: int) -> float:
    """A standard normal deviate, by customer-and-period key, purpose and partner."""
    return normal(uniform(key, purpose, partner))


def whole_with_mean(mean: float, u: float) -> int:
    """A whole number with this mean: its whole part, and one more as often as the rest says."""
    floor = int(mean)
    return floor + (1 if u < mean - floor else 0)
