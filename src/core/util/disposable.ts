/** Anything that holds a resource until it is told to let go. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables; disposing it disposes them in reverse order, each exactly once. */
export class DisposableStore implements Disposable {
  private readonly owned: Disposable[] = [];
  private disposed = false;

  /** Takes ownership and hands the same object back, so that creation and ownership stand on one line. */
  add<T extends Disposable>(disposable: T): T {
    if (this.disposed) disposable.dispose();
    else this.owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    this.disposed = true;
    for (let last = this.owned.pop(); last; last = this.owned.pop()) last.dispose();
  }
}
