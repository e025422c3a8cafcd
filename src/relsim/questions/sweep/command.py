"""`relsim sweep`: many points of a scenario's values."""

from relsim.console.asked import ASK, ExperimentAsked, command


@command(ASK)
def sweep(asked: ExperimentAsked) -> None:
    """Run a scenario at many points of its values: one table of outcomes, and which policy is best where.

    Example: relsim sweep experiments/contact-and-neglect.yaml
    """
    from relsim.console.answer import kept_if_stopped
    from relsim.console.folders import going_on, results_folder
    from relsim.questions.sweep.in_folder import sweep_in_folder
    from relsim.scenario.vary.experiment import load_experiment

    loaded = load_experiment(asked.file)
    with results_folder(asked.destination(), str(asked.file), "sweep") as folder:
        kept = asked.store or folder / "tasks"
        with going_on(kept), kept_if_stopped(kept):
            sweep_in_folder(loaded, folder, asked.run_options(kept))
