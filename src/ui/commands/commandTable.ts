import * as vscode from 'vscode';

import type { Logger } from '../../core/ports/services';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { isAbort } from '../../core/util/abort';
import { describeError, type Result } from '../../core/util/result';
import { planCommands } from '../catalogue';
import { isWorthSaying, plainMessage, waysOutOf, type Problem, type WayOut } from './problem';

/** Carries a command out. The argument is whatever the menu, the tree or a caller gave. */
export type Handler = (argument: unknown) => Promise<Result<void, Problem>>;

const showLog: WayOut = { title: 'Show Log', command: planCommands.showLog };

/** Registers commands so that every failure reaches the log and the user, with the way out, and none is lost. */
export class CommandTable implements Disposable {
  private readonly registered = new DisposableStore();

  constructor(private readonly logger: Logger) {}

  register(id: string, handler: Handler): void {
    this.registered.add(
      vscode.commands.registerCommand(id, (argument: unknown) => this.carryOut(id, handler, argument)),
    );
  }

  dispose(): void {
    this.registered.dispose();
  }

  private async carryOut(id: string, handler: Handler, argument: unknown): Promise<void> {
    try {
      const result = await handler(argument);
      if (!result.ok) reportProblem(result.error, this.logger);
    } catch (error) {
      if (isAbort(error)) return;
      this.logger.error(
        `${id} failed unexpectedly: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      const message = `Lead/Worker: something went wrong that should not have: ${describeError(error)}`;
      offer(message, [showLog], this.logger);
    }
  }
}

/** Writes a problem to the log and shows it, without waiting for the user to read it. */
export function reportProblem(problem: Problem, logger: Logger): void {
  logger.warn(`${problem.reason}: ${problem.message}`);
  if (isWorthSaying(problem)) offer(problem.message, [...waysOutOf(problem), showLog], logger);
}

function offer(message: string, ways: readonly WayOut[], logger: Logger): void {
  const chosen = vscode.window.showErrorMessage(plainMessage(message), ...ways.map((way) => way.title));
  chosen
    .then((title) => {
      const way = ways.find((candidate) => candidate.title === title);
      if (!way) return undefined;
      return vscode.commands.executeCommand(way.command, ...(way.argument === undefined ? [] : [way.argument]));
    })
    .then(undefined, (error: unknown) => logger.error(`A button of a message failed: ${describeError(error)}`));
}
