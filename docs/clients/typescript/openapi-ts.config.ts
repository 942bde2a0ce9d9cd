import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
    input: 'openapi.json',
    output: { path: 'generated/sdk', module: { extension: '.js' } },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
});
