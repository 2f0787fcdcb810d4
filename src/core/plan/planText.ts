import type { Plan, Task } from './plan';
import { defaultProfile } from './profile';

/** A plan as plain text, a block for each task, so that two of them can be compared line by line. */
export function planText(plan: Plan): string {
  return [`Plan, revision ${plan.revision}`, ...plan.tasks.map(taskText)].join('\n\n') + '\n';
}

function taskText(task: Task): string {
  const { id, title, size, profile = defaultProfile, dependsOn, writeScope, reads, instructions, criteria } = task;
  return [
    `${id} ${title}`,
    `  size ${size}, worker ${profile}`,
    `  after: ${dependsOn.join(', ') || 'nothing'}`,
    `  may write: ${writeScope.join(', ')}`,
    ...(reads.length > 0 ? [`  reads first: ${reads.join(', ')}`] : []),
    ...instructions.split('\n').map((line) => `  ${line}`.trimEnd()),
    ...criteria.map((criterion) => `  - ${criterion.id}: ${criterion.text.replaceAll('\n', ' ')}`),
  ].join('\n');
}
