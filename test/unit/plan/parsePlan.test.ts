import fc from 'fast-check';
import { zodTextFormat } from 'openai/helpers/zod';
import { describe, expect, it } from 'vitest';
import { remainingPath } from '../../../src/core/plan/graph';
import { parsePlan } from '../../../src/core/plan/parsePlan';
import type { Plan } from '../../../src/core/plan/plan';
import { planAnswerSchema, type TaskAnswer } from '../../../src/core/plan/schema';
import type { WorkspacePlace } from '../../../src/core/util/pathPlace';
import { windowsRules } from '../../fakes/windowsRules';

const place: WorkspacePlace = { rules: windowsRules, roots: [{ name: 'project', location: 'C:\\project' }] };

const terms = { revision: 1, place, profiles: [] };

function task(id: string, over: Partial<TaskAnswer> = {}): TaskAnswer {
  return {
    id,
    title: `Do ${id}`,
    instructions: 'Do it.',
    reads: [],
    writeScope: [`src/${id}.ts`],
    dependsOn: [],
    criteria: [{ id: 'C1', text: 'It is done.' }],
    size: 'S',
    ...over,
  };
}

const parse = (...tasks: TaskAnswer[]): ReturnType<typeof parsePlan> =>
  parsePlan(JSON.stringify({ summary: 'S.', tasks }), terms);

function planOf(...tasks: TaskAnswer[]): Plan {
  const parsed = parse(...tasks);
  if (!parsed.ok) throw new Error(parsed.error.join('\n'));
  return parsed.value;
}

function issuesOf(...tasks: TaskAnswer[]): readonly string[] {
  const parsed = parse(...tasks);
  return parsed.ok ? [] : parsed.error;
}

describe('parsePlan', () => {
  it('puts tasks into waves by what they need', () => {
    const plan = planOf(
      task('A'),
      task('B'),
      task('C', { dependsOn: ['A', 'B'] }),
      task('D', { dependsOn: ['C'] }),
      task('E', { dependsOn: ['A'] }),
    );
    expect(plan.waves).toEqual([['A', 'B'], ['C', 'E'], ['D']]);
    expect(plan.warnings).toEqual([]);
  });

  it('names a cycle with its trail', () => {
    const tasks = [task('A', { dependsOn: ['C'] }), task('B', { dependsOn: ['A'] }), task('C', { dependsOn: ['B'] })];
    expect(issuesOf(...tasks)).toEqual([expect.stringContaining('A → C → B → A')]);
  });

  it.each<[string, TaskAnswer[], string]>([
    ['an unknown dependency', [task('A', { dependsOn: ['Z'] })], 'A.dependsOn: there is no task Z; the tasks are A'],
    ['a repeated id', [task('A'), task('A')], 'the id A is used more than once'],
    ['empty criteria', [task('A', { criteria: [] })], 'tasks[0] (A).criteria: are empty'],
    ['an empty scope', [task('A', { writeScope: [] })], 'tasks[0] (A).writeScope: is empty'],
    ['empty instructions', [task('A', { instructions: ' ' })], 'tasks[0] (A).instructions: are empty'],
    ['a scope that leads out', [task('A', { writeScope: ['../x'] })], '"../x" leads out of the workspace'],
    ['an absolute read', [task('A', { reads: ['/etc/passwd'] })], '"/etc/passwd" is absolute'],
    ['a scope that no file can be in', [task('A', { writeScope: ['src/nul.*'] })], '"nul.*" is the name of a device'],
    ['no task at all', [], 'a plan has at least one task'],
    ['an id that is no word', [task('a b')], 'use a short word like T1'],
  ])('sends back %s', (_what, tasks, issue) => {
    expect(issuesOf(...tasks).join('\n')).toContain(issue);
  });

  it('takes paths and globs that stand absolutely for files of the workspace', () => {
    const plan = planOf(task('A', { reads: ['c:\\project\\src\\a.ts'], writeScope: ['C:/Project/src/**', 'docs'] }));
    expect(plan.tasks[0]).toMatchObject({ reads: ['src/a.ts'], writeScope: ['src/**', 'docs'] });
  });

  it('names the place of what has the wrong type, and of what is not JSON', () => {
    const wrong = parsePlan(JSON.stringify({ summary: 'S.', tasks: [{ ...task('A'), size: 'XL' }] }), terms);
    expect(wrong.ok ? '' : wrong.error.join()).toContain('tasks[0].size');
    const broken = parsePlan('{"summary":', terms);
    expect(broken.ok ? '' : broken.error.join()).toContain('not JSON');
  });

  it('warns of scopes that overlap without an order, and not of those with one', () => {
    const overlapping = planOf(task('A', { writeScope: ['src/**'] }), task('B', { writeScope: ['src/b.ts'] }));
    expect(overlapping.warnings.map(({ reason, tasks }) => [reason, tasks])).toEqual([
      ['overlapping-scopes', ['A', 'B']],
    ]);
    const ordered = planOf(
      task('A', { writeScope: ['src/**'] }),
      task('B', { writeScope: ['src/b.ts'], dependsOn: ['A'] }),
    );
    expect(ordered.warnings).toEqual([]);
  });

  it('says of such scopes what the run will do about them', () => {
    const answer = JSON.stringify({
      summary: '',
      tasks: [task('A', { writeScope: ['**'] }), task('B', { writeScope: ['src/b.ts'] })],
    });
    const said = (['serialise', 'parallel'] as const).map((overlap) => {
      const plan = parsePlan(answer, { ...terms, overlap });
      return plan.ok ? plan.value.warnings.map(({ message }) => message) : [];
    });
    expect(said).toEqual([
      [
        'A may write anywhere, so nothing else runs beside it.',
        'A and B may write the same files, so they run one after the other.',
      ],
      [
        'A may write anywhere, so its change may clash with any other.',
        'A and B may write the same files, and run together: where their changes clash, the conflict is settled.',
      ],
    ]);
  });

  it('never throws, whatever a model answers', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (answer) => void parsePlan(answer, terms)));
  });

  it('has a schema that the SDK’s structured output takes', () => {
    expect(() => zodTextFormat(planAnswerSchema([]), 'plan')).not.toThrow();
  });
});

describe('remainingPath', () => {
  it('weighs the heaviest chain that begins with a task', () => {
    const plan = planOf(
      task('A', { size: 'L' }),
      task('B', { dependsOn: ['A'] }),
      task('C', { dependsOn: ['A'], size: 'M' }),
      task('D'),
    );
    const weights = { S: 1, M: 2, L: 4 };
    expect(Object.fromEntries(remainingPath(plan.tasks, ({ size }) => weights[size]))).toEqual({
      A: 6,
      B: 1,
      C: 2,
      D: 1,
    });
  });
});
