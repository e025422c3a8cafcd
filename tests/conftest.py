"""What all tests share: generated examples are the same on every run."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "relsim",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("relsim")
