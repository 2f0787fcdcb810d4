/** The part of esbuild's metafile that says what is in a bundle. */
export type Metafile = {
  readonly outputs: Readonly<Record<string, BundleOutput | undefined>>;
};

type BundleOutput = {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly { readonly path: string; readonly external?: boolean }[];
};

const activation = 'dist/extension.js';
/** Heavy, and of use to nobody before the first run. */
const forbiddenPackages = ['openai'];
/** What starts processes: activation has no business with any. */
const forbiddenModules = ['child_process', 'cluster', 'worker_threads'];
const allowedOutside = ['vscode', './runtime.js'];

/** What must not be in the bundle that activation loads, and is: sentences, empty when all is well. */
export function activationProblems({ outputs }: Metafile): readonly string[] {
  const bundle = outputs[activation];
  if (!bundle) return [`${activation} is not in the metafile`];
  const imported = bundle.imports.filter(({ external }) => external === true).map(({ path }) => path);
  return [
    ...forbiddenPackages
      .filter((name) => Object.keys(bundle.inputs).some((file) => `/${file}`.includes(`/node_modules/${name}/`)))
      .map((name) => `${activation} contains ${name}`),
    ...forbiddenModules
      .filter((name) => imported.some((path) => path.replace(/^node:/, '') === name))
      .map((name) => `${activation} imports ${name}`),
    // What is neither Node's nor the editor's would be looked for in a node_modules that no package has.
    ...imported
      .filter((path) => !path.startsWith('node:') && !allowedOutside.includes(path))
      .map((path) => `${activation} leaves ${path} outside`),
  ];
}
