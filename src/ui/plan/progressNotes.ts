import type { TaskId } from '../../core/plan/plan';
import type { RunEvent } from '../../core/run/events';
import type { RunProgress } from '../../core/run/run';

/** Events that come while the same work goes on; every other one makes the last line of progress stale. */
const passing: ReadonlySet<RunEvent['type']> = new Set(['worker-turned', 'worker-told', 'lead-called']);

/** The newest line of progress of each task, and of the run as a whole under `null`. */
export class ProgressNotes {
  private readonly notes = new Map<TaskId | null, string>();

  get lines(): ReadonlyMap<TaskId | null, string> {
    return this.notes;
  }

  note(progress: RunProgress): void {
    this.notes.set(progress.taskId, progress.text);
  }

  /** Forgets what an event made stale; no event stands for another run. */
  hear(event: RunEvent | undefined): void {
    // After a pause nobody waits for its end any more.
    if (!event || event.type === 'run-resumed') this.notes.clear();
    else if (!passing.has(event.type)) this.notes.delete('taskId' in event ? event.taskId : null);
  }
}
