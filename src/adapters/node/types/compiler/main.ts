import { createInterface } from 'node:readline';
import type * as TypeScript from 'typescript';
import { framed } from '../messageFrames';
import type { CompilerAnswer, CompilerProblem, CompilerRequest } from './messages';
import { overlaySystem, type LaidTexts } from './overlaySystem';
import { Project } from './project';

/*
 * A program of its own, run with the path of a TypeScript up to 6 as its argument: answers what its process is asked over stdin. It loads
 * no plugin, and nothing else of the workspace.
 */

const [, , library = ''] = process.argv;
// eslint-disable-next-line @typescript-eslint/no-require-imports -- It is known by path alone, and where it lies.
const ts = require(library) as typeof TypeScript;

let laid: LaidTexts = new Map();
const projects = new Map<string, Project>();
const system = overlaySystem(ts, () => laid);

function check({ texts, configurations }: CompilerRequest): CompilerAnswer {
  laid = new Map(texts);
  const problems = new Map<string, CompilerProblem>();
  const checked = new Set<string>();
  const known = new Set<string>();
  const queue = [...configurations];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (known.has(next)) continue;
    known.add(next);
    const project = projects.get(next) ?? new Project(ts, system, next);
    projects.set(next, project);
    const found = project.check();
    for (const file of found.checked) checked.add(file);
    // A file in two projects is wrong once.
    for (const problem of found.problems) problems.set(JSON.stringify(problem), problem);
    queue.push(...found.references);
  }
  for (const gone of [...projects.keys()].filter((path) => !known.has(path))) projects.delete(gone);
  return { problems: [...problems.values()], checked: [...checked] };
}

createInterface({ input: process.stdin }).on('line', (line) => {
  let answer: CompilerAnswer;
  try {
    answer = check(JSON.parse(line) as CompilerRequest);
  } catch (error) {
    // What was kept may be half of something.
    projects.clear();
    answer = { fault: error instanceof Error ? error.message : String(error) };
  }
  process.stdout.write(framed(answer));
});
