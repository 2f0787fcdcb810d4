import type { RunState, TaskState } from '../../../../src/core/run/state';
import { at, attempt, id, runState, task, taskState } from './states';

const path = at('src/a.ts');

/** A run in which T2 could not be merged with what T1 made of `src/a.ts`, and the user is to settle that. */
export function conflictState(parts: Partial<TaskState> = {}, proposed = 'ours\n'): RunState {
  const conflict = { path, kind: 'lines', line: 1, base: 'base\n', ours: 'ours\n', theirs: 'theirs\n' } as const;
  const changes = [{ path, before: 'base\n', after: 'theirs\n' }];
  const first = { type: 'task', taskId: id('T1'), attempt: 1 } as const;
  const clash = { conflicts: [conflict], with: [first], laid: [], resolution: null, outcome: 'left' } as const;
  const clashing = attempt({ changeSet: { digest: 'd', changes }, clash });
  const tasks = [
    taskState(task('T1'), { status: 'accepted', attempts: [attempt({ accepted: true })] }),
    taskState(task('T2'), { status: 'conflict', conflicts: [conflict], attempts: [clashing], ...parts }),
  ];
  const file = { path, base: 'base\n', text: proposed, steps: [{ author: first, text: proposed }] };
  return runState(tasks, [['T1', 'T2']], { phase: 'review', proposal: new Map([[path, file]]) });
}
