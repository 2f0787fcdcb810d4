import type { Disposable } from '../../core/util/disposable';
import type { Timing } from '../rate/timing';

/** What a watch listens for. */
export interface SilenceOptions {
  readonly limitMs: number;
  readonly timing: Timing;
  /** Called once, when nothing was heard for `limitMs`; never after disposal. */
  readonly onSilence: () => void;
}

/** Notices a connection that is open and says nothing. Hearing is cheap: no timer is set per call. */
export class SilenceWatch implements Disposable {
  private readonly ended = new AbortController();
  private lastHeardMs: number;

  constructor(private readonly options: SilenceOptions) {
    this.lastHeardMs = options.timing.clock.now();
    void this.watch();
  }

  /** Something arrived: the limit counts from now. */
  heard(): void {
    this.lastHeardMs = this.options.timing.clock.now();
  }

  dispose(): void {
    this.ended.abort();
  }

  private async watch(): Promise<void> {
    const { limitMs, timing, onSilence } = this.options;
    for (let leftMs = limitMs; leftMs > 0; leftMs = this.lastHeardMs + limitMs - timing.clock.now()) {
      if ((await timing.sleep(leftMs, this.ended.signal)) === 'stopped') return;
    }
    onSilence();
  }
}
