import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import { reviewProposal } from '../../../src/core/review/fold';
import { exits } from '../../fakes/memoryShadow';
import { MemoryJournalStore } from '../../fakes/memoryJournal';
import { bench, carryOut, isAssessment, isWorker, taskIn, testGate, textOf, writes } from './harness';

const T = (id: string): TaskId => id as TaskId;

describe('a run', () => {
  it('goes from goal to apply, and its journal replays to the same state', async () => {
    const b = await bench({ tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }] });
    await carryOut(b);
    expect(b.run.state.phase).toBe('review');
    expect(b.workspace.files.size).toBe(0);

    const hunks = reviewProposal(b.run.state.proposal, b.run.state.choices).flatMap((file) =>
      file.hunks.map(({ hunk }) => hunk.id),
    );
    await b.run.choose(hunks, 'accepted');
    expect(await b.run.apply({ without: [] })).toEqual({
      ok: true,
      value: { paths: ['src/A.ts', 'src/B.ts'], changedBySaving: [] },
    });
    expect(b.workspace.text('src/B.ts')).toBe('B\n');
    expect(b.run.state.phase).toBe('applied');

    const journaled = await b.journal.read(b.run.state.runId);
    expect(journaled.ok && replay(journaled.value.entries as RunEvent[])).toEqual(b.run.state);
    expect(b.model.refusals).toEqual([]);
  });

  it('keeps at most so many workers busy, and starts a dependent only when its dependency is accepted', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }, { id: 'B' }, { id: 'C' }, { id: 'D', dependsOn: ['A'] }],
      maxWorkers: 2,
      hold: (request) => isWorker(request) && request.items.length === 1,
    });
    await b.run.plan();
    const approved = b.run.approve();
    const first = await b.model.waitForCount(2);
    // A first: the longest remaining path hangs on it.
    expect(first.map(taskIn)).toEqual(['A', 'B']);
    (await b.model.waitFor((request) => taskIn(request) === 'B')).release();
    await b.model.waitFor((request) => taskIn(request) === 'C');
    expect(b.model.held.map(taskIn).sort()).toEqual(['A', 'C']);
    (await b.model.waitFor((request) => taskIn(request) === 'A')).release();
    (await b.model.waitFor((request) => taskIn(request) === 'D')).release();
    (await b.model.waitFor((request) => taskIn(request) === 'C')).release();
    await approved;
    expect([...b.run.state.tasks.values()].map(({ status }) => status)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'accepted',
    ]);
  });

  it('lets no worker idle while other tasks wait for the user', async () => {
    const held = ['A', 'B', 'C'];
    const b = await bench({
      tasks: [...held.map((id) => ({ id, writeScope: [`${id}/package.json`] })), { id: 'D' }],
      worker: (task, turn) => writes(task === 'D' ? 'src/D.ts' : `${task}/package.json`, `${task}\n`)(turn),
    });
    await b.run.plan();
    const approved = b.run.approve();
    await b.until(({ tasks }) => tasks.get(T('D'))?.status === 'accepted');
    expect(held.map((id) => b.status(id))).toEqual(['held', 'held', 'held']);
    await b.run.stop();
    await approved;
  });

  it('shows a dependent what its dependency wrote, and runs overlapping tasks one after the other', async () => {
    const b = await bench({
      files: { 'src/x.ts': 'one\ntwo\nthree\n' },
      tasks: [
        { id: 'A', writeScope: ['src/x.ts'] },
        { id: 'B', writeScope: ['src/**'] },
      ],
      worker: (task, turn, request) => {
        if (turn === 0)
          return { calls: [{ name: 'read', arguments: { path: 'src/x.ts', fromLine: null, toLine: null } }] };
        const text = textOf(request);
        const seenByB = text.includes('ONE');
        const edit =
          task === 'A' ? { search: 'one', replace: 'ONE' } : { search: 'three', replace: seenByB ? 'THREE' : 'missed' };
        if (turn === 1) return { calls: [{ name: 'edit', arguments: { path: 'src/x.ts', edits: [edit] } }] };
        return { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] };
      },
    });
    await carryOut(b);
    expect(b.run.state.plan?.warnings.map(({ reason }) => reason)).toEqual(['overlapping-scopes']);
    expect(b.run.state.proposal.get('src/x.ts' as never)?.text).toBe('ONE\ntwo\nTHREE\n');
  });

  it('skips what depends on a task that failed, and goes on when the user retries it', async () => {
    let broken = true;
    const b = await bench({
      tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }, { id: 'C' }],
      worker: (task, turn) => {
        if (task === 'A' && broken) return { calls: [{ name: 'blocked', arguments: { reason: 'No such module.' } }] };
        return writes(`src/${task}.ts`, `${task}\n`)(turn);
      },
    });
    await carryOut(b);
    expect([b.status('A'), b.status('B'), b.status('C')]).toEqual(['blocked', 'skipped', 'accepted']);
    expect(b.run.state.tasks.get(T('A'))?.failure?.message).toContain('No such module.');
    broken = false;
    await b.run.retryTask(T('A'));
    await b.until(({ phase }) => phase === 'review');
    expect([b.status('A'), b.status('B')]).toEqual(['accepted', 'accepted']);
  });
});

