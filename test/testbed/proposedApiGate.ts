import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The files of the npm-shipped VS Code in which proposed API must be gated: that build allows every extension everything,
 * so what the Marketplace build ignores would seem to work here.
 */
export const gatedFiles = [
  'out/vs/code/browser/workbench/workbench.js',
  'out/vs/workbench/api/node/extensionHostProcess.js',
  'out/vs/workbench/api/worker/extensionHostWorkerMain.js',
] as const;

// isProposedApiEnabled, compiled to a constant, right before checkProposedApiEnabled, which is known by its message.
const ungated =
  /function (?<name>[\w$]+)\((?<extension>[\w$]+),(?<proposal>[\w$]+)\)\{return!0\}(?=function [\w$]+\([\w$]+,[\w$]+\)\{if\(!\k<name>\([\w$]+,[\w$]+\)\)throw new Error\(`Extension '\$\{[^`]*CANNOT use API proposal)/g;

/** Gives the check of proposed API its body back. Throws unless the text has exactly one place that looks like it. */
export function gateProposedApi(source: string, file: string): string {
  const matches = [...source.matchAll(ungated)];
  if (matches.length !== 1) {
    throw new Error(
      `${file} has ${matches.length} places that look like the check of proposed API, not one. ` +
        'The editor was built differently: look at it again before trusting a test.',
    );
  }
  return source.replace(ungated, (_match, name: string, extension: string, proposal: string) => {
    const list = `${extension}.enabledApiProposals`;
    return `function ${name}(${extension},${proposal}){return !!(${list}&&${list}.includes(${proposal}))}`;
  });
}

/** Gates all three files of an editor in `lib/vscode` form. */
export async function gateEditor(editorFolder: string): Promise<void> {
  for (const file of gatedFiles) {
    const absolute = path.join(editorFolder, file);
    await writeFile(absolute, gateProposedApi(await readFile(absolute, 'utf8'), file));
  }
}
