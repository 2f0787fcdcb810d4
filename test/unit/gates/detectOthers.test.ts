import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectGates } from '../../../src/core/gates/detect';
import { detectOthers, projectFiles, type ProjectFiles } from '../../../src/core/gates/detectOthers';
import { gateLine } from '../../../src/core/gates/verdict';

const lines = (
  files: ProjectFiles,
  siblings: readonly string[] = [],
  taken: readonly string[] = [],
): readonly string[] =>
  detectOthers(files, siblings, new Set(taken)).map(
    ({ gate, script }) => `${gate.required ? '!' : '?'} ${gate.id} = ${gateLine(gate)} | ${script}`,
  );

const makefile = [
  'CC := gcc',
  'check::=no',
  '.PHONY: test lint',
  'build: main.c',
  '\t$(CC) main.c',
  'test unit: build # all of it',
  '\t./run-tests',
  '',
  '\t./more',
  'lint:',
  '\tclang-tidy main.c',
].join('\n');

describe('what other build files make obvious', () => {
  test.each<[string, ProjectFiles, readonly string[], readonly string[]]>([
    [
      'targets of a Makefile, with their recipes',
      { Makefile: makefile },
      [],
      ['! make-test = make test | after build; ./run-tests; ./more', '? make-lint = make lint | clang-tidy main.c'],
    ],
    ['a Makefile without such targets', { Makefile: 'all: x\n\tmake test\ncheck := 1\n' }, [], []],
    ['a crate', { 'Cargo.toml': '[package]\nname = "x"\n' }, [], ['! cargo-test = cargo test | cargo test']],
    [
      'a workspace of crates',
      { 'Cargo.toml': '[workspace]\nmembers = ["a"]\n' },
      [],
      ['! cargo-test = cargo test --workspace | cargo test --workspace'],
    ],
    [
      'Python tools by uv',
      { 'pyproject.toml': '[tool.pytest.ini_options]\n[tool.ruff.lint]\n[tool.mypy]\n' },
      ['uv.lock'],
      [
        '! pytest = uv run pytest | uv run pytest',
        '? mypy = uv run mypy . | uv run mypy .',
        '? ruff = uv run ruff check . | uv run ruff check .',
      ],
    ],
    [
      'pytest by poetry, from its dependency',
      { 'pyproject.toml': '[tool.poetry.group.dev.dependencies]\npytest = "^8"\n' },
      ['poetry.lock'],
      ['! pytest = poetry run pytest | poetry run pytest'],
    ],
    ['a Python project without tools', { 'pyproject.toml': '[project]\nname = "pytestish"\n' }, [], []],
    [
      'a Go module',
      { 'go.mod': 'module example.org/x\n\ngo 1.22\n' },
      [],
      ['! go-test = go test ./... | go test ./...', '? go-vet = go vet ./... | go vet ./...'],
    ],
  ])('%s', (_name, files, siblings, expected) => {
    expect(lines(files, siblings)).toEqual(expected);
  });

  test('a Makefile does not say again what package.json says', () => {
    expect(lines({ Makefile: makefile }, [], ['test', 'lint'])).toEqual([]);
    const text = JSON.stringify({ scripts: { test: 'vitest run' } });
    const { gates } = detectGates([{ folder: 'app', text, others: { Makefile: makefile }, siblings: [] }]);
    expect(gates.map(({ gate }) => gate.id)).toEqual(['test', 'make-lint']);
  });

  test('in a workspace of several folders each gate names its own', () => {
    const go = { folder: 'my app', text: undefined, others: { 'go.mod': 'module x\n' }, siblings: [] };
    const { gates, problems } = detectGates([go], 2);
    expect(gates.map(({ gate }) => [gate.id, gate.folder])).toEqual([
      ['my-app:go-test', 'my app'],
      ['my-app:go-vet', 'my app'],
    ]);
    expect(problems).toEqual([]);
  });

  test('nothing is thrown for, whatever stands in them, and every id can be set', () => {
    const anyFiles = fc.record(Object.fromEntries(projectFiles.map((name) => [name, fc.string({ unit: 'binary' })])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(anyFiles, (files) => {
        for (const { gate } of detectOthers(files, [], new Set())) expect(gate.id).toMatch(/^[\w.:-]+$/);
      }),
    );
  });
});
