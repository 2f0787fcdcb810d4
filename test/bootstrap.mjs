// The way in for `npm test`, `npm run demo` and the like, also in a fresh clone: installs what is missing, builds, and runs
// the built program. Plain JavaScript without dependencies, because none may be there yet.
//   node test/bootstrap.mjs test|host|e2e|demo|bench [arguments of the program]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

// The oldest that has all we use; what is missing in an older one (the paths of directory entries) fails far from its cause.
const oldestNode = [20, 12];

// First of all, and with nothing that an old Node lacks.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  fail(`Node ${oldestNode.join('.')} or newer is needed; this is ${process.version}.`);
}

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stamp = path.join(root, 'node_modules/.lead-worker-stamp');
const programs = {
  test: 'out/run.mjs',
  host: 'out/host/run.mjs',
  e2e: 'out/e2e/run.mjs',
  demo: 'out/demo/run.mjs',
  bench: 'out/bench/run.mjs',
};

function say(text) {
  console.log(`[lead-worker] ${text}`);
}

function fail(text) {
  console.error(`[lead-worker] ${text}`);
  process.exit(1);
}

/**
 * Runs a command in the root with our own terminal and answers its exit code. It outlives no end of ours: Ctrl+C reaches it by
 * itself, a termination is handed on, and when npm, which started us, is gone, so must it be.
 */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      // npm is a batch file on Windows, which only a shell can start.
      shell: process.platform === 'win32' && command === 'npm',
      env: { ...process.env, LEAD_WORKER_PARENT: String(process.pid) },
    });
    const wait = () => undefined;
    const terminate = () => child.kill('SIGTERM');
    const parent = process.ppid;
    const orphaned = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent && terminate();
    const watch = setInterval(orphaned, 500);
    process.on('SIGINT', wait).on('SIGTERM', terminate).on('SIGHUP', terminate);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      process.off('SIGINT', wait).off('SIGTERM', terminate).off('SIGHUP', terminate);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

async function mustRun(command, args) {
  const code = await run(command, args);
  if (code !== 0) process.exit(code);
}

function lockDigest() {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

/** Whether an `npm install` by hand already put into node_modules exactly what the lock asks for. */
function installedAsLocked() {
  const installedLock = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(locked).every(
    ([name, entry]) =>
      // Packages for other platforms are in the lock, but are not installed.
      name === '' ||
      (name in installed ? installed[name].version === entry.version : entry.optional === true || entry.peer === true),
  );
}

function dependenciesAreCurrent() {
  if (!existsSync(path.join(root, 'node_modules'))) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest()) return true;
  return installedAsLocked();
}

async function installDependencies() {
  if (!dependenciesAreCurrent()) {
    say('Installing the dependencies that package-lock.json names (npm ci) ...');
    // All we run is a development dependency, which npm leaves out where NODE_ENV says "production".
    await mustRun('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
  }
  writeFileSync(stamp, lockDigest());
}

const [name, ...rest] = process.argv.slice(2);
const program = programs[name];
if (program === undefined) fail(`Say what to run: node test/bootstrap.mjs ${Object.keys(programs).join('|')}`);

await installDependencies();
const source = program.replace(/^out\//, 'test/').replace(/\.mjs$/, '.ts');
if (!existsSync(path.join(root, source))) fail(`There is no "${name}" in this version yet: ${source} is missing.`);
say('Building the extension and the test programs (esbuild) ...');
await mustRun(process.execPath, ['esbuild.mjs', '--tests']);
process.exit(await run(process.execPath, ['--enable-source-maps', program, ...rest]));
