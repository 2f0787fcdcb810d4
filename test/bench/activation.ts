import { cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

import { ensureBrowser } from '../testbed/browser';
import { findDesktopEditor, type DesktopEditor } from '../testbed/desktopEditor';
import { ensureEditor } from '../testbed/editorInstall';
import { shimExecutable } from '../testbed/electronShimFile';
import { parentVariable } from '../testbed/lifetime';
import { inRepository } from '../testbed/repository';
import { temporaryFolder } from '../testbed/temporaryFolder';
import { copyWorkspace } from '../testbed/workspaceCopy';
import { parseActivationTimes, resultsVariable, type ActivationTimes } from './activationTimes';
import { median, type Figure } from './figure';
import { productionPackage } from './productionPackage';

const windows = 3;

/** What the extension, built for production, costs the extension host of a real editor. Each measurement has a window of its own. */
export async function activation(): Promise<readonly Figure[]> {
  await productionPackage();
  const probe = await buildProbe();
  const extension = await temporaryFolder('extension');
  const desktop = await findDesktopEditor();
  if (desktop.type === 'none') await Promise.all([ensureEditor(), ensureBrowser()]);
  const times: ActivationTimes[] = [];
  try {
    await copyProduct(extension.path);
    while (times.length < windows) times.push(await measureInWindow(desktop, { extension: extension.path, probe }));
  } finally {
    await extension.remove();
  }
  return [
    {
      name: 'activation-ms',
      what: `activation in the extension host, median of ${windows} windows`,
      value: median(times.map(({ activationMs }) => activationMs)),
      unit: 'ms',
      aim: { atMost: 30 },
    },
    {
      name: 'runtime-load-ms',
      what: '- loading the runtime bundle at the first run',
      value: median(times.map(({ runtimeMs }) => runtimeMs)),
      unit: 'ms',
    },
  ];
}

async function measureInWindow(
  desktop: DesktopEditor,
  paths: { readonly extension: string; readonly probe: string },
): Promise<ActivationTimes> {
  const workspace = await copyWorkspace({ type: 'folder', name: 'basic' });
  const scratch = await temporaryFolder('bench');
  const results = path.join(scratch.path, 'times.json');
  try {
    await runTests({
      vscodeExecutablePath: desktop.type === 'desktop' ? desktop.executable : await shimExecutable(),
      extensionDevelopmentPath: paths.extension,
      extensionTestsPath: paths.probe,
      launchArgs: [
        ...workspace.roots,
        `--user-data-dir=${path.join(scratch.path, 'user')}`,
        `--extensions-dir=${path.join(scratch.path, 'extensions')}`,
      ],
      extensionTestsEnv: {
        [parentVariable]: String(process.pid),
        [resultsVariable]: results,
        LEAD_WORKER_SUITE: 'bench',
      },
    });
    return parseActivationTimes(JSON.parse(await readFile(results, 'utf8')));
  } finally {
    await workspace.remove();
    await scratch.remove();
  }
}

/** The product as it is installed, away from the repository, so that nothing comes out of its node_modules. */
async function copyProduct(to: string): Promise<void> {
  await mkdir(path.join(to, 'dist'));
  for (const name of ['package.json', 'media', 'dist/extension.js', 'dist/runtime.js']) {
    await cp(inRepository(name), path.join(to, name), { recursive: true });
  }
}

/** The editor loads its test module as CommonJS; the other programs of this folder are not. */
async function buildProbe(): Promise<string> {
  const outfile = inRepository('out/bench/activationProbe.js');
  await build({
    entryPoints: [inRepository('test/bench/activationProbe.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}
