import assert from 'node:assert/strict';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import {
  commands,
  conflictCommands,
  planCommands,
  recordCommands,
  reviewCommands,
  views,
} from '../../../src/ui/catalogue';
import { RunBed } from '../runBed';

// These ask something of the user, open a window, or a view; the others answer at once, whatever they find.
const asking: readonly string[] = [
  planCommands.setUp,
  planCommands.selectModels,
  planCommands.checkSetUp,
  planCommands.openDemo,
  planCommands.plan,
];
const ofReview: readonly string[] = Object.values({ ...reviewCommands, ...conflictCommands });

describe('without a folder', () => {
  let bed: RunBed;

  beforeEach(async () => {
    bed = await RunBed.open({ team: { tasks: [] } });
  });

  afterEach(() => bed.close());

  it('planning says what it can not do, and names the way out', async () => {
    await vscode.commands.executeCommand(planCommands.plan, 'Change something.');
    const said = bed.messages.saying(/plans changes in a folder, and none is open/);
    assert.deepEqual(said.buttons, ['Open Folder', 'Open the Demo', 'Show Log']);
    assert.equal(bed.hasRun, false);
    assert.deepEqual(bed.server.requests, []);
  });

  it('every command says in words that there is nothing to do', async () => {
    await vscode.commands.executeCommand(`${views.plan}.focus`);
    const ids: readonly string[] = Object.values(commands).filter((id) => !asking.includes(id));
    const said: (readonly [string, readonly string[]])[] = [];
    for (const id of ids) {
      const before = bed.messages.shown.length;
      await vscode.commands.executeCommand(id);
      said.push([id, bed.messages.shown.slice(before).map(({ message }) => message)]);
    }
    assert.deepEqual(
      said,
      ids.map((id) => [id, wordsOf(id)]),
    );
  });
});

/** What a command says when there is no run. */
function wordsOf(id: string): readonly string[] {
  if (ofReview.includes(id)) return ['There is nothing to review: no run is open.'];
  switch (id) {
    case planCommands.deleteAllData:
      return ['Delete all that Lead/Worker has stored for this workspace?'];
    // An apply may have been one of an earlier session.
    case planCommands.undoApply:
      return ['Nothing is left to undo in this workspace.'];
    // Earlier runs are told of as well.
    case recordCommands.openReport:
    case recordCommands.exportReport:
    case recordCommands.openAuthorityLog:
      return ['No run of this workspace is on record yet.'];
    // Settings and the log open, whatever there is.
    case planCommands.configureGates:
    case planCommands.showLog:
      return [];
    default:
      return ['There is no run. Start one with "Lead/Worker: Plan a Change…".'];
  }
}