describe('gates and the guard', () => {
  it('refuse an accept on a red gate; the lead hears why and may then retry with feedback', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      worker: (_task, turn, request) =>
        writes('src/A.ts', textOf(request).includes('be green') ? 'green' : 'red')(turn),
      gate: (tree) => exits(tree.get('src/A.ts') === 'green' ? 0 : 1, 'assertion failed: red'),
      assess: (_task, _times, request) => {
        const text = textOf(request);
        if (text.includes('passed, exit code 0')) return { type: 'accept' };
        expect(text).toContain('assertion failed: red');
        return text.includes('was refused') ? { type: 'retry', feedback: 'be green' } : { type: 'accept' };
      },
    });
    await carryOut(b);
    expect(b.status('A')).toBe('accepted');
    const [first, second] = b.run.state.tasks.get(T('A'))?.attempts ?? [];
    expect(first?.refusals.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('have not passed on this attempt: test'),
    ]);
    expect(second?.verdicts.find(({ gate }) => gate === 'test')).toMatchObject({
      outcome: 'passed',
      exitCode: 0,
      command: 'npm test',
    });
    expect(b.events.filter(({ type }) => type === 'decision-refused')).toHaveLength(1);
  });

  it('refuse a retry past its limit and fail the task when the lead insists', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      gate: () => exits(1, 'red'),
      assess: () => ({ type: 'retry', feedback: 'again' }),
    });
    await carryOut(b);
    const task = b.run.state.tasks.get(T('A'));
    expect(task?.attempts).toHaveLength(3);
    expect(task?.status).toBe('failed');
    expect(task?.failure).toMatchObject({
      reason: 'decision-refused',
      message: expect.stringContaining('limit is 2') as string,
    });
  });

  it('hold a gate that could not run until the user waives it, on record', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], gate: () => undefined });
    await b.run.plan();
    const approved = b.run.approve();
    await b.until((state) => state.tasks.get(T('A'))?.status === 'held');
    expect(b.model.requests.filter(isAssessment)).toHaveLength(0);
    await b.run.waiveGate('test', 'npm is not installed here');
    await approved;
    expect(b.status('A')).toBe('accepted');
    expect(b.run.state.waivers.get('test')).toBe('npm is not installed here');
  });

  it('never run twice on the same tree', async () => {
    const b = await bench({ tasks: [{ id: 'A' }] });
    await carryOut(b);
    // The attempt's tree is the merged proposal's tree.
    expect(b.run.state.proposalVerdicts).toMatchObject([{ gate: 'test', outcome: 'passed' }]);
    expect(b.shadow.ran).toHaveLength(1);
  });

  it('say not-configured where there is none, and an accept stands', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], gates: [] });
    await carryOut(b);
    expect(b.status('A')).toBe('accepted');
    expect(
      b.run.state.tasks.get(T('A'))?.attempts[0]?.verdicts.map(({ gate, outcome }) => `${gate} ${outcome}`),
    ).toEqual(['scope passed', 'patch passed', 'commands not-configured']);
  });
});

