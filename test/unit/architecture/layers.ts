import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

/** The layers of the core, lowest first; a layer may import itself and those before it. */
export const coreLayers = [
  ['util'],
  ['ports'],
  ['plan', 'authority'],
  ['money'],
  ['staging/read'],
  ['agent'],
  ['staging/write'],
  ['gates', 'review'],
  ['lead', 'worker'],
  ['run'],
  ['setup'],
] as const;

/** What may not import what, for a source tree that begins at `root` (a path with `/`, relative to where cruise runs). */
export function layerRules(root: string): IForbiddenRuleType[] {
  const core = `^${root}/core`;
  const rules: IForbiddenRuleType[] = [
    forbid('no-cycle', { path: `^${root}` }, { circular: true }),
    forbid('core-knows-no-host', { path: core }, { dependencyTypes: ['core'] }),
    forbid('core-knows-no-editor-or-provider', { path: core }, { path: '(^|node_modules/)(vscode|openai)(/|$)' }),
    forbid('core-imports-core-only', { path: core }, { path: `^${root}`, pathNot: core }),
    forbid('ui-imports-no-adapter', { path: `^${root}/ui` }, { path: `^${root}/adapters` }),
    forbid('adapters-import-no-ui', { path: `^${root}/adapters` }, { path: `^${root}/ui` }),
    forbid(
      'roots-are-imported-by-nobody',
      { path: `^${root}/(core|ui|adapters)/` },
      { path: `^${root}/(extension|runtime)\\.ts$` },
    ),
    // Invariant 2, transitively: whatever the lead imports can neither write an overlay or a file nor run a command.
    forbid(
      'lead-cannot-write',
      { path: `${core}/lead/` },
      { path: `${core}/(staging/write/|ports/applier\\.ts$)`, reachable: true },
    ),
    forbid(
      'lead-cannot-run-commands',
      { path: `${core}/lead/` },
      { path: `${core}/ports/commandRunner\\.ts$`, reachable: true },
    ),
  ];
  coreLayers.forEach((layer, index) => {
    const above = coreLayers.slice(index + 1).flat();
    const beside = layer.map((folder) => [folder, layer.filter((other) => other !== folder)] as const);
    for (const [folder, siblings] of beside) {
      const closed = [...above, ...(index === 2 || index >= 6 ? siblings : [])];
      if (closed.length === 0) continue;
      rules.push(forbid(`layer-${folder}`, { path: `${core}/${folder}/` }, { path: `${core}/(${closed.join('|')})/` }));
    }
  });
  return rules;
}

function forbid(name: string, from: Record<string, unknown>, to: Record<string, unknown>): IForbiddenRuleType {
  return { name, severity: 'error', from, to };
}

/** Cruises a source tree, types included, and answers each violation as `rule: from → to`. */
export async function violations(
  root: string,
): Promise<{ readonly modules: number; readonly found: readonly string[] }> {
  const result = await cruise([root], {
    ruleSet: { forbidden: layerRules(root) },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'require', 'node'],
      exportsFields: ['exports'],
    },
  });
  const { summary } = result.output as ICruiseResult;
  return {
    modules: summary.totalCruised,
    found: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  };
}
