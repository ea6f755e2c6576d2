import type { Stage } from '@dispatch/shared/issues/stage';
import { STAGES } from '@dispatch/shared/issues/stage';

/** The tokens the canvas draws with, as colours the canvas understands. */
export interface Palette {
  readonly outside: string;
  readonly land: string;
  readonly water: string;
  readonly park: string;
  readonly block: string;
  readonly centre: string;
  readonly industrial: string;
  readonly wood: string;
  readonly building: string;
  readonly street: string;
  readonly casing: string;
  /** Streets too narrow at this zoom to have a casing. */
  readonly thin: string;
  readonly primary: string;
  readonly rail: string;
  readonly label: string;
  readonly halo: string;
  readonly border: string;
  readonly panel: string;
  readonly text: string;
  readonly accent: string;
  readonly focus: string;
  readonly overdue: string;
  readonly edge: string;
  readonly low: string;
  readonly normal: string;
  readonly high: string;
  readonly emergency: string;
  readonly stages: Readonly<Record<Stage, string>>;
  /** What is written on a stage's hue. */
  readonly onStage: string;
  readonly font: string;
}

/** Reads the tokens in force at an element. A token is a `light-dark()` pair; only a used property resolves it. */
export function readPalette(at: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  at.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(--color-${token})`;
    return getComputedStyle(probe).color;
  };
  probe.style.color = 'light-dark(white, oklch(0.16 0.01 255))';
  const onStage = getComputedStyle(probe).color;
  const palette: Palette = {
    outside: colour('map-outside'),
    land: colour('map-land'),
    water: colour('map-water'),
    park: colour('map-park'),
    block: colour('map-block'),
    centre: colour('map-centre'),
    industrial: colour('map-industrial'),
    wood: colour('map-wood'),
    building: colour('map-building'),
    street: colour('map-street'),
    casing: colour('map-casing'),
    thin: colour('map-thin'),
    primary: colour('map-primary'),
    rail: colour('map-rail'),
    label: colour('map-label'),
    halo: colour('map-halo'),
    border: colour('map-border'),
    panel: colour('panel'),
    text: colour('text'),
    accent: colour('accent'),
    focus: colour('focus'),
    overdue: colour('overdue'),
    edge: colour('edge'),
    low: colour('low'),
    normal: colour('normal'),
    high: colour('high'),
    emergency: colour('emergency'),
    stages: Object.fromEntries(STAGES.map((stage) => [stage, colour(stage.replaceAll('_', '-'))])) as Record<
      Stage,
      string
    >,
    onStage,
    font: getComputedStyle(at).fontFamily,
  };
  probe.remove();
  return palette;
}
