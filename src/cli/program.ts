#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';

// What runs when Tiercel is installed. The cache stands beside the program, where whoever can write can change the program, too.
enableCompileCache(path.join(import.meta.dirname, 'compile-cache'));
/*
 * V8 puts objects of a kind that has often lived long among the old at once. Alerts live long enough for that and yet come by the
 * thousand: everything that they refer to would stay until the next full collection.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
await import('./main.ts');
