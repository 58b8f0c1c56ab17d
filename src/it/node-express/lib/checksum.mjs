import { Worker } from 'node:worker_threads';

/** Compresses and hashes a text beside the event loop. */
export function checksum(text) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./checksum-worker.mjs', import.meta.url), {
      workerData: text,
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
