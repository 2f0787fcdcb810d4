// Files that are no text under review: deleted, moved, replaced, and said to be what they are, in words.
import { expect, test } from './fixtures';
import { scriptedTeam } from './team';

const picture = '\u0089PNG\r\n\u001a\n\0\0\0';

test.use({
  workspaceFiles: {
    'package.json': `${JSON.stringify({ name: 'gated', scripts: { test: 'node red.cjs' } }, undefined, 2)}\n`,
    'red.cjs': "console.error('old.js:3:1: error: it was wrong before'); process.exit(1);\n",
    'old.js': '\n\n\n',
    'gone.png': picture,
    'away.bin': picture,
    'logo.png': picture,
  },
  models: {
    script: scriptedTeam([
      {
        title: 'Tidy pictures',
        writeScope: ['**'],
        moves: [{ from: 'away.bin', to: 'img/away.bin' }],
        deletes: ['gone.png'],
        writes: [{ path: 'logo.png', content: '<svg/>\n' }],
      },
    ]),
  },
  modelsAreSetUp: true,
});

test('files that are no text are reviewed in words, and a gate that was red before says so', async ({
  workbench,
  window,
}) => {
  await window.open();
  await window.openGoal();
  await window.sendGoal('Tidy the pictures.');
  await window.confirmGates();
  await window.approve();
  await expect(window.status()).toContainText('ready for review');
  await expect(window.rowWith('before the run').first()).toContainText('Gate test');
  await expect(window.rowWith('nothing new since before the run')).toContainText('on the merged proposal');
  await window.expand(window.row('T1'));
  for (const name of ['gone.png', 'logo.png', 'away.bin']) await window.expand(window.rowWith(name));
  await expect(window.rowWith('Move from away.bin')).toBeVisible();
  await expect(window.rowWith('Not text: ')).toBeVisible();
  await expect(window.rowWith('was not text')).toContainText('<svg/>');

  const editor = workbench.page.locator('.editor-instance');
  await window.pressFor(window.rowWith('was not text'), editor.filter({ hasText: 'SHA-256' }));
  await expect(editor).toContainText('<svg/>');
  await workbench.screenshotInThemes('not-text');
  await window.pressFor(window.rowWith('Not text: '), window.activeTab('gone.png'));
  await expect(editor).not.toContainText('<svg/>');
  await expect(editor.locator('.view-lines').filter({ hasText: 'SHA-256' })).toBeVisible();
  await workbench.screenshot('not-text-deleted');
});
