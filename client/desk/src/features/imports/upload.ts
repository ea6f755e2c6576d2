import { readAnswer, type Answer } from '@dispatch/base/lib/api';

/**
 * Sends a file as it lies there, and tells how much of it has gone; `fetch` cannot tell that.
 *
 * @param told with the part that has been sent, 0 to 1
 */
export function uploadFile<T>(path: string, file: File, told: (part: number) => void): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('x-requested-with', 'dispatch-board');
    request.setRequestHeader('x-app', 'desk');
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => {
      told(total === 0 ? 1 : loaded / total);
    };
    request.onload = () => {
      resolve(readAnswer<T>(request.status, request.responseText));
    };
    request.onerror = () => {
      resolve(readAnswer<T>(0, ''));
    };
    request.send(file);
  });
}
