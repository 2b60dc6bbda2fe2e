// Numbers that nobody should write into a chat, seen while they are typed; the server masks them in any case.
const GROUPS = /(?:\d[ .\u00a0-]?){11,19}/g;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/i;

function isCard(digits) {
  if (digits.length < 13 || digits.length > 19) return false;
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = place % 2 ? digit * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Turkish identity number: the tenth and eleventh digit follow from the others. */
function isIdentity(digits) {
  if (digits.length !== 11 || digits[0] === "0") return false;
  const d = [...digits].map(Number);
  const odd = d[0] + d[2] + d[4] + d[6] + d[8];
  const even = d[1] + d[3] + d[5] + d[7];
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return tenth === d[9] && (odd + even + d[9]) % 10 === d[10];
}

export function holdsSecret(text) {
  if (IBAN.test(text)) return true;
  return (text.match(GROUPS) ?? []).some((each) => {
    const digits = each.replace(/\D/g, "");
    return isCard(digits) || isIdentity(digits);
  });
}
