import fc from 'fast-check';
import { decisionSchema } from '../../../src/core/authority/decisionSchema';
import { guardDecision, guardPower, type GuardFacts, type Ruling } from '../../../src/core/authority/guard';
import { guardResolution, mayResolve } from '../../../src/core/authority/resolveGuard';
import { resolutionSchema } from '../../../src/core/authority/resolveSchema';
import type { Mandate } from '../../../src/core/authority/mandate';
import { authorityParagraph } from '../../../src/core/authority/paragraph';
import { powers, type AuthorityTable, type Power } from '../../../src/core/authority/table';
import { revisionField } from '../../../src/core/lead/revisionField';
import type { RevisionBase } from '../../../src/core/plan/revision';
import { posixRules } from '../../../src/core/util/pathRules';
import { fail, ok } from '../../../src/core/util/result';

/** A profile that no mandate of these tests names. */
export const unlisted = 'unlisted';

const row = fc.record({
  grant: fc.constantFrom('always' as const, 'ask' as const, 'never' as const),
  limit: fc.option(fc.nat(4)),
});

/** Any table at all. */
export const anyTable: fc.Arbitrary<AuthorityTable> = fc.record({
  retry: row,
  reassign: row,
  revise: row,
  resolve: row,
  abort: row,
});

/** Any table, with any profiles to reassign to. */
export const anyMandate: fc.Arbitrary<Mandate> = fc.record({
  table: anyTable,
  reassignTo: fc.subarray(['deep', 'fast', 'default']),
  stallAfter: fc.integer({ min: 2, max: 40 }),
});

/** Facts in which nothing but the table stands against a decision. */
export const clean: GuardFacts = {
  unpassedGates: [],
  unmetCriteria: [],
  retriesUsed: 0,
  reassignsUsed: 0,
  fruitless: 1,
};

/** What is derived from the table, so that a test can put something broken in the place of each. */
export interface Derivations {
  paragraph(mandate: Mandate): string;
  /** Whether the lead can say that it uses the power, on this profile where it takes one. */
  expressible(mandate: Mandate, power: Power, profile: string): boolean;
  /** The guard's word when the power was used so often already. */
  rule(mandate: Mandate, power: Power, use: { readonly used: number; readonly profile: string }): Ruling;
}

/** The product's own derivations. A new power is added to `expressible` and `rule`; powers that nobody can use yet are left out. */
export const derived: Derivations = {
  paragraph: authorityParagraph,
  expressible: (mandate, power, profile) => {
    if (power === 'resolve') return resolutions.some((said) => resolutionSchema(mandate).safeParse(said).success);
    if (power === 'revise') return 'revision' in revisionField(mandate, anyBase);
    const said = saidOf(power, profile);
    return said !== undefined && decisionSchema(mandate, 'trouble').safeParse(said).success;
  },
  rule: (mandate, power, { used, profile }) => {
    if (power === 'resolve') return ruleOnResolutions(mandate, used);
    if (power === 'revise') return guardPower(mandate, 'revise', used);
    const said = saidOf(power, profile);
    if (!said) throw new Error(`${power} is no decision.`);
    return guardDecision(mandate, { ...clean, retriesUsed: used, reassignsUsed: used }, said);
  },
};

const anyBase: RevisionBase = {
  plan: { revision: 1, summary: '', tasks: [], waves: [], warnings: [] },
  begun: new Set(),
  terms: { place: { rules: posixRules, roots: [{ name: 'workspace', location: '/workspace' }] }, profiles: [] },
  refused: [],
};

const resolutions = [
  { type: 'order', feedback: 'again' },
  { type: 'delegate', instructions: 'both' },
] as const;

/** The loosest word on any way of resolving, and on whether the lead is called about the conflict at all. */
function ruleOnResolutions(mandate: Mandate, used: number): Ruling {
  const rulings = resolutions.map((said) => guardResolution(mandate, used, said));
  const loosest = rulings.find((ruling) => ruling.ok && ruling.value === 'take') ?? rulings.find(({ ok }) => ok);
  const ruling = loosest ?? rulings[0] ?? fail('');
  return mayResolve(mandate, used) && !ruling.ok ? ok('take') : ruling;
}

