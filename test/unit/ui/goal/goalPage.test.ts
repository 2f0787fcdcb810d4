import { describe, expect, it } from 'vitest';

import { readGoalMessage } from '../../../../src/ui/goal/goalMessage';
import { goalPage } from '../../../../src/ui/goal/goalPage';

const page = {
  folders: [],
  nonce: 'n0nce',
  cspSource: 'https://editor',
  styleUri: 's.css',
  scriptUri: 's.js',
  draft: '',
  facts: '',
};

describe('the form for a goal', () => {
  it('shows a draft as text, whatever is in it', () => {
    const html = goalPage({ ...page, draft: '</textarea><script>alert(1)</script>"', facts: '<b>' });
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;</textarea>');
    expect(html).toContain('&lt;b&gt;');
  });

  it('keeps a draft that begins with an empty line', () => {
    // HTML drops one line break after the tag: there is one of ours.
    expect(goalPage({ ...page, draft: '\nx' })).toContain('>\n\nx</textarea>');
  });

  it('lets only our script run and nothing load from elsewhere', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(goalPage(page))?.[1]?.replaceAll('&#39;', "'");
    expect(policy).toBe("default-src 'none'; style-src https://editor; script-src 'nonce-n0nce'");
    expect(goalPage(page)).not.toMatch(/ style="| on\w+="/);
  });

  it('names its field and its buttons for a screen reader', () => {
    expect(goalPage(page)).toContain('<label for="goal">');
    expect(goalPage(page)).toContain('lang="en"');
  });
});

describe('messages of the form', () => {
  it('are read', () => {
    expect(readGoalMessage({ type: 'submit', text: 'x' })).toEqual({ type: 'submit', text: 'x' });
    expect(readGoalMessage({ type: 'draft', text: '' })).toEqual({ type: 'draft', text: '' });
    expect(readGoalMessage({ type: 'cancel' })).toEqual({ type: 'cancel' });
  });

  it.each([null, 'submit', {}, { type: 'submit' }, { type: 'submit', text: 1 }, { type: 'other', text: '' }])(
    'of another form are none: %j',
    (message) => {
      expect(readGoalMessage(message)).toBeUndefined();
    },
  );
});
