import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../../core/util/result';

/** A TypeScript that is installed, and how it is asked: by the compiler's own interface up to 6, by the language server protocol since 7. */
export interface InstalledTypeScript {
  readonly version: string;
  readonly asked: 'compiler' | 'lsp';
  /** Absolute path of the compiler as a library, or of the script that starts its server. */
  readonly script: string;
}

const manifestSchema = z.object({ version: z.string() });

/** The TypeScript that a folder has installed. No other one is taken: another version has other opinions. */
export async function findTypeScript(root: string): Promise<Result<InstalledTypeScript, string>> {
  const home = join(root, 'node_modules', 'typescript');
  const version = await versionIn(join(home, 'package.json'));
  if (version === undefined)
    return fail(
      `TypeScript is not installed in ${root}: there is no node_modules/typescript that can be read. Install the project's packages, or take the type check out of the gates.`,
    );
  const library = join(home, 'lib', 'typescript.js');
  if (await isFile(library)) return ok({ version, asked: 'compiler', script: library });
  const tsc = join(home, 'lib', 'tsc.js');
  if (await isFile(tsc)) return ok({ version, asked: 'lsp', script: tsc });
  return fail(
    `TypeScript ${version} in ${home} can't be asked in a way that is known here: it has neither lib/typescript.js nor lib/tsc.js.`,
  );
}

async function versionIn(manifest: string): Promise<string | undefined> {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(await readFile(manifest, 'utf8')));
    return parsed.success ? parsed.data.version : undefined;
  } catch {
    // Not there, or no package: the caller says what to do.
    return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
