import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { decisionSchema } from '../../../src/core/authority/decisionSchema';
import { guardDecision } from '../../../src/core/authority/guard';
import type { Mandate } from '../../../src/core/authority/mandate';
import { authorityParagraph } from '../../../src/core/authority/paragraph';
import { makePolicyRules, mayAccess, type AgentRole } from '../../../src/core/authority/policy';
import { defaultAuthority } from '../../../src/core/authority/table';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { plainPlace } from '../../fakes/plainPlace';
import { anyMandate, clean } from './agreement';

const mandate: Mandate = { table: defaultAuthority, reassignTo: [], stallAfter: 6 };
const retry = { type: 'retry', feedback: 'again' } as const;

describe('the authority table', () => {
  it('never lets the lead waive a gate, widen a scope or write, in any table', () => {
    fc.assert(
      fc.property(anyMandate, (any) => {
        for (const type of ['waive', 'widen', 'write', 'budget']) {
          expect(decisionSchema(any, 'change').safeParse({ type, gate: 'test', reason: 'x' }).success).toBe(false);
        }
        expect(authorityParagraph(any)).toContain(
          'waive a gate, widen a write scope, raise a budget, write code, tests or documentation: never',
        );
      }),
    );
  });

  it('refuses an accept without passed gates and says who may waive one', () => {
    const guarded = guardDecision(mandate, { ...clean, unpassedGates: ['test'] }, { type: 'accept' });
    expect(guarded).toEqual({
      ok: false,
      error: expect.stringContaining('have not passed on this attempt: test. Nobody but the user can waive') as string,
    });
  });

  it('refuses an accept that contradicts the lead’s own judgement', () => {
    expect(guardDecision(mandate, { ...clean, unmetCriteria: ['C2'] }, { type: 'accept' })).toMatchObject({
      ok: false,
    });
    expect(guardDecision(mandate, clean, { type: 'accept' })).toEqual({ ok: true, value: 'take' });
  });

  it('refuses a retry past its limit', () => {
    expect(guardDecision(mandate, { ...clean, retriesUsed: 1 }, retry)).toEqual({
      ok: true,
      value: 'take',
    });
    expect(guardDecision(mandate, { ...clean, retriesUsed: 2 }, retry)).toMatchObject({ ok: false });
  });

  it('asks the user before an abort', () => {
    expect(guardDecision(mandate, clean, { type: 'abort' })).toEqual({ ok: true, value: 'ask' });
  });

  it('is expressible in the strict subset: anyOf, never oneOf', () => {
    const schema = JSON.stringify(z.toJSONSchema(z.object({ decision: decisionSchema(mandate, 'change') })));
    expect(schema).toContain('anyOf');
    expect(schema).not.toContain('oneOf');
  });
});

describe('the policy function', () => {
  const links = new Map([
    ['src/notes.txt', '.env'],
    ['src/alias.ts', 'test/a.ts'],
    ['src/same.ts', 'src/a.ts'],
  ]);
  const rules = makePolicyRules(['private/**'], {
    ...plainPlace,
    isIgnored: async (path) => path.startsWith('ignored/'),
    realPath: async (path) => (links.get(path) ?? path) as WorkspacePath,
  });
  const worker: AgentRole = { role: 'worker', writeScope: ['src/**', '.env'] };
  const ask = async (agent: AgentRole, action: 'read' | 'write', path: string): Promise<boolean> =>
    (await mayAccess({ agent, rules }, action, path as WorkspacePath)).ok;

  it('keeps secrets, ignored files and tools’ folders from everybody, whatever the scope says', async () => {
    for (const path of [
      '.env',
      'a/.env.local',
      'private/x.md',
      'keys/server.pem',
      '.npmrc',
      '.envrc',
      'ignored/a.ts',
      '.git/config',
      'node_modules/x/i.js',
      // The same file on disks that know no case.
      '.ENV',
      'Keys/Server.PEM',
      '.Git/hooks/pre-commit',
    ]) {
      expect([
        path,
        await ask(worker, 'read', path),
        await ask(worker, 'write', path),
        await ask({ role: 'lead' }, 'read', path),
      ]).toEqual([path, false, false, false]);
    }
  });

  it('keeps every agent of a run about one folder within it, links included', async () => {
    const path = (text: string): WorkspacePath => text as WorkspacePath;
    const inOne = makePolicyRules([], { ...rules.workspace, realPath: async () => path('web/a.ts') }, 'api');
    const within = makePolicyRules([], rules.workspace, 'api');
    const agent: AgentRole = { role: 'worker', writeScope: ['**'] };
    for (const name of ['web/a.ts', 'apis/a.ts', 'a.ts']) {
      const refused = await mayAccess({ agent, rules: within }, 'write', path(name));
      expect(refused).toEqual({ ok: false, error: `${name} is not in api, the folder that this run is about.` });
    }
    expect((await mayAccess({ agent, rules: within }, 'write', path('api/a.ts'))).ok).toBe(true);
    expect((await mayAccess({ agent, rules: inOne }, 'read', path('api/link.ts'))).ok).toBe(false);
  });

  it('judges a link by what it leads to as well', async () => {
    expect(await ask(worker, 'read', 'src/notes.txt')).toBe(false);
    expect(await ask({ role: 'lead' }, 'read', 'src/notes.txt')).toBe(false);
    expect(await ask(worker, 'read', 'src/alias.ts')).toBe(true);
    expect(await ask(worker, 'write', 'src/alias.ts')).toBe(false);
    expect(await ask(worker, 'write', 'src/same.ts')).toBe(true);
    expect(await mayAccess({ agent: worker, rules }, 'read', 'src/notes.txt' as WorkspacePath)).toEqual({
      ok: false,
      error: 'src/notes.txt is a link: .env may hold secrets and is never shown to or written by a model.',
    });
  });

  it('lets workers write within their scope only, and the lead never', async () => {
    expect(await ask(worker, 'write', 'src/a.ts')).toBe(true);
    expect(await ask(worker, 'write', 'test/a.ts')).toBe(false);
    expect(await ask(worker, 'read', 'test/a.ts')).toBe(true);
    expect(await ask({ role: 'lead' }, 'read', 'src/a.ts')).toBe(true);
    expect(await ask({ role: 'lead' }, 'write', 'src/a.ts')).toBe(false);
  });
});
