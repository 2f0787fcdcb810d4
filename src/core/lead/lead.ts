import * as z from 'zod';
import { guidesText, readGuides } from '../agent/guides';
import { quoteData } from '../agent/quote';
import { readTools } from '../agent/readTools';
import { describeCall, runTool } from '../agent/tool';
import { takeTurn, type Turn } from '../agent/turn';
import { decisionSchema } from '../authority/decisionSchema';
import type { PolicyRules } from '../authority/policy';
import type { Mandate } from '../authority/mandate';
import type { GateSpec } from '../gates/verdict';
import type { Overlap } from '../plan/overlap';
import { parsePlan } from '../plan/parsePlan';
import type { Plan } from '../plan/plan';
import { defaultProfile, type Profile } from '../plan/profile';
import { planAnswerSchema } from '../plan/schema';
import type { ChatItem, ChatModel, ModelFailure, ReasoningEffort } from '../ports/chatModel';
import type { OverlayView } from '../staging/read/overlayView';
import { fail, ok, type Result } from '../util/result';
import { parseJson, strictJsonSchema } from '../util/strictSchema';
import type { Assessment } from './assessment';
import { assessmentSchema, parseAssessment } from './assessmentSchema';
import { askFor, maxReturns, type LeadFailure, type LeadRequest } from './leadCall';
import {
  assessInstructions,
  attemptMessage,
  goalMessage,
  planInstructions,
  planIssuesMessage,
  type AttemptReport,
} from './prompts';
import { readRevision, revisionField } from './revisionField';
import { resolveAnswerSchema, type Resolution } from './resolution';
import { clashMessage, resolveInstructions, type ClashReport } from './resolvePrompts';
import { parseSummary, summarySchema, type RunSummary } from './runSummary';
import { troubleInstructions, troubleMessage, type TroubleReport } from './troublePrompts';
import { outcomeMessage, summaryInstructions, type RunOutcome } from './summaryPrompts';

/** Model calls for one plan, reading included. */
const maxPlanTurns = 40;

/** What a call to the lead is for. */
export type LeadPurpose = 'plan' | 'assess' | 'consult' | 'resolve' | 'sum-up';

/** Hears of the lead's calls. */
export interface LeadListener {
  onTurn(turn: Turn, purpose: LeadPurpose): Promise<void>;
  onReturned(issues: readonly string[]): Promise<void>;
  onProgress(text: string): void;
}

/** What the lead works with. It has no way to write: nothing in here, or in what this module imports, can. */
export interface LeadOptions {
  readonly model: ChatModel;
  readonly modelName: string;
  readonly effort: ReasoningEffort;
  /** What it may do in the run; a call about one task may come with less. */
  readonly mandate: Mandate;
  /** All worker profiles, the default one first. */
  readonly profiles: readonly Profile[];
  readonly gates: readonly GateSpec[];
  /** How tasks run that may write the same files. */
  readonly overlap?: Overlap | undefined;
  readonly rules: PolicyRules;
  /** Resolves when a call may begin. */
  readonly mayCall: (signal: AbortSignal) => Promise<void>;
  readonly listener: LeadListener;
}

/** The planning and judging half of the pattern. */
export class Lead {
  constructor(private readonly options: LeadOptions) {}

