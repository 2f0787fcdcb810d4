import type { Task, TaskId } from '../../src/core/plan/plan';
import type { WorkspacePath } from '../../src/core/util/paths';

/** The file a task of a bench writes. */
export function fileOf(task: string): WorkspacePath {
  return `src/${task}.ts` as WorkspacePath;
}

/** A task that changes its own file, after the others named. */
export function taskAfter(id: string, dependsOn: readonly string[] = []): Task {
  return {
    id: id as TaskId,
    title: `Set both values of ${id}`,
    instructions: `Set first and last in ${fileOf(id)} to 1.`,
    reads: [fileOf(id)],
    writeScope: [fileOf(id)],
    dependsOn: dependsOn as readonly TaskId[],
    criteria: [{ id: 'C1', text: 'Both values are 1.' }],
    size: 'S',
  };
}

/** So many tasks that do not depend on each other. */
export function independentTasks(count: number): readonly Task[] {
  return Array.from({ length: count }, (_, index) => taskAfter(`T${index + 1}`));
}

/** Seven tasks in the shape of the demo's: three at once, and what builds on them. The longest path has four. */
export const sevenTasks: readonly Task[] = [
  taskAfter('T1'),
  taskAfter('T2'),
  taskAfter('T3'),
  taskAfter('T4', ['T1', 'T2']),
  taskAfter('T5', ['T3']),
  taskAfter('T6', ['T4']),
  taskAfter('T7', ['T5', 'T6']),
];

/** So many tasks, each after up to two of the forty before it, drawn with a seed. */
export function layeredTasks(count: number, seed: number): readonly Task[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => {
    const draws = Array.from({ length: Math.floor(random() * 3) }, () => index + 1 - Math.ceil(random() * 40));
    const earlier = [...new Set(draws)].filter((number) => number > 0);
    return taskAfter(
      `T${index + 1}`,
      earlier.map((number) => `T${number}`),
    );
  });
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
