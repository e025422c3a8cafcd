"""How soon does a page show something, how soon does it answer a slider, and does its memory stay the same?

    python experiments/benchmarks/pages.py

Makes a page of 2,000 people, 60 months, 8 replications and 2 policies, opens it in Chromium, and prints.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from explore.chromium import CHROMIUM, asked_of

import relsim
from relsim.questions.explore.page import write_exploration

SCENARIO, CUSTOMERS, PERIODS, REPLICATIONS, MOVES = "who-stays", 2_000, 60, 8, 500
PARTS = 25

PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
ANSWERED = "performance.getEntriesByName('answered')[0].startTime"
CORES = "navigator.hardwareConcurrency"
MEMORY = "(gc(), performance.memory.usedJSHeapSize / 2 ** 20)"
REVEAL = "document.getElementById('skip').click()"
FRAMES = """(async () => {
  let frames = 0;
  const count = () => { frames += 1; frame = requestAnimationFrame(count); };
  let frame = requestAnimationFrame(count);
  document.getElementById('play').click();
  const start = performance.now();
  await new Promise((go) => setTimeout(go, 3000));
  cancelAnimationFrame(frame);
  return (1000 * frames) / (performance.now() - start);
})()"""


def moves(path: str, values: list[object], count: int) -> str:
    """An expression that moves a slider so often, and is worth the milliseconds that each answer took."""
    return f"""(async () => {{
      const input = document.getElementById('slider-{path}');
      const took = [];
      for (let i = 0; i < {count}; i += 1) {{
        input.value = i % {len(values)};
        const start = performance.now();
        await input.oninput();
        took.push(performance.now() - start);
      }}
      return took;
    }})()"""


def main() -> None:
    """Make the page, ask Chromium, and print."""
    if CHROMIUM is None:
        raise SystemExit("pages.py: there is no Chromium here")
    market = relsim.load(SCENARIO).changed({"periods": PERIODS}).scaled_to(CUSTOMERS)
    exploration = relsim.explore(market, replications=REPLICATIONS)
    slider = exploration.sliders.sliders[0]
    move = moves(slider.path, [stop.value for stop in slider.stops], MOVES // PARTS)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        write_exploration(exploration, page)
        size = page.stat().st_size
        told = asked_of(page, REVEAL, CORES, PAINTED, ANSWERED, move, MEMORY, *[move] * PARTS, MEMORY, FRAMES)
    _, cores, painted, answered, took, before, *_, after, frames = told
    print(
        f"{SCENARIO}: {CUSTOMERS:,} people, {PERIODS} months, {REPLICATIONS} replications, "
        f"{len(exploration.policies)} policies, {size:,} bytes, {cores} cores"
    )
    print(f"first picture after {painted:.0f} ms, first answer after {answered:.0f} ms")
    print(f"a slider is answered in {median(took):.0f} ms (median of {len(took)}, at most {max(took):.0f})")
    print(f"memory {before:.1f} MB, after {MOVES} moves {after:.1f} MB")
    print(f"{frames:.0f} frames a second while it plays")


if __name__ == "__main__":
    main()
