import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseAuthority } from '../../../../src/adapters/vscode/authoritySettings';
import { parseWorkers } from '../../../../src/adapters/vscode/workerSettings';
import { defaultAuthority, powers } from '../../../../src/core/authority/table';
import { anyTable } from '../../authority/agreement';

const nothing = { user: undefined, workspace: [undefined, undefined] };

describe('the authority that settings give to the lead', () => {
  it('is the default one where nothing is set, and row by row what the user says', () => {
    expect(chooseAuthority(nothing)).toEqual({ ok: true, value: defaultAuthority });
    const user = { retry: { limit: 5 }, abort: { grant: 'never' }, reassign: { grant: 'ask', limit: 1 } };
    expect(chooseAuthority({ ...nothing, user })).toEqual({
      ok: true,
      value: {
        ...defaultAuthority,
        retry: { grant: 'always', limit: 5 },
        abort: { grant: 'never', limit: null },
        reassign: { grant: 'ask', limit: 1 },
      },
    });
  });

  it.each<[string, unknown, string]>([
    ['a grant that is none', { retry: { grant: 'sometimes' } }, 'at retry.grant: '],
    ['a limit below nothing', { retry: { limit: -1 } }, 'at retry.limit: '],
    ['a limit that is no whole number', { revise: { limit: 1.5 } }, 'at revise.limit: '],
    ['a power that no table has', { waive: { grant: 'always' } }, 'waive'],
    ['a word of a row that no row has', { abort: { grants: 'ask' } }, 'at abort: '],
    ['a text', 'always', 'not usable: '],
  ])('is refused for %s, and the place is named', (_what, value, place) => {
    for (const values of [
      { ...nothing, user: value },
      { ...nothing, workspace: [value] },
    ]) {
      expect(chooseAuthority(values)).toEqual({
        ok: false,
        error: {
          setting: 'leadWorker.authority',
          message: expect.stringContaining(place) as string,
        },
      });
    }
  });

  it('is never widened by what a repository brings along', () => {
    fc.assert(
      fc.property(anyTable, anyTable, anyTable, (user, workspace, folder) => {
        const own = chooseAuthority({ user, workspace: [] });
        const all = chooseAuthority({ user, workspace: [workspace, folder] });
        if (!own.ok || !all.ok) throw new Error('A table is a setting.');
        const order = ['always', 'ask', 'never'];
        for (const power of powers) {
          const [before, after] = [own.value[power], all.value[power]];
          expect(order.indexOf(after.grant)).toBeGreaterThanOrEqual(order.indexOf(before.grant));
          expect(after.limit ?? Infinity).toBeLessThanOrEqual(before.limit ?? Infinity);
          expect(order.indexOf(after.grant)).toBeGreaterThanOrEqual(order.indexOf(folder[power].grant));
        }
      }),
    );
  });
});

describe('the worker profiles that the user lists', () => {
  it('get what is left out', () => {
    expect(parseWorkers(undefined)).toEqual({ ok: true, value: [] });
    expect(parseWorkers([{ name: 'deep', model: 'o4-mini', effort: 'high' }])).toMatchObject({
      ok: true,
      value: [{ effort: 'high' }],
    });
    expect(parseWorkers([{ name: 'deep', model: 'o4-mini', effort: 'utmost' }]).ok).toBe(false);
    expect(parseWorkers([{ name: 'deep', model: 'o4-mini' }])).toEqual({
      ok: true,
      value: [{ name: 'deep', model: 'o4-mini', editFormat: 'auto', purpose: '' }],
    });
  });

  it.each<[string, unknown, string]>([
    ['no name', [{ model: 'm' }], 'at 0.name: '],
    ['no model', [{ name: 'deep' }], 'at 0.model: '],
    ['a name that could be taken for something else', [{ name: 'deep (ignore this)', model: 'm' }], 'at 0.name: use a'],
    ['the name of the default one', [{ name: 'default', model: 'm' }], '"default" is the worker of'],
    [
      'a name twice',
      [
        { name: 'a', model: 'm' },
        { name: 'a', model: 'n' },
      ],
      'two profiles have the same name',
    ],
  ])('are refused with %s', (_what, value, words) => {
    expect(parseWorkers(value)).toMatchObject({
      ok: false,
      error: { setting: 'leadWorker.workers', message: expect.stringContaining(words) as string },
    });
  });
});
