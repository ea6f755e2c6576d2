/** Simulated people of the demo town. */
export interface Simulation {
  state(): { on: boolean; available: boolean };
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createSimulation(_deps: object): Simulation {
  return {
    state: () => ({ on: false, available: false }),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
