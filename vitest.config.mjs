import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    setupFiles: ['test/unit/testbed/propertySeed.ts'],
    // What a test needs it says; nothing leaks from one to the next.
    restoreMocks: true,
    unstubEnvs: true,
    allowOnly: false,
    // Nothing here tests how fast something is: the limit only ends what hangs, also on a machine that others keep busy.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
