import type { PlanRow } from './row';

/** What became of the tree with an update: `all` when the rows at the top are others, else the rows to fetch again. */
export type RowChanges = 'all' | readonly PlanRow[];

interface Kept {
  readonly row: PlanRow;
  readonly parent: PlanRow | undefined;
  /** What the row was last made from: the same object again means that nothing beneath it changed either. */
  readonly source: PlanRow;
}

/**
 * Keeps one object per row id for as long as that row exists, because the editor knows elements by identity; an update
 * changes the object and tells which ones did change.
 */
export class RowStore {
  private readonly kept = new Map<string, Kept>();
  private top: readonly PlanRow[] = [];

  get roots(): readonly PlanRow[] {
    return this.top;
  }

  parentOf(row: PlanRow): PlanRow | undefined {
    return this.kept.get(row.id)?.parent;
  }

  find(id: string): PlanRow | undefined {
    return this.kept.get(id)?.row;
  }

  update(rows: readonly PlanRow[]): RowChanges {
    const changed: PlanRow[] = [];
    const before = this.top;
    this.top = rows.map((row) => this.take(row, undefined, changed));
    this.forgetMissing(before, undefined, this.top);
    return areSameRows(before, this.top) ? changed : 'all';
  }

  private take(source: PlanRow, parent: PlanRow | undefined, changed: PlanRow[]): PlanRow {
    const known = this.kept.get(source.id);
    if (known?.source === source && known.parent === parent) return known.row;
    const row = known?.row ?? { ...source };
    if (known && !looksAlike(known.source, source)) changed.push(row);
    this.kept.set(source.id, { row, parent, source });
    const before = known ? row.children : [];
    const children = source.children.map((child) => this.take(child, row, changed));
    Object.assign(row, source, { children });
    this.forgetMissing(before, row, children);
    return row;
  }

  /** Forgets rows that are no longer under a parent, unless they have moved to another one. */
  private forgetMissing(before: readonly PlanRow[], parent: PlanRow | undefined, now: readonly PlanRow[]): void {
    const present = new Set(now);
    for (const row of before) {
      const entry = this.kept.get(row.id);
      if (present.has(row) || !entry || entry.parent !== parent) continue;
      this.kept.delete(row.id);
      this.forgetMissing(row.children, row, []);
    }
  }
}

/**
 * Whether two rows of one id have everything alike that the editor was told, the order of their children included, but not what those
 * look like. Compared in place: a text of it all, for every row and refresh, would be most of what a refresh costs.
 */
function looksAlike(one: PlanRow, other: PlanRow): boolean {
  return (
    one.label === other.label &&
    one.description === other.description &&
    one.context === other.context &&
    one.spoken === other.spoken &&
    one.click === other.click &&
    one.icon.id === other.icon.id &&
    one.icon.color === other.icon.color &&
    areSameRows(one.children, other.children)
  );
}

function areSameRows(some: readonly PlanRow[], others: readonly PlanRow[]): boolean {
  return some.length === others.length && some.every((row, index) => row.id === others[index]?.id);
}
