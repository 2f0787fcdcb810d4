const amountPattern = /^(-?)(\d+)(?:\.(\d{2}))?$/;

/** Reads an amount as people write it: "12.50" and "-3" become 1250 and -300 cents. */
export function parseAmount(text) {
  const match = amountPattern.exec(text.trim());
  if (!match) throw new RangeError(`"${text}" is not an amount`);
  const [, sign, whole, fraction = '00'] = match;
  const cents = Number(whole) * 100 + Number(fraction);
  return sign === '-' ? -cents : cents;
}

/** Writes cents as people read them: 1250 becomes "12.50". */
export function formatAmount(cents) {
  const sign = cents < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(cents) / 100);
  const fraction = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${sign}${whole}.${fraction}`;
}
