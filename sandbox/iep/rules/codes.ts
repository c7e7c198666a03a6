/** Disability codes as a new student gets them: trimmed, in capitals, blank ones dropped (contract 3.1). */
export function normaliseCodes(codes: readonly string[]): string[] {
  return codes.map((code) => code.trim().toUpperCase()).filter((code) => code !== '');
}
