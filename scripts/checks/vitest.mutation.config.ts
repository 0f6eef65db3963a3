import { defineConfig } from 'vitest/config'

/** The pure tests with as little around them as possible: Stryker starts this once per mutant. */
export default defineConfig({
  test: {
    include: ['{contracts,worker,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.{workers,pg,realpg}.test.ts'],
    setupFiles: ['./scripts/checks/fast-check.setup.ts'],
    isolate: false,
    bail: 1,
    maxWorkers: 1,
    reporters: ['dot'],
  },
})
