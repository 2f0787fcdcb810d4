import { describe, expect, it } from 'vitest';

import { isWorthSaying, plainMessage, waysOutOf } from '../../../../src/ui/commands/problem';
import { gateOfArgument, questionOfArgument, taskOfArgument } from '../../../../src/ui/commands/targets';
import { runState, task, taskState } from '../plan/states';

describe('a problem', () => {
  it('of the model leads to set-up, one of the folder to a folder', () => {
    const titles = (reason: string): readonly string[] => waysOutOf({ reason, message: '' }).map((way) => way.title);
    expect(titles('model-unauthorized')).toEqual(['Set Up Models…']);
    expect(titles('no-folder')).toEqual(['Open Folder', 'Open the Demo']);
    expect(titles('untrusted')).toEqual(['Manage Workspace Trust']);
    expect(titles('gate-red')).toEqual([]);
  });

  it('that the user asked for is not shown', () => {
    expect(isWorthSaying({ reason: 'model-stopped', message: 'Stopped.' })).toBe(false);
    expect(isWorthSaying({ reason: 'gate-red', message: 'x' })).toBe(true);
  });

  it('in the words of a model becomes no link', () => {
    expect(plainMessage('see [here](command:evil)')).toBe('see [here] (command:evil)');
  });
});

describe('the argument of a command', () => {
  const state = runState([taskState(task('T1'))], [['T1']]);

  it('names a task, a question, a gate', () => {
    expect(taskOfArgument({ type: 'task', taskId: 'T1' }, state)?.task.id).toBe('T1');
    expect(questionOfArgument({ questionId: 'Q1' })).toBe('Q1');
    expect(gateOfArgument({ gate: 'test' })).toBe('test');
  });

  it.each([undefined, null, 'T1', {}, { taskId: 1 }, { taskId: 'T9' }])(
    'that is none of ours names nothing: %j',
    (argument) => {
      expect(taskOfArgument(argument, state)).toBeUndefined();
    },
  );
});
