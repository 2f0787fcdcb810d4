// Builds everything that runs: the bundles of the extension and, with --tests, the programs that test and show it.
//   node esbuild.mjs [--production] [--tests] [--watch]
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, context } from 'esbuild';

import { bundleBudgets, excessiveBundles } from './budgets.mjs';

const root = import.meta.dirname;
const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const watch = flags.has('--watch');

for (const flag of flags) {
  if (!['--production', '--watch', '--tests'].includes(flag)) {
    console.error(`esbuild.mjs does not know ${flag}. It takes --production, --watch and --tests.`);
    process.exit(2);
  }
}

/**
 * Keeps `import('./runtime')` a real import at run time, so that the SDKs behind it are loaded at the first run and not at
 * activation. What both bundles import exists twice then: state must be handed over by argument, never by module.
 */
const runtimeStaysOutside = {
  name: 'runtime-stays-outside',
  setup(builder) {
    builder.onResolve({ filter: /^\.\/runtime$/ }, (request) =>
      path.resolve(request.resolveDir) === path.join(root, 'src') && request.kind === 'dynamic-import'
        ? { path: './runtime.js', external: true }
        : undefined,
    );
  },
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  metafile: true,
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

/** Runs in a process of its own, with the workspace's TypeScript. */
const compilerProgram = 'src/adapters/node/types/compiler/main.ts';

const product = {
  ...shared,
  format: 'cjs',
  external: ['vscode'],
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  // A real `import()` would pass by the editor's patched `require`, which is what answers `require('vscode')`.
  supported: { 'dynamic-import': false },
};

/** Test files below a folder, as paths relative to the root. */
function filesBelow(folder, matches) {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && matches(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

/** Built tests whose source is gone would still be run. */
function removeDeletedTests(sources) {
  const expected = new Set(sources.map((source) => source.replace(/^test/, 'out').replace(/\.ts$/, '.js')));
  for (const built of filesBelow('out/host', (name) => name.endsWith('.test.js'))) {
    if (!expected.has(built)) rmSync(path.join(root, built));
  }
}

/** Entry point to output name, for the sources that exist: the others of this tree may not be written yet. */
function existing(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(path.join(root, source))));
}

function configurations() {
  const list = [
    { ...product, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', plugins: [runtimeStaysOutside] },
  ];
  if (existsSync(path.join(root, 'src/runtime.ts'))) {
    list.push({ ...product, entryPoints: ['src/runtime.ts'], outfile: 'dist/runtime.js' });
  }
  list.push({ ...product, entryPoints: [compilerProgram], outfile: 'dist/compiler.js' });
  if (flags.has('--tests')) {
    const hostTests = filesBelow('test/host', (name) => name.endsWith('.test.ts'));
    removeDeletedTests(hostTests);
    list.push({
      ...shared,
      format: 'cjs',
      packages: 'external',
      external: ['vscode', 'mocha'],
      entryPoints: ['test/host/index.ts', ...hostTests],
      outbase: 'test/host',
      outdir: 'out/host',
      sourcemap: 'inline',
    });
    list.push({
      ...shared,
      format: 'esm',
      packages: 'external',
      entryPoints: existing({
        run: 'test/run.ts',
        'host/run': 'test/host/run.ts',
        'e2e/run': 'test/e2e/run.ts',
        'demo/run': 'test/demo/run.ts',
        'bench/run': 'test/bench/run.ts',
        'bench/mergeHistories': 'test/bench/mergeHistories.ts',
        'testbed/electronShim': 'test/testbed/electronShim.ts',
      }),
      outdir: 'out',
      outExtension: { '.js': '.mjs' },
      sourcemap: 'inline',
    });
  }
  return list;
}

/** Leaves in out/meta.json what went into what, says how large the bundles are, and answers whether that is within their budgets. */
function report(metafiles) {
  mkdirSync(path.join(root, 'out'), { recursive: true });
  const inputs = Object.assign({}, ...metafiles.map((metafile) => metafile.inputs));
  const outputs = Object.assign({}, ...metafiles.map((metafile) => metafile.outputs));
  writeFileSync(path.join(root, 'out/meta.json'), JSON.stringify({ inputs, outputs }));
  for (const [output, budget] of Object.entries(bundleBudgets)) {
    if (!(output in outputs)) continue;
    const kilobytes = (outputs[output].bytes / 1024).toFixed(1);
    console.log(
      `${output}: ${kilobytes} KB${production ? ` of at most ${(budget / 1024).toFixed(0)} KB` : ' (not minified)'}`,
    );
  }
  const excesses = production ? excessiveBundles(outputs) : [];
  for (const excess of excesses) console.error(`TOO LARGE: ${excess} See out/meta.json for what is in it.`);
  return excesses.length === 0;
}

if (watch) {
  const contexts = await Promise.all(configurations().map((options) => context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  const results = await Promise.allSettled(configurations().map((options) => build(options)));
  const built = results.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  // esbuild has printed each error with its place; its exception adds only a stack of its own.
  const complete = built.length === results.length;
  if (!complete) console.error('The build failed.');
  if (!report(built.map((result) => result.metafile)) || !complete) process.exit(1);
}
