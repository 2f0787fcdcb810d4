import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changes, gate, lay, picture, shadowed, textOf, writeFiles, type Files } from './shadowWorkspace';
import { temporaryFolder } from './temporaryFolder';

/** A monorepo as npm lays it out: one installed package, a scoped one, two packages of its own. */
const monorepo: Files = {
  'package.json': '{}',
  'packages/one/index.js': `module.exports = 'REAL';`,
  'packages/one/package.json': '{"name":"@mono/one"}',
  'packages/two/index.js': `console.log(require('@mono/one'), require('dep'), require('@scope/pkg'), require('own'));`,
  'packages/two/node_modules/own/index.js': `module.exports = 'own';`,
  'node_modules/dep/index.js': `module.exports = 'dep';`,
  'node_modules/dep/bin.js': `console.log('bin of dep');`,
  'node_modules/@scope/pkg/index.js': `module.exports = 'scoped';`,
  'node_modules/@mono/one': { linkTo: '../../packages/one' },
  'node_modules/two': { linkTo: '../packages/two' },
  'node_modules/gone': { linkTo: '../packages/gone' },
  'node_modules/.bin/dep': { linkTo: '../dep/bin.js' },
  'node_modules/.bin/own-tool': { linkTo: '../@mono/one/index.js' },
  'node_modules/.bin/script': '#!/bin/sh',
  'node_modules/.package-lock.json': '{}',
  'node_modules/.cache/tool/state': 'REAL CACHE',
};

const onPosix = describe.skipIf(process.platform === 'win32');

onPosix('installed packages', () => {
  test('resolve in the copy, and packages of the workspace to their proposed text', async () => {
    const { tree } = shadowed(monorepo);
    const laid = await lay(tree, { 'packages/one/index.js': `module.exports = 'SHADOW';` });
    expect(gate(laid.root, `require('two')`)).toBe('SHADOW dep scoped own\n');
    expect(gate(join(laid.root, 'packages/two'), `require('./index.js')`)).toBe('SHADOW dep scoped own\n');
  });

  test('are linked one by one, with commands that lead into the copy', async () => {
    const { tree, root } = shadowed(monorepo);
    const laid = await lay(tree);
    const real = join(root, 'node_modules');
    const lines = picture(join(laid.root, 'node_modules')).map((line) => line.replace(/ [0-9a-f]{64} .*/, ''));
    expect(lines).toEqual([
      '.bin/',
      '.bin/dep -> ../dep/bin.js',
      '.bin/own-tool -> ../@mono/one/index.js',
      '.bin/script',
      '.package-lock.json',
      '@mono/',
      '@mono/one -> ../../packages/one',
      '@scope/',
      `@scope/pkg -> ${join(real, '@scope/pkg')}`,
      `dep -> ${join(real, 'dep')}`,
      'two -> ../packages/two',
    ]);
    expect(lstatSync(join(laid.root, 'packages/two/node_modules')).isDirectory()).toBe(true);
    expect(readlinkSync(join(laid.root, 'packages/two/node_modules/own'))).toBe(
      join(root, 'packages/two/node_modules/own'),
    );
    expect(gate(laid.root, `require('./node_modules/.bin/dep')`)).toBe('bin of dep\n');
  });

  test('leave the workspace byte-identical, whatever a gate writes beside and through them', async () => {
    const { tree, root } = shadowed(monorepo);
    const before = picture(root);
    const laid = await lay(tree);
    gate(
      laid.root,
      `const fs = require('fs');
      for (const folder of ['node_modules/.cache/tool', 'node_modules/.vite', 'packages/two/node_modules/.cache', 'node_modules/fresh', 'dist'])
        { fs.mkdirSync(folder, { recursive: true }); fs.writeFileSync(folder + '/state', 'GATE'); }
      fs.writeFileSync('packages/one/index.js', 'GATE');
      fs.writeFileSync('node_modules/@mono/one/package.json', 'GATE');
      fs.writeFileSync('node_modules/two/new.js', 'GATE');
      fs.writeFileSync('node_modules/.bin/own-tool', 'GATE');
      fs.writeFileSync('node_modules/.bin/script', 'GATE');
      fs.rmSync('node_modules/dep'); fs.rmSync('packages', { recursive: true });`,
    );
    laid.release();
    expect(picture(root)).toEqual(before);
    const again = await lay(tree);
    expect(textOf(again.root, 'node_modules/@mono/one/package.json')).toBe('{"name":"@mono/one"}');
    expect(textOf(again.root, 'node_modules/fresh/state')).toBeNull();
    expect(textOf(again.root, 'node_modules/dep/index.js')).toBe(`module.exports = 'dep';`);
    expect(again.digest).toBe(laid.digest);
  });

  test('have caches that are the own ones of the copy, and stay', async () => {
    const { tree } = shadowed(monorepo);
    const first = await lay(tree);
    expect(textOf(first.root, 'node_modules/.cache/tool/state')).toBeNull();
    gate(
      first.root,
      `require('fs').mkdirSync('node_modules/.cache'); require('fs').writeFileSync('node_modules/.cache/state', 'GATE')`,
    );
    first.release();
    expect(textOf((await lay(tree)).root, 'node_modules/.cache/state')).toBe('GATE');
  });

  test('are for the next gate as the one before left them', async () => {
    const { tree } = shadowed(monorepo);
    const laid = await lay(tree);
    gate(
      laid.root,
      `const fs = require('fs');
      fs.mkdirSync('node_modules/fresh'); fs.writeFileSync('node_modules/fresh/index.js', 'GATE');
      fs.rmSync('node_modules/dep'); fs.mkdirSync('node_modules/dep'); fs.writeFileSync('node_modules/dep/index.js', 'GATE');
      fs.writeFileSync('node_modules/.bin/script', 'GATE');
      fs.writeFileSync('packages/one/index.js', 'GATE');`,
    );
    expect(await laid.restore(new AbortController().signal)).toEqual({ ok: true, value: laid.digest });
    for (const path of ['node_modules/fresh/index.js', 'node_modules/dep/index.js', 'node_modules/.bin/script'])
      expect(textOf(laid.root, path)).toBe('GATE');
    expect(textOf(laid.root, 'packages/one/index.js')).toBe(`module.exports = 'REAL';`);
    laid.release();
    const again = await lay(tree);
    expect(textOf(again.root, 'node_modules/fresh/index.js')).toBeNull();
    expect(textOf(again.root, 'node_modules/dep/index.js')).toBe(`module.exports = 'dep';`);
    expect(textOf(again.root, 'node_modules/.bin/script')).toBe('#!/bin/sh');
  });

  test('of a hidden store, as pnpm keeps it, are linked where they are', async () => {
    const { tree } = shadowed({
      'node_modules/.pnpm/dep@1/node_modules/dep/index.js': `module.exports = 'stored';`,
      'node_modules/dep': { linkTo: '.pnpm/dep@1/node_modules/dep' },
      'node_modules/.bin/dep': { linkTo: '../.pnpm/dep@1/node_modules/dep/index.js' },
    });
    const laid = await lay(tree);
    expect(gate(laid.root, `console.log(require('dep'), require('./node_modules/.bin/dep'))`)).toBe('stored stored\n');
  });

  test('behind a link to a shared folder are linked one by one too', async () => {
    const shared = temporaryFolder();
    writeFiles(shared, { 'node_modules/dep/index.js': `module.exports = 'shared';` });
    const { tree } = shadowed({ node_modules: { linkTo: join(shared, 'node_modules') } });
    const before = picture(shared);
    const laid = await lay(tree);
    const out = gate(laid.root, `require('fs').mkdirSync('node_modules/.cache'); console.log(require('dep'))`);
    expect(out).toBe('shared\n');
    expect(picture(shared)).toEqual(before);
  });

  test.each([
    'node_modules/dep/index.js',
    'node_modules/.cache/x',
    'packages/two/node_modules/own/index.js',
    'node_modules/new/x.js',
  ])('can not be proposed: %s', async (path) => {
    const { tree, root } = shadowed(monorepo);
    const before = picture(root);
    expect(await tree.lay(changes({ [path]: 'x' }), new AbortController().signal)).toMatchObject({
      ok: false,
      error: { reason: 'unavailable', message: expect.stringContaining(path) as string },
    });
    expect(picture(root)).toEqual(before);
  });
});

