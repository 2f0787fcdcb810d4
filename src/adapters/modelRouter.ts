import type { ChatEvent, ChatModel, ChatRequest } from '../core/ports/chatModel';
import { parseEditorModel } from '../core/util/editorModels';

/** Hands each call to whoever has its model, by the model's name: lead and workers may come from different places. */
export class ModelRouter implements ChatModel {
  constructor(private readonly to: { readonly editor: ChatModel; readonly server: ChatModel }) {}

  respond(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent> {
    return (parseEditorModel(request.model) ? this.to.editor : this.to.server).respond(request, signal);
  }
}
