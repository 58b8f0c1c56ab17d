import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync, gzipSync } from 'node:zlib';

const text = gunzipSync(gzipSync(workerData));
parentPort.postMessage(createHash('sha256').update(text).digest('hex'));