onPosix('links of the workspace', () => {
  test('that lead out are left out and named, files and folders alike, and also by way of another link', async () => {
    const outside = temporaryFolder();
    writeFiles(outside, { 'secret.txt': 'SECRET', 'deep/x.txt': 'SECRET' });
    const { tree, log } = shadowed({
      'a.txt': 'a',
      'file-out': { linkTo: join(outside, 'secret.txt') },
      'src/folder-out': { linkTo: outside },
      'by-another': { linkTo: 'src/folder-out/deep' },
      'dangling-out': { linkTo: '../../nowhere' },
    });
    const laid = await lay(tree);
    expect(picture(laid.root).map((line) => line.split(' ')[0])).toEqual(['a.txt', 'src/']);
    for (const name of ['file-out', 'src/folder-out', 'by-another', 'dangling-out']) {
      expect(log).toContain(`Left out of gates, since it is a link that leads out of the workspace: ${name}`);
    }
  });

  test('that stay inside lead into the copy, relative ones and absolute ones', async () => {
    const { tree, root } = shadowed({
      'src/a.txt': 'a',
      alias: { linkTo: 'src' },
      'src/up': { linkTo: '../src/a.txt' },
      dangling: { linkTo: 'src/not-yet.txt' },
    });
    writeFiles(root, { absolute: { linkTo: join(root, 'src/a.txt') } });
    const laid = await lay(tree, { 'src/a.txt': 'proposed' });
    expect(['alias/a.txt', 'src/up', 'absolute'].map((path) => textOf(laid.root, path))).toEqual([
      'proposed',
      'proposed',
      'proposed',
    ]);
    expect(readlinkSync(join(laid.root, 'absolute'))).toBe('src/a.txt');
    expect(readlinkSync(join(laid.root, 'dangling'))).toBe('src/not-yet.txt');
  });

  test('are followed by proposed text, in the copy only', async () => {
    const { tree, root } = shadowed({ 'src/a.txt': 'a', alias: { linkTo: 'src' }, one: { linkTo: 'alias/a.txt' } });
    const laid = await lay(tree, { one: 'proposed', 'alias/b.txt': 'new' });
    expect([textOf(laid.root, 'src/a.txt'), textOf(laid.root, 'src/b.txt')]).toEqual(['proposed', 'new']);
    expect(textOf(root, 'src/a.txt')).toBe('a');
  });

  test('are deleted as links', async () => {
    const { tree } = shadowed({ 'src/a.txt': 'a', alias: { linkTo: 'src' } });
    const laid = await lay(tree, { alias: null });
    expect([textOf(laid.root, 'src/a.txt'), textOf(laid.root, 'alias/a.txt')]).toEqual(['a', null]);
  });
});
