/** A contractor's picture on its way to the server: small, since it is shown small. */
import type { Answer } from '@dispatch/base/lib/api';
import type { Problem } from '@dispatch/shared/errors';

/** Longest side, px. Photographs of phones have ten times that. */
const LARGEST = 512;

/** Draws an image file anew as a square JPEG of at most LARGEST px. @throws when the browser cannot read it */
export async function shrink(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file);
  const side = Math.min(image.width, image.height);
  const size = Math.min(side, LARGEST);
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('expected a canvas to draw on');
  context.drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, size, size);
  image.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
}

/** PUT /contractors/:id/picture; null removes it. */
export async function sendPicture(contractorId: string, picture: Blob | null): Promise<Answer<null>> {
  try {
    const response = await fetch(`/api/v1/contractors/${contractorId}/picture`, {
      method: picture ? 'PUT' : 'DELETE',
      headers: {
        accept: 'application/json',
        'x-requested-with': 'dispatch-board',
        'x-app': 'desk',
        ...(picture && { 'content-type': picture.type }),
      },
      ...(picture && { body: picture }),
    });
    if (response.ok) return { kind: 'done', value: null, status: response.status };
    const problem = (await response.json()) as Problem;
    return problem.fields?.length ? { kind: 'invalid', problem, fields: problem.fields } : { kind: 'refused', problem };
  } catch {
    return { kind: 'offline', sentence: 'The server cannot be reached right now.' };
  }
}
