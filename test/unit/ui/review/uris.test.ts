import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readReviewUri, reviewUri } from '../../../../src/ui/review/uris';
import { at } from './fakeRun';

describe('URIs of the review', () => {
  it('keep the extension and differ from the real path', () => {
    expect(reviewUri({ side: 'proposal', runId: 'r-1', path: at('src/a.test.ts') })).toEqual({
      scheme: 'lead-worker-proposal',
      authority: 'r-1',
      path: '/Proposed/src/a.test.ts',
    });
    expect(reviewUri({ side: 'reviewed', runId: 'r-1', path: at('a b#c?.md') })).toEqual({
      scheme: 'lead-worker-reviewed',
      authority: 'r-1',
      path: '/Proposed/a b#c?.md',
    });
  });

  it('are read back as they were made, whatever the run is called, also when case is lost', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.constantFrom('reviewed', 'proposal'), (runId, side) => {
        const document = { side, runId, path: at('ä/100%/_x.ts') } as const;
        const uri = reviewUri(document);
        expect(uri.authority).toMatch(/^[a-z0-9_-]+$/);
        expect(readReviewUri({ ...uri, authority: uri.authority.toLowerCase() })).toEqual(document);
      }),
    );
  });

  it.each([
    { scheme: 'file', authority: 'r', path: '/Proposed/a.ts' },
    { scheme: 'lead-worker-proposal', authority: 'r', path: '/Reviewed/a.ts' },
    { scheme: 'lead-worker-proposal', authority: 'r', path: '/Proposed/../a.ts' },
    { scheme: 'lead-worker-proposal', authority: 'r', path: '/Proposed/a//b.ts' },
    { scheme: 'lead-worker-proposal', authority: 'r', path: '/Proposed/' },
  ])('are not found in $scheme:$path', (uri) => {
    expect(readReviewUri(uri)).toBeUndefined();
  });
});
