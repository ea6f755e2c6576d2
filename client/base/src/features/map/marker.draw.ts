import type { Stage } from '@dispatch/shared/issues/stage';
import type { Urgency } from '@dispatch/shared/issues/status';
import type { MapIssue } from './map.types.ts';
import type { Palette } from './palette.ts';

/** Half the size of a marker's picture in CSS pixels: the shape, its outline and what is drawn round it. */
export const REACH = 20;

/** How far from its middle a marker can be hit, in CSS pixels; clusters add their own. */
export const HIT = 14;

/** The shape of an urgency round (0, 0), the same as UrgencySign's. `r` is the radius of the circle. */
export function urgencyPath(ctx: CanvasRenderingContext2D, urgency: Urgency, r: number): void {
  ctx.beginPath();
  if (urgency === 'high') {
    const h = r * 1.28;
    ctx.moveTo(0, -h);
    ctx.lineTo(h * 1.02, h * 0.78);
    ctx.lineTo(-h * 1.02, h * 0.78);
    ctx.closePath();
  } else if (urgency === 'emergency') {
    const h = r * 1.36;
    ctx.moveTo(0, -h);
    ctx.lineTo(h, 0);
    ctx.lineTo(0, h);
    ctx.lineTo(-h, 0);
    ctx.closePath();
  } else {
    ctx.arc(0, 0, urgency === 'low' ? r * 0.86 : r, 0, 2 * Math.PI);
  }
}

/**
 * One issue round (0, 0). Readable without colour: the shape is the urgency, the sign inside is the stage, hatching
 * round it means late, dashes mean on hold.
 */
export function drawIssue(
  ctx: CanvasRenderingContext2D,
  issue: Pick<MapIssue, 'urgency' | 'stage' | 'overdue' | 'onHold'>,
  palette: Palette,
): void {
  const r = 9;
  const hue = palette.stages[issue.stage];
  if (issue.overdue) drawHatch(ctx, issue.urgency, r + 5, palette);
  if (issue.onHold) {
    ctx.save();
    urgencyPath(ctx, issue.urgency, r + (issue.overdue ? 7.5 : 4));
    ctx.setLineDash([4, 3]);
    ctx.lineWidth = 1.8;
    ctx.strokeStyle = palette.text;
    ctx.stroke();
    ctx.restore();
  }
  ctx.lineJoin = 'round';
  urgencyPath(ctx, issue.urgency, r);
  ctx.strokeStyle = palette.halo;
  ctx.lineWidth = 4;
  ctx.stroke();
  const hollow = issue.urgency === 'low';
  ctx.fillStyle = hollow ? palette.panel : hue;
  ctx.fill();
  if (hollow) {
    ctx.strokeStyle = hue;
    ctx.lineWidth = 2.6;
    ctx.stroke();
  }
  ctx.save();
  if (issue.urgency === 'high') ctx.translate(0, 2);
  drawStage(ctx, issue.stage, hollow ? hue : palette.onStage);
  ctx.restore();
}

function drawHatch(ctx: CanvasRenderingContext2D, urgency: Urgency, r: number, palette: Palette): void {
  ctx.save();
  urgencyPath(ctx, urgency, r);
  ctx.fillStyle = palette.panel;
  ctx.fill();
  ctx.clip();
  ctx.strokeStyle = palette.overdue;
  ctx.lineWidth = 2.2;
  ctx.beginPath();
  for (let x = -3 * r; x <= 3 * r; x += 4.6) {
    ctx.moveTo(x - 2 * r, 2 * r);
    ctx.lineTo(x + 2 * r, -2 * r);
  }
  ctx.stroke();
  ctx.restore();
  urgencyPath(ctx, urgency, r);
  ctx.strokeStyle = palette.overdue;
  ctx.lineWidth = 1.4;
  ctx.stroke();
}

