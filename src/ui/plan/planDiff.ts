import * as vscode from 'vscode';

import type { Plan } from '../../core/plan/plan';
import { planText } from '../../core/plan/planText';
import type { Disposable } from '../../core/util/disposable';
import { schemes } from '../catalogue';

/** Texts of plans that were shown, by path; a revision of a run never reads otherwise. */
const served = new Map<string, string>();

/** Serves plans as text, read only, so that two of them can be compared. */
export function registerPlanTexts(): Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(schemes.plan, {
    provideTextDocumentContent: ({ path }) => served.get(path) ?? 'This plan is not shown any more.',
  });
}

/** Opens the plan as it is beside the plan as the lead wants it. */
export async function openPlanDiff(runId: string, before: Plan, after: Plan): Promise<void> {
  const [left, right] = [serve(runId, before), serve(runId, after)];
  const title = `Plan: revision ${before.revision} ↔ what the lead wants`;
  await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: false });
}

function serve(runId: string, plan: Plan): vscode.Uri {
  const path = `/${runId}/plan ${plan.revision}.txt`;
  served.set(path, planText(plan));
  return vscode.Uri.from({ scheme: schemes.plan, path });
}
