import { describe, expect, it } from 'vitest';

import { noUsage } from '../../../../src/core/ports/chatModel';
import { ProgressNotes } from '../../../../src/ui/plan/progressNotes';
import { id } from './states';

describe('progress notes', () => {
  const model = { configured: 'm', returned: 'm' };

  it('keep the newest line of each task until its state moves on', () => {
    const notes = new ProgressNotes();
    notes.note({ role: 'worker', taskId: id('T1'), text: 'reading' });
    notes.note({ role: 'worker', taskId: id('T1'), text: 'editing' });
    notes.note({ role: 'worker', taskId: id('T2'), text: 'listing' });
    notes.hear({ type: 'worker-turned', taskId: id('T1'), attempt: 1, model, usage: noUsage });
    expect([...notes.lines]).toEqual([
      ['T1', 'editing'],
      ['T2', 'listing'],
    ]);
    notes.hear({ type: 'worker-blocked', taskId: id('T1'), attempt: 1, reason: '' });
    expect([...notes.lines.keys()]).toEqual(['T2']);
  });

  it('forget all of it when another run is current', () => {
    const notes = new ProgressNotes();
    notes.note({ role: 'lead', taskId: null, text: 'reading' });
    notes.hear({ type: 'lead-called', purpose: 'plan', model, usage: noUsage });
    expect(notes.lines.size).toBe(1);
    notes.hear(undefined);
    expect(notes.lines.size).toBe(0);
  });
});
