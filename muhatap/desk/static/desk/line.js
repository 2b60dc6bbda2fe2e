// One line to the server: a socket that comes back where it was cut, and questions while there is none.
const POLL = 10_000;
const RENEW = 10 * 60_000;
const LONGEST = 60_000;

export class Line {
  /** `cases()` names the open ones; `hear(change)` gets every change once, in order. */
  constructor({ origin, grant, since, cases, hear }) {
    this.origin = origin;
    this.grant = grant;
    this.grantedAt = grant ? Date.now() : 0;
    this.since = since;
    this.cases = cases;
    this.tell = hear;
    this.attempts = 0;
    this.polling = 0;
    this.grants = new Set();
    this.socket = null;
  }

  async start() {
    if (!this.grant) await this.renew();
    this.connect();
  }

  /** Hear what another page may hear, too. */
  add(grant) {
    if (!grant) return;
    this.grants.add(grant);
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(grant);
  }

  take(change) {
    if (change.seq && change.seq <= this.since && !change.resync) return;
    if (change.seq) this.since = Math.max(this.since, change.seq);
    this.tell(change);
  }

  connect() {
    const address = new URL("/live/", this.origin);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("grant", this.grant);
    address.searchParams.set("since", this.since);
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.attempts = 0;
      clearInterval(this.polling);
      this.polling = 0;
      for (const grant of this.grants) socket.send(grant);
    });
    socket.addEventListener("message", (event) => this.take(JSON.parse(event.data)));
    socket.addEventListener("close", () => this.again());
  }

  async again() {
    if (this.attempts) this.polling ||= setInterval(() => this.ask(), POLL);
    this.attempts += 1;
    // Not all at once, when a server was away.
    const pause = Math.min(LONGEST, 250 * 2 ** this.attempts) * (0.5 + Math.random());
    await new Promise((done) => setTimeout(done, pause));
    await this.renew();
    this.connect();
  }

  /** A new right to listen, when the old one grew old or was not taken. */
  async renew() {
    if (this.attempts < 2 && Date.now() - this.grantedAt < RENEW) return;
    const address = new URL("/desk/grant/", this.origin);
    for (const number of this.cases()) address.searchParams.append("case", number);
    const told = await this.read(address);
    if (!told?.grant) return;
    this.grant = told.grant;
    this.grantedAt = Date.now();
    this.grants.clear();
  }

  async ask() {
    const address = new URL("/desk/changes/", this.origin);
    address.searchParams.set("since", this.since);
    const told = await this.read(address);
    if (!told) return;
    for (const change of told.changes) this.take(change);
    this.since = Math.max(this.since, told.seq);
    this.tell({ unread: told.unread });
  }

  async read(address) {
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      return answer.ok && !answer.redirected ? await answer.json() : null;
    } catch {
      return null; // Offline: the next try asks again.
    }
  }
}
