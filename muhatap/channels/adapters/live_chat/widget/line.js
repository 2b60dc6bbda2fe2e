// The open line: a socket, else a stream of events, else one long question after the other.
const WAYS = ["socket", "stream", "question"];
const TRIES = 2;
const LONGEST_PAUSE = 20_000;
// A line may be dead without anybody noticing.
const CHECK = 120_000;

export class Line {
  /** `told()` asks what is new, and answers a fresh right to listen. */
  constructor(base, told) {
    Object.assign(this, { base, told, way: 0, failures: 0 });
  }

  async open() {
    if (this.isOpen) return;
    this.isOpen = true;
    this.check = setInterval(() => { if (!document.hidden) this.told(); }, CHECK);
    while (this.isOpen) {
      const grant = await this.told();
      if (!this.isOpen) return;
      const worked = grant ? await this[`by_${WAYS[this.way]}`](encodeURIComponent(grant)) : false;
      this.failures = worked ? 0 : this.failures + 1;
      if (!worked && grant && this.failures >= TRIES && this.way < WAYS.length - 1) {
        this.way += 1;
        this.failures = 0;
      }
      if (!this.isOpen) return;
      await this.#rest(worked ? 300 : Math.min(LONGEST_PAUSE, 500 * 2 ** this.failures));
    }
  }

  #rest(milliseconds) {
    return new Promise((done) => {
      this.wake = done;
      setTimeout(done, milliseconds * (0.7 + Math.random() * 0.6));
    });
  }

  /** The network is back: no need to wait. */
  hurry() {
    this.failures = 0;
    this.wake?.();
  }

  close() {
    this.isOpen = false;
    clearInterval(this.check);
    this.hang?.();
    this.wake?.();
  }

  by_socket(grant) {
    return new Promise((done) => {
      let worked = false;
      const socket = new WebSocket(`${this.base.replace(/^http/, "ws")}/live/?grant=${grant}`);
      this.hang = () => socket.close();
      socket.onopen = () => { worked = true; this.told(); };
      socket.onmessage = () => this.told();
      socket.onclose = () => done(worked);
      socket.onerror = () => socket.close();
    });
  }

  by_stream(grant) {
    return new Promise((done) => {
      let worked = false;
      const stream = new EventSource(`${this.base}/live/events?grant=${grant}`);
      const end = () => { stream.close(); done(worked); };
      this.hang = end;
      stream.addEventListener("open", () => { worked = true; this.told(); });
      stream.onmessage = () => this.told();
      stream.onerror = end;
    });
  }

  async by_question(grant) {
    // What is said between two questions is asked for while the next one waits.
    const late = setTimeout(() => this.told(), 700);
    try {
      const answer = await fetch(`${this.base}/live/wait?grant=${grant}`, { credentials: "omit" });
      return answer.ok;
    } catch {
      return false;
    } finally {
      clearTimeout(late);
    }
  }
}
