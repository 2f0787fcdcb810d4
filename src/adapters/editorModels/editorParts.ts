import * as vscode from 'vscode';

import type { AnswerPart } from './answer';
import type { EditorMessage, EditorPart, EditorRequest } from './conversation';

/** Shown by the editor where it asks the user whether we may. */
const justification = 'Lead/Worker plans a change, has workers carry it out, and judges it, as you asked.';

/** A request's messages, instructions first, as the editor takes them. */
export function messagesOf({ instructions, messages }: EditorRequest): vscode.LanguageModelChatMessage[] {
  return [vscode.LanguageModelChatMessage.User(instructions), ...messages.map(messageOf)];
}

function messageOf({ role, parts }: EditorMessage): vscode.LanguageModelChatMessage {
  const { User, Assistant } = vscode.LanguageModelChatMessageRole;
  return new vscode.LanguageModelChatMessage(role === 'user' ? User : Assistant, parts.map(inputPartOf));
}

function inputPartOf(part: EditorPart): vscode.LanguageModelInputPart {
  switch (part.type) {
    case 'text':
      return new vscode.LanguageModelTextPart(part.text);
    case 'tool-call':
      return new vscode.LanguageModelToolCallPart(part.callId, part.name, part.input);
    case 'tool-result':
      return new vscode.LanguageModelToolResultPart(part.callId, [new vscode.LanguageModelTextPart(part.text)]);
  }
}

/** What goes with them: tools, whether one must be called, and why we ask. */
export function optionsOf({ tools, mustCall }: EditorRequest): vscode.LanguageModelChatRequestOptions {
  const { Auto, Required } = vscode.LanguageModelChatToolMode;
  return { justification, tools: [...tools], toolMode: mustCall ? Required : Auto };
}

/** What we know of what comes; the editor may send more than that, and does. */
export function readPart(part: unknown): AnswerPart | undefined {
  if (part instanceof vscode.LanguageModelTextPart) return { type: 'text', text: part.value };
  if (part instanceof vscode.LanguageModelToolCallPart)
    return { type: 'tool-call', callId: part.callId, name: part.name, input: { ...part.input } };
  return undefined;
}
