import * as vscode from 'vscode';

import type { ReachablePlace } from '../../core/setup/reachable';
import { editorModelName } from '../../core/util/editorModels';

/** The models that the editor offers now, by the vendor behind them. */
export async function offeredPlaces(): Promise<readonly ReachablePlace[]> {
  const models = await vscode.lm.selectChatModels({});
  const vendors = [...new Set(models.map(({ vendor }) => vendor))].sort();
  return vendors.map((vendor) => ({
    place: `${vendor}, by the editor`,
    models: models
      .filter((model) => model.vendor === vendor)
      .map((model) => ({ name: editorModelName(model), baseUrl: undefined })),
  }));
}
