import type { FeedEvent } from '../feed/projection.ts';

/** A job to be run once, soon or at a time. `jobKey` makes repeated additions one job. */
export interface NewJob {
  task: string;
  payload: Record<string, unknown>;
  runAt?: Date;
  jobKey?: string;
}

export interface JobDoor {
  /** Task name → what it does. Throwing means: try again with growing pauses. */
  tasks?: Record<string, (payload: unknown) => Promise<void>>;
  /** Recurring tasks: graphile-worker crontab lines, for example `* * * * * offers:sweep` (letters, digits, _ : - and / only). */
  crontab?: readonly string[];
  /** Which jobs follow from new events; called by the one dispatcher in the cluster, exactly once per event. */
  jobsFor?(events: readonly FeedEvent[]): Promise<NewJob[]> | NewJob[];
}
