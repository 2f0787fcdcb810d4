/** What a package must contain to be worth publishing, besides whatever else is allowed. */
const required = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'THIRD-PARTY-NOTICES.md',
  'dist/extension.js',
  'dist/runtime.js',
  'dist/compiler.js',
  'media/icon.png',
];

/** What may be in the package: files of the top level by name, and folders as a whole or by pattern. */
const allowed: readonly RegExp[] = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD-PARTY-NOTICES\.md)$/,
  /^dist\/(extension|runtime|compiler)\.js$/,
  // Pictures, texts, the goal's input page, and the demo's sample workspace; nothing hidden but what the sample itself needs.
  /^media\/([\w-]+\/)*[\w-]+(\.[\w-]+)*\.(svg|png|gif|md|js|css|json)$/,
  /^media\/demo\/\.gitignore$/,
];

/** What is wrong with a list of packaged files: sentences, empty when all is well. */
export function packageProblems(files: readonly string[]): readonly string[] {
  return [
    ...files
      .filter((file) => !allowed.some((pattern) => pattern.test(file)))
      .map((file) => `${file} must not be packaged`),
    ...required.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
  ];
}
