import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { startModelServer, type ModelServer } from '../../../src/adapters/demo/server/modelServer';
import { ApiKeyStore } from '../../../src/adapters/vscode/secrets';
import { defaultAuthority } from '../../../src/core/authority/table';
import { ok } from '../../../src/core/util/result';
import { timeWordsIn } from '../../../src/core/util/timeWords';
import { Runtime } from '../../../src/runtime';
import { planCommands } from '../../../src/ui/catalogue';
import { restoreRuns } from '../../../src/ui/restoreRuns';
import { Messages } from '../messages';
import { models, teamScript, write } from '../models';
import { currentRun } from '../runBed';

const silent = { trace: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('a run that this window may not go on with', () => {
  let server: ModelServer;
  let storage: string;
  let messages: Messages;

  beforeEach(async () => {
    messages = new Messages();
    // Tests of single surfaces leave runs without an engine behind.
    const current = await currentRun();
    while (current.get()) current.set(undefined);
    storage = await mkdtemp(path.join(tmpdir(), 'lead-worker-storage-'));
    const tasks = [{ title: 'Make it', scope: ['elsewhere.txt'], calls: [write('elsewhere.txt', 'made\n')] }];
    server = await startModelServer({
      script: teamScript({ tasks }),
      requireKey: false,
      withoutReasoning: [models.worker],
    });
  });

  afterEach(async () => {
    const current = await currentRun();
    current.set(undefined);
    messages.restore();
    await server.close();
    await rm(storage, { recursive: true, force: true, maxRetries: 5 });
  });

  const runtime = (): Runtime => {
    const nothing = {} as vscode.SecretStorage;
    return new Runtime({
      logger: silent,
      times: timeWordsIn(() => 0),
      keys: new ApiKeyStore({ ...nothing, get: async () => undefined }),
      storage,
      modelAccess: { onDidChange: () => new vscode.Disposable(() => undefined), canSendRequest: () => undefined },
      memory: { keys: () => [], get: <T>(_key: string, value?: T) => value, update: async () => undefined },
      isDemo: false,
      readSettings: () =>
        ok({
          leadModel: models.lead,
          leadEffort: 'low',
          workerEffort: 'low',
          workerModel: models.worker,
          editFormat: 'search-replace',
          maxWorkers: 1,
          overlap: 'serialise',
          maxTurnsPerAttempt: 10,
          bounds: { sandbox: false, network: true },
          api: 'auto',
          parallel: 16,
          baseUrl: server.baseUrl,
          sensitiveFiles: [],
          gateFiles: { user: [], workspace: [] },
          workers: [],
          prices: {},
          authority: defaultAuthority,
        }),
      gates: async () => ok([]),
    });
  };

  /** A run in review whose window is gone; the file of its journal. */
  async function leftBehind(): Promise<string> {
    const window = runtime();
    const run = await window.startRun('What the test wants.');
    assert.ok(run.ok);
    assert.ok((await run.value.plan()).ok);
    assert.ok((await run.value.approve()).ok);
    assert.equal(run.value.state.phase, 'review');
    window.dispose();
    return path.join(storage, 'journals', `${run.value.state.runId}.jsonl`);
  }

  it('is shown read only while another window has it, and is taken over once that is closed', async () => {
    const journal = await leftBehind();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], {
      stdio: 'ignore',
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    const ended = once(other, 'exit');
    const here = runtime();
    try {
      await writeFile(`${journal}.lock`, String(other.pid));
      const current = await currentRun();
      const before = await readFile(journal, 'utf8');
      await restoreRuns({ current, logger: silent, mayHaveOpenRun: async () => true, loadRuntime: async () => here });
      console.log(
        other.pid,
        process.pid,
        other.exitCode,
        await readFile(`${journal}.lock`, 'utf8'),
        current.all.map((run) => [run.state.runId, run.state.phase, run.readOnly?.why]),
        JSON.stringify(messages.shown),
      );
      assert.equal(current.get()?.readOnly?.why, 'open in another window');
      assert.equal(current.get()?.state.phase, 'review');
      await vscode.commands.executeCommand(planCommands.resume);
      messages.saying(/open in another window/);
      assert.equal(await readFile(journal, 'utf8'), before, 'Something was written to a journal of another window.');

      other.kill('SIGKILL');
      await ended;
      await vscode.commands.executeCommand(planCommands.resume);
      assert.equal(current.get()?.readOnly, undefined);
      assert.equal(current.get()?.state.phase, 'review');
    } finally {
      other.kill('SIGKILL');
      here.dispose();
    }
  });

  it('is shown read only where a newer version wrote it', async () => {
    const journal = await leftBehind();
    const text = await readFile(journal, 'utf8');
    const newer = text.replace(/"journalFormat":\d+/, '"journalFormat":99');
    await writeFile(journal, newer);
    const here = runtime();
    try {
      const current = await currentRun();
      await restoreRuns({ current, logger: silent, mayHaveOpenRun: async () => true, loadRuntime: async () => here });
      assert.equal(current.get()?.readOnly?.why, 'from a newer version');
      await vscode.commands.executeCommand(planCommands.resume);
      messages.saying(/written by a newer version of Lead\/Worker/);
      assert.equal(await readFile(journal, 'utf8'), newer);
    } finally {
      here.dispose();
    }
  });
});
