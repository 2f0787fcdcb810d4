import { defaultAuthority } from '../../../src/core/authority/table';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { startModelServer, type ModelServer } from '../../../src/adapters/demo/server/modelServer';
import { ApiKeyStore } from '../../../src/adapters/vscode/secrets';
import type { GateSpec } from '../../../src/core/gates/verdict';
import { ok } from '../../../src/core/util/result';
import { timeWordsIn } from '../../../src/core/util/timeWords';
import { Runtime } from '../../../src/runtime';
import { endsWhileWeBlock } from '../../unit/node/processState';
import { models, teamScript, write } from '../models';
import { eventually, inWorkspace } from './reviewBed';

const silent = { trace: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('a window that closes while gates run', () => {
  let server: ModelServer;
  let storage: string;

  beforeEach(async () => {
    storage = await mkdtemp(path.join(tmpdir(), 'lead-worker-storage-'));
    const tasks = [{ title: 'Make it', scope: ['closing.txt'], calls: [write('closing.txt', 'made\n')] }];
    server = await startModelServer({
      script: teamScript({ tasks }),
      requireKey: false,
      withoutReasoning: [models.worker],
    });
  });

  afterEach(async () => {
    await server.close();
    await rm(storage, { recursive: true, force: true, maxRetries: 5 });
  });

  /** What the extension would hand over, with a gate of the test's. */
  const runtimeWith = (gate: GateSpec): Runtime => {
    const nothing = {} as vscode.SecretStorage;
    const keys = new ApiKeyStore({ ...nothing, get: async () => undefined });
    const memory = { keys: () => [], get: <T>(_key: string, value?: T) => value, update: async () => undefined };
    return new Runtime({
      logger: silent,
      times: timeWordsIn(() => 0),
      keys,
      storage,
      modelAccess: { onDidChange: () => new vscode.Disposable(() => undefined), canSendRequest: () => undefined },
      memory: memory,
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
      gates: async () => ok([gate]),
    });
  };

  it('leaves no process of theirs behind, and the run is found again', async () => {
    const reception = createServer().listen(0, '127.0.0.1');
    await once(reception, 'listening');
    const { port } = reception.address() as AddressInfo;
    const reported = new Promise<number>((resolve) => {
      reception.once('connection', (socket) => {
        socket.once('data', (data) => resolve(Number(data.toString())));
        socket.on('error', () => socket.destroy());
      });
    });
    // It does not want to hear that it should end.
    const code = `process.on('SIGTERM', () => {}); require('net').connect(${port}, '127.0.0.1').write(String(process.pid));
      setInterval(() => {}, 1e6);`;
    const gate = { id: 'endless', command: 'node', args: ['-e', code], timeoutMs: 3_600_000, required: true };
    const runtime = runtimeWith(gate);
    const run = await runtime.startRun('What the test wants.');
    assert.ok(run.ok);
    assert.ok((await run.value.plan()).ok);
    const approved = run.value.approve();
    const pid = await reported;
    // The base is measured while the worker is at work: both are to be under way, or done.
    await eventually('the worker has had its turns', () => server.requests.length === 3);

    runtime.dispose();
    assert.ok(endsWhileWeBlock(pid), 'The gate outlived its window.');
    await approved;
    const [found] = await runtimeWith(gate).findOpenRuns();
    assert.equal(found?.state.phase, 'running', 'Nobody stopped it: it is found as it was, and shown as interrupted.');
    assert.equal(
      server.requests.length,
      3,
      'After the plan and two turns of the worker nobody asks anything any more.',
    );
    await assert.rejects(async () => vscode.workspace.fs.stat(inWorkspace('closing.txt')));
    reception.close();
  });
});
