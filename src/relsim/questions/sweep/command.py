"""`relsim sweep`: many points of a scenario's values."""

from relsim.console.requests import ASK, ExperimentRequest, command


@command(ASK)
def sweep(request: ExperimentRequest) -> None:
    """Run a scenario at many points of its values: one table of outcomes, and which policy is best where.

    Example: relsim sweep experiments/contact-and-neglect.yaml
    """
    from relsim.console.answer import kept_if_stopped
    from relsim.console.folders import going_on, results_folder
    from relsim.questions.sweep.in_folder import sweep_in_folder
    from relsim.scenario.vary.experiment import load_experiment

    loaded = load_experiment(request.file)
    with results_folder(request.destination(), str(request.file), "sweep") as folder:
        kept = request.store or folder / "tasks"
        with going_on(kept), kept_if_stopped(kept):
            sweep_in_folder(loaded, folder, request.run_options(kept))
