/** What a person chose: follow the device, or always light or dark. */
export type Theme = 'system' | 'light' | 'dark';

/** Cookie that holds the choice. All three apps share it; the server writes it into the page, so nothing flashes. */
export const themeCookie = 'dispatch_theme';

/** Reads a stored choice; anything unknown means `system`. */
export function parseTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** The choice in force on this page. */
export function currentTheme(): Theme {
  return parseTheme(document.documentElement.dataset['theme']);
}

/** Applies a choice now and keeps it for a year. Fires `dispatch:theme` on `window` for what is drawn on canvas. */
export function setTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${365 * 24 * 3600}; samesite=lax`;
  window.dispatchEvent(new CustomEvent('dispatch:theme'));
}

/** Whether the page is dark at this moment, by choice or by the device. */
export function isDark(): boolean {
  const theme = currentTheme();
  return theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}

/** Calls back whenever light turns to dark or back, by choice or by the device. Returns the way to stop. */
export function onThemeChange(changed: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', changed);
  window.addEventListener('dispatch:theme', changed);
  return () => {
    media.removeEventListener('change', changed);
    window.removeEventListener('dispatch:theme', changed);
  };
}
