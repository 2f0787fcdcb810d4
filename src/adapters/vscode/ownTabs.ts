import { TabInputText, window, type Tab, type Uri } from 'vscode';

/** The text tabs that are open now, by URI. */
export function openTabs(): ReadonlySet<string> {
  return new Set(textTabs().map((tab) => tab.uri));
}

/** Closes tabs that the editor opened for files we wrote: only those that were not open before and hold nothing unsaved. */
export async function closeNewTabs(uris: readonly Uri[], before: ReadonlySet<string>): Promise<void> {
  const written = new Set(uris.map(String));
  const ours = textTabs().filter(({ uri, tab }) => written.has(uri) && !before.has(uri) && !tab.isDirty);
  if (ours.length > 0)
    await window.tabGroups.close(
      ours.map(({ tab }) => tab),
      true,
    );
}

function textTabs(): readonly { readonly uri: string; readonly tab: Tab }[] {
  return window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap((tab) => (tab.input instanceof TabInputText ? [{ uri: tab.input.uri.toString(), tab }] : []));
}
