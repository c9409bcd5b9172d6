/** What JSON.stringify leaves as it is, although it breaks a line for some readers or is not seen by any. */
const unseen =
  /[\u007f-\u009f\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Zl}\p{Zp}]/gu

/** One line of JSON in which nothing is active: controls, bidirectional marks and line separators stand as escapes. */
export function jsonLine(entry: object): string {
  return JSON.stringify(entry).replaceAll(unseen, character =>
    Array.from({ length: character.length }, (_, unit) => escapedUnit(character, unit)).join(''),
  )
}

function escapedUnit(character: string, unit: number): string {
  return `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`
}
