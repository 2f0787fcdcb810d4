import type { EditFormat } from '../staging/write/formats/operation';

/** The format a worker is offered: a given one, or the one that its model does best. */
export type EditFormatChoice = 'auto' | EditFormat;

/** Models trained on the patch format, by their names: OpenAI's since GPT-4.1. A provider's prefix (`openai/`) may stand before them. */
const patchModels = /^(?:[\w.-]+\/)*(?:gpt-4\.1|gpt-[5-9]|codex|o[34])(?:\b|[-_])/i;

/** Settles `auto`: patch for models that were trained on it, search/replace for all others. */
export function editFormatFor(choice: EditFormatChoice, model: string): EditFormat {
  if (choice !== 'auto') return choice;
  return patchModels.test(model) ? 'patch' : 'search-replace';
}
