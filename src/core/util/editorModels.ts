/** How a model that the editor offers is named in settings: `vscode:VENDOR/ID`. */
const prefix = 'vscode:';

/** A model of the editor's, as its API selects it. */
export interface EditorModelName {
  readonly vendor: string;
  readonly id: string;
}

/** The parts of a name; `undefined` for models that are asked for by HTTP. */
export function parseEditorModel(name: string): EditorModelName | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const rest = name.slice(prefix.length);
  const slash = rest.indexOf('/');
  return slash < 0 ? { vendor: rest, id: '' } : { vendor: rest.slice(0, slash), id: rest.slice(slash + 1) };
}

/** The name for settings. */
export function editorModelName({ vendor, id }: EditorModelName): string {
  return `${prefix}${vendor}/${id}`;
}
