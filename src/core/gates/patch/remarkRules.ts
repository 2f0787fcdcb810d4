/** What a line that a worker wrote may do to the measurement, and how it looks in the languages that we know. Data, and nothing else. */
export interface RemarkRule {
  /** Stands beside the remark: `test-skipped`. */
  readonly id: string;
  /** In what files: tests, or all of those with such endings. */
  readonly where: 'tests' | 'everywhere';
  /** Endings of file names without the dot; all where there are none. */
  readonly endings?: readonly string[];
  readonly patterns: readonly RegExp[];
  readonly message: string;
}

const script = ['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts', 'vue', 'svelte'];

/** Lines that make tests measure less, checks see less, or gates do more than measure. */
export const remarkRules: readonly RemarkRule[] = [
  {
    id: 'test-skipped',
    where: 'everywhere',
    endings: script,
    patterns: [
      /\b(?:test|it|describe|suite|context|bench)(?:\.\w+)*\.(?:skip|todo|fixme|fails|failing)(?:If|Each)?\b/,
      /\b(?:xit|xtest|xdescribe|xcontext|xspecify)\s*\(/,
      /\bt\.(?:skip|todo)\s*\(/,
      /\bskip:\s*(?:true|['"`])/,
    ],
    message: 'A test is skipped.',
  },
  {
    id: 'test-skipped',
    where: 'everywhere',
    endings: ['py'],
    patterns: [
      /@pytest\.mark\.(?:skip|skipif|xfail)\b/,
      /@unittest\.(?:skip\w*|expectedFailure)\b/,
      /\bpytest\.(?:skip|xfail)\(/,
      /\bself\.skipTest\(/,
    ],
    message: 'A test is skipped.',
  },
  {
    id: 'test-skipped',
    where: 'everywhere',
    endings: ['rs'],
    patterns: [/#\[ignore\b/],
    message: 'A test is skipped.',
  },
  {
    id: 'test-skipped',
    where: 'everywhere',
    endings: ['go'],
    patterns: [/\bt\.Skip(?:f|Now)?\(/],
    message: 'A test is skipped.',
  },
  {
    id: 'test-skipped',
    where: 'everywhere',
    endings: ['java', 'kt', 'scala', 'cs', 'rb', 'php'],
    patterns: [
      /@(?:Disabled|Ignore)\b/,
      /\[(?:Ignore|Fact\(Skip)/,
      /\b(?:xit|xdescribe|pending|skip)\b\s*(?:\(|['"]|$)/,
      /markTestSkipped\(/,
    ],
    message: 'A test is skipped.',
  },
  {
    id: 'test-focused',
    where: 'everywhere',
    endings: script,
    patterns: [
      /\b(?:test|it|describe|suite|context)(?:\.\w+)*\.only\b/,
      /\b(?:fit|fdescribe)\s*\(/,
      /\bonly:\s*true\b/,
    ],
    message: 'Only this test runs now; all others of the file are left out.',
  },
  {
    id: 'assertion-empty',
    where: 'tests',
    patterns: [
      /\bexpect\(\s*(?:true|1)\s*\)\.(?:toBe|toEqual|toStrictEqual)\(\s*(?:true|1)\s*\)/,
      /\bexpect\(\s*true\s*\)\.toBeTruthy\(/,
      /\bassert(?:\.ok|\.equal|\.strictEqual)?\(\s*true\s*(?:,\s*true\s*)?\)/,
      /\bassert!\(\s*true\s*\)/,
      /^\s*assert\s+(?:True|1)\s*$/,
      /\bassert(?:True|Equals?)\(\s*true\s*(?:,\s*true\s*)?\)/i,
    ],
    message: 'This assertion holds whatever the code does.',
  },
  {
    id: 'check-silenced',
    where: 'everywhere',
    endings: script,
    patterns: [
      /\beslint-disable\b/,
      /@ts-(?:ignore|nocheck|expect-error)\b/,
      /\b(?:biome|oxlint|prettier|stylelint|deno-lint)-(?:ignore|disable)\b/,
      /\b(?:istanbul|c8|v8) ignore\b/,
    ],
    message: 'A checker is told to look away.',
  },
  {
    id: 'type-any',
    where: 'everywhere',
    endings: ['ts', 'tsx', 'mts', 'cts'],
    patterns: [/\bas any\b/, /:\s*any\b(?!\w)/, /<any>/, /\bas unknown as\b/],
    message: 'The type checker is talked out of an opinion here.',
  },
  {
    id: 'check-silenced',
    where: 'everywhere',
    endings: ['py', 'pyi'],
    patterns: [/#\s*(?:noqa|type:\s*ignore|pylint:\s*disable|pyright:\s*ignore|pragma:\s*no cover)/],
    message: 'A checker is told to look away.',
  },
  {
    id: 'check-silenced',
    where: 'everywhere',
    endings: ['rs', 'go', 'java', 'kt', 'cs', 'rb'],
    patterns: [
      /#!?\[allow\(/,
      /\/\/\s*nolint\b/,
      /@SuppressWarnings\b/,
      /@Suppress\(/,
      /#pragma warning disable\b/,
      /#\s*rubocop:disable\b/,
    ],
    message: 'A checker is told to look away.',
  },
  {
    id: 'failure-swallowed',
    where: 'everywhere',
    endings: ['json', 'sh', 'bash', 'yml', 'yaml', 'mk', 'toml', 'cfg', 'ini', 'makefile', 'justfile', 'dockerfile'],
    patterns: [
      /\|\|\s*(?:true|:|exit 0)(?:\W|$)/,
      /;\s*(?:true|exit 0)\s*(?:"|'|$)/,
      /--passWithNoTests\b/,
      /\bcontinue-on-error:\s*true\b/,
      /\bset \+e\b/,
      /--exit-zero\b/,
    ],
    message: 'What fails here passes for success.',
  },
  {
    id: 'test-reads-environment',
    where: 'tests',
    patterns: [
      /\bprocess\.env\b(?:\.\w*(?:KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH)|\[|\s*[),;}\]]|\s*$)/,
      /\bos\.(?:environ|getenv|Getenv|Environ)\b/,
      /\b(?:std::)?env::vars?(?:_os)?\(/,
      /\bSystem\.getenv\(/,
      /\bENV\[/,
      /\/proc\/(?:self|\d+)\/environ\b/,
    ],
    message: 'This test reads the environment it runs in. Gates get one without secrets; look at what it does with it.',
  },
  {
    id: 'test-reaches-outside',
    where: 'tests',
    patterns: [
      /\b(?:writeFile|appendFile|mkdir|rm|rmdir|unlink|rename|symlink|copyFile|cp|createWriteStream|open)(?:Sync)?\(\s*['"`](?:\/|~|[A-Za-z]:[\\/]|(?:\.\.\/){2,})/,
      /\bos\.homedir\(\)|\bhomedir\(\)|\bPath\.home\(\)|\bexpanduser\(/,
      /\bopen\(\s*['"](?:\/|~)[^'"]*['"]\s*,\s*['"][wax]/,
      /['"`~/.](?:\.ssh|\.aws|\.gnupg|\.netrc|\.npmrc|\.bashrc|\.zshrc|\.profile)\b/,
      /['"`]\/etc\//,
      /\bos\.(?:WriteFile|Remove(?:All)?|Create)\(\s*"\//,
      /\bfs::(?:write|remove_\w+|create_\w+)\(\s*"\//,
    ],
    message: 'This test reaches files outside of its folder. It runs with your rights.',
  },
  {
    id: 'test-starts-programs',
    where: 'tests',
    patterns: [
      /\b(?:node:)?child_process\b/,
      /\bsubprocess\.\w+\(/,
      /\bos\.system\(/,
      /\bexec\.Command\(/,
      /\bCommand::new\(/,
    ],
    message: 'This test starts other programs. They run with your rights.',
  },
  {
    id: 'test-uses-network',
    where: 'tests',
    patterns: [
      /\b(?:fetch|axios(?:\.\w+)?|request|get|post|urlopen|http\.Get|http\.Post)\(\s*f?['"`]https?:\/\/(?!(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[::1\]|(?:[\w-]+\.)*(?:test|example|invalid|localhost|example\.(?:com|org|net)))(?:[:/?'"`]|$))/,
    ],
    message: 'This test speaks to another machine.',
  },
];

/** A line that asserts something, in the languages that we know. */
export const assertion =
  /\b(?:expect|assert\w*|should|must|require\.\w+|t\.(?:is|deepEqual|true|false|throws\w*|like|Error\w*|Fatal\w*))(?:!|\.\w+)*\s*\(|^\s*assert\s|\.should\b/;

/** A line that begins a test; its name, where the line has it. */
export const testStart =
  /\b(?:test|it|specify|Deno\.test)(?:\.\w+)*\(\s*(?<quote>['"`])(?<name>.+?)\k<quote>|^\s*(?:async\s+)?def\s+(?<python>test\w*)|^\s*func\s+(?<go>Test\w+)|#\[(?:tokio::)?test\]|@Test\b/;

/** Numbers that gates are measured by: a lower one of the first kind, or a higher one of the second, asks less of the code. */
export const thresholds = {
  lower:
    /\b(?:threshold|fail[_-]under|min(?:imum)?[_-]?\w*coverage|coverage\w*|branches|functions|lines|statements)\b/i,
  higher: /\b(?:max[_-]?warnings|maxWarnings|tolerance|epsilon|retries|timeout)\b/i,
};
