// A ZIP as a browser reads it: the central directory, and one file at a time.
const LARGEST = 1 << 29;
const [MOST_FILES, MOST_BYTES, MOST_TIMES] = [100_000, 2 ** 32, 100];
const OUTSIDE = /^(?:\/|[A-Za-z]:)|\\|(?:^|\/)\.\.(?:\/|$)|[\x00-\x1f]/;

class Zipped {
  static async open(blob) {
    const tail = new DataView(await blob.slice(-66_000).arrayBuffer());
    let end = tail.byteLength - 22;
    while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end -= 1;
    if (end < 0) throw new Unreadable("ZIP");
    const [count, size, start] = [tail.getUint16(end + 10, true), tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
    const zipped = new Zipped();
    zipped.blob = blob;
    zipped.entries = new Map();
    zipped.read(new DataView(await blob.slice(start, start + size).arrayBuffer()), count);
    return zipped;
  }

  read(view, count) {
    let at = 0;
    const seen = new Set();
    if (count > MOST_FILES) throw new Refused("too_many", { count });
    for (let index = 0; index < count; index += 1) {
      if (view.getUint32(at, true) !== 0x02014b50) throw new Unreadable("ZIP");
      const [nameLength, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
      const name = new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(view.buffer, at + 46, nameLength));
      refuseOdd(name, view.getUint16(at + 8, true), view.getUint32(at + 38, true) >>> 16, seen);
      this.entries.set(name, {
        method: view.getUint16(at + 10, true),
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        offset: view.getUint32(at + 42, true),
      });
      at += 46 + nameLength + extra + comment;
    }
    const size = [...this.entries.values()].reduce((sum, each) => sum + each.size, 0);
    if (size > MOST_BYTES + MOST_TIMES * this.blob.size) throw new Refused("bomb", { size });
  }

  size(name) {
    return this.entries.get(name).size;
  }

  async bytes(name) {
    const entry = this.entries.get(name);
    if (!entry || entry.size > LARGEST || ![0, 8].includes(entry.method)) throw new Unreadable(name);
    const head = new DataView(await this.blob.slice(entry.offset, entry.offset + 30).arrayBuffer());
    const start = entry.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    const packed = this.blob.slice(start, start + entry.packed);
    const stream = entry.method === 8 ? packed.stream().pipeThrough(new DecompressionStream("deflate-raw")) : packed.stream();
    return gathered(stream, entry.size, name);
  }

  async text(name) {
    return new TextDecoder("utf-8", { fatal: true }).decode(await this.bytes(name));
  }
}

// What unpacks to more than it announced is no dossier: nothing of it is kept beyond that size.
async function gathered(stream, size, name) {
  const whole = new Uint8Array(size);
  let filled = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    if (filled + value.length > size) throw new Unreadable(name);
    whole.set(value, filled);
    filled += value.length;
  }
  if (filled !== size) throw new Unreadable(name);
  return whole;
}

class Unreadable extends Error {}

class Refused extends Error {
  constructor(code, words) {
    super(code);
    Object.assign(this, { code, words });
  }
}

function refuseOdd(name, flags, mode, seen) {
  if (OUTSIDE.test(name)) throw new Refused("outside", { name });
  if ((mode & 0o170000) === 0o120000) throw new Refused("link", { name });
  if (flags & 1) throw new Refused("locked", { name });
  const plain = name.normalize("NFC").toLowerCase();
  if (seen.has(plain)) throw new Refused("twice", { name });
  seen.add(plain);
}