/** The stage's sign, about 8 px, in the manner of StatusSign's icons. */
function drawStage(ctx: CanvasRenderingContext2D, stage: Stage, ink: string): void {
  ctx.strokeStyle = ink;
  ctx.fillStyle = ink;
  ctx.lineWidth = 1.7;
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  ctx.beginPath();
  const line = (...points: number[]): void => {
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i] ?? 0;
      const y = points[i + 1] ?? 0;
      if (i === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
  };
  switch (stage) {
    case 'inbox':
      line(-3.4, -1, -3.4, 3, 3.4, 3, 3.4, -1);
      line(0, -4, 0, 0.6);
      line(-1.8, -1, 0, 0.8, 1.8, -1);
      break;
    case 'to_assign':
      line(-3.4, 0, 3.4, 0);
      line(0, -3.4, 0, 3.4);
      break;
    case 'offered':
      line(-2.8, -3.6, 2.8, -3.6, -2.8, 3.6, 2.8, 3.6, -2.8, -3.6);
      break;
    case 'open':
      ctx.arc(0, -1.9, 1.8, 0, 2 * Math.PI);
      ctx.moveTo(-3.4, 3.6);
      ctx.arc(0, 3.6, 3.4, Math.PI, 2 * Math.PI);
      break;
    case 'en_route':
      line(0, -4, 3.4, 3.6, 0, 1.8, -3.4, 3.6, 0, -4);
      ctx.fill();
      break;
    case 'in_progress':
      line(-3.2, 3.2, 1, -1);
      ctx.moveTo(3.9, -1.4);
      ctx.arc(1.5, -1.5, 2.4, 0.1, Math.PI * 1.45);
      break;
    case 'resolved':
      line(-3.4, 0.2, -0.9, 2.8, 3.6, -2.6);
      break;
    case 'confirmed':
      line(-4.6, 0.4, -2.4, 2.7, 1.6, -2.4);
      line(0.4, 2.5, 0.7, 2.8, 4.8, -2.4);
      break;
    case 'closed':
      line(-3, -3, 3, 3);
      line(3, -3, -3, 3);
      break;
  }
  ctx.stroke();
}

/** Radius of a cluster's disc: grows with the logarithm of its count. */
export function clusterRadius(count: number): number {
  return 11 + Math.min(9, Math.log2(count));
}

/** A cluster round (0, 0): how many, how many of them late (share of the hatched rim), and the worst urgency. */
export function drawCluster(
  ctx: CanvasRenderingContext2D,
  cluster: { readonly count: number; readonly worst: Urgency; readonly overdue: number },
  palette: Palette,
): void {
  const r = clusterRadius(cluster.count);
  ctx.beginPath();
  ctx.arc(0, 0, r + 2, 0, 2 * Math.PI);
  ctx.fillStyle = palette.halo;
  ctx.fill();
  ctx.beginPath();
  ctx.arc(0, 0, r - 1, 0, 2 * Math.PI);
  ctx.fillStyle = palette.panel;
  ctx.fill();
  ctx.lineWidth = 2.5;
  ctx.lineCap = 'butt';
  ctx.strokeStyle = cluster.worst === 'emergency' ? palette.emergency : palette.edge;
  ctx.stroke();
  if (cluster.overdue > 0) {
    const share = Math.max(0.08, cluster.overdue / cluster.count);
    ctx.save();
    ctx.beginPath();
    ctx.arc(0, 0, r - 0.5, -Math.PI / 2, -Math.PI / 2 + share * 2 * Math.PI);
    ctx.lineWidth = 4.5;
    ctx.setLineDash([2.6, 1.8]);
    ctx.strokeStyle = palette.overdue;
    ctx.stroke();
    ctx.restore();
  }
  ctx.fillStyle = palette.text;
  ctx.font = `650 ${cluster.count < 100 ? '12' : '11'}px ${palette.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(cluster.count < 10_000 ? String(cluster.count) : `${String(Math.floor(cluster.count / 1000))}k`, 0, 0.5);
  if (cluster.worst === 'high' || cluster.worst === 'emergency') {
    ctx.save();
    ctx.translate(r * 0.78, -r * 0.78);
    ctx.lineJoin = 'round';
    urgencyPath(ctx, cluster.worst, 5);
    ctx.strokeStyle = palette.halo;
    ctx.lineWidth = 3.5;
    ctx.stroke();
    ctx.fillStyle = cluster.worst === 'high' ? palette.high : palette.emergency;
    ctx.fill();
    ctx.restore();
  }
}

/** Round what is selected, hovered or reached by keyboard. */
export function drawRing(ctx: CanvasRenderingContext2D, r: number, colour: string, halo: string): void {
  ctx.beginPath();
  ctx.arc(0, 0, r, 0, 2 * Math.PI);
  ctx.lineWidth = 5.5;
  ctx.strokeStyle = halo;
  ctx.stroke();
  ctx.lineWidth = 2.5;
  ctx.strokeStyle = colour;
  ctx.stroke();
}
