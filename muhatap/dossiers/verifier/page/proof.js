// Hashes, canonical JSON (RFC 8785), Merkle proofs (RFC 9162), Ed25519 (RFC 8032, verifying only).
const encoded = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => Array.from(part)));
const digest = async (name, bytes) => new Uint8Array(await crypto.subtle.digest(name, bytes));
const sha256 = async (data) => hex(await digest("SHA-256", typeof data === "string" ? encoded(data) : data));

function dumps(value) {
  if (Array.isArray(value)) return `[${value.map(dumps).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${dumps(value[key])}`);
  return `{${pairs.join(",")}}`;
}

// Ids are longer than a double holds: outside of strings they are read as text.
function parsed(text) {
  return JSON.parse(text.replace(/("(?:[^"\\]|\\.)*")|(-?\d{16,})(?=[,\]}\s])/g, (whole, string, number) => (number ? `"${number}"` : string)));
}

async function isIncluded(entry, index, size, path, root) {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) return false;
  const node = (left, right) => digest("SHA-256", joined([1], left, right));
  let [place, last, found] = [BigInt(index), BigInt(size) - 1n, await digest("SHA-256", joined([0], entry))];
  for (const neighbour of path) {
    if (last === 0n) return false;
    if (place & 1n || place === last) {
      found = await node(neighbour, found);
      while (!(place & 1n) && place) [place, last] = [place >> 1n, last >> 1n];
    } else found = await node(found, neighbour);
    [place, last] = [place >> 1n, last >> 1n];
  }
  return last === 0n && hex(found) === hex(root);
}

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value) => ((value % P) + P) % P;
const number = (bytes) => BigInt(`0x${hex(Uint8Array.from(bytes).reverse()) || "0"}`);
const D = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n);

function power(base, exponent) {
  let [result, factor] = [1n, mod(base)];
  for (let rest = exponent; rest; rest >>= 1n) {
    if (rest & 1n) result = mod(result * factor);
    factor = mod(factor * factor);
  }
  return result;
}

// Points are [X, Y, Z, T] with x = X/Z, y = Y/Z, x*y = T/Z.
function point(bytes) {
  const whole = number(bytes);
  const [sign, y] = [whole >> 255n, whole & (2n ** 255n - 1n)];
  if (bytes.length !== 32 || y >= P) return null;
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = mod(x * ROOT);
  if (mod(x * x - square) || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function added(one, two) {
  const [a, b] = [mod((one[1] - one[0]) * (two[1] - two[0])), mod((one[1] + one[0]) * (two[1] + two[0]))];
  const [c, d] = [mod(2n * one[3] * two[3] * D), mod(2n * one[2] * two[2])];
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, start) {
  let [result, step] = [[0n, 1n, 1n, 0n], start];
  for (let rest = scalar; rest; rest >>= 1n) {
    if (rest & 1n) result = added(result, step);
    step = added(step, step);
  }
  return result;
}

async function isSigned(key, message, signature) {
  if (signature.length !== 64) return false;
  const [signer, commitment, scalar] = [point(key), point(signature.slice(0, 32)), number(signature.slice(32))];
  if (!signer || !commitment || scalar >= L) return false;
  const challenge = number(await digest("SHA-512", joined(signature.slice(0, 32), key, message))) % L;
  const told = added(commitment, times(challenge, signer));
  const base = point(unhex(`58${"66".repeat(31)}`));
  const found = times(scalar, base);
  return [0, 1].every((axis) => mod(found[axis] * told[2] - told[axis] * found[2]) === 0n);
}

async function keysOf(pem) {
  const keys = new Map();
  for (const [, body] of pem.matchAll(/-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----/g)) {
    const der = Uint8Array.from(atob(body.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
    if (der.length === 44 && hex(der.slice(0, 12)) === "302a300506032b6570032100") keys.set(await sha256(der), der.slice(12));
  }
  return keys;
}
