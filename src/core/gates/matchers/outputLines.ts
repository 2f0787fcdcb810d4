// Escape sequences: CSI (colours, cursor), OSC (titles, links) and the two-character ones. Each class ends where the next
// begins, so that no text makes it look twice.
// eslint-disable-next-line no-control-regex
const escapes = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\^_])/g;

/** Characters of a line that are looked at: no tool's located message is longer, and patterns stay quick. */
const maxLine = 1_000;

/** The lines of a command's output as a person would read them: without colours, and cut where they are no lines any more. */
export function outputLines(output: string): readonly string[] {
  return output
    .replaceAll(escapes, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.slice(0, maxLine).trimEnd());
}
