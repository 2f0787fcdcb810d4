// An extension beside ours that offers models to the editor, as Copilot does. Tests say what they answer.
const vscode = require('vscode');

exports.activate = (context) => {
  const control = {
    /** Answers a request, part by part; set by each test. */
    respond: async () => undefined,
    requests: [],
  };
  const offered = ['lead', 'worker'].map((id) => ({
    id,
    name: id,
    family: id,
    version: '1',
    maxInputTokens: 100_000,
    maxOutputTokens: 8_000,
    capabilities: { toolCalling: true },
  }));
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('test-models', {
      provideLanguageModelChatInformation: () => offered,
      provideLanguageModelChatResponse: async (model, messages, options, progress, token) => {
        const request = { model: model.id, messages, options, token };
        control.requests.push(request);
        await control.respond(request, progress);
      },
      // One token a character, so that a test can tell what was counted.
      provideTokenCount: async (_model, text) => (typeof text === 'string' ? text.length : 0),
    }),
  );
  return control;
};
