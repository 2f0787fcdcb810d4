import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    // What a test needs it says; nothing leaks from one to the next.
    restoreMocks: true,
    unstubEnvs: true,
    allowOnly: false,
  },
});
