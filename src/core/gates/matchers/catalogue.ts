import type { ProblemMatcher } from './matcher';

// Every pattern is tried on short lines only (see readOutput), and none nests one repetition in another.

/** Compilers and type checkers. */
const compilers: readonly ProblemMatcher[] = [
  {
    id: 'tsc',
    steps: [
      {
        pattern:
          /^(?<file>[^\s(].*?)\((?<line>\d+),(?<column>\d+)\): (?<severity>error|warning|info) (?<code>TS\d+): (?<message>.*)$/,
      },
    ],
  },
  {
    id: 'tsc-pretty',
    steps: [
      {
        pattern:
          /^(?<file>\S.*?):(?<line>\d+):(?<column>\d+) - (?<severity>error|warning|info|message) (?<code>TS\d+): (?<message>.*)$/,
      },
    ],
  },
  {
    id: 'rustc',
    steps: [
      { pattern: /^(?<severity>error|warning)(?:\[(?<code>\w+)\])?: (?<message>.+)$/ },
      { pattern: /^\s*--> (?<file>.+):(?<line>\d+):(?<column>\d+)$/, within: 2 },
    ],
  },
  {
    id: 'go',
    steps: [{ pattern: /^(?:vet: )?(?<file>[^\s:]+\.go):(?<line>\d+):(?:(?<column>\d+):)? (?<message>.+)$/ }],
  },
  {
    id: 'mypy',
    steps: [
      {
        pattern:
          /^(?<file>[^\s:]+\.pyi?):(?<line>\d+):(?:(?<column>\d+):)? (?<severity>error|warning|note): (?<message>.+?)(?: {2}\[(?<code>[\w-]+)\])?$/,
      },
    ],
  },
];

/** Linters, by the layouts they print in. */
const linters: readonly ProblemMatcher[] = [
  {
    id: 'eslint-stylish',
    repeats: true,
    steps: [
      { pattern: /^(?<file>(?:\/|[A-Za-z]:[\\/]|\.{0,2}[\w@-]).*\.\w+)$/ },
      {
        pattern:
          /^\s+(?<line>\d+):(?<column>\d+)\s+(?<severity>error|warning)\s+(?<message>\S.*?)(?:\s{2,}(?<code>\S+))?$/,
      },
    ],
  },
  {
    id: 'eslint-compact',
    steps: [
      {
        pattern:
          /^(?<file>\S.*?): line (?<line>\d+), col (?<column>\d+), (?<severity>Error|Warning|Info) - (?<message>.+?)(?: \((?<code>[^\s()]+)\))?$/,
      },
    ],
  },
  {
    id: 'eslint-unix',
    steps: [
      {
        pattern:
          /^(?<file>(?:[A-Za-z]:)?[^:\s][^:]*):(?<line>\d+):(?<column>\d+): (?<message>.+) \[(?<severity>Error|Warning)(?:\/(?<code>[^\s\]]+))?\]$/,
      },
    ],
  },
];

const frame = /^\s+at (?:.* \()?(?<file>(?:file:\/\/)?[^()\s]+?):(?<line>\d+):(?<column>\d+)\)?(?: \{)?$/;

/** Test runners: the test that failed, with what it says first. */
const testRunners: readonly ProblemMatcher[] = [
  {
    id: 'node-test-spec',
    steps: [
      { pattern: /^test at (?<file>.+):(?<line>\d+):(?<column>\d+)$/ },
      { pattern: /^\s*✖ (?<test>.+?)(?: \([\d.]+ms\))?$/ },
      { pattern: /^\s+(?<message>\S.*)$/, within: 1 },
    ],
  },
  {
    id: 'node-test-tap',
    steps: [
      { pattern: /^\s*not ok \d+ - (?<test>.+)$/ },
      { pattern: /^\s+location: '(?<file>.+):(?<line>\d+):(?<column>\d+)'$/, within: 4 },
      { pattern: /^\s+error: (?:'(?<message>.*)'|\|-)$/, within: 2 },
    ],
  },
  {
    id: 'vitest',
    steps: [
      { pattern: /^\s*FAIL\s+(?<test>\S.*)$/ },
      { pattern: /^(?<message>\w*(?:Error|Exception)\b.*)$/, within: 3 },
      { pattern: /^\s*❯ (?:.* )?(?<file>\S+?):(?<line>\d+):(?<column>\d+)$/, within: 60 },
    ],
  },
  {
    id: 'jest',
    steps: [
      { pattern: /^\s+● (?<test>\S.*)$/ },
      { pattern: /^\s{4}(?<message>\S.*)$/, within: 2 },
      { pattern: frame, within: 80 },
    ],
  },
  {
    id: 'mocha',
    steps: [
      { pattern: /^\s+\d+\) (?<test>\S.*)$/ },
      { pattern: /^\s+(?<message>\w*(?:Error|Exception)\b.*)$/, within: 8 },
      { pattern: frame, within: 60 },
    ],
  },
  {
    id: 'pytest',
    steps: [
      { pattern: /^_{3,} (?<test>\S.*?) _{3,}$/ },
      { pattern: /^E\s+(?<message>\S.*)$/, within: 400 },
      { pattern: /^(?<file>[^\s:]+\.py):(?<line>\d+): (?<code>[\w.]+)$/, within: 400 },
    ],
  },
  {
    id: 'rust-panic',
    steps: [
      {
        pattern: /^thread '(?<test>[^']+)'(?: \(\d+\))? panicked at (?<file>[^:']+):(?<line>\d+):(?<column>\d+):$/,
      },
      { pattern: /^(?<message>\S.*)$/ },
    ],
  },
  {
    id: 'go-test',
    repeats: true,
    byFileName: true,
    steps: [
      { pattern: /^\s*--- FAIL: (?<test>\S+)/ },
      { pattern: /^\s+(?<file>[^\s:/\\]+\.go):(?<line>\d+): (?<message>\S.*)$/, within: 20 },
    ],
  },
];

/** What most other tools print. Taken only from lines that nothing above has read. */
const generic: ProblemMatcher = {
  id: 'generic',
  steps: [
    {
      pattern:
        /^\s*(?<file>(?:file:\/{2,3})?(?:[A-Za-z]:)?[^\s:()'"]+):(?<line>\d+)(?::(?<column>\d+))?:? (?:- )?(?:(?<severity>(?:fatal )?error|warning|note|info)\b:? ?)?(?<message>\S.*)$/,
    },
  ],
};

/** The matchers of every gate, those that know a tool before the one that guesses. */
export const builtInMatchers: readonly ProblemMatcher[] = [...compilers, ...linters, ...testRunners, generic];
