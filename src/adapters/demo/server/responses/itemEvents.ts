import type {
  ResponseOutputMessage,
  ResponseReasoningItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';

import { textPieces } from '../identifiers';
import type { OutputItem } from './outputItems';

type ItemEvent<Event> = Event extends { response: unknown }
  ? never
  : Event extends unknown
    ? Omit<Event, 'sequence_number'>
    : never;
/** An event about one output item; it gets its number when it is sent. */
export type UnnumberedItemEvent = ItemEvent<ResponseStreamEvent>;

/** All events in which the item at this index of the output comes into being. */
export function* itemEvents(item: OutputItem, outputIndex: number): Generator<UnnumberedItemEvent> {
  const place = { output_index: outputIndex, item_id: item.id };
  yield { type: 'response.output_item.added', output_index: outputIndex, item: begun(item) };
  if (item.type === 'message') yield* contentEvents(item, place);
  if (item.type === 'reasoning') yield* summaryEvents(item, place);
  if (item.type === 'function_call') {
    for (const delta of textPieces(item.arguments)) {
      yield { type: 'response.function_call_arguments.delta', ...place, delta };
    }
    yield { type: 'response.function_call_arguments.done', ...place, arguments: item.arguments };
  }
  yield { type: 'response.output_item.done', output_index: outputIndex, item };
}

interface ItemPlace {
  readonly output_index: number;
  readonly item_id: string;
}

function begun(item: OutputItem): OutputItem {
  switch (item.type) {
    case 'message':
      return { ...item, status: 'in_progress', content: [] };
    case 'function_call':
      return { ...item, status: 'in_progress', arguments: '' };
    case 'reasoning':
      return { ...item, summary: [] };
  }
}

function* contentEvents(item: ResponseOutputMessage, itemPlace: ItemPlace): Generator<UnnumberedItemEvent> {
  for (const [contentIndex, part] of item.content.entries()) {
    const place = { ...itemPlace, content_index: contentIndex };
    if (part.type === 'output_text') {
      yield { type: 'response.content_part.added', ...place, part: { ...part, text: '' } };
      for (const delta of textPieces(part.text)) {
        yield { type: 'response.output_text.delta', ...place, delta, logprobs: [] };
      }
      yield { type: 'response.output_text.done', ...place, text: part.text, logprobs: [] };
    } else {
      yield { type: 'response.content_part.added', ...place, part: { ...part, refusal: '' } };
      for (const delta of textPieces(part.refusal)) yield { type: 'response.refusal.delta', ...place, delta };
      yield { type: 'response.refusal.done', ...place, refusal: part.refusal };
    }
    yield { type: 'response.content_part.done', ...place, part };
  }
}

function* summaryEvents(item: ResponseReasoningItem, itemPlace: ItemPlace): Generator<UnnumberedItemEvent> {
  for (const [summaryIndex, part] of item.summary.entries()) {
    const place = { ...itemPlace, summary_index: summaryIndex };
    yield { type: 'response.reasoning_summary_part.added', ...place, part: { ...part, text: '' } };
    for (const delta of textPieces(part.text)) {
      yield { type: 'response.reasoning_summary_text.delta', ...place, delta };
    }
    yield { type: 'response.reasoning_summary_text.done', ...place, text: part.text };
    yield { type: 'response.reasoning_summary_part.done', ...place, part };
  }
}
