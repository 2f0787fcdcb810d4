/** A context key as a `when` clause uses it, with the words of a regular expression it is matched against. */
export interface KeyUse {
  readonly key: string;
  /** The text right of the operator; empty for a bare key. */
  readonly value: string;
}

const term = /^!?\s*([\w.:-]+)\s*(?:(==|!=|=~|<=|>=|<|>|not in|in)\s*(\/(?:\\.|[^/])*\/[a-z]*|'[^']*'|[^\s]+))?$/;

/** The keys of a `when` clause. Throws on what it cannot read, so that no clause passes unread. */
export function keysOf(clause: string): readonly KeyUse[] {
  if (clause === 'false' || clause === 'true') return [];
  return clause
    .split(/\s*(?:&&|\|\|)\s*/)
    .map((part) => part.trim().replace(/^\(+/, '').replace(/\)+$/, '').trim())
    .map((part) => {
      const match = term.exec(part);
      if (!match?.[1]) throw new Error(`"${part}" in "${clause}" is not understood.`);
      return { key: match[1], value: match[3] ?? '' };
    });
}
