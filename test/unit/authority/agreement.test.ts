import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantOf, narrowed, withoutPowers } from '../../../src/core/authority/mandate';
import { guardResolution } from '../../../src/core/authority/resolveGuard';
import { resolutionSchema } from '../../../src/core/authority/resolveSchema';
import { guardDecision } from '../../../src/core/authority/guard';
import { authorityParagraph } from '../../../src/core/authority/paragraph';
import { defaultAuthority, powers, stallAfter, type Grant } from '../../../src/core/authority/table';
import { ok } from '../../../src/core/util/result';
import { anyMandate, anyTable, clean, derived, disagreements, usable, type Derivations } from './agreement';

/** What fast-check finds when it looks for a mandate that the derivations do not agree on. */
function found(by: Derivations): readonly string[] {
  const run = fc.check(fc.property(anyMandate, (mandate) => disagreements(by, mandate).length === 0));
  const [mandate] = run.counterexample ?? [];
  return mandate ? disagreements(by, mandate) : [];
}

describe('what is derived from the authority table', () => {
  it('agrees in prompt, schema and guard, whatever the table says', () => {
    fc.assert(
      fc.property(anyMandate, (mandate) => {
        expect(disagreements(derived, mandate)).toEqual([]);
      }),
    );
  });

  it.each(usable)('is seen to disagree on %s when the paragraph says it is allowed and it is not', (power) => {
    const words = { retry: 'retry', reassign: 'reassign', abort: 'abort', revise: 'change', resolve: 'resolve' }[power];
    const broken: Derivations = {
      ...derived,
      paragraph: (mandate) => derived.paragraph(mandate).replace(new RegExp(`(- ${words}.*): no$`, 'm'), '$1: yes'),
    };
    expect(found(broken)).toEqual([expect.stringMatching(`^paragraph on ${power}`)]);
  });

  it.each(usable)('is seen to disagree on %s when the schema lets it be said and the table does not', (power) => {
    const broken: Derivations = {
      ...derived,
      expressible: (mandate, asked, profile) => asked === power || derived.expressible(mandate, asked, profile),
    };
    expect(found(broken)).toContainEqual(expect.stringMatching(`^schema on ${power}`));
  });

  it.each(usable)('is seen to disagree on %s when the guard lets it pass and the table does not', (power) => {
    const broken: Derivations = {
      ...derived,
      rule: (mandate, asked, use) => (asked === power ? ok('take') : derived.rule(mandate, asked, use)),
    };
    expect(found(broken)).toContainEqual(expect.stringMatching(`^guard on ${power}`));
  });

  it('is seen to disagree when the guard asks nobody', () => {
    const broken: Derivations = {
      ...derived,
      rule: (mandate, power, use) => {
        const ruling = derived.rule(mandate, power, use);
        return ruling.ok ? ok('take') : ruling;
      },
    };
    expect(found(broken)).toContainEqual(expect.stringMatching(/^guard on/));
  });
});

describe('a run that leads nowhere', () => {
  const decisions = [{ type: 'retry' }, { type: 'reassign', profile: 'deep' }] as const;
  const stalls = (rule: typeof guardDecision): boolean =>
    !fc.check(
      fc.property(anyMandate, fc.nat(50), (mandate, beyond) =>
        decisions.every((decision) => {
          const ruling = rule(mandate, { ...clean, fruitless: mandate.stallAfter + beyond }, decision);
          return !ruling.ok || ruling.value === 'ask';
        }),
      ),
    ).failed;

  it('goes on by the word of the user only, whatever the table says, and the lead is told', () => {
    expect(stalls(guardDecision)).toBe(true);
    expect(authorityParagraph({ table: defaultAuthority, reassignTo: [], stallAfter: 8 })).toContain(
      'after 8 attempts in a row',
    );
  });

  it.each([
    [1, 6],
    [3, 6],
    [16, 32],
  ])('is one with %i workers after %i attempts', (workers, attempts) => expect(stallAfter(workers)).toBe(attempts));

  it('is seen to go on by itself when the guard does not count', () => {
    expect(stalls((mandate, facts, decision) => guardDecision(mandate, { ...facts, fruitless: 1 }, decision))).toBe(
      false,
    );
  });
});

describe('a narrowed table', () => {
  const order: readonly Grant[] = ['always', 'ask', 'never'];

  it('is never wider than either of the two it comes from, and one of them in every row', () => {
    fc.assert(
      fc.property(anyTable, anyTable, (own, other) => {
        const both = narrowed(own, other);
        for (const power of powers) {
          for (const from of [own, other]) {
            expect(order.indexOf(both[power].grant)).toBeGreaterThanOrEqual(order.indexOf(from[power].grant));
            expect(both[power].limit ?? Infinity).toBeLessThanOrEqual(from[power].limit ?? Infinity);
          }
          expect([own[power].grant, other[power].grant]).toContain(both[power].grant);
          expect([own[power].limit, other[power].limit]).toContain(both[power].limit);
        }
      }),
    );
  });

  it('stays as it is where nothing is said', () => {
    expect(narrowed(defaultAuthority, {})).toEqual(defaultAuthority);
  });

  it('holds no power that was taken from it, and all others', () => {
    fc.assert(
      fc.property(anyMandate, fc.subarray([...powers]), (mandate, taken) => {
        const less = withoutPowers(mandate, taken);
        for (const power of powers) {
          expect(grantOf(less, power)).toBe(taken.includes(power) ? 'never' : grantOf(mandate, power));
        }
      }),
    );
  });
});

describe('a way out of a conflict', () => {
  const spoken = [
    { type: 'order', feedback: 'again' },
    { type: 'delegate', instructions: 'both' },
    { type: 'leave', reason: 'theirs' },
  ] as const;

  it('that is the user’s is always there, and needs no power; both others are there together or not at all', () => {
    fc.assert(
      fc.property(anyMandate, fc.nat(5), (mandate, rounds) => {
        const [order, delegate, leave] = spoken.map((said) => resolutionSchema(mandate).safeParse(said).success);
        expect([leave, delegate]).toEqual([true, order]);
        expect(guardResolution(mandate, rounds, { type: 'leave' })).toEqual(ok('take'));
        expect(guardResolution(mandate, rounds, { type: 'order' })).toEqual(
          guardResolution(mandate, rounds, { type: 'delegate' }),
        );
      }),
    );
  });

  it.each([
    { type: 'merged', text: 'const a = 1;' },
    { type: 'accept' },
    { type: 'order', feedback: 'again', task: 'T1', writeScope: ['**'] },
  ])('is never the merged text, an accept or a scope: %j', (said) => {
    const parsed = resolutionSchema({ table: defaultAuthority, reassignTo: [], stallAfter: 6 }).safeParse(said);
    expect(parsed.success ? Object.keys(parsed.data) : []).toEqual(said.type === 'order' ? ['type', 'feedback'] : []);
  });
});
