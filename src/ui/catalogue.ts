/*
 * Every id that package.json and the code share, once. A test holds the manifest against these lists both ways, so that a
 * command that is declared and not listed here, or listed and not declared, fails.
 */

/** Commands of planning, running and set-up. */
export const planCommands = {
  plan: 'leadWorker.plan',
  approve: 'leadWorker.approve',
  stop: 'leadWorker.stop',
  pause: 'leadWorker.pause',
  resume: 'leadWorker.resume',
  discard: 'leadWorker.discard',
  showRun: 'leadWorker.showRun',
  answerQuestion: 'leadWorker.answerQuestion',
  showHeldChange: 'leadWorker.showHeldChange',
  releaseGates: 'leadWorker.releaseGates',
  retryGates: 'leadWorker.retryGates',
  waiveGate: 'leadWorker.waiveGate',
  retryTask: 'leadWorker.retryTask',
  retryTaskWithNote: 'leadWorker.retryTaskWithNote',
  stopTask: 'leadWorker.stopTask',
  tellWorker: 'leadWorker.tellWorker',
  reassignTask: 'leadWorker.reassignTask',
  undoApply: 'leadWorker.undoApply',
  setUp: 'leadWorker.setUp',
  selectModels: 'leadWorker.selectModels',
  checkSetUp: 'leadWorker.checkSetUp',
  configureGates: 'leadWorker.configureGates',
  showLog: 'leadWorker.showLog',
  deleteAllData: 'leadWorker.deleteAllData',
  openDemo: 'leadWorker.openDemo',
};

/** Commands of the review and of findings. */
export const reviewCommands = {
  acceptHunk: 'leadWorker.acceptHunk',
  rejectHunk: 'leadWorker.rejectHunk',
  reopenHunk: 'leadWorker.reopenHunk',
  acceptFile: 'leadWorker.acceptFile',
  rejectFile: 'leadWorker.rejectFile',
  reopenFile: 'leadWorker.reopenFile',
  acceptTask: 'leadWorker.acceptTask',
  rejectTask: 'leadWorker.rejectTask',
  reopenTask: 'leadWorker.reopenTask',
  acceptAll: 'leadWorker.acceptAll',
  rejectAll: 'leadWorker.rejectAll',
  reopenAll: 'leadWorker.reopenAll',
  nextHunk: 'leadWorker.nextHunk',
  previousHunk: 'leadWorker.previousHunk',
  sendBack: 'leadWorker.sendBack',
  openFileReview: 'leadWorker.openFileReview',
  openTaskReview: 'leadWorker.openTaskReview',
  openRunReview: 'leadWorker.openRunReview',
  apply: 'leadWorker.apply',
  findingSendBack: 'leadWorker.finding.sendBack',
  findingDrop: 'leadWorker.finding.drop',
  findingDismiss: 'leadWorker.finding.dismiss',
};

/** Commands of the documents that tell a run. */
export const recordCommands = {
  openReport: 'leadWorker.openReport',
  exportReport: 'leadWorker.exportReport',
  openAuthorityLog: 'leadWorker.openAuthorityLog',
};

/** Commands with which the user settles a conflict of two changes. */
export const conflictCommands = {
  openConflict: 'leadWorker.openConflict',
  takeFirst: 'leadWorker.takeFirst',
  takeSecond: 'leadWorker.takeSecond',
  takeBoth: 'leadWorker.takeBoth',
  settleConflict: 'leadWorker.settleConflict',
};

/** All commands. */
export const commands = { ...planCommands, ...reviewCommands, ...recordCommands, ...conflictCommands };

