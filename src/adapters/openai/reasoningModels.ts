/**
 * Whether a model thinks before it answers, by its name. Such models take an effort and give reasoning items to carry back;
 * the others refuse a request that speaks of either. The provider has no way to ask, so the names are all there is.
 */
export function isReasoningModel(model: string): boolean {
  // Gateways put the provider before the name, and fine-tuned models their kind.
  const name = model.toLowerCase().replace(/^(?:.*\/|ft:)/, '');
  if (/^gpt-5[\w.]*-chat/.test(name)) return false;
  return /^(?:o\d|gpt-5|codex)/.test(name);
}
