/** What is to say about a base URL that a person types; an error keeps it from being taken. */
export interface BaseUrlRemark {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Judges a base URL. `undefined`: nothing to say against it. */
export function judgeBaseUrl(text: string): BaseUrlRemark | undefined {
  if (!URL.canParse(text.trim())) {
    return { severity: 'error', message: 'This is no address. It looks like http://localhost:11434/v1.' };
  }
  const url = new URL(text.trim());
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { severity: 'error', message: 'The address begins with http:// or https://.' };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      severity: 'error',
      message: 'Leave the key out of the address: you are asked for it next, and it is kept in secret storage.',
    };
  }
  if (url.search !== '' || url.hash !== '') {
    return {
      severity: 'error',
      message: 'The address ends with its path, for instance /v1: paths of the API are added to it.',
    };
  }
  if (url.protocol === 'http:' && !loopback.has(url.hostname)) {
    return { severity: 'warning', message: 'Your code and your key would go there unencrypted.' };
  }
  if (url.pathname === '/') {
    return { severity: 'warning', message: 'Most servers want a path here: /v1.' };
  }
  return undefined;
}

/** The address as it is kept: without white space and without slashes at the end. */
export function tidyBaseUrl(text: string): string {
  return text.trim().replace(/\/+$/, '');
}
