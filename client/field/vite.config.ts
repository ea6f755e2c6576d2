import { defineConfig } from 'vite';
import { appConfig } from '../base/app.config.ts';

export default defineConfig(appConfig('/field', 'static'));
