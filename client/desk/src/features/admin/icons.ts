/** Signs a category can have, by the names lucide gives them: those that the pages of households draw, and some more. */
import type { Icon } from '@dispatch/base/ui/icon.types';
import ArrowUpDown from '@lucide/svelte/icons/arrow-up-down';
import Bug from '@lucide/svelte/icons/bug';
import Building2 from '@lucide/svelte/icons/building-2';
import Car from '@lucide/svelte/icons/car';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Construction from '@lucide/svelte/icons/construction';
import DoorOpen from '@lucide/svelte/icons/door-open';
import Droplet from '@lucide/svelte/icons/droplet';
import Droplets from '@lucide/svelte/icons/droplets';
import Fence from '@lucide/svelte/icons/fence';
import Flame from '@lucide/svelte/icons/flame';
import Hammer from '@lucide/svelte/icons/hammer';
import Heater from '@lucide/svelte/icons/heater';
import House from '@lucide/svelte/icons/house';
import KeyRound from '@lucide/svelte/icons/key-round';
import Lamp from '@lucide/svelte/icons/lamp';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import LightbulbOff from '@lucide/svelte/icons/lightbulb-off';
import Lock from '@lucide/svelte/icons/lock';
import PaintRoller from '@lucide/svelte/icons/paint-roller';
import PanelsTopLeft from '@lucide/svelte/icons/panels-top-left';
import Plug from '@lucide/svelte/icons/plug';
import ShowerHead from '@lucide/svelte/icons/shower-head';
import Snowflake from '@lucide/svelte/icons/snowflake';
import SprayCan from '@lucide/svelte/icons/spray-can';
import Thermometer from '@lucide/svelte/icons/thermometer';
import ThermometerSnowflake from '@lucide/svelte/icons/thermometer-snowflake';
import Toilet from '@lucide/svelte/icons/toilet';
import TrafficCone from '@lucide/svelte/icons/traffic-cone';
import Trash2 from '@lucide/svelte/icons/trash-2';
import TreeDeciduous from '@lucide/svelte/icons/tree-deciduous';
import TreePine from '@lucide/svelte/icons/tree-pine';
import Trees from '@lucide/svelte/icons/trees';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Volume2 from '@lucide/svelte/icons/volume-2';
import Warehouse from '@lucide/svelte/icons/warehouse';
import WashingMachine from '@lucide/svelte/icons/washing-machine';
import Waves from '@lucide/svelte/icons/waves';
import Wifi from '@lucide/svelte/icons/wifi';
import Wrench from '@lucide/svelte/icons/wrench';
import Zap from '@lucide/svelte/icons/zap';
import ZapOff from '@lucide/svelte/icons/zap-off';

export const ICONS: Readonly<Record<string, Icon>> = {
  wrench: Wrench,
  hammer: Hammer,
  droplet: Droplet,
  droplets: Droplets,
  waves: Waves,
  'shower-head': ShowerHead,
  toilet: Toilet,
  'washing-machine': WashingMachine,
  heater: Heater,
  thermometer: Thermometer,
  'thermometer-snowflake': ThermometerSnowflake,
  snowflake: Snowflake,
  flame: Flame,
  zap: Zap,
  'zap-off': ZapOff,
  plug: Plug,
  lightbulb: Lightbulb,
  'lightbulb-off': LightbulbOff,
  lamp: Lamp,
  wifi: Wifi,
  'door-open': DoorOpen,
  'key-round': KeyRound,
  lock: Lock,
  'panels-top-left': PanelsTopLeft,
  house: House,
  'building-2': Building2,
  warehouse: Warehouse,
  fence: Fence,
  'arrow-up-down': ArrowUpDown,
  'paint-roller': PaintRoller,
  'spray-can': SprayCan,
  construction: Construction,
  'traffic-cone': TrafficCone,
  car: Car,
  'trash-2': Trash2,
  'tree-deciduous': TreeDeciduous,
  'tree-pine': TreePine,
  trees: Trees,
  bug: Bug,
  'volume-2': Volume2,
  'triangle-alert': TriangleAlert,
  'circle-question-mark': CircleHelp,
};

/** What an unknown name is shown as; the same everywhere. */
export function iconOf(name: string): Icon {
  return ICONS[name] ?? Wrench;
}