describe('an untrusted folder', () => {
  it('is planned for, and neither worked on nor measured', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], trusted: false });
    expect(await b.run.plan()).toEqual({ ok: true, value: undefined });
    expect(await b.run.approve()).toMatchObject({ ok: false, error: { reason: 'untrusted' } });
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: false, error: { reason: 'untrusted' } });
    expect(b.run.state.phase).toBe('plan-ready');
    expect(b.model.requests.filter(isWorker)).toEqual([]);
    expect(b.shadow.ran).toEqual([]);
  });
});

describe('stopping', () => {
  it('closes what is open, sends nothing more, and leaves what was accepted', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }, { id: 'B' }, { id: 'C' }],
      maxWorkers: 2,
      hold: (request) => isWorker(request) && taskIn(request) !== 'A',
    });
    await b.run.plan();
    const approved = b.run.approve();
    await b.until((state) => state.tasks.get(T('A'))?.status === 'accepted');
    await b.model.waitForCount(2);
    const sent = b.model.requests.length;
    await b.run.stop();
    await approved;
    expect(b.run.state.phase).toBe('stopped');
    expect([b.status('A'), b.status('B'), b.status('C')]).toEqual(['accepted', 'stopped', 'stopped']);
    expect(b.model.requests).toHaveLength(sent);
    expect(b.model.held).toEqual([]);
  });

  it('asks the user before the lead aborts; a no goes back to the lead', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      assess: (_task, _times, request) =>
        textOf(request).includes('said no') ? { type: 'accept' } : { type: 'abort', reason: 'Hopeless.' },
    });
    await b.run.plan();
    const approved = b.run.approve();
    const { questions } = await b.until((state) => state.questions.length > 0);
    expect(questions[0]).toMatchObject({ taskId: 'A', decision: { type: 'abort', reason: 'Hopeless.' } });
    await b.run.answer(questions[0]!.questionId, false);
    await approved;
    expect(b.status('A')).toBe('accepted');
  });

  it('aborts when the user agrees', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }, { id: 'B' }],
      hold: (request) => isWorker(request) && taskIn(request) === 'B',
      assess: () => ({ type: 'abort', reason: 'Hopeless.' }),
    });
    await b.run.plan();
    const approved = b.run.approve();
    const { questions } = await b.until((state) => state.questions.length > 0);
    await b.run.answer(questions[0]!.questionId, true);
    await approved;
    expect(b.run.state.phase).toBe('aborted');
    expect(b.status('B')).toBe('stopped');
  });
});

