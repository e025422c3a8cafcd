/** Where the sliders stand: at the file's own values at first, never at two that do not go together. */

export class Settings {
  /** An exercise is a slider of two stops, which goes together with no other. */
  constructor(sliders, apart) {
    this.sliders = sliders;
    this.apart = apart;
    this.stops = sliders.map(({ own }) => own);
  }

  /** Put a slider to the stop with this value; returns the paths of those that went back to the file's. */
  set(path, value) {
    const place = this.sliders.findIndex((slider) => slider.path === path);
    if (place < 0) {
      const paths = this.sliders.filter(({ isExercise }) => !isExercise).map((slider) => slider.path).join(", ");
      throw new Error(`no slider is called ${wordsFor(path)}; there ${paths ? `are ${paths}` : "is none on this page"}`);
    }
    const stop = this.sliders[place].values.findIndex((each) => isSame(each, value));
    if (stop < 0) {
      throw new Error(`${path} stops at ${this.sliders[place].values.join(", ")}, not at ${wordsFor(value)}`);
    }
    this.stops[place] = stop;
    return stop === this.sliders[place].own ? [] : this.putBackWhatDoesNotGoWith(this.sliders[place]);
  }

  /** The same settings, which stay as they are when these are set otherwise. */
  copied() {
    const copy = new Settings(this.sliders, this.apart);
    copy.stops = [...this.stops];
    return copy;
  }

  get isAsInFile() {
    return this.sliders.every(({ own }, place) => this.stops[place] === own);
  }

  /** All stops as one text, alike wherever the market is set alike. */
  get place() {
    return this.stops.join(" ");
  }

  /** All values as in the file. */
  putBack() {
    this.stops = this.sliders.map(({ own }) => own);
  }

  putBackWhatDoesNotGoWith(moved) {
    return this.sliders.flatMap((other, place) => {
      if (other === moved || this.stops[place] === other.own || this.goTogether(moved, other)) return [];
      this.stops[place] = other.own;
      return [other.path];
    });
  }

  goTogether(one, other) {
    if (one.isExercise || other.isExercise) return false;
    return !this.apart.some((pair) => pair.includes(one.path) && pair.includes(other.path));
  }

  /** What differs from the file: path, its value there, its value here, and what that is in a file; of an exercise what it says. */
  get changed() {
    return this.sliders.flatMap(({ path, label, values, words = values, own, entries, isExercise, says = null }, place) => {
      const stop = this.stops[place];
      return stop === own ? [] : [{ path, label, isExercise, from: words[own], to: words[stop], entries: entries[stop], says }];
    });
  }

  /** Where a slider is to be seen: at which stop, none where an exercise puts it between two, its value and that in words, and which exercise asks. */
  shownAt(path) {
    const place = this.sliders.findIndex((slider) => slider.path === path);
    const played = this.sliders.find(({ isExercise, own }, i) => isExercise && this.stops[i] !== own);
    const put = played?.puts.find((one) => one.path === path);
    if (put) return { stop: put.stop, value: put.value, told: put.words, asks: played.label };
    const stop = this.stops[place];
    return { stop, value: this.sliders[place].values[stop], told: this.sliders[place].words[stop], asks: null };
  }

  /** The numbers of the patches that hold for a policy in a replication. */
  patches(all, policy, replication) {
    const moved = this.stops.map((stop, slider) => ({ stop, slider }))
      .filter(({ stop, slider }) => stop !== this.sliders[slider].own);
    const chosen = moved.length ? moved : [{ slider: null, stop: null }];
    const holds = (patch) => patch.policy === policy && [null, replication].includes(patch.replication)
      && chosen.some(({ slider, stop }) => slider === patch.slider && stop === patch.stop);
    return all.flatMap((patch, number) => (holds(patch) ? [number] : []));
  }

  /** The number of what a policy pays for overhead as all is set; null where that is decided on the way. */
  overhead(all, policy) {
    const asInFile = all.find((patch) => patch.policy === policy && patch.slider === null).overhead;
    const moved = this.patches(all, policy, 0).map((number) => all[number].overhead).filter((one) => one !== asInFile);
    return moved.length ? moved[0] : asInFile;
  }
}

/** Whether a value says the same as a stop, be it as a number or as text; a list never does. */
export function isSame(one, other) {
  return one === other || (!isMade(other) && String(one) === String(other));
}

const isMade = (value) => Object(value) === value;
const wordsFor = (value) => (isMade(value) ? "a list or a mapping" : String(value));
