// A hint, not a rule: the only rule is the length, and the shell holds it too.
export const LEAST_CHARACTERS = 6;
export type Strength = "short" | "weak" | "fair" | "strong";

const GUESSED_FIRST = /^(.)\1+$|^(?:0?123456789?0?|987654321?|654321|abcdef.*|qwerty.*|password.*|\d{6,8})$/i;

export function strength(passphrase: string): Strength {
  const length = [...passphrase].length;
  if (length < LEAST_CHARACTERS) return "short";
  if (GUESSED_FIRST.test(passphrase)) return "weak";
  const kinds = [/\d/, /[a-z]/, /[A-Z]/, /[^\x00-\x7f]/, /[^\da-zA-Z]/].filter((kind) => kind.test(passphrase)).length;
  const points = length + 2 * kinds;
  return points >= 16 ? "strong" : points >= 11 ? "fair" : "weak";
}
