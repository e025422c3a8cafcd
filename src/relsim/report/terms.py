"""Terms that pages use and no registry of relsim knows: meaning, sources, and how else they are written."""

from collections.abc import Mapping
from types import MappingProxyType

OTHER_TERMS: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "95 % interval": (
            "Where the true mean difference lies with 95 % confidence, as far as chance in the market goes.",
            ("law2015",),
            ("95 % intervals",),
        ),
        "awareness": (
            "The share of people who know a firm; only a firm that they know can be chosen.",
            (),
            (),
        ),
        "baseline": ("The policy that all others are compared with.", (), ()),
        "box": (
            "The ranges of values within which a policy mostly fails, as scenario discovery finds them.",
            ("friedman1999", "bryant2010"),
            (),
        ),
        "break-even": (
            "The value at which two policies change places.",
            ("fieller1954",),
            ("break-evens",),
        ),
        "churn": ("Customers who leave, as a share of those who could.", ("blattberg1996",), ()),
        "cohort": ("The customers who were won in the same year.", ("fader2007",), ("cohorts",)),
        "commitment": ("The wish to keep a relationship going.", ("morgan1994",), ()),
        "condition": (
            "A change of the market, the same for all policies, under which they are compared once more.",
            (),
            ("conditions",),
        ),
        "contribution": ("Profit before the firm's overhead is taken off.", (), ()),
        "customer lifetime value": (
            "What a customer is expected to bring from now on, discounted.",
            ("berger1998", "gupta2003"),
            ("lifetime value", "customer lifetime values"),
        ),
        "discount": (
            "An amount taken off the price; or, of money to come, how much less it counts for each year "
            "until it comes.",
            (),
            ("discounted", "discounting"),
        ),
        "diversion": (
            "From whom the purchases come that a policy wins: from rivals, or from nobody.",
            (),
            (),
        ),
        "focal firm": ("The firm whose policies are compared.", (), ()),
        "folklore": ("What many repeat and nobody has shown.", (), ()),
        "hinge": ("An assumed value that would turn the verdict if it alone were another.", (), ("hinges",)),
        "incremental": (
            "What would not have come about without a channel or policy.",
            (),
            ("incrementally",),
        ),
        "ladder": (
            "The rungs on which a customer can stand with a firm, from prospect to partner.",
            ("payne1995",),
            ("ladders",),
        ),
        "lever": (
            "A value that a firm can set, such as its price or how often it gets in touch.",
            (),
            (),
        ),
        "loyalty programme": (
            "Rewards for members who go on buying.",
            ("dowling1997", "leenheer2007"),
            ("loyalty programmes",),
        ),
        "lost causes": (
            "Customers who are not there at the end, with the policy or without it.",
            ("radcliffe2007",),
            ("lost cause",),
        ),
        "margin": (
            "What a sale or a customer leaves after its own costs; what it cost to win the customer is not "
            "taken off.",
            (),
            (),
        ),
        "mechanism": ("A rule of behaviour that a scenario can choose among several.", (), ("mechanisms",)),
        "net promoter score": (
            "Promoters, who answer 9 or 10 when asked for a recommendation, less detractors, who answer 6 or "
            "less, as a share of all who are asked.",
            ("reichheld2003",),
            ("NPS", "promoters", "detractors"),
        ),
        "overhead": ("A firm's fixed cost, which does not depend on how many customers it has.", (), ()),
        "paired": (
            "Of two policies: compared in the same market with the same luck, one replication at a time.",
            (),
            (),
        ),
        "payback": (
            "The time until the extra profit of a policy has made up for what it cost at first.",
            (),
            ("pays back", "paid back"),
        ),
        "persuadables": (
            "Customers who are there at the end with the policy, and would not be without it.",
            ("radcliffe2007",),
            ("persuadable",),
        ),
        "policy": ("What a firm could decide to do: a set of changed levers.", (), ("policies",)),
        "regret": (
            "How much less a choice brings than the best one would under the same condition.",
            ("savage1951",),
            ("regrets", "regretted"),
        ),
        "replication": (
            "One run of the whole market with luck of its own; all policies share it.",
            ("law2015",),
            ("replications",),
        ),
        "residual value": (
            "What the customers at the end are expected to bring after the end of the run.",
            ("gupta2004",),
            (),
        ),
        "restlessness": (
            "How much more readily than others a person leaves a firm; it stays the same for life.",
            (),
            ("restless",),
        ),
        "rung": ("A step of the ladder.", ("payne1995",), ("rungs",)),
        "satisfaction": (
            "How well a customer's experience has met what was expected.",
            ("oliver1980",),
            (),
        ),
        "scenario": ("A market as a file: people, firms, their policies, and how people behave.", (), ()),
        "sensitivity": (
            "How much of the difference between policies rests on a value that nobody has measured.",
            ("saltelli2010", "sobol1967"),
            (),
        ),
        "share of wallet": (
            "The share of a customer's purchases in the category that the firm has.",
            (),
            (),
        ),
        "sleeping dogs": (
            "Customers whom the policy drives away: they would be there at the end without it.",
            ("radcliffe2007",),
            ("sleeping dog",),
        ),
        "sure things": (
            "Customers who are there at the end, with the policy or without it.",
            ("radcliffe2007",),
            ("sure thing",),
        ),
        "switching cost": (
            "What it costs a customer to change firms.",
            ("jackson1985",),
            ("switching costs",),
        ),
        "trust": ("Confidence in a firm's reliability and integrity.", ("morgan1994",), ()),
        "win back": (
            "Offers to former customers to come back.",
            ("stauss1999",),
            ("win-back", "won back", "win-backs"),
        ),
        "word of mouth": (
            "What customers tell others about a firm, for good and for ill.",
            ("east2007",),
            (),
        ),
        "worst of twenty": ("What a policy brings in the worst of twenty markets.", (), ("worst of 20",)),
    }
)
"""By term: what it means, keys of its sources in the bibliography, and its other forms."""
