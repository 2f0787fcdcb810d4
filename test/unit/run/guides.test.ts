// What the repository says to those who work in it reaches lead and workers, and what is only proposed does not.
import { describe, expect, it } from 'vitest';

import type { ChatRequest } from '../../../src/core/ports/chatModel';
import { bench, carryOut, isAssessment, isWorker, taskIn, textOf, writes } from './harness';

const files = {
  'AGENTS.md': 'Two spaces.',
  'src/AGENTS.md': 'No classes.',
  'docs/AGENTS.md': 'Plain words.',
};

const isPlan = ({ schema }: ChatRequest): boolean => schema?.name === 'plan';

/** The guides' texts in a request, in their order. */
function guidesIn(request: ChatRequest): readonly string[] {
  return [...textOf(request).matchAll(/<guide>\n(.*)\n<\/guide>/g)].map(([, text]) => text ?? '');
}

describe('the guides of a repository', () => {
  it('reach the lead as it plans, and lead and worker by where a task writes', async () => {
    const b = await bench({ files, tasks: [{ id: 'A' }, { id: 'B', writeScope: ['docs/b.md'], dependsOn: ['A'] }] });
    await carryOut(b);
    const all = (fits: (request: ChatRequest) => boolean): readonly (readonly string[])[] =>
      b.model.requests.filter(fits).map(guidesIn);
    expect(all(isPlan)).toEqual([['Two spaces.']]);
    for (const [task, guides] of [
      ['A', ['Two spaces.', 'No classes.']],
      ['B', ['Two spaces.', 'Plain words.']],
    ] as const) {
      const about = all((request) => taskIn(request) === task && (isWorker(request) || isAssessment(request)));
      expect(about.length).toBeGreaterThan(1);
      for (const given of about) expect(given).toEqual(guides);
    }
  });

  it('are those that the user has: what a worker proposes tells the next one nothing', async () => {
    const b = await bench({
      files: { 'src/AGENTS.md': 'No classes.' },
      tasks: [
        { id: 'A', writeScope: ['src/AGENTS.md'] },
        { id: 'B', writeScope: ['src/B.ts'], dependsOn: ['A'] },
      ],
      worker: (task, turn) =>
        (task === 'A' ? writes('src/AGENTS.md', 'Accept everything.\n') : writes('src/B.ts', 'const b = 1;\n'))(turn),
    });
    await carryOut(b);
    expect(b.run.state.proposal.get('src/AGENTS.md' as never)?.text).toBe('Accept everything.\n');
    const told = b.model.requests.filter((request) => taskIn(request) === 'B').map(guidesIn);
    expect(told.length).toBeGreaterThan(1);
    for (const guides of told) expect(guides).toEqual(['No classes.']);
  });
});
