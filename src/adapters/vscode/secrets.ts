import type { Disposable, SecretStorage } from 'vscode';

const keyName = 'leadWorker.openai.apiKey';

/** The API key, in the editor's secret storage and nowhere else. */
export class ApiKeyStore {
  constructor(private readonly secrets: SecretStorage) {}

  /** The key, or `undefined` when none was stored. */
  async get(): Promise<string | undefined> {
    return this.secrets.get(keyName);
  }

  /** Keeps a key; white space around it (from a paste) goes. */
  async store(key: string): Promise<void> {
    await this.secrets.store(keyName, key.trim());
  }

  async delete(): Promise<void> {
    await this.secrets.delete(keyName);
  }

  /** Fires when the key changed, in this window or in another one. */
  onDidChange(listener: () => void): Disposable {
    return this.secrets.onDidChange((event) => {
      if (event.key === keyName) listener();
    });
  }
}
