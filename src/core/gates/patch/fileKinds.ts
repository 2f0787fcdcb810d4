import { compileGlobs } from '../../util/globs';
import { baseName, type WorkspacePath } from '../../util/paths';

const anywhere = (globs: readonly string[]): readonly string[] => globs.flatMap((glob) => [glob, `**/${glob}`]);

const isTestPath = compileGlobs(
  anywhere([
    '{test,tests,__tests__,spec,specs,e2e}/**',
    '*.{test,tests,spec,specs}.*',
    '*_test.{go,py,rs,rb,exs,dart}',
    'test_*.py',
    'conftest.py',
    '*_spec.rb',
    '*{Test,Tests,Spec,IT}.{java,kt,kts,scala,cs,swift,groovy,php}',
  ]),
);

const isGeneratedPath = compileGlobs(
  anywhere([
    '{dist,build,out,target,vendor,node_modules,coverage}/**',
    '*.min.{js,css,mjs}',
    '*.map',
    '*.{pb,g,gen,generated}.*',
    '*_pb2.py',
    '{package-lock.json,npm-shrinkwrap.json,yarn.lock,pnpm-lock.yaml,bun.lock,bun.lockb,Cargo.lock,poetry.lock,uv.lock,go.sum,composer.lock,Gemfile.lock,Pipfile.lock}',
  ]),
);

/** Where a generated file says so; further down it is text about such files. */
const headerLength = 600;

/** Whether a file is a test's, by its place and name. */
export function isTestFile(path: WorkspacePath): boolean {
  return isTestPath(path);
}

/** Whether a program writes a file, and a change by hand will be lost or believed wrongly. */
export function isGenerated(path: WorkspacePath, before: string | null): boolean {
  return (
    isGeneratedPath(path) ||
    /@generated\b|\bDO NOT EDIT\b|\bCode generated\b/.test((before ?? '').slice(0, headerLength))
  );
}

/** What a file's name ends with, in lower case; the name itself where it has no ending: `makefile`. */
export function endingOf(path: WorkspacePath): string {
  const name = baseName(path).toLowerCase();
  return name.slice(name.lastIndexOf('.') + 1);
}
