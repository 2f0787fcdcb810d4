import type { TypeCheck, TypeCheckOutcome, TypeChecker, TypeProblem } from '../../src/core/ports/typeChecker';
import { throwIfAborted } from '../../src/core/util/abort';

/** A type checker as a function of what it is asked: its answer are the problems, or another outcome. */
export type TypeScript = (request: TypeCheck) => readonly TypeProblem[] | TypeCheckOutcome;

/** Checks what the script says, and keeps what it was asked. Without a script it can't run. */
export class ScriptedTypes implements TypeChecker {
  readonly asked: TypeCheck[] = [];

  constructor(private readonly script?: TypeScript) {}

  async check(request: TypeCheck, signal: AbortSignal): Promise<TypeCheckOutcome> {
    throwIfAborted(signal);
    this.asked.push(request);
    if (!this.script) return { type: 'could-not-run', message: 'No type checker is scripted.' };
    const answer = this.script(request);
    if (!Array.isArray(answer)) return answer as TypeCheckOutcome;
    return {
      type: 'checked',
      checker: 'TypeScript 0.0.0',
      problems: answer as readonly TypeProblem[],
      checked: request.files.length,
      outside: [],
      durationMs: 1,
      confinement: { none: 'it is scripted' },
    };
  }
}