  /** Reads the workspace and answers with a valid plan, or fails after the answer came back wrong too often. */
  async plan(
    goal: string,
    view: OverlayView,
    folders: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<Plan, LeadFailure>> {
    const { mandate, profiles, gates, overlap, rules, listener } = this.options;
    const named = profiles.map(({ name }) => name).filter((name) => name !== defaultProfile);
    const policy = { agent: { role: 'lead' }, rules } as const;
    const tools = readTools(view, policy);
    const places = rules.folder === undefined ? [] : [rules.folder];
    const guides = guidesText(await readGuides({ places, view, policy, folders }, signal));
    const items: ChatItem[] = [{ type: 'user', text: goalMessage(goal, guides) }];
    let returned = 0;
    for (let turns = 0; turns < maxPlanTurns; turns++) {
      const turn = await this.call(
        'plan',
        {
          instructions: planInstructions({ mandate, profiles, gates, folders, folder: rules.folder, overlap }),
          items,
          tools: tools.map(({ spec }) => spec),
          schema: { name: 'plan', schema: strictJsonSchema(planAnswerSchema(named)) },
        },
        signal,
      );
      if (!turn.ok) return fail({ type: 'model', failure: turn.error });
      items.push(...turn.value.items);
      if (turn.value.toolCalls.length > 0) {
        for (const call of turn.value.toolCalls) {
          listener.onProgress(describeCall(tools, call));
          const output = await runTool(tools, call, signal);
          // What files say is material to the lead, like all else that did not come from us.
          items.push({ type: 'tool-result', callId: call.callId, output: quoteData('tool result', output) });
        }
        continue;
      }
      const plan = parsePlan(turn.value.text, {
        revision: 1,
        place: await rules.workspace.place(),
        profiles: named,
        folder: rules.folder,
        overlap,
      });
      if (plan.ok) return plan;
      if (returned++ === maxReturns) return fail({ type: 'malformed', issues: plan.error });
      await listener.onReturned(plan.error);
      items.push({ type: 'user', text: planIssuesMessage(plan.error) });
    }
    return fail({ type: 'turns-exhausted', turns: maxPlanTurns });
  }

  /** Judges one attempt and decides within its authority; whether the decision stands is the guard's to say. */
  async assess(report: AttemptReport, mandate: Mandate, signal: AbortSignal): Promise<Result<Assessment, LeadFailure>> {
    const schema = assessmentSchema(mandate, report);
    return askFor(
      (request) => this.call('assess', request, signal),
      {
        instructions: assessInstructions(mandate),
        message: attemptMessage(report),
        schema: { name: 'assessment', schema: strictJsonSchema(schema) },
      },
      (answer) => parseAssessment(answer, schema, report),
    );
  }

  /** Decides within its authority how to go on after an attempt of which nothing came; whether that stands is the guard's to say. */
  async consult(
    report: TroubleReport,
    mandate: Mandate,
    signal: AbortSignal,
  ): Promise<Result<Pick<Assessment, 'decision' | 'revision'>, LeadFailure>> {
    const { revising } = report;
    const schema = z.object({ decision: decisionSchema(mandate, 'trouble'), ...revisionField(mandate, revising) });
    return askFor(
      (request) => this.call('consult', request, signal),
      {
        instructions: troubleInstructions(mandate),
        message: troubleMessage(report),
        schema: { name: 'decision', schema: strictJsonSchema(schema) },
      },
      (answer) => {
        const parsed = parseJson(answer, schema);
        if (!parsed.ok) return parsed;
        const revision = readRevision(parsed.value, revising);
        return revision.ok ? ok({ decision: parsed.value.decision, ...revision.value }) : revision;
      },
    );
  }

  /** Decides within its authority how a conflict is settled, and by whom; what the merged text is it never says. */
  async resolve(report: ClashReport, signal: AbortSignal): Promise<Result<Resolution, LeadFailure>> {
    const { mandate } = this.options;
    const schema = resolveAnswerSchema(mandate);
    const answered = await askFor(
      (request) => this.call('resolve', request, signal),
      {
        instructions: resolveInstructions(mandate),
        message: clashMessage(report),
        schema: { name: 'resolution', schema: strictJsonSchema(schema) },
      },
      (answer) => parseJson(answer, schema),
    );
    return answered.ok ? ok(answered.value.decision) : answered;
  }

  /** Says what a run came to, for whoever reviews it. Nothing is decided by it. */
  async sumUp(outcome: RunOutcome, signal: AbortSignal): Promise<Result<RunSummary, LeadFailure>> {
    const { mandate } = this.options;
    const schema = summarySchema(outcome.paths);
    return askFor(
      (request) => this.call('sum-up', request, signal),
      {
        instructions: summaryInstructions(mandate),
        message: outcomeMessage(outcome),
        schema: { name: 'summary', schema: strictJsonSchema(schema) },
      },
      (answer) => parseSummary(answer, schema),
    );
  }

  private async call(
    purpose: LeadPurpose,
    request: LeadRequest,
    signal: AbortSignal,
  ): Promise<Result<Turn, ModelFailure>> {
    const { model, modelName, effort, listener, mayCall } = this.options;
    await mayCall(signal);
    const turn = await takeTurn(model, { model: modelName, effort, ...request }, signal, {
      onNotice: (message) => listener.onProgress(message),
    });
    if (turn.ok) await listener.onTurn(turn.value, purpose);
    return turn;
  }
}
