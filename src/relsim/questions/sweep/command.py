"""`relsim sweep`: many points of a scenario's values."""

from relsim.console.asked import ASK, ExperimentAsked, command
from relsim.console.speech import say


@command(ASK)
def sweep(asked: ExperimentAsked) -> None:
    """Run a scenario at many points of its values: one table of outcomes, and which policy is best where.

    Example: relsim sweep experiments/contact-and-neglect.yaml
    """
    from relsim.console.answer import kept_if_stopped, tell
    from relsim.console.folders import going_on, results_folder
    from relsim.questions.sweep import page, question
    from relsim.questions.sweep.winners import swept
    from relsim.report.note import write_note
    from relsim.scenario.vary.experiment import load_experiment

    loaded = load_experiment(asked.file)
    with results_folder(asked.destination(), str(asked.file), "sweep") as folder:
        kept = asked.store or folder / "tasks"
        with going_on(kept), kept_if_stopped(kept):
            failed = question.sweep(loaded, folder, **asked.run_options(kept))
            found = swept(loaded, folder)
            if len(failed):
                say(f"relsim: {question.failures_in_words(failed)}", error=True)
            if len(found.table):
                note = page.note_of(found)
                tell(note, write_note(note, folder))
            else:
                say("relsim: customer equity could be measured at no point, so there is no page", error=True)
        say(f"Outcomes: {folder / 'outcomes.parquet'}")
