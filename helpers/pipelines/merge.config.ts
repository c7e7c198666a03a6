import { defineConfig } from '@playwright/test';
import { storing } from '../reporting/reporters.ts';

/** How blobs of shards become one report; the folder lets blobs of other machines say where a test stands here. */
export default defineConfig({
  testDir: '../../specs',
  reporter: [['dot'], ...storing],
});
