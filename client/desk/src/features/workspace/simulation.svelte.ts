import { api } from '@dispatch/base/lib/api';
import { tellFault } from '@dispatch/base/ui/toast';

/** The switch that lets simulated contractors and households act; null where there is no simulation. */
export class Simulation {
  on = $state<boolean | null>(null);
  busy = $state(false);

  async load(): Promise<void> {
    const answer = await api<{ on: boolean; available: boolean }>('/simulation');
    this.on = answer.kind === 'done' && answer.value.available ? answer.value.on : null;
  }

  async toggle(): Promise<void> {
    this.busy = true;
    const answer = await api<{ on: boolean }>('/simulation', {
      method: 'PUT',
      body: { on: this.on !== true },
      app: 'desk',
    });
    this.busy = false;
    if (answer.kind === 'done') this.on = answer.value.on;
    else tellFault(answer, 'simulation');
  }
}