describe('when something breaks', () => {
  it('halts when the journal cannot be written, and says so', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], journal: new MemoryJournalStore(6) });
    await b.run.plan();
    const approved = await b.run.approve();
    expect(approved).toMatchObject({
      ok: false,
      error: { reason: 'journal', message: expect.stringContaining('The disk is full.') as string },
    });
    expect(b.run.state.phase).toBe('failed');
    const sent = b.model.requests.length;
    expect(await b.run.retryTask(T('A'))).toMatchObject({ ok: false });
    expect(b.model.requests).toHaveLength(sent);
  });

  it('fails a task with the model’s own reason', async () => {
    const failure = { reason: 'unreachable', message: 'Nobody answers at 127.0.0.1.', retryable: true } as const;
    const b = await bench({ tasks: [{ id: 'A' }], worker: () => ({ failure }) });
    await carryOut(b);
    expect(b.run.state.tasks.get(T('A'))?.failure).toEqual({ reason: 'model-unreachable', message: failure.message });
  });

  it('sends an invalid plan back at most twice, then fails in words', async () => {
    const b = await bench({ tasks: [{ id: 'A', dependsOn: ['Z'] }] });
    const planned = await b.run.plan();
    expect(planned).toMatchObject({
      ok: false,
      error: { reason: 'plan-invalid', message: expect.stringContaining('there is no task Z') as string },
    });
    expect(b.model.requests).toHaveLength(3);
    expect(b.run.state.phase).toBe('failed');
  });

  it('stops a worker that never ends at its turn limit', async () => {
    const read = (path: string) => ({ name: 'read', arguments: { path, fromLine: null, toLine: null } });
    const b = await bench({ tasks: [{ id: 'A' }], worker: (_task, turn) => ({ calls: [read(`a${turn}`)] }) });
    await carryOut(b);
    expect(b.model.requests.filter(isWorker)).toHaveLength(8);
    expect(b.run.state.tasks.get(T('A'))?.failure?.reason).toBe('turns-exhausted');
  });

  it('puts a conflict into its own state and retries on the new base', async () => {
    const b = await bench({
      files: { 'x.ts': 'one\n' },
      tasks: [
        { id: 'A', writeScope: ['x.ts'] },
        { id: 'B', writeScope: ['x.ts'] },
      ],
      worker: (task, turn) => writes('x.ts', `${task}\n`)(turn),
      hold: (request) => isAssessment(request) && taskIn(request) === 'B',
    });
    await b.run.plan();
    const approved = b.run.approve();
    const call = await b.model.waitFor();
    // The user rewrites the same line of the proposal while the lead looks at B.
    await b.run.editProposal('x.ts' as never, 'mine\n');
    call.release();
    await approved;
    expect(b.status('B')).toBe('conflict');
    expect(b.run.state.tasks.get(T('B'))?.conflicts).toMatchObject([{ path: 'x.ts', ours: 'mine\n', theirs: 'B\n' }]);
    await b.run.retryTask(T('B'));
    (await b.model.waitFor()).release();
    await b.until(({ phase }) => phase === 'review');
    expect(b.status('B')).toBe('accepted');
  });
});