/** All settings; defaults and descriptions stand in package.json. */
export const settings = {
  leadModel: 'leadWorker.lead.model',
  leadEffort: 'leadWorker.lead.effort',
  workerModel: 'leadWorker.worker.model',
  workerEffort: 'leadWorker.worker.effort',
  editFormat: 'leadWorker.worker.editFormat',
  workers: 'leadWorker.workers',
  prices: 'leadWorker.prices',
  authority: 'leadWorker.authority',
  maxWorkers: 'leadWorker.maxWorkers',
  overlap: 'leadWorker.overlap',
  maxTurnsPerAttempt: 'leadWorker.maxTurnsPerAttempt',
  gates: 'leadWorker.gates',
  gateFiles: 'leadWorker.gateFiles',
  gateSandbox: 'leadWorker.gateSandbox',
  gateNetwork: 'leadWorker.gateNetwork',
  sensitiveFiles: 'leadWorker.sensitiveFiles',
  baseUrl: 'leadWorker.openai.baseUrl',
  api: 'leadWorker.openai.api',
  parallel: 'leadWorker.openai.parallel',
};

/** Context keys of ours that `when` clauses may use. */
export const contextKeys = {
  /** `none`, `starting`, `discarded`, or the phase of the current run. */
  stage: 'leadWorker.stage',
  /** No key, no server and no demo is set up. Unset until we know, so that nothing flashes. */
  needsModel: 'leadWorker.needsModel',
  canApprove: 'leadWorker.canApprove',
  canStop: 'leadWorker.canStop',
  canPause: 'leadWorker.canPause',
  /** The run is paused, or was interrupted: its window went away. */
  canResume: 'leadWorker.canResume',
  canDiscard: 'leadWorker.canDiscard',
  canApply: 'leadWorker.canApply',
  /** Nothing was ever applied here, or all of it is undone. Unset until we know: after a reload the command has to be there. */
  nothingToUndo: 'leadWorker.nothingToUndo',
  /** More than one run is open in this window. */
  hasOtherRuns: 'leadWorker.hasOtherRuns',
  hasQuestions: 'leadWorker.hasQuestions',
  /** Gates of a task, or of the merged proposal, wait for the user. */
  hasHeldTask: 'leadWorker.hasHeldTask',
  /** A task is under way, or waits for its turn. */
  hasStoppableTask: 'leadWorker.hasStoppableTask',
  /** A worker is at a task. */
  hasWorkingTask: 'leadWorker.hasWorkingTask',
  /** There is another worker profile for a task. */
  hasReassignableTask: 'leadWorker.hasReassignableTask',
  /** A task failed, is blocked or in conflict. */
  hasRetryableTask: 'leadWorker.hasRetryableTask',
  /** A required gate is red or could not run, and nobody waived it. */
  hasRedGate: 'leadWorker.hasRedGate',
  hasProposal: 'leadWorker.hasProposal',
  /** A conflict waits for the user. */
  hasConflict: 'leadWorker.hasConflict',
  /** Set by the review. */
  hasOpenHunks: 'leadWorker.hasOpenHunks',
  /** Set by the review: the cursor stands in an open hunk of the proposal. */
  hunkAtCursor: 'leadWorker.hunkAtCursor',
};

/** Our view container and the views in it. */
export const views = { container: 'leadWorker', plan: 'leadWorker.planView' };

/** Type of the editor tab in which a goal is stated. */
export const goalPanel = 'leadWorker.goal';

/**
 * Schemes of our virtual documents: `reviewed` is read only and stands left, `proposal` is writable and stands right; `held`
 * is read only, both sides of a change that gates wait for; `accepted` is read only, and stands left of a file that saving changed;
 * `record` is read only: what tells a run from its journal; `conflict` is writable and stands right where two changes clash, `first` is
 * read only and stands left of it; `plan` is read only: plans as text, to be compared.
 */
export const schemes = {
  reviewed: 'lead-worker-reviewed',
  proposal: 'lead-worker-proposal',
  held: 'lead-worker-held',
  accepted: 'lead-worker-accepted',
  record: 'lead-worker-record',
  conflict: 'lead-worker-conflict',
  first: 'lead-worker-first',
  plan: 'lead-worker-plan',
};

/** Id of the comment controller, and the `contextValue` of its thread on the current hunk. */
export const comments = { controller: 'leadWorker.review', hunkThread: 'hunk' };