function saidOf(
  power: Power,
  profile: string,
):
  | { type: 'retry'; feedback: string }
  | { type: 'reassign'; feedback: string; profile: string }
  | { type: 'abort'; reason: string }
  | undefined {
  switch (power) {
    case 'retry':
      return { type: 'retry', feedback: 'again' };
    case 'reassign':
      return { type: 'reassign', feedback: 'again', profile };
    case 'abort':
      return { type: 'abort', reason: 'hopeless' };
    default:
      return undefined;
  }
}

/** Powers whose use is built. */
export const usable: readonly Power[] = ['retry', 'reassign', 'revise', 'resolve', 'abort'];

/** Powers whose use is counted; the end of a run comes once. */
const counted: ReadonlySet<Power> = new Set(['retry', 'reassign', 'revise', 'resolve']);

const wordsIn: Readonly<Record<Power, string>> = {
  retry: '- retry a task',
  reassign: '- reassign a task',
  revise: '- change the plan',
  resolve: '- resolve conflicts',
  abort: '- abort the run',
};

/**
 * Where paragraph, schema and guard do not say the same as the table, each in a line; none where they agree. What the table says is
 * worked out here once more, by itself.
 */
export function disagreements(by: Derivations, mandate: Mandate): readonly string[] {
  const lines = by.paragraph(mandate).split('\n');
  return powers
    .filter((power) => usable.includes(power))
    .flatMap((power) => [
      ...paragraphIssues(lines, power, mandate),
      ...schemaIssues(by, power, mandate),
      ...guardIssues(by, power, mandate),
    ]);
}

function mayAtAll({ table, reassignTo }: Mandate, power: Power): boolean {
  const { grant, limit } = table[power];
  return grant !== 'never' && limit !== 0 && (power !== 'reassign' || reassignTo.length > 0);
}

function paragraphIssues(lines: readonly string[], power: Power, mandate: Mandate): readonly string[] {
  const said = lines.filter((line) => line.startsWith(wordsIn[power]));
  const [line = ''] = said;
  const { grant, limit } = mandate.table[power];
  const may = mayAtAll(mandate, power);
  const number = limit === 1 ? 'once' : `${limit} times`;
  const holds =
    said.length === 1 &&
    line.endsWith(': no') === !may &&
    line.includes('after the user agrees') === (may && grant === 'ask') &&
    line.includes(': yes') === (may && grant === 'always') &&
    (!may || limit === null || line.includes(`at most ${number} per `)) &&
    (power !== 'reassign' || mandate.reassignTo.every((profile) => line.includes(profile)));
  return holds ? [] : [`paragraph on ${power}: ${said.join(' | ')}`];
}

function schemaIssues(by: Derivations, power: Power, mandate: Mandate): readonly string[] {
  const may = mayAtAll(mandate, power);
  const profiles = power === 'reassign' ? mandate.reassignTo : ['none'];
  const wrong = profiles.filter((profile) => by.expressible(mandate, power, profile) !== may);
  const beyond = power === 'reassign' && by.expressible(mandate, power, unlisted) ? [unlisted] : [];
  return [...wrong, ...beyond].map((profile) => `schema on ${power} (${profile}): ${may ? 'lacking' : 'there'}`);
}

function guardIssues(by: Derivations, power: Power, mandate: Mandate): readonly string[] {
  const { grant, limit } = mandate.table[power];
  const may = mayAtAll(mandate, power);
  const [profile = unlisted] = mandate.reassignTo;
  const uses = counted.has(power) ? [0, 1, 2, 3, 4, 5] : [0];
  const wrong = uses.filter((used) => {
    const ruling = by.rule(mandate, power, { used, profile });
    const expected = may && (limit === null || used < limit) ? (grant === 'ask' ? 'ask' : 'take') : 'refused';
    return (ruling.ok ? ruling.value : 'refused') !== expected;
  });
  const beyond = power === 'reassign' && by.rule(mandate, power, { used: 0, profile: unlisted }).ok;
  return [
    ...wrong.map((used) => `guard on ${power} after ${used} uses`),
    ...(beyond ? [`guard on ${power} to a profile that is not named`] : []),
  ];
}
