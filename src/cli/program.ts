#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import path from 'node:path';

// What runs when Tiercel is installed. The cache stands beside the program, where whoever can write can change the program, too.
enableCompileCache(path.join(import.meta.dirname, 'compile-cache'));
await import('./main.ts');
