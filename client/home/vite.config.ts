import { defineConfig, mergeConfig } from 'vite';
import { appConfig } from '../base/app.config.ts';
import { progressIsland } from './island.plugin.ts';

export default defineConfig(mergeConfig(appConfig('', 'rendered'), { plugins: [progressIsland()] }));
