import type { UserWords } from '../worker/worker';
import type { TaskId } from '../plan/plan';
import type { AttemptKey } from './events';

/** The user's words to one worker that is at work, in order. */
class Inbox implements UserWords {
  /** No worker reads it any more. */
  isClosed = false;
  private readonly arriving: Promise<string>[] = [];

  constructor(readonly key: AttemptKey) {}

  /** A message that the worker may read as soon as this resolves. */
  add(message: Promise<string>): void {
    // A journal that can't be written halts the run, and with it whoever would have read this.
    message.catch(() => undefined);
    this.arriving.push(message);
  }

  take(): Promise<readonly string[]> {
    return Promise.all(this.arriving.splice(0));
  }

  async takeLast(): Promise<readonly string[]> {
    if (this.arriving.length > 0) return this.take();
    this.isClosed = true;
    return [];
  }
}

/** Carries the user's words to workers that are at work. What a worker was told before it is done is read by it, whatever comes between. */
export class Steering {
  private readonly inboxes = new Map<TaskId, Inbox>();

  /** Lets the user speak to a worker for as long as it is at work. */
  async during<T>(key: AttemptKey, work: (words: UserWords) => Promise<T>): Promise<T> {
    const inbox = new Inbox(key);
    this.inboxes.set(key.taskId, inbox);
    try {
      return await work(inbox);
    } finally {
      inbox.isClosed = true;
      this.inboxes.delete(key.taskId);
    }
  }

  /** Has the worker of a task read a message in its next turn, after it is on record; `false` where no worker would. */
  async tell(taskId: TaskId, message: string, record: (key: AttemptKey) => Promise<void>): Promise<boolean> {
    const inbox = this.inboxes.get(taskId);
    if (!inbox || inbox.isClosed) return false;
    const recorded = record(inbox.key);
    inbox.add(recorded.then(() => message));
    await recorded;
    return true;
  }
}
