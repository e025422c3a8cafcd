/** What a reader has answered on a page, which outlasts a reload of it in the same tab. */

/** The browser's store of this tab; none where it keeps nothing for pages from a disk. */
function storeOfTab() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

export class Memory {
  /** `page` tells the lesson of one page from that of another at the same place. */
  constructor(page) {
    this.key = `relsim ${window.location.pathname} ${page}`;
  }

  /** What was put last; null where there is nothing. */
  get() {
    try {
      return JSON.parse(storeOfTab()?.getItem(this.key) ?? null);
    } catch {
      return null;
    }
  }

  put(told) {
    try {
      storeOfTab()?.setItem(this.key, JSON.stringify(told));
    } catch {
      // A full or forbidden store: the page works on, and forgets at a reload.
    }
  }
}