describe('review', () => {
  const findings = (task: string): readonly object[] =>
    task === 'A'
      ? [{ path: 'src/A.ts', line: 1, quote: 'A', severity: 'warning', message: 'Too short.', criterion: 'C1' }]
      : [];

  it('sends a finding back with the user’s words; other choices stay', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }, { id: 'B' }],
      findings,
      worker: (task, turn, request) =>
        writes(`src/${task}.ts`, textOf(request).includes('longer') ? 'A much longer\n' : `${task}\n`)(turn),
    });
    await carryOut(b);
    const ofB = reviewProposal(b.run.state.proposal, b.run.state.choices).find(({ path }) => path === 'src/B.ts');
    await b.run.choose(
      ofB!.hunks.map(({ hunk }) => hunk.id),
      'accepted',
    );
    const finding = b.run.state.findings[0]!.finding;
    expect(await b.run.sendBack(T('A'), 'longer, please', finding.id)).toEqual({ ok: true, value: undefined });
    await b.until(({ phase }) => phase === 'review');
    expect(b.run.state.proposal.get('src/A.ts' as never)?.text).toBe('A much longer\n');
    expect(b.run.state.findings.map(({ choice }) => choice)).toContain('sent-back');
    expect(b.run.state.choices.size).toBe(1);
  });

  it('drops the change under a finding, and dismisses one with its reason', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], findings });
    await carryOut(b);
    const { id } = b.run.state.findings[0]!.finding;
    await b.run.dropFinding(id);
    expect(b.run.state.findings[0]?.choice).toBe('dropped');
    expect(reviewProposal(b.run.state.proposal, b.run.state.choices)[0]?.proposed).toBeNull();
    expect(await b.run.dismissFinding(id, 'late')).toMatchObject({ ok: false });
  });

  it('applies only what was accepted, merged with what the user typed meanwhile', async () => {
    const b = await bench({
      files: { 'src/A.ts': 'one\ntwo\nthree\nfour\nfive\n' },
      tasks: [{ id: 'A' }],
      worker: (_task, turn) => writes('src/A.ts', 'ONE\ntwo\nthree\nfour\nFIVE\n')(turn),
    });
    await carryOut(b);
    const review = reviewProposal(b.run.state.proposal, b.run.state.choices)[0]!;
    await b.run.choose([review.hunks[0]!.hunk.id], 'accepted');
    await b.run.choose([review.hunks[1]!.hunk.id], 'rejected');
    b.workspace.type('src/A.ts', 'one\ntwo\nthree and a half\nfour\nfive\n');
    expect((await b.run.apply({ without: [] })).ok).toBe(true);
    expect(b.workspace.text('src/A.ts')).toBe('ONE\ntwo\nthree and a half\nfour\nfive\n');
    expect(b.shadow.ran.at(-1)?.tree.get('src/A.ts')).toBe('ONE\ntwo\nthree and a half\nfour\nfive\n');
  });

  it('refuses red gates on the chosen subset, obstacles and clashes, and has then written nothing', async () => {
    const b = await bench({
      files: { 'src/A.ts': 'a\n', 'src/B.ts': 'b\n' },
      tasks: [{ id: 'A' }, { id: 'B' }],
      worker: (task, turn) => writes(`src/${task}.ts`, `new ${task}\n`)(turn),
      // A alone is red: it needs B.
      gate: (tree) => exits(tree.get('src/A.ts') === 'new A\n' && tree.get('src/B.ts') === 'b\n' ? 1 : 0, 'A needs B'),
      gates: [testGate],
      assess: () => ({ type: 'accept' }),
      maxWorkers: 1,
    });
    await b.run.plan();
    await b.run.approve();
    await b.run.waiveGate('test', 'A comes before B');
    if (b.status('A') !== 'accepted') {
      await b.run.retryTask(T('A'));
      await b.until(({ phase }) => phase === 'review');
    }
    const files = reviewProposal(b.run.state.proposal, b.run.state.choices);
    await b.run.choose(
      files.flatMap(({ hunks }) => hunks.map(({ hunk }) => hunk.id)),
      'accepted',
    );
    b.workspace.readOnly.add('src/B.ts');
    expect(await b.run.apply({ without: [] })).toMatchObject({
      ok: false,
      error: { reason: 'obstacles', paths: ['src/B.ts'] },
    });
    b.workspace.readOnly.clear();
    b.workspace.type('src/B.ts', 'typed\n');
    expect(await b.run.apply({ without: [] })).toMatchObject({
      ok: false,
      error: { reason: 'clash', paths: ['src/B.ts'] },
    });
    expect(b.workspace.applied).toEqual([]);
    expect(b.workspace.text('src/A.ts')).toBe('a\n');
    // Without the clashing file it is a new subset, measured anew.
    expect(await b.run.apply({ without: ['src/B.ts' as never] })).toMatchObject({ ok: true });
    expect(b.workspace.text('src/B.ts')).toBe('typed\n');
  });

  it('does not apply on a red gate until the user waives it', async () => {
    let green = true;
    const b = await bench({
      tasks: [{ id: 'A' }],
      gate: (tree) => exits(green || !tree.has('src/A.ts') ? 0 : 1, 'red'),
    });
    await carryOut(b);
    const [file] = reviewProposal(b.run.state.proposal, b.run.state.choices);
    await b.run.choose(
      file!.hunks.map(({ hunk }) => hunk.id),
      'accepted',
    );
    green = false;
    // Another file changed meanwhile, so the verdict of before is about another tree.
    b.workspace.type('src/other.ts', 'x');
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: false, error: { reason: 'gate-red' } });
    expect(b.workspace.text('src/A.ts')).toBeUndefined();
    await b.run.waiveGate('test', 'known to be flaky');
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(b.workspace.text('src/A.ts')).toBe('A\n');
  });

  it('refuses to apply nothing', async () => {
    const b = await bench({ tasks: [{ id: 'A' }] });
    await carryOut(b);
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: false, error: { reason: 'nothing-chosen' } });
    expect(b.workspace.applied).toEqual([]);
  });
});
