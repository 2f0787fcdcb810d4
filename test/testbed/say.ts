/** Tells the person at the terminal what the test bed is doing: set-up can take a minute, and silence looks like a hang. */
export function say(text: string): void {
  console.log(`[lead-worker] ${text}`);
}
