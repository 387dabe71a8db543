"""The numbers of the memory model, named so that a log row can say which it was computed with."""

from dataclasses import dataclass
from importlib.metadata import version

LIBRARY = f"fsrs-rs-python-{version('fsrs-rs-python')}"


@dataclass(frozen=True, slots=True)
class Parameters:
    """The 21 weights of FSRS-6 and a name for them. The library that computes is part of the name.

    Raises ValueError if there are not 21 weights.
    """

    id: str
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.weights) != 21:
            raise ValueError(f"FSRS-6 has 21 weights, got {len(self.weights)}")

    @property
    def decay(self) -> float:
        """The exponent of the forgetting curve, positive."""
        return self.weights[20]


# The published defaults of FSRS-6, fitted by open-spaced-repetition on many learners' histories.
DEFAULT = Parameters(
    f"fsrs6-default/{LIBRARY}",
    (
        0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
        1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
    ),
)  # fmt: skip
