/** The part of markdown-it that tests use: the parser of the editor's preview, which comes without types. */
declare module 'markdown-it' {
  // eslint-disable-next-line no-restricted-exports -- so does the package
  export default class MarkdownIt {
    constructor(options?: { readonly html?: boolean; readonly linkify?: boolean });
    readonly linkify: { set(options: { readonly fuzzyLink: boolean }): void };
    render(text: string): string;
  }
}
