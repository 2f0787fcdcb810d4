import { describe, expect, it } from 'vitest';

import { gateProposedApi } from '../../testbed/proposedApiGate';

const ungated =
  "x();function uc(s,o){return!0}function Ds(s,o){if(!uc(s,o))throw new Error(`Extension '${s.identifier.value}' CANNOT use API proposal: ${o}`)}y()";

describe('gateProposedApi', () => {
  it('makes the check look at what the extension may use', () => {
    const gated = gateProposedApi(ungated, 'file.js');
    expect(gated).toContain('function uc(s,o){return !!(s.enabledApiProposals&&s.enabledApiProposals.includes(o))}');
    expect(gated.startsWith('x();')).toBe(true);
    expect(gated.endsWith('y()')).toBe(true);
  });

  it('leaves other functions that answer true alone', () => {
    const other = 'function uc(s,o){return!0}function other(s,o){return 1}';
    expect(gateProposedApi(other + ungated.replaceAll('uc', 'q'), 'file.js')).toContain(other);
  });

  it('fails when there is no such place, or more than one', () => {
    expect(() => gateProposedApi('function uc(s,o){return!0}', 'file.js')).toThrow('file.js has 0 places');
    expect(() => gateProposedApi(ungated + ungated, 'file.js')).toThrow('file.js has 2 places');
    expect(() => gateProposedApi(gateProposedApi(ungated, 'file.js'), 'file.js')).toThrow('0 places');
  });
});
