/** What the form shows beside the text. */
export interface GoalPage {
  /** Random, for this page only. */
  readonly nonce: string;
  /** The origin that the editor serves our files from. */
  readonly cspSource: string;
  readonly styleUri: string;
  readonly scriptUri: string;
  /** The text to begin with. */
  readonly draft: string;
  /** One line on who will read it: models and gates. */
  readonly facts: string;
  /** Where the goal may be about one folder of several; empty in a window of one. */
  readonly folders: readonly FolderChoice[];
}

/** A choice of what a goal is about. */
export interface FolderChoice {
  /** The folder's name; empty for all of them. */
  readonly name: string;
  readonly label: string;
  /** A run is under way there. */
  readonly disabled: boolean;
  readonly selected: boolean;
}

/** The form a goal is stated in. Nothing is loaded from elsewhere, and no script runs but ours. */
export function goalPage(page: GoalPage): string {
  const policy = `default-src 'none'; style-src ${page.cspSource}; script-src 'nonce-${page.nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(page.styleUri)}">
<title>New Change</title>
</head>
<body>
<form id="form">
<h1><label for="goal">What shall change?</label></h1>
<textarea id="goal" rows="8" aria-describedby="hint facts" required spellcheck="true"
placeholder="Describe the outcome: what should be different, what must stay as it is, and how one can tell.">
${escapeHtml(page.draft)}</textarea>
<p id="hint">The lead reads your workspace and answers with a plan. Nothing runs before you approve it, and no file changes before you apply.</p>
${folderField(page.folders)}<div class="buttons">
<button type="submit" id="submit">Plan <kbd data-key="submit"></kbd></button>
<button type="button" id="cancel" class="secondary">Cancel <kbd>Esc</kbd></button>
</div>
<p id="facts">${escapeHtml(page.facts)}</p>
</form>
<script nonce="${escapeHtml(page.nonce)}" src="${escapeHtml(page.scriptUri)}"></script>
</body>
</html>`;
}

function folderField(folders: readonly FolderChoice[]): string {
  if (folders.length === 0) return '';
  const options = folders.map(({ name, label, disabled, selected }) => {
    const attributes = `${disabled ? ' disabled' : ''}${selected ? ' selected' : ''}`;
    return `<option value="${escapeHtml(name)}"${attributes}>${escapeHtml(label)}</option>`;
  });
  return `<p class="field">
<label for="folder">It is about</label>
<select id="folder">
${options.join('\n')}
</select>
</p>
`;
}

/** Text as HTML that shows exactly that text, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
