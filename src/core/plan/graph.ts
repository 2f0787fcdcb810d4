import type { TaskId } from './plan';

/** The part of a task that makes the graph. */
export interface GraphNode {
  readonly id: TaskId;
  readonly dependsOn: readonly TaskId[];
}

/** The tasks of one dependency cycle in order, the first repeated at the end, or `undefined` where there is none. */
export function findCycle(nodes: readonly GraphNode[]): readonly TaskId[] | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const done = new Set<TaskId>();
  const trail: TaskId[] = [];

  const visit = (id: TaskId): readonly TaskId[] | undefined => {
    if (done.has(id)) return undefined;
    const seenAt = trail.indexOf(id);
    if (seenAt >= 0) return [...trail.slice(seenAt), id];
    trail.push(id);
    for (const dependency of byId.get(id)?.dependsOn ?? []) {
      const cycle = visit(dependency);
      if (cycle) return cycle;
    }
    trail.pop();
    done.add(id);
    return undefined;
  };

  for (const node of nodes) {
    const cycle = visit(node.id);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Tasks by topological level. Expects a graph without cycles. */
export function wavesOf(nodes: readonly GraphNode[]): readonly (readonly TaskId[])[] {
  const level = new Map<TaskId, number>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const levelOf = (id: TaskId): number => {
    const known = level.get(id);
    if (known !== undefined) return known;
    const found = Math.max(-1, ...(byId.get(id)?.dependsOn ?? []).map(levelOf)) + 1;
    level.set(id, found);
    return found;
  };
  const waves: TaskId[][] = [];
  for (const node of nodes) (waves[levelOf(node.id)] ??= []).push(node.id);
  return waves;
}

/** All tasks that the given one needs, directly or not. */
export function dependenciesOf(nodes: readonly GraphNode[], id: TaskId): ReadonlySet<TaskId> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Set<TaskId>();
  const visit = (from: TaskId): void => {
    for (const dependency of byId.get(from)?.dependsOn ?? []) {
      if (found.has(dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(id);
  return found;
}

/** For each task the weight of the heaviest chain that starts with it: what the schedule puts first. */
export function remainingPath<Node extends GraphNode>(
  nodes: readonly Node[],
  weightOf: (node: Node) => number,
): ReadonlyMap<TaskId, number> {
  const weights = new Map<TaskId, number>();
  const dependents = new Map<TaskId, Node[]>();
  for (const node of nodes) {
    for (const dependency of node.dependsOn) dependents.set(dependency, [...(dependents.get(dependency) ?? []), node]);
  }
  const weigh = (node: Node): number => {
    const known = weights.get(node.id);
    if (known !== undefined) return known;
    const weight = weightOf(node) + Math.max(0, ...(dependents.get(node.id) ?? []).map(weigh));
    weights.set(node.id, weight);
    return weight;
  };
  nodes.forEach(weigh);
  return weights;
}
