import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

// `HABERDASH_API` points `npm run dev` at a running `haberdash serve`.
const api = process.env.HABERDASH_API ?? 'http://127.0.0.1:7878';

export default defineConfig({
  plugins: [tailwindcss(), sveltekit(), svelteTesting()],
  server: {
    host: '127.0.0.1',
    proxy: { '/api': api, '/health': api },
  },
  build: { target: 'safari16.4' },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
  },
});
