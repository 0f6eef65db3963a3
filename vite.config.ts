import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

/**
 * Builds the web app into dist/client. The manifest tells the Worker which chunk belongs to which route, so that it can
 * preload it. Nothing is inlined as a data URL, because the content policy allows fonts and scripts from 'self' only.
 */
export default defineConfig({
  root: 'web',
  publicDir: 'public',
  plugins: [solid({ hot: false })],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    target: 'es2023',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What the app cannot start without travels as one file.
        codeSplitting: { groups: [{ name: 'shell', tags: ['$initial'] }] },
      },
    },
  },
})
