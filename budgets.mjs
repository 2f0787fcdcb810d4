// What may weigh how much. They are ceilings to notice growth by, not aims: raise one only together with the reason, here.

/**
 * Most bytes of the bundles, minified: what a user's editor reads and compiles at activation and at the first run. Half of the
 * runtime is the SDK of the models; it was raised from 800 KB when edit formats, merges and live reviews came in (70 KB of our own),
 * and from 880 KB with conflicts, reports and the authority log (55 KB of our own, 32 of them to tell runs), and from 960 KB with
 * type checks, the sandbox of gates, plan revisions and pausing. What is loaded at activation was raised from 200 KB with the surfaces
 * for these: rows, questions and commands.
 */
export const bundleBudgets = {
  'dist/extension.js': 240 * 1024,
  'dist/runtime.js': 1120 * 1024,
  'dist/compiler.js': 16 * 1024,
};

/** Most bytes of the package: what a user downloads. */
export const packageBudget = 1_000_000;

/**
 * Why a file is too large, as a sentence, or undefined while it is within its budget.
 * @param {{ name: string, bytes: number, budget: number }} file
 * @returns {string | undefined}
 */
export function excessOf({ name, bytes, budget }) {
  return bytes > budget ? `${name} has ${bytes} bytes; at most ${budget} are wanted.` : undefined;
}

/**
 * The bundles that exceed their budget, as sentences, from the outputs of esbuild's metafile.
 * @param {Record<string, { bytes: number }>} outputs
 * @returns {string[]}
 */
export function excessiveBundles(outputs) {
  return Object.entries(bundleBudgets).flatMap(([name, budget]) => {
    const bytes = outputs[name]?.bytes;
    const excess = bytes === undefined ? undefined : excessOf({ name, bytes, budget });
    return excess === undefined ? [] : [excess];
  });
}
